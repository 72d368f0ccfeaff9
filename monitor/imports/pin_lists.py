"""Pins as JSON: what `pin list --json` and the HTTP API print, what the configuration file may say, or plain texts.

    ["openai/gpt-4o", {"model": "azure/gpt-4o", "version": "2024-08-06", "environment": "prod"}]
    {"pins": […]}      {"references": […]}, as `scan --format json` prints them

What has a `file` and a `line` has its location from them.
"""

from __future__ import annotations

from typing import Any

from monitor.errors import UnreadableDocument
from monitor.imports.entries import Contents, Entry, Unread, clip, contents
from monitor.imports.json_tree import Object, word
from monitor.imports.pin_sheets import of_provider

KEYS = ("pins", "references")
_NAMELESS = "has no text `model` or `reference`"


def read(value: Any) -> Contents:
    """One entry for each item. Raises UnreadableDocument where there is no list."""
    key = next((key for key in KEYS if isinstance(value, dict) and isinstance(value.get(key), list)), None)
    items = value[key] if key else value
    if not isinstance(items, list):
        raise UnreadableDocument("has no list of pins", hint='write [{"reference": "openai/gpt-4o"}] or {"pins": […]}')
    path = f"$.{key}" if key else "$"
    return contents("json", (_entry(item, f"{path}[{index}]") for index, item in enumerate(items)))


def _entry(item: Any, place: str) -> Entry | Unread:
    if isinstance(item, str):
        return Entry(item.strip(), place)
    if not isinstance(item, dict):
        return Unread("" if isinstance(item, list) else clip(str(item)), place, _NAMELESS)
    reference = word(item.get("reference")) or word(item.get("ref"))
    if not reference and (model := word(item.get("model"))):  # beside a reference the provider is what we made of it
        reference = of_provider(word(item.get("provider")), model)
    if not reference:
        return Unread("", place, _NAMELESS)
    return Entry(
        reference,
        place,
        environment=word(item.get("environment")),
        location=word(item.get("location")) or _found_at(item),
        region=word(item.get("region")),
        version=word(item.get("version")),
        deployment=word(item.get("deployment")),
        project=word(item.get("project")),
    )


def _found_at(item: Object) -> str:
    file, line = word(item.get("file")), word(item.get("line"))
    return f"{file}:{line}" if file and line else file
