"""Which reader a file about usage needs, by what it holds; and reading it."""

from __future__ import annotations

from typing import Any

from monitor.errors import UnreadableDocument
from monitor.imports import json_tree, spend_logs, usage_pages, usage_sheets
from monitor.imports.decoding import decoded
from monitor.imports.uses import Usage

USAGE_FORMATS = ("openai", "anthropic", "litellm")
AUTO = "auto"


def read_usage(data: bytes, form: str = AUTO) -> Usage:
    """What a file of one of the USAGE_FORMATS, in JSON or CSV, says.

    Raises UnreadableDocument: it cannot be read, is not of the format, or of none.
    """
    text = decoded(data)
    if text.lstrip()[:1] in {"{", "["}:
        return _of_json(json_tree.load(text), form)
    return usage_sheets.read(text, form)


def _of_json(value: Any, form: str) -> Usage:
    found = usage_pages.form_of(value) or ("litellm" if spend_logs.is_log(value) else "")
    if not found or form not in {AUTO, found}:
        hint = f"give an answer of {', '.join(USAGE_FORMATS)}; docs/importing.md says which"
        raise UnreadableDocument("is no known answer about usage", hint=hint)
    return spend_logs.read(value) if found == "litellm" else usage_pages.read(value)
