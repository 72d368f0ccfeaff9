"""Which reader a file needs, by what it holds and not by its name; and reading it."""

from __future__ import annotations

import re
from typing import Any

from monitor.core.references import parse
from monitor.errors import InvalidReference, UnreadableDocument
from monitor.imports import cyclonedx, json_tree, lines, litellm, pin_lists, pin_sheets, terraform
from monitor.imports.decoding import decoded
from monitor.imports.entries import Contents

FORMATS = ("litellm", "terraform", "csv", "json", "text", "cyclonedx")
AUTO = "auto"

_OF_TEXT = {"litellm": litellm.read, "csv": pin_sheets.read, "text": lines.read}
_OF_JSON = {"terraform": terraform.read, "json": pin_lists.read, "cyclonedx": cyclonedx.read}
_MODEL_LIST = re.compile(r"^(['\"]?)model_list\1\s*:", re.MULTILINE)
_NAME_IT = f"name its format: --format {'|'.join(FORMATS)}; `model-monitor scan` reads code"


def read(data: bytes, form: str = AUTO) -> Contents:
    """What a file of one of the FORMATS says, or of the one that it looks like.

    Raises UnreadableDocument: it cannot be read, is not of the format, or of none.
    """
    text = decoded(data)
    if form in _OF_TEXT:
        return _OF_TEXT[form](text)
    if form in _OF_JSON:
        return _OF_JSON[form](json_tree.load(text))
    return _by_looks(text)


def _by_looks(text: str) -> Contents:
    if text.lstrip()[:1] in {"{", "["}:
        return _of_json(json_tree.load(text), text)
    if _MODEL_LIST.search(text):
        return litellm.read(text)
    if text.lstrip().startswith("<"):
        raise UnreadableDocument("is XML or HTML, which is not read", hint="a bill of materials is read as JSON")
    if pin_sheets.is_sheet(text):
        return pin_sheets.read(text)
    found = lines.read(text)
    readable = sum(_is_reference(entry.reference) for entry in found.entries)
    if not readable or 2 * readable < len(found.entries):  # prose, a program, a sheet without headings
        raise UnreadableDocument("is in no known format", hint=_NAME_IT)
    return found


def _of_json(value: Any, text: str) -> Contents:
    if isinstance(value, dict):
        if value.get("bomFormat") == "CycloneDX":
            return cyclonedx.read(value)
        if terraform.is_terraform(value):
            return terraform.read(value)
        if "model_list" in value:
            return litellm.read(text)  # JSON is YAML
        if not any(isinstance(value.get(key), list) for key in pin_lists.KEYS):
            raise UnreadableDocument("is JSON of no known format", hint=_NAME_IT)
    return pin_lists.read(value)


def _is_reference(text: str) -> bool:
    try:
        parse(text)
    except InvalidReference:
        return False
    return True
