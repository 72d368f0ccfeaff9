"""Azure's deployments in Terraform, Bicep and ARM templates: which model a deployment runs, and in which version.

    model { format = "OpenAI", name = "gpt-4o", version = "2024-05-13" }     beside     sku { name = "GlobalStandard" }

An object `model` with a `format` and a `name` is Azure's own shape: in `azurerm_cognitive_deployment` and
`azapi_resource`, in Bicep, and in what modules are given. JSON of all kinds has such objects, so there the file must
name the type of Azure's resource as well. What a variable gives is left open, unless `terraform` knows it.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from monitor.core.facts import Scope
from monitor.core.references import Reference
from monitor.core.spellings import azure_deployment
from monitor.scan import languages
from monitor.scan.languages import Language, Span

LANGUAGES = frozenset({languages.HCL, languages.BICEP, languages.JSON})

_SHAPE = re.compile(r"\bmodel[\"']?\s*[:=]?\s*\{")
_ARM_TYPE = "Microsoft.CognitiveServices/accounts"
_BRACE = re.compile(r"[{}]")
_NAME_CHARACTERS = string.ascii_letters + string.digits + "_-"
_GIVEN = re.compile(r"\bname[\"']?\s*[:=]\s*[\"']$")
_VALUE = r"(?<![\w.-]){}[\"']?\s*[:=]\s*(?:[\"']([\w.-]+)[\"']|((?:var|local)\.[\w-]+)(?=\s*(?:[,}}]|$)))"
_UNKNOWN: Mapping[str, str] = {}
_FORMAT = re.compile(r"\bformat\b[\"']?\s*[:=]")
_REACH = 200  # characters before a value or brace that are looked at
_LONGEST = 2_000  # characters between two blocks that are looked at, and
_MOST = 50  # blocks in one: a deployment is short


@dataclass(eq=False, slots=True)
class Block:
    """What stands between two braces, from `start` to `end`; `outer` is around it, `inner` are in it."""

    name: str
    start: int
    end: int
    outer: Block | None = None
    inner: list[Block] = field(default_factory=list)

    def at(self, position: int) -> Block:
        """The innermost block that holds a position of this one."""
        here = self
        while True:  # and not by recursion: braces of hostile files are nested without end
            index = bisect_right(here.inner, position, key=lambda block: block.start) - 1
            if index < 0 or position > here.inner[index].end:
                return here
            here = here.inner[index]

    def within(self, *names: str) -> Block | None:
        """The first block of one of the names that stands directly in this one."""
        return next((block for block in self.inner[:_MOST] if block.name in names), None)

    def value(self, code: str, name: str, given: Mapping[str, str] = _UNKNOWN) -> str:
        """The text of an attribute of its own, if it is written there in full or `given` has what it refers to."""
        text, variable = self.attribute(code, name)
        return text or given.get(variable, "")

    def attribute(self, code: str, name: str) -> tuple[str, str]:
        """The text of an attribute of its own, or the variable or local value that gives it; both may be empty."""
        own, place = [], self.start
        for block in self.inner[:_MOST]:
            own.append(code[place : min(block.start, place + _LONGEST)])
            place = block.end
        text = "".join((*own, code[place : min(self.end, place + _LONGEST)]))
        found = re.search(_VALUE.format(name), text, re.MULTILINE)
        return (found[1] or "", found[2] or "") if found else ("", "")


def around(
    text: str, language: Language, given: Mapping[str, str] = _UNKNOWN
) -> Callable[[int, str], str | None] | None:
    """What is meant by a model's name that is written at an offset; None where no deployment is in the text.

    The name of a deployment's model means Azure's model, in its version and deployment type if they are given. The
    name that a deployment has itself is no reference where its model is named: then the answer is None. `given` are the
    values of variables that are known.
    """
    if not has_deployments(text) or (language is languages.JSON and _ARM_TYPE not in text):
        return None
    code, root = outline(text, language)

    def meant(start: int, written: str) -> str | None:
        block = root.at(start)
        if not _GIVEN.search(code, max(0, start - _REACH), start):
            return written
        if is_model(block, code):
            return reference(block, code, written, given)
        model = _deployed(block)
        return None if model and is_model(model, code) and model.value(code, "name", given) else written

    return meant


def has_deployments(text: str) -> bool:
    """Whether a text may hold a deployment at all: the quick look that most end with."""
    return _SHAPE.search(text) is not None


def outline(text: str, language: Language) -> tuple[str, Block]:
    """The text without comments, and its blocks."""
    code = _code(text, language.spans(text))
    return code, _blocks(code)


def _code(text: str, spans: list[Span]) -> str:
    """The text without its comments, and without braces in strings."""
    parts, place = [], 0
    for span in spans:
        inside = text[span.start : span.end]
        parts.append(text[place : span.start])
        parts.append(" " * len(inside) if span.comment else _BRACE.sub("$", inside))
        place = span.end
    return "".join((*parts, text[place:]))


def _blocks(code: str) -> Block:
    """The whole text as a block, with those in it; one that is never closed goes on to the end."""
    here = root = Block("", 0, len(code))
    for brace in _BRACE.finditer(code):
        if brace[0] == "{":
            inner = Block(_name_before(code, brace.start()), brace.end(), len(code), here)
            here.inner.append(inner)
            here = inner
        elif here.outer:
            here.end = brace.start()
            here = here.outer
    return root


def _name_before(code: str, brace: int) -> str:
    """What the block is named that opens at a brace; nothing where only the label of a resource stands there."""
    before = code[max(0, brace - _REACH) : brace].rstrip().removesuffix("jsonencode(").rstrip()
    key = before.rstrip(":=").rstrip()
    if key == before and key.endswith(('"', "'")):
        return ""
    key = key.rstrip("\"'")
    return key[len(key.rstrip(_NAME_CHARACTERS)) :]


def _deployed(deployment: Block) -> Block | None:
    """The model of a deployment; ARM's own notation has it among the properties, and azapi those in a body."""
    holder: Block | None = deployment
    for name in ("body", "properties"):
        holder = (holder and holder.within(name)) or holder
    return holder.within("model") if holder else None


def is_model(block: Block, code: str) -> bool:
    """Whether a block says which model a deployment of Azure's runs."""
    return (
        block.name == "model" and _FORMAT.search(code, block.start, min(block.end, block.start + _LONGEST)) is not None
    )


def reference(model: Block, code: str, name: str, given: Mapping[str, str] = _UNKNOWN) -> str:
    """The model that a deployment runs, by its block and its name."""
    holder = model.outer
    if holder and holder.name == "properties":  # beside which the SKU stands in ARM's own notation
        holder = holder.outer
    sku = holder.within("sku", "scale") if holder else None
    kind = (sku.value(code, "name", given) or sku.value(code, "type", given)) if sku else ""
    scope = Scope(version=model.value(code, "version", given) or None, deployment=azure_deployment(kind) or None)
    return str(Reference(name, "azure", name, scope=scope))
