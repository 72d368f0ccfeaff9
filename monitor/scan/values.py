"""Whether a word stands where it is a value, and not in a sentence: the rules for strings and for bare values."""

from __future__ import annotations

import re
from typing import NamedTuple

from monitor.scan.languages import Span
from monitor.scan.names import Names
from monitor.scan.positions import is_model_word, is_prefix_test, says_model
from monitor.scan.words import Word

_MODEL_OPTION = re.compile(r"""(?:^|[\s"'\[(,])(--?[A-Za-z][\w.-]*)(?:=|\s+)["'\\]*$""")
_QUERY = re.compile(r"(?:^|[?&;,])([\w.-]+)=$")
_NESTED_KEY = re.compile(r"""(?:^|[{,\[(&?;]\s*|\n\s*)["'\\]*([\w.-]+)["'\\]*\s*(?::|=>|==?)\s*$|\s([\w.-]+)[:=]$""")
_ENVIRONMENT = re.compile(r"(?:^|\s)([A-Z][A-Z0-9_]*)=$")
_NESTED_END = re.compile(r"""["'\\]*\s*(?:$|[,\])};:]|\\n)""")
_LINE_KEY = re.compile(r"""^\s*(?:-\s+)?["']?([\w.-]+)["']?\s*[:=]\s*["']?$""")
_LINE_END = re.compile(r"""["']?\s*[,;]?\s*(?:#.*)?$""")
_SPACES = re.compile(r"[\s,;|]+")

_ASSIGNED = re.compile(r"(?:^|[\s{,(;&|\[])([\w.\-/]+)[\"']?\s*(:\s+|[:?+]?=\s*|=>\s*)$")
_BEFORE_LIST = re.compile(r"(?<=[=:\s])(?:[\w./:@+-]+,)+$")  # MODELS=gpt-4,gpt-4o
_HELM_DEFAULT = re.compile(r"""\bdefault\s+["']$""")
_DEFAULTED = re.compile(r"\$\{([A-Za-z_]\w*|\d+):?[-=]$|\$\{([\w.]+):$")
_ITEM = re.compile(r"^\s*(?:[-?]\s+)+$")
_MARKS = re.compile(r"(?<=[\s:])(?:[&!][^\s,\[\]{}\"']*\s+)+$")  # an anchor or a tag of YAML before its value
_ABOVE = re.compile(r"^(\s*(?:-\s+)*)[\"']?([\w.\-/]+)[\"']?\s*:\s*(?:[&!]\S+\s*)*(?:[|>][-+\d]*)?\s*$")
_COMPARED = re.compile(r"\[.*?([\w\"'}]+)\s+(?:==?|!=)\s+$")  # [[ $model == gpt-4 ]]
_IN_BRACKETS = re.compile(r"[\[(,]\s*$")
_IN_ARRAY = re.compile(r"(?:=\(|\bin\s)[\w./:@\"' \t-]*$")
_INSTRUCTION = re.compile(r"^\s*(?:ENV|ARG|export|setenv)\s+(\w+)\s+$")
_OLLAMA = re.compile(r"\bollama\s+(?:run|pull|show|create)\s+$")
_LABEL = re.compile(r'[ \t]*(?:"[^"\n]*"[ \t]*)*\{')
_VARIABLE = re.compile(
    r"""\bvariable\s+"([\w-]+)"\s*\{(?:(?!\n\}|\bvariable\s+").)*?\bdefault\s*=[^={}]*$""", re.DOTALL
)
_VARIABLE_REACH = 1_000  # characters: a description may stand before the default
_VALUE_ENDS = re.compile(r"\s*(?:$|#|//|[\]})])|,")
_WORD_ENDS = re.compile(r"""\s|$|[;&|)\]}"'`,\\]""")


class Place(NamedTuple):
    """A word that is a value: `exact` if the literal holds nothing else, `model` if the position says model."""

    exact: bool
    model: bool


def in_string(text: str, word: Word, span: Span, names: Names, *, sure: bool) -> Place | None:
    """Whether a word in a string is its value: the whole of it, one of a list, or a value in a nested notation.

    `sure`: it is a model wherever it is a value, so that what the position says is not looked at.
    """
    inner, close = span.inner, span.close
    before, after = text[inner : word.start], text[word.end : close]
    first, last = not before.strip(), not after.strip()
    if is_prefix_test(text, span.start):
        return None
    if first and last and not word.path:
        return Place(exact=not before and not after, model=sure or says_model(text, span.start))
    if word.path and not re.search(r"\s", text[inner:close].strip()):
        return Place(exact=False, model=True)
    opened, continued = word.opened or first, word.continued or last
    if opened and continued and (word.opened or word.continued):
        return Place(exact=False, model=sure or says_model(text, span.start))
    return _nested(before, after) or _listed(text, span, names, sure=sure)


def is_block_label(text: str, span: Span) -> bool:
    """Whether a string of HCL only names a block: resource "aws_iam_role" "gpt-4" {."""
    return _LABEL.match(text, span.end) is not None


def is_default_of_model(text: str, span: Span) -> bool:
    """Whether a string of HCL is the default of a variable whose name says model."""
    variable = _VARIABLE.search(text, max(0, span.start - _VARIABLE_REACH), span.start)
    return variable is not None and is_model_word(variable[1])


def _listed(text: str, span: Span, names: Names, *, sure: bool) -> Place | None:
    """A string that holds several references and nothing else."""
    content = text[span.inner : span.close].strip()
    if len(content) > 2_000:  # noqa: PLR2004 no list of models is so long
        return None
    parts = [part for part in _SPACES.split(content) if part]
    if len(parts) > 1 and all(map(names.judge, parts)):
        return Place(exact=False, model=sure or says_model(text, span.start))
    return None


def _nested(before: str, after: str) -> Place | None:
    """JSON, YAML, a query or a command line within a string."""
    line = before.rpartition("\n")[2][-200:]
    rest = after.partition("\n")[0][:200]
    option = _MODEL_OPTION.search(line)
    if option and (option[1] == "-m" or is_model_word(option[1])) and _WORD_ENDS.match(rest):
        return Place(exact=False, model=True)
    query = _QUERY.search(line)
    if query and is_model_word(query[1]) and not re.search(r"\s", line.strip() + rest.strip()):
        return Place(exact=False, model=True)
    variable = _ENVIRONMENT.search(line)
    if variable and is_model_word(variable[1]) and _WORD_ENDS.match(rest):
        return Place(exact=False, model=True)
    default = _DEFAULTED.search(line)
    if default and rest.startswith("}"):
        return Place(exact=False, model=is_model_word(default[1] or default[2]))
    key = _LINE_KEY.match(line) if "\n" in before or "\n" in after else None
    if key and is_model_word(key[1]) and _LINE_END.match(rest):
        return Place(exact=False, model=True)
    quote = line[-1:]
    if quote in {'"', "'"} and rest.lstrip("\\").startswith(quote) and _NESTED_END.match(rest):
        outer = line.rstrip("\"'\\").rstrip() if len(line) < 200 else line  # noqa: PLR2004 as cut above
        if key := _NESTED_KEY.search(before[-200:].rstrip("\"'\\")):
            return Place(exact=False, model=is_model_word(key[1] or key[2]))
        if outer.endswith(("[", ",", "(", "{")) and re.search(r"[\[({]", outer):
            return Place(exact=False, model=says_model(before, len(before) - 1))
    return None


def bare(text: str, word: Word, *, words: bool) -> Place | None:
    """Whether a word without quotes is a value of YAML, a settings file or a shell command.

    `words`: an assigned value ends with the word, as in a shell; else with its line.
    """
    line_start = text.rfind("\n", 0, word.start) + 1
    line_end = text.find("\n", word.end)
    begin = max(line_start, word.start - 300)
    before = text[begin : word.start]
    after = text[word.end : line_end if line_end >= 0 else len(text)][:300].rstrip("\r")
    if word.opened:
        before = re.sub(r"(?:\$\{[^{}]*\}|\{\{[^{}]*\}\}|\$\w+)$", "", before)
    if "&" in before or "!" in before:
        before = _MARKS.sub("", before)
    option = _MODEL_OPTION.search(before)
    if option and (option[1] == "-m" or is_model_word(option[1])) and _WORD_ENDS.match(after):
        return Place(exact=True, model=True)
    exact = not (word.opened or word.continued or word.path)
    if word.path:
        return Place(exact, model=True)
    if key := _ASSIGNED.search(_BEFORE_LIST.sub("", before)):
        ends = _WORD_ENDS if "=" in key[2] and (words or is_model_word(key[1])) else _VALUE_ENDS
        return Place(exact, is_model_word(key[1])) if ends.match(after) or word.continued else None
    if key := _DEFAULTED.search(before):
        return Place(exact, is_model_word(key[1] or key[2]))
    if key := _INSTRUCTION.search(before):
        return Place(exact, is_model_word(key[1]))
    if _OLLAMA.search(before) or (_HELM_DEFAULT.search(before) and after.startswith(before[-1])):
        return Place(exact, model=True)
    if words and (compared := _COMPARED.search(before)) and re.match(r"\s+(?:\]|&&|\|\||-[ao]\b)", after):
        return Place(exact, is_model_word(compared[1].strip("\"'}")))
    return _in_list(text, word, before, after, begin, exact=exact)


def _in_list(text: str, word: Word, before: str, after: str, line_start: int, *, exact: bool) -> Place | None:
    """Whether a word without quotes is an item or a key of YAML, or an item of an array."""
    if not before.strip() and _VALUE_ENDS.match(after) and (key := _key_above(text, line_start, len(before))):
        return Place(exact, is_model_word(key))
    if _ITEM.match(before) and (_VALUE_ENDS.match(after) or after.startswith(": ") or after == ":"):
        return Place(exact, _under_model(text, line_start, len(before) - len(before.lstrip())))
    if not before.strip() and re.match(r":(?:\s|$)", after):
        return Place(exact, _under_model(text, line_start, len(before)))
    if _IN_BRACKETS.search(before) and _VALUE_ENDS.match(after) and re.search(r"[:=]\s*[\[(]", before):
        return Place(exact, says_model(text, word.start))
    if _IN_ARRAY.search(before) and _WORD_ENDS.match(after):
        return Place(exact, says_model(text, line_start + before.rfind("=") + 1) or " in " in before)
    return None


def _key_above(text: str, line_start: int, indent: int) -> str | None:
    """The key of YAML whose value is one line, the next; None where the line above has none, or others follow."""
    above = _ABOVE.match(text[max(0, line_start - 200) : line_start].rstrip("\r\n").rpartition("\n")[2])
    _, _, rest = text[line_start : line_start + 1_000].partition("\n")
    following = next((line for line in rest.split("\n") if line.strip()), "")
    if above is None or len(above[1]) >= indent or (following and len(following) - len(following.lstrip()) >= indent):
        return None
    return above[2]


def _under_model(text: str, line_start: int, indent: int) -> bool:
    """Whether the key under which an item of YAML stands says model."""
    for line in reversed(text[max(0, line_start - 2_000) : line_start].splitlines()):
        content = line.lstrip()
        depth = len(line) - len(content)
        if content and not content.startswith(("#", "- ")) and depth <= indent:
            return is_model_word(content.partition(":")[0])
    return False
