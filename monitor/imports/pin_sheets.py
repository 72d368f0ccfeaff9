"""Pins as a sheet in CSV: a column that names the model, and others that say where it is used."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.core.references import parse
from monitor.errors import InvalidReference, UnreadableDocument
from monitor.imports import sheet
from monitor.imports.entries import Contents, Entry, Unread, contents

COLUMNS = {  # what an entry has -> the headings that mean it, the plainest first
    "reference": ("reference", "ref", "model", "model id", "model reference", "model name", "modelid", "llm"),
    "provider": ("provider", "vendor"),
    "environment": ("environment", "env", "stage"),
    "location": ("location", "place", "file", "path", "where", "used in"),
    "region": ("region", "aws region", "azure region", "geography"),
    "version": ("version", "model version"),
    "deployment": ("deployment", "deployment type", "sku"),
    "project": ("project", "service", "application", "app"),
}


def is_sheet(text: str) -> bool:
    """Whether the first line that is not empty has a heading under which models stand."""
    try:
        found = sheet.headings(text)
    except UnreadableDocument:
        return False
    return any(name in found for name in COLUMNS["reference"])


def read(text: str) -> Contents:
    """One entry for each row. Raises UnreadableDocument where no column names a model."""
    names = {key: _column(text, options) for key, options in COLUMNS.items()}
    if not names["reference"]:
        wanted = ", ".join(COLUMNS["reference"][:3])
        raise UnreadableDocument("has no column that names a model", hint=f"give one the heading {wanted}")
    rows = (
        (str(line), {key: row.get(name, "") for key, name in names.items() if name}) for line, row in sheet.rows(text)
    )
    return contents("csv", (_entry(cells, place) for place, cells in rows))


def _column(text: str, options: tuple[str, ...]) -> str:
    present = sheet.headings(text)
    return next((name for name in options if name in present), "")


def _entry(cells: Mapping[str, str], place: str) -> Entry | Unread:
    provider, reference = cells.get("provider", ""), cells["reference"]
    if not reference:
        return Unread("", place, "names no model")
    kept = {key: cell for key, cell in cells.items() if key not in {"provider", "reference"}}
    return Entry(of_provider(provider, reference), place, **kept)


def of_provider(provider: str, reference: str) -> str:
    """The reference with the provider that is named beside it, if it says none itself."""
    return f"{provider.casefold()}/{reference}" if provider and _is_bare(reference) else reference


def _is_bare(reference: str) -> bool:
    try:
        return parse(reference).provider is None
    except InvalidReference:
        return False
