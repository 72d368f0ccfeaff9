"""Quotes of rows that are too long to be quoted whole.

A quote that breaks off after so many characters shows a list of 20 regions and none of the days behind it. Of a long
row the longest cells are shortened instead, each in its middle, so that something of every cell is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from monitor.sources.document import MAX_QUOTE, Row, Table
from monitor.sources.entries import Entry

ELLIPSIS = "\u2026"


def with_whole_rows(entries: Iterable[Entry], tables: Iterable[Table]) -> Iterator[Entry]:
    """`entries` of rows of `tables`, each with a quote that has something of every cell of its row."""
    rows = (row for table in tables for row in table.rows)
    shortened = {row.quote: quote_of(row) for row in rows if row.quote.endswith(ELLIPSIS)}
    for entry in entries:
        yield replace(entry, quote=shortened[entry.quote]) if entry.quote in shortened else entry


def quote_of(row: Row, limit: int = MAX_QUOTE) -> str:
    """The row as Markdown prints it in at most `limit` characters, with its longest cells shortened as need be."""
    around = len(Row(("",) * len(row.cells)).quote) + 2 * len(row.cells)
    most = _shared(limit - around, [len(cell) for cell in row.cells])
    return Row(tuple(_shortened(cell, most) for cell in row.cells)).quote


def _shared(room: int, lengths: list[int]) -> int:
    """How long a cell may be if all have to share `room`, and what the short ones leave is the long ones'."""
    for number, length in enumerate(sorted(lengths)):
        share = room // (len(lengths) - number)
        if length > share:
            return max(share, 1)
        room -= length
    return max(lengths, default=1)


def _shortened(cell: str, most: int) -> str:
    if len(cell) <= most:
        return cell
    tail = (most - 1) // 2
    return f"{cell[: most - 1 - tail].rstrip()}{ELLIPSIS}{cell[len(cell) - tail :].lstrip() if tail else ''}"
