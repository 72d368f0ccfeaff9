"""Rows whose days differ by region -> rows that each hold in their own regions.

A page says so in brackets behind a day ("May 20, 2025 (us-east-1 and us-west-2)"), with a line for each group of
regions in a cell, or with as many lines of days as its column of regions has regions. One row each is made of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from monitor.core.dates import DateBound, read_date
from monitor.sources.cells import plain, read_regions
from monitor.sources.columns import Column

Regions = tuple[str, ...]

# The one that counts most comes first: where only one of the days has regions beside it, they are those of the row.
STAGES = (Column.SHUTDOWN, Column.LEGACY, Column.DEPRECATED, Column.EXTENDED)

_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_BRACKETED = re.compile(r"(.*\d.*?)\s*\(([^()]*)\)")
_AROUND = re.compile(r"\b(?:only )?in\b|\bregions?\b", re.IGNORECASE)


class _Day(NamedTuple):
    """One line of a cell: the phrase, and the regions beside it; none where it names none, or all."""

    phrase: str
    regions: Regions


def by_region(cells: Mapping[Column, str], *, month_first: bool = False) -> Iterator[Mapping[Column, str]]:
    """The rows that `cells` make, with their regions in the column of regions; `cells` as they are if not understood.

    Launch days by region are no dates of the row's: the first of them stands for all.
    """
    if Column.RELEASED in cells:
        cells = {**cells, Column.RELEASED: _first_day(cells[Column.RELEASED], month_first=month_first)}
    own = read_regions(cells.get(Column.REGIONS, ""))
    days = {column: read for column in STAGES if column in cells and (read := _days(cells[column])) is not None}
    if own is None or len(days) < sum(column in cells for column in STAGES):
        yield cells
    elif all(len(lines) <= 1 for lines in days.values()):
        yield _one_row(cells, own, {column: lines[0] for column, lines in days.items() if lines})
    else:
        yield from _rows(cells, own, days)


def _one_row(cells: Mapping[Column, str], own: Regions, days: Mapping[Column, _Day]) -> Mapping[Column, str]:
    """The row with its regions. A day that is stated for other regions than the row's is none of its days."""
    regions = own or next((day.regions for day in days.values() if day.regions), ())
    row = dict(cells)
    for column, day in days.items():
        row[column] = day.phrase if not day.regions or set(regions) <= set(day.regions) else ""
    if regions:
        row[Column.REGIONS] = ", ".join(regions)
    return row


def _rows(
    cells: Mapping[Column, str], own: Regions, days: Mapping[Column, tuple[_Day, ...]]
) -> Iterator[Mapping[Column, str]]:
    """One row for each group of regions that have all days in common."""
    stated = (region for lines in days.values() for line in lines for region in line.regions)
    regions = own or tuple(dict.fromkeys(stated))
    of_region: dict[Column, dict[str, str]] = {}
    for column, lines in days.items():
        if len(lines) == 1:
            of_region[column] = dict.fromkeys(lines[0].regions or regions, lines[0].phrase)
        elif all(line.regions for line in lines):
            of_region[column] = {region: line.phrase for line in lines for region in line.regions}
        elif len(lines) == len(own):
            of_region[column] = dict(zip(own, (line.phrase for line in lines), strict=True))
        elif lines:  # nobody can tell which day is whose
            yield cells
            return
    groups: dict[tuple[str, ...], list[str]] = {}
    for region in regions:
        groups.setdefault(tuple(phrases.get(region, "") for phrases in of_region.values()), []).append(region)
    for phrases, group in groups.items():
        yield {**cells, **dict(zip(of_region, phrases, strict=True)), Column.REGIONS: ", ".join(group)}


def _days(cell: str) -> tuple[_Day, ...] | None:
    """The lines of a cell; None if what stands in brackets behind a day are no regions."""
    found = []
    for line in _BREAK.split(cell):
        if not plain(line):
            continue
        bracketed = _BRACKETED.fullmatch(line)
        if bracketed is None:
            found.append(_Day(line, ()))
            continue
        regions = read_regions(_AROUND.sub(" ", plain(bracketed[2])))
        if regions is None:
            return None
        found.append(_Day(bracketed[1], regions))
    return tuple(found)


def _first_day(cell: str, *, month_first: bool) -> str:
    """The line with the first day of a cell; the whole of it if some of it is no day."""
    days: dict[date, str] = {}
    for line in _BREAK.split(cell):
        stated = read_date(plain(line), month_first=month_first)
        if not isinstance(stated, DateBound) or stated.firm_day is None:
            return cell
        days.setdefault(stated.firm_day, line)
    return days[min(days)]
