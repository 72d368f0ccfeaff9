"""A table of saved documents: which source sent what on which day."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from monitor.errors import UsageError

COLUMNS = ("source", "date", "path")


@dataclass(frozen=True, slots=True)
class Saved:
    """One saved document; `day` is the UTC day it is read as of, None where the table does not know it.

    `account` tells apart whose recordings of a model list these are; empty where nobody says.
    """

    source_id: str
    day: date | None
    path: Path
    account: str = ""


def saved_documents(manifest: Path) -> Iterator[Saved]:
    """The documents of a tab-separated table with the columns source, date (YYYY-MM-DD) and path (from its folder).

    A column account, or else the first word of a column origin, says whose recording it is. Other columns are ignored.

    Raises:
        UsageError: the table cannot be read.
    """
    try:
        with manifest.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
            if missing:
                raise UsageError(f"{manifest}: no column {missing[0]}", hint="its first line names them, by tabs")
            for row in table:
                path = manifest.parent / (row["path"] or "")
                yield Saved(row["source"] or "", day_of(row["date"]), path, _account(row))
    except OSError as error:
        raise UsageError(f"{manifest}: {error.strerror}", hint="name a table of saved documents") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{manifest}: {error}", hint="it must be tab-separated text in UTF-8") from None


def day_of(text: str | None) -> date | None:
    """The day that a text is, as YYYY-MM-DD; None for any other."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _account(row: dict[str, str | None]) -> str:
    words = (row.get("account") or row.get("origin") or "").split()
    return words[0] if words else ""
