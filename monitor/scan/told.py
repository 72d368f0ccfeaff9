"""What stands beside a model's name and says whose it is, in any language: Azure's version of it, or a provider.

    model: {format: "OpenAI", name: "gpt-4o", version: "2024-05-13"}         as Pulumi, Azure's operators and SDKs do
    az cognitiveservices account deployment create --model-name gpt-4o --model-version 2024-05-13
    init_chat_model("gpt-4o", model_provider="azure_openai")

OpenAI's own ids hold their dates, so a name with a version beside it is Azure's. Beside means in the same brackets, in
the same block of YAML, in the same chain of calls, or in the same command.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from monitor.core.facts import Scope
from monitor.core.prefixes import COLON_PREFIXES
from monitor.core.references import Reference
from monitor.core.spellings import azure_deployment
from monitor.scan import languages
from monitor.scan.beside import closed_after, column, in_column, open_before
from monitor.scan.languages import Language

_DATED = re.compile(r"ersion[\"']?[\s:=(,][\s:=(,\"'\w.]{0,40}?\d{4}-\d{2}-\d{2}")
_PROVIDERS = ("custom_llm_provider", "model_provider", "modelProvider")
_GIVEN = re.compile(r"([A-Za-z][\w-]*)[\"']?\s*(?::=|=>|[:=(])\s*(?:&?[\w.:]+\()?[\"']?$")
_FIRST = re.compile(r"(\w+)\(\s*[\"']?$")
_OPTION = re.compile(r"--(model-name|deployment-name)[\"']?(?:=|,?\s+)[\"']?$")
_WRAPPED = re.compile(r"[:=(,]\s*&?[\w.:]*[A-Z]\w*$")  # Name: pulumi.String("gpt-4o")
_CHAINED = re.compile(r"(?i)\.(?:with)?name$")  # .format("OpenAI").name("gpt-4o").version("2024-05-13")
_IS = r"[\"']?\s*(?::=|=>|[:=(])\s*(?:&?[\w.:]+\()?[\"']?"
_VALUE = _IS + r"([\w.-]+)"
_VERSION = re.compile(rf"(?i)(?<![\w-])(?:model[_-]?|with)?version{_VALUE}")
_MODEL_NAME = re.compile(rf"(?i)(?<![\w-])model[_-]?name{_VALUE}")
_PROVIDER = re.compile(rf"(?i)(?<![\w-])(?:model_?provider|custom_llm_provider){_VALUE}")
_FORMAT = re.compile(rf"(?i)(?<![\w-])(?:model[_-]?|with)?format{_IS}OpenAI\b")
_SKU = re.compile(rf"(?i)(?<![\w-])sku[\"']?\s*(?::=|=>|[:=(])[^\n]{{0,80}}?\s*[{{(]?\s*[\"']?name{_VALUE}")
_NESTED_MODEL = re.compile(r"(?i)(?<![\w-])model[\"']?\s*(?::=|[:=(])")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NESTED = re.compile(r"\{[^{}]*\}|\[[^\[\]]*\]|\([^()]*\)")
_SEPARATOR = re.compile(r"[=:,]")
_IS_AZURES = re.compile(r"(?i)azure|cognitive|aoai")
_NAMES = frozenset({"model", "modelname", "name", "withname"})
_OWN = frozenset({"deployment", "deploymentname", "name"})  # `Deployment("gpt-4", …)` too
_COMMAND_VERSION = re.compile(r"--model-version[\"']?(?:=|,?\s+)[\"']?([\w.-]+)")
_COMMAND_SKU = re.compile(r"--sku(?:-name)?[\"']?(?:=|,?\s+)[\"']?(\w+)")
_REACH = 3_000  # characters on either side that are looked at
_BLOCK = 800  # likewise, in YAML
_BEFORE = 80  # characters before a name in which its key stands
_STEPS = 4  # pairs of brackets around a name that are looked at
_LINES = 6  # of a command, on either side


def around(text: str, language: Language) -> Callable[[int, str, bool], str | None] | None:
    """What is meant by a model's name without a provider, at an offset; None where the text says nothing of the kind.

    The answer is None for the own name of a deployment whose model stands beside it. The third argument says that it is
    a model's name whatever stands beside it, so that even a mere date does for a version.
    """
    provided = "rovider" in text and any(word in text for word in _PROVIDERS)
    dated = "ersion" in text and (("OpenAI" in text and "ormat" in text) or _DATED.search(text) is not None)
    if not (provided or dated or "--model-name" in text):
        return None
    azures = _IS_AZURES.search(text) is not None

    def meant(start: int, written: str, sure: bool) -> str | None:  # noqa: FBT001 (a callback has no keywords)
        before = text[max(0, start - _BEFORE) : start]
        if option := _OPTION.search(before):
            return _in_command(text, start, option[1], written)
        key, first = _name(_GIVEN.search(before)), _name(_FIRST.search(before))
        if not provided and {key, first}.isdisjoint(_NAMES | _OWN):
            return written
        regions = _regions(text, language, start)
        whole, own = next(regions, ("", ""))
        if provided and (whoever := _provider(whole, own)):
            return f"{whoever}/{written}"
        if first in _OWN and whole.startswith("(") and text.startswith(whole, text.rfind("(", 0, start)):
            key = first
        return _in_deployment(key, whole, own, regions, written, azures=azures and sure)

    return meant


def _name(found: re.Match[str] | None) -> str:
    """A key as all languages write it: modelname for model_name and ModelName."""
    return re.sub("[-_]", "", found[1]).lower() if found else ""


def _in_deployment(
    key: str, whole: str, own: str, outer: Iterator[tuple[str, str]], written: str, *, azures: bool
) -> str | None:
    """What a name means by the key that it is given to, and by what stands around it."""
    versioned = _is_versioned(own, azures=azures)
    if key == "name" and versioned and (other := _MODEL_NAME.search(own)) and _is_literal(other[1]):
        return None
    if key in _NAMES and versioned:
        return _reference(written, _value(_VERSION, own), _sku(outer))
    if key in _OWN and _NESTED_MODEL.search(whole) and _FORMAT.search(whole) and not _FORMAT.search(own):
        return None
    return written


def _is_versioned(own: str, *, azures: bool) -> bool:
    """Whether a version stands there as Azure has it; a date alone does only where the text speaks of Azure."""
    version = _VERSION.search(own)
    if version is None:
        return False
    by_date = _DATE.fullmatch(version[1]) is not None and (azures or "model" in version[0].lower())
    return by_date or _FORMAT.search(own) is not None


def _reference(written: str, version: str, sku: str) -> str:
    scope = Scope(version=version or None, deployment=azure_deployment(sku) or None)
    return str(Reference(written, "azure", written, scope=scope))


def _provider(whole: str, own: str) -> str | None:
    """The provider that is named beside, in the same call or object."""
    found = _PROVIDER.findall(whole if whole.startswith("(") else own)
    return COLON_PREFIXES.get(found[0].casefold()) if len(found) == 1 else None


def _is_literal(value: str) -> bool:
    return not value.startswith(("var.", "local.", "each."))


def _value(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found and _is_literal(found[1]) else ""


def _sku(regions: Iterator[tuple[str, str]]) -> str:
    """The SKU of a deployment, which stands around its model; nothing once others have one, too."""
    for whole, _ in regions:
        if len(_FORMAT.findall(whole)) > 1:
            return ""
        if sku := _value(_SKU, whole):
            return sku
    return ""


def _regions(text: str, language: Language, start: int) -> Iterator[tuple[str, str]]:
    """What stands around a place, from the inside outwards; each whole, and without what is nested in it."""
    if language is languages.YAML:
        line = text.rfind("\n", 0, start) + 1
        if open_before(text[line:start], start - line) is None:
            yield from _blocks(text, start)
            return
    opened = open_before(text, start)
    for _ in range(_STEPS):
        if opened is None:
            return
        whole = text[opened : closed_after(text, opened + 1) + 1]
        is_alone = whole.startswith("(") and not re.search(r"[,:=]", whole)
        if is_alone and _CHAINED.search(text, max(0, opened - _BEFORE), opened):
            around = _statement(text, opened)
            yield around, around
        elif not (is_alone and _WRAPPED.search(text, max(0, opened - _BEFORE), opened)):
            yield whole, _without_nested(whole)
        opened = open_before(text, opened)


def _statement(text: str, place: int) -> str:
    begin = max(0, place - _REACH)
    return re.split(r";|\n\s*\n", text[begin:place])[-1] + re.split(r";|\n\s*\n", text[place : place + _REACH])[0]


def _blocks(text: str, start: int) -> Iterator[tuple[str, str]]:
    """The blocks of YAML around a place."""
    begin = max(0, start - _BLOCK)
    lines = text[begin : start + _BLOCK].split("\n")
    index = text.count("\n", begin, start)
    for _ in range(_STEPS):
        here = column(lines[index])
        block = in_column(lines, index)
        yield "\n".join(block), "\n".join(line for line in block if column(line) == here)
        above = (i for i in range(index - 1, -1, -1) if lines[i].strip() and column(lines[i]) < here)
        index = next(above, -1)
        if index < 0:
            return


def _without_nested(whole: str) -> str:
    inner = whole[1:]
    for _ in range(_STEPS):
        shorter = _NESTED.sub(_dropped, inner)
        if shorter == inner:
            break
        inner = shorter
    return inner


def _dropped(nested: re.Match[str]) -> str:
    """Nothing for what is nested, but for a value that a call only wraps: pulumi.String("2024-05-13")."""
    is_value = nested[0].startswith("(") and not _SEPARATOR.search(nested[0])
    return nested[0] if is_value else " "


def _in_command(text: str, start: int, option: str, written: str) -> str | None:
    """What an option of Azure's command line means: the version of the model is another one."""
    begin = max(0, start - _REACH)
    lines = text[begin : start + _REACH].split("\n")
    first = last = text.count("\n", begin, start)
    while first and lines[first - 1].rstrip().endswith(("\\", "`", "^")):
        first -= 1
    while last + 1 < len(lines) and lines[last].rstrip().endswith(("\\", "`", "^")):
        last += 1
    command = "\n".join(lines[first : last + 1])
    wider = "\n".join(lines[max(0, first - _LINES) : last + 1 + _LINES])
    if not _COMMAND_VERSION.search(command) and wider.count("--model-name") == 1:
        command = wider
    if option == "deployment-name":
        return None if "--model-name" in command else written
    if not (version := _value(_COMMAND_VERSION, command)) and "cognitiveservices" not in command:
        return written
    return _reference(written, version, _value(_COMMAND_SKU, command))
