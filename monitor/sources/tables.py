"""Lifecycle tables -> entries: columns are found by their header text, cells read as ids, dates and replacements.

What is not understood is told with its place and never guessed at: an unknown status, a phrase that is no date, a row
with fewer cells than its header, a model cell with words beside the id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from monitor.core.dates import DateBound, NoDate, read_date
from monitor.core.facts import StatedStatus
from monitor.sources.cells import (
    Named,
    Replacements,
    as_code,
    is_model_id,
    plain,
    read_models,
    read_regions,
    read_replacements,
)
from monitor.sources.columns import DAYS, HEADERS, STATUSES, TEXTS, Column, Places, find_columns
from monitor.sources.document import Row, Section, Table, clip
from monitor.sources.entries import MAX_PLACE, Entry

Cells = Mapping[Column, str]
MAX_NAME = 120
_AFTER_DAY = re.compile(r":|\s[-\u2013\u2014]\s")


@dataclass(frozen=True, slots=True)
class TableRules:
    """What a provider's lifecycle tables have of their own.

    `columns`: header texts of this page alone, in any case, and what their columns say (None: nothing); they go before
    the common ones. `statuses`: likewise, words in its status columns. `status`: what it states of a model to
    stand in these tables. `not_models`: what model columns also hold (endpoints, products), a search in the plain cell.
    `left_out`: titles of sections whose tables are not about models themselves. `month_first`: see `read_date`.
    `headings_announce`: a day with which a heading begins is that of the announcement. `by_name`: where a model column
    prints a name that is no id ("Claude Opus 4.1"), the name is the model. `bare_ids`: model and replacement columns
    hold ids and no names, in any case and without marks ("MiniMax-M2.1"). `undated`: see `find_columns`. `rows`: makes
    other rows of one row, as cells by their column, before it is read (a cell with a date for each kind of deployment).
    """

    columns: Mapping[str, Column | None] = field(default_factory=dict)
    statuses: Mapping[str, StatedStatus | None] = field(default_factory=dict)
    status: StatedStatus | None = None
    not_models: re.Pattern[str] | None = None
    left_out: re.Pattern[str] | None = None
    month_first: bool = False
    headings_announce: bool = True
    by_name: bool = False
    bare_ids: bool = False
    undated: bool = False
    rows: Callable[[Cells], Iterable[Cells]] | None = None

    def __post_init__(self) -> None:
        for name in ("columns", "statuses"):
            folded = {text.lower(): meaning for text, meaning in getattr(self, name).items()}
            object.__setattr__(self, name, folded)  # frozen, and not made yet


def read_tables(sections: Iterable[Section], rules: TableRules, unread: list[str]) -> Iterator[Entry]:
    """The entries of all lifecycle tables of `sections`, in their order; what is not understood goes to `unread`."""
    for section in sections:
        if rules.left_out is None or rules.left_out.search(section.title) is None:
            for table in section.tables:
                yield from _Table(rules, unread, section, table).entries()


class _Table:
    """Reads one table by `rules`; collects in `unread` what it does not understand."""

    def __init__(self, rules: TableRules, unread: list[str], section: Section, table: Table) -> None:
        self.rules, self.unread, self.section, self.table = rules, unread, section, table
        self.announced_on = _day_of(section) if rules.headings_announce else None
        self.status = rules.status

    def entries(self) -> Iterator[Entry]:
        headers = [plain(cell).lower().rstrip(":*") for cell in self.table.header]
        try:
            places = find_columns(headers, self.rules.columns, undated=self.rules.undated)
        except LookupError as why:
            return self.complain(str(why))
        if places is None:
            return
        self.tell_unknown_days(headers)
        if headers[places[Column.MODEL]] == "legacy model":
            self.status = StatedStatus.LEGACY
        for row in self.table.rows:
            for cells in self.cells(row, places):
                if models := self.models(row, cells):
                    stated = self.stated(cells, models[0])
                    for named in models:
                        yield Entry(named=named, section=self.section, quote=row.quote, **stated)

    def tell_unknown_days(self, headers: list[str]) -> None:
        """Complain of columns that have days, of which nobody says what happens on them: a date may be lost there."""
        for at, header in enumerate(headers):
            if header in HEADERS or header in self.rules.columns:
                continue
            cells = (plain(row.cells[at]) for row in self.table.rows if len(row.cells) == len(headers))
            first = next(filter(None, cells), "")
            if isinstance(read_date(first, month_first=self.rules.month_first), DateBound):
                self.complain(f"column {header!r} has days, and `columns` do not say of what")

    def cells(self, row: Row, places: Places) -> Iterable[Cells]:
        """The row as cells by their column; none if it is a heading in the table, or cannot be trusted."""
        if row.flaw:
            self.complain(f"{row.quote} {row.flaw}")
            return ()
        if len(row.cells) == 1 < len(self.table.header):
            if "`" in row.cells[0] or is_model_id(plain(row.cells[0]), in_code=False):
                self.complain(f"{row.quote} is no whole row")
            return ()
        found = {column: row.cells[at] for column, at in places.items()}
        return (found,) if self.rules.rows is None else self.rules.rows(found)

    def models(self, row: Row, cells: Cells) -> tuple[Named, ...]:
        """The models of a row; none if it is about something else."""
        cell = self.marked(cells[Column.MODEL])
        if (models := read_models(cell)) is not None:
            return models
        text = plain(cell)
        if self.rules.not_models is not None and self.rules.not_models.search(text) is not None:
            return ()
        if "`" not in cell and not any(plain(other) for other in row.cells if other != cell):
            return ()  # a heading in the table
        if self.rules.by_name and any(c.isalpha() for c in text) and len(text) <= MAX_NAME:
            return (Named(text),)
        self.complain(f"{row.quote} names no model id that is understood")
        return ()

    def stated(self, cells: Cells, named: Named) -> dict[str, Any]:
        """What a row says of its models, under the names of an entry's fields."""
        said: dict[str, Any] = {"announced_on": self.announced_on, "status": self.status}
        for column, cell in cells.items():
            if (reads := _READS.get(column)) is not None:
                field, read = reads
                if (value := read(self, cell, named)) is not None:
                    said[field] = value
        return said

    def stated_date(self, cell: str, named: Named) -> DateBound | NoDate:
        text = plain(cell)
        stated = read_date(text, month_first=self.rules.month_first)
        if stated is None:
            self.complain(f"{named.model_id}: {text!r} is no date that is understood")
            return NoDate(text)
        if isinstance(stated, NoDate) and stated.is_defect:
            self.complain(f"{named.model_id}: {text!r} is {stated.why}")
        return stated

    def firm_day(self, cell: str, named: Named) -> date | None:
        stated = self.stated_date(cell, named)
        return stated.firm_day if isinstance(stated, DateBound) else None

    def text(self, cell: str, _: Named) -> str | None:
        return plain(cell)[:MAX_NAME] or None

    def deployment(self, cell: str, _: Named) -> str | None:
        return plain(cell)[:MAX_NAME].lower() or None

    def stated_status(self, cell: str, _: Named) -> StatedStatus | None:
        text = plain(cell).lower()
        for statuses in (self.rules.statuses, STATUSES):
            if text in statuses:
                return statuses[text]
        self.complain(f"{text!r} is no status that is understood")
        return None

    def redirect(self, cell: str, named: Named) -> str | None:
        targets = self.replacements(cell, named).model_ids
        return targets[0] if len(targets) == 1 else None

    def replacements(self, cell: str, _: Named) -> Replacements:
        found = read_replacements(self.marked(cell))
        if found is None:
            self.complain(f"{cell!r} is no replacement that is understood")
            return Replacements(text=clip(cell))
        return found

    def marked(self, cell: str) -> str:
        return as_code(cell) if self.rules.bare_ids else cell

    def regions(self, cell: str, named: Named) -> tuple[str, ...]:
        found = read_regions(cell)
        if found is None:
            self.complain(f"{named.model_id}: {cell!r} are no regions that are understood")
        return found or ()

    def complain(self, what: str) -> None:
        self.unread.append(clip(f"{self.section.title or 'top'}: {what}", MAX_PLACE))


# What each column is read as, and the field of an entry that it fills. Nothing read leaves the field as it is.
_READS: Mapping[Column, tuple[str, Callable[[_Table, str, Named], Any]]] = {
    **{column: (field, _Table.firm_day) for column, field in DAYS.items()},
    **{column: (field, _Table.text) for column, field in TEXTS.items()},
    Column.DEPLOYMENT: (TEXTS[Column.DEPLOYMENT], _Table.deployment),
    Column.SHUTDOWN: ("shutdown", _Table.stated_date),
    Column.REPLACEMENT: ("replacements", _Table.replacements),
    Column.STATUS: ("status", _Table.stated_status),
    Column.REGIONS: ("regions", _Table.regions),
    Column.REDIRECT: ("redirects_to", _Table.redirect),
}


def _day_of(section: Section) -> date | None:
    """The day with which the heading, or the nearest one above it that has a day, begins ("2025-09-26: …").

    It ends at a colon or a dash between blanks ("12 March 2026 – …"); one without blanks may end anywhere.
    """
    for title in reversed(section.path):
        stated = read_date(_AFTER_DAY.split(title, maxsplit=1)[0]) or read_date(title.partition(" ")[0])
        if isinstance(stated, DateBound) and stated.firm_day is not None:
            return stated.firm_day
    return None
