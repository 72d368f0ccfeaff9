"""The shared documents as the tests want them: those of a source in the order of their days, and the gold facts."""

from __future__ import annotations

import csv
import json
import os
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from monitor.core.facts import Reading
from monitor.sources.registry import all_sources
from monitor.sources.spec import Source

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("MONITOR_SHARED") or CHECKOUT.parent / "shared")
MEDIA = {"html": "text/html", "md": "text/markdown", "mdx": "text/markdown", "json": "application/json"}
UNDATED = date(2026, 8, 22)  # the day on which a document without a date is read
NOWHERE = "the shared documents are not here; set MONITOR_SHARED to the folder that holds pages/"


@dataclass(frozen=True)
class Stored:
    """One shared document: which source sent it, in which form, and on which day it is read."""

    source: Source
    path: Path
    form: str
    day: date
    dated: bool

    def __str__(self) -> str:
        return f"{self.source.id} {self.path.name}"

    @property
    def body(self) -> bytes:
        return self.path.read_bytes()

    @property
    def media_type(self) -> str | None:
        return MEDIA.get(self.form)


@dataclass(frozen=True)
class Gold:
    """The gold facts of one document. `accept` are second right answers, as (model id in lower case, key, value)."""

    path: Path
    stored: Stored
    rows: tuple[dict[str, Any], ...]
    not_models: frozenset[str]
    accept: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        return self.path.stem


@cache
def reading_of(document: Stored) -> Reading:
    """What the document's source makes of it; read once for all tests, which hold it against different things."""
    return document.source.reading_of(document.body, document.media_type, document.day)


@cache
def documents() -> tuple[Stored, ...]:
    """All shared documents of sources that we have, by source and day; none on a machine without them."""
    manifest = SHARED / "pages" / "MANIFEST.tsv"
    if not manifest.is_file():
        return ()
    with manifest.open(newline="", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["source"] in all_sources()]
    found = []
    for row in rows:
        dated = re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["date"]) is not None
        day = date.fromisoformat(row["date"]) if dated else UNDATED
        path = SHARED / "pages" / row["path"]
        found.append(Stored(all_sources()[row["source"]], path, path.suffix[1:], day, dated))
    return tuple(sorted(found, key=lambda d: (d.source.id, not d.dated, d.day, d.path.name)))


@cache
def golds() -> tuple[Gold, ...]:
    """All gold documents of sources that we have."""
    found = []
    for path in sorted((SHARED / "truth" / "gold").glob("*.jsonl")):
        header, *rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        if header["source"] in all_sources():
            file = SHARED / "pages" / header["document"]
            day = date.fromisoformat(header["read_on"])
            stored = Stored(all_sources()[header["source"]], file, file.suffix[1:], day, True)
            names = frozenset(str(name).casefold() for name in header.get("not_models", []))
            found.append(Gold(path, stored, tuple(rows), names, tuple(header.get("accept", []))))
    return tuple(found)
