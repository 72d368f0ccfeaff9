"""What a string is joined with: "gpt-4" + "-0314" is gpt-4-0314, and of "gpt-4" + suffix only the begin is known.

Python's strings are joined by its syntax tree; those of other languages by what stands in the text behind them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from monitor.core.references import AND_SO_ON
from monitor.scan import languages
from monitor.scan.languages import Language, Span
from monitor.scan.names import MAX_LENGTH
from monitor.scan.positions import is_model_word
from monitor.scan.words import Word

_MOST = 50  # strings in a row
_CHARACTERS = re.compile(r"[\w.:/@~#+-]*")
_LAST = re.compile(r"[\w.:/@~#+-]*$")
_SNAPSHOT = re.compile(r"[-@]\d{4}(?:\d{4}|-\d{2}-\d{2})?$")  # nothing is longer: looked for or not, it is this one
_TRAIL = ".:/@~#+-_"
_VARIABLE = ("{", "$", "%", "#{")
_PLUS = re.compile(r"\s*\+(?![+=])\s*")
_POINT = re.compile(r"\s*\.(?![.=\d])\s*")
_BARS = re.compile(r"\s*\|\|\s*")
_CONCAT = re.compile(r"\.concat\(\s*")
_ADDING = frozenset({
    languages.GO, languages.HASHED, languages.JAVA, languages.RUBY, languages.RUST, languages.SCRIPT, languages.SHARP,
    languages.PYTHON,
})  # fmt: skip
# model.includes("gpt-4"), strings.Contains(model, "gpt-4"): whether the string is a part of another
_COMPARED = re.compile(
    r"""([\w$]*)(?:\??\.to_?lower_?(?:case)?\(\)|\??\.downcase|\(\))*\??\.
    (?:contains|ends_?with|include|includes|index|index_?of|match|replace|replace_?all|search|split|sub|gsub)[?!]?\(\s*$
    |\b(?:strings\.(?:Contains|Cut|HasSuffix|Index|Replace|ReplaceAll|Split)|str_contains|str_ends_with|strpos)
    \(\s*(?:[\w$]+(?:\.|->))*([\w$]+)\s*,\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_MAY_COMPARE = re.compile(r"(?:ith|ins|[cC]lude|[cC]ludes|ex|[oO]f|tch|rch|[aA]ll|lace|lit|sub)[?!]?\(\s*$|[\w$],\s*$")
_CALL = 20  # characters at the end of what stands before, in which a call that compares is told from most others
_COMPARING = frozenset({
    "count", "endswith", "find", "fullmatch", "index", "match", "partition", "removesuffix", "replace", "rfind",
    "rpartition", "rsplit", "search", "split", "sub",
})  # fmt: skip
_REACH = 80  # characters before a string in which it is said what it is compared with


class Beside(NamedTuple):
    """What comes directly before and after a string in the text that it is a part of.

    `open`: what follows then is not known. `part`: the string is only looked for in another one.
    """

    before: str = ""
    after: str = ""
    open: bool = False
    part: bool = False


def complete(written: str, beside: Beside, *, first: bool, last: bool) -> str:
    """The reference of which a string holds a part: with what it is joined to, and open where it goes on unknown.

    `first` and `last`: the part stands at the begin, or the end, of its string.
    """
    if beside.part:
        return written + AND_SO_ON if beside.open and not _SNAPSHOT.search(written) else written
    head = _LAST.search(beside.before[-MAX_LENGTH:]) if first else None
    tail = _CHARACTERS.match(beside.after) if last else None
    joined = (head[0] if head else "") + written + (tail[0] if tail else "")
    rest = beside.after[tail.end() :] if tail else ""
    if tail and (rest.startswith(_VARIABLE) or (beside.open and not rest)):
        return joined + AND_SO_ON
    return joined.rstrip(_TRAIL) if tail else joined


def extended(text: str, word: Word, span: Span, beside: Beside | None) -> Word:
    """A word with the hyphen or the like behind it with which its string ends, if that goes on: "gpt-4-" + date."""
    rest = text[word.end : span.close]
    return word if beside is None or beside.part or rest.strip("-_.") else word._replace(end=span.close)


def is_open(text: str, word: Word) -> bool:
    """Whether a variable's value follows a word directly, so that it is the begin of an id."""
    return word.continued and text.startswith(_VARIABLE, word.end)


def in_text(text: str, span: Span, language: Language) -> Beside | None:
    """What a string of another language than Python is joined with; None where it stands for itself."""
    before = text[max(0, span.start - _REACH) : span.start].rstrip()
    behind = text[span.end : span.end + _REACH].lstrip()
    if not (behind.startswith(("+", ".", "|")) or before.endswith(("(", ",", "+", "."))):
        return None  # as most are
    if _MAY_COMPARE.search(before, max(0, len(before) - _CALL)) and (compared := _COMPARED.search(before)):
        return Beside(open=_is_models_name(compared[1] or compared[2] or ""), part=True)
    sign, join = _join(language)
    if join is None or not (behind.startswith((sign, ".concat")) or before.endswith(sign)):
        return None
    after, place, goes_on = "", span.end, False
    for _ in range(_MOST):
        joint = join.match(text, place) or (_CONCAT.match(text, place) if language is languages.SCRIPT else None)
        if joint is None:
            break
        following, end = _string_at(text, joint.end(), language)
        if not end:
            goes_on = True
            break
        after += following
        place = end
    if place == span.end and not goes_on and not before.endswith(sign):
        return None
    return Beside(after=after, open=goes_on)


def _join(language: Language) -> tuple[str, re.Pattern[str] | None]:
    """What joins two strings in a language, and how it stands between them."""
    if language in _ADDING:
        return "+", _PLUS
    if language is languages.PHP:
        return ".", _POINT
    return ("||", _BARS) if language is languages.SQL else ("", None)


def _string_at(text: str, place: int, language: Language) -> tuple[str, int]:
    """What the string holds that begins at a place, and where it ends; 0 where none does."""
    part = text[place : place + _REACH]
    for span in language.spans_at(part, [0]):
        if not span.comment:
            return part[span.inner : span.close], place + span.end
    return "", 0


def _is_models_name(name: str) -> bool:
    """Whether a name is that of one model, and not of several: `model`, `self.model_name`, but not `MODELS`."""
    return is_model_word(name) and not name.lower().endswith("s")


def looked_for(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Beside | None:
    """What a string of Python is looked for in; None where it stands for itself."""
    match parent := parents.get(node):
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[side]) if left is node:
            return Beside(open=_is_models_name(_called(side)), part=True)
        case ast.Compare(left=ast.Subscript(slice=ast.Slice()), ops=[ast.Eq() | ast.NotEq()]):
            return Beside(open=True, part=True)
        case ast.Call(func=ast.Attribute(attr=name)) if name in _COMPARING and node in parent.args:
            return Beside(open=_is_models_name(_called(parent.func)), part=True)
    return None


def is_prefix(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a string of Python is only asked to be the begin of another: a family, and no id."""
    parent = parents.get(node)
    if isinstance(parent, ast.Tuple):
        node, parent = parent, parents.get(parent)
    match parent:
        case ast.Call(func=ast.Attribute(attr="startswith" | "removeprefix")):
            return node in parent.args
    return False


def _called(node: ast.AST) -> str:
    """The name behind an expression such as `self.model.lower()`."""
    while isinstance(node, ast.Call):
        node = node.func
        if isinstance(node, ast.Attribute) and node.attr in {"lower", "casefold", "strip", *_COMPARING}:
            node = node.value
    if isinstance(node, ast.Attribute) and node.attr in _COMPARING:
        return _called(node.value)
    if isinstance(node, ast.Attribute):
        return f"{_called(node.value)}_{node.attr}" if node.attr in {"id", "name"} else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def operands(node: ast.BinOp) -> Iterator[tuple[ast.AST, Beside]]:
    """What is added up, from left to right, each with what stands beside it."""
    found: list[ast.AST] = []
    here: ast.AST = node
    while isinstance(here, ast.BinOp) and isinstance(here.op, ast.Add):
        found.append(here.right)
        here = here.left
    found.append(here)
    found.reverse()
    for index, operand in enumerate(found):
        before = after = ""
        first, last = index, index + 1
        while first and (text := _text(found[first - 1])) is not None and index - first < _MOST:
            before, first = text + before, first - 1
        while last < len(found) and (text := _text(found[last])) is not None and last - index < _MOST:
            after, last = after + text, last + 1
        yield operand, Beside(before, after, open=last < len(found))


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
