"""Whether what stands before a value says that the value is a model: `model="`, `"engine": `, `getenv("MODEL", `."""

from __future__ import annotations

import re

# Parameters and keys that say nothing of their own: what they are parameters of does.
DEFAULTS = frozenset({"const", "default", "default_value", "defaultValue", "enum", "fallback", "initial", "value"})

_REACH = 300  # characters that are looked at
_PART = 150  # characters of an argument, a call or a name: the end of a text is sought from there on
_SIGN = 10  # likewise, of an operator or a word before a value
_STEPS = 40

_SAYS_MODEL = re.compile(
    r"(?i:(?<![a-z])(?:models?|engines?|deployments?|llms?)(?:[_-]?(?:id|name|version|key|slug|ref)s?)?(?![a-z]))"
    r"|(?<=[a-z0-9])(?:Model|Engine|Deployment|LLM|Llm)s?(?![a-z])"
    r"|(?<![A-Za-z])[mM]odel[A-Z]"
)
_MODEL_WORDS = ("model", "engine", "deployment", "llm")  # one of them is in whatever says model
_HANDS_ON = re.compile(
    r"(?i)(?:^|[._:>])(?:aslist|cast|coalesce|default|dig|enum|env|fetch|field|freeze|from|get|getenv|getordefault|"
    r"getproperty|list|listof|literal|local|lookup|of|option|optional|orelse|or_else|parameter|pick|set|setof|some|str|"
    r"string|to_string|try|tuple|unwrap_or|value|var|z)$"
)
_OPENERS = "[{&*<\"'`\\"
_WORD = re.compile(r"(?:^|(?<=[^\w.$-]))(?:or|default|return|in|and|if|else|is|not|new|await|case)$")
_OPERATOR = re.compile(r"(?:=>|:=|->|\?:|\?\?=?|\|\|=?|\?=|[=!]==?|:-|=~|=|:|\?)$")
_TYPED = re.compile(r"=\s*(?:new\s+)?(?:\[\w*\]|map\[\w+\])?[\w.]*(?:\[\]|<[\w, ]*>)?$")  # = []string{
_ACCESSORS = re.compile(r"\s*\{[^{}\n]*\}$")  # C#'s { get; set; }
_ARGUMENT = re.compile(r"""(?:[\w-]+\s*[=:]\s*)?(?:"([^"\n]*)"|'([^'\n]*)'|[\w.:/$-]+)$""")
_CALL = re.compile(r"([\w.$:!>-]+)$")
_NAME = re.compile(r"""([\w.$@/-]+)["'`\])?!]*$""")
_OPTION = re.compile(r"(?:^|\s)(-m|--?[A-Za-z][\w-]+)$")


_PREFIX_TEST = re.compile(
    r"(?:starts_?with\??|start_with\?|has_?prefix|(?:remove|trim|delete)_?prefix)\(\s*(?:[\w.$]+\s*,\s*)?[({\[]?$",
    re.IGNORECASE,
)


def is_model_word(name: str) -> bool:
    """Whether an identifier or key names a model: `model`, `OPENAI_MODEL`, `engineName`, `--deployment-id`."""
    lowered = name.lower()
    return any(word in lowered for word in _MODEL_WORDS) and _SAYS_MODEL.search(name) is not None


def hands_on(function: str) -> bool:
    """Whether a function only hands its argument on, so that what its result is given to matters: `getenv`, `Field`."""
    return _HANDS_ON.search(function) is not None


def is_prefix_test(text: str, start: int) -> bool:
    """Whether the string at `start` is only compared with how something begins: then it is a family, not an id."""
    before = text[max(0, start - 60) : start]
    return "(" in before and _PREFIX_TEST.search(before) is not None


def says_model(text: str, start: int) -> bool:
    """Whether the value that begins at `start`, at its quote if it has one, stands where the text before says model."""
    before = text[max(0, start - _REACH) : start]
    if not (is_model_word(before) or "-m" in before):
        return False
    for _ in range(_STEPS):
        before = before.rstrip()
        outside = before.rstrip(_OPENERS).rstrip()
        if outside != before and (typed := _TYPED.search(outside)):
            outside = outside[: typed.start() + 1]
        before = outside
        if word := _WORD.search(before, _from(before, _SIGN)):
            before = before[: word.start()]
        elif before.endswith((",", "(")):
            step = _over_argument(before[:-1].rstrip()) if before[-1] == "," else _over_call(before[:-1].rstrip())
            if isinstance(step, bool):
                return step
            before = step
        elif operator := _OPERATOR.search(before, _from(before, _SIGN)):
            step = _over_name(before[: operator.start()].rstrip())
            if isinstance(step, bool):
                return step
            before = step
        else:
            option = _OPTION.search(before)
            return option is not None and (option[1] == "-m" or is_model_word(option[1]))
    return False


def _from(text: str, last: int) -> int:
    """Where the last so many characters begin; a pattern that must end with the text is slow on more of it."""
    return max(0, len(text) - last)


def _over_argument(before: str) -> str | bool:
    """What stands before the argument or item that the text ends with; or the answer."""
    item = _ARGUMENT.search(before, _from(before, _PART))
    if not item:
        return False
    written = item[1] or item[2] or ""
    if written.startswith("-"):  # an option: the value is its own, or of the next
        return is_model_word(written)
    if is_model_word(written) and not re.search(r"[\s.]", written):
        return True
    return before[: item.start()]


def _over_call(before: str) -> str | bool:
    """What stands before the call whose parenthesis opens after the text; or the answer."""
    call = _CALL.search(before, _from(before, _PART))
    if not call:
        return before
    if is_model_word(call[1]):
        return True
    return before[: call.start()] if hands_on(call[1]) else False


def _over_name(before: str) -> str | bool:
    """What stands before the name or type that a value is given to; or the answer."""
    before = _ACCESSORS.sub("", before)
    name = _NAME.search(before, _from(before, _PART))
    if not name:
        return before.rstrip(")]}>") if before.endswith((")", "]", "}", ">")) else False
    if is_model_word(name[1]):
        return True
    rest = before[: name.start()].rstrip(" \t&*?\"'|<")
    if name[1] in DEFAULTS or rest.endswith(":"):  # or it is the type that stands between name and value
        return rest
    return False
