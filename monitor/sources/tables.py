"""Lifecycle tables -> entries: columns are found by their header text, cells read as ids, dates and replacements.

What is not understood is told with its place and never guessed at: an unknown status, a phrase that is no date, a row
with fewer cells than its header, a model cell with words beside the id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

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
Read = Callable[["_Reader", str, Named], Any]
Reads = tuple[tuple[Any, str, Read], ...]  # what cells are known by, the field of an entry that they fill, and how
MAX_NAME = 120
_AFTER_DAY = re.compile(r":|\s[-\u2013\u2014]\s")


@dataclass(frozen=True, slots=True, eq=False)  # the same rules are the same object: each table asks for what it knows
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


class Layout(NamedTuple):
    """What the header of a table says of its columns; `is_legacy`: and of the status of all its models.

    `model` is the place of the model, and `reads` says how the cells at all others are read. `unknown` are the headers,
    by their place, that nobody has given a meaning or has said to have none.
    """

    places: Places
    model: int
    reads: Reads
    is_legacy: bool
    unknown: Mapping[int, str]


def read_tables(sections: Iterable[Section], rules: TableRules, unread: list[str]) -> Iterator[Entry]:
    """The entries of all lifecycle tables of `sections`, in their order; what is not understood goes to `unread`."""
    for section in sections:
        if section.tables and (rules.left_out is None or rules.left_out.search(section.title) is None):
            entries, complaints = _read(section, rules)
            unread += complaints
            yield from entries


@lru_cache(maxsize=256)  # of a page that changed, most sections say what they said at its last reading
def _read(section: Section, rules: TableRules) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    reader = _Reader(section, rules)
    entries = tuple([entry for table in section.tables for entry in reader.entries(table)])
    return entries, tuple(reader.unread)


@lru_cache(maxsize=128)  # a page has few headers, and many tables of each
def _layout(header: tuple[str, ...], rules: TableRules) -> Layout | None:
    """What stands where under `header`, or None if that is no lifecycle table's. Raises as `find_columns`."""
    headers = [plain(cell).lower().rstrip(":*") for cell in header]
    places = find_columns(headers, rules.columns, undated=rules.undated)
    if places is None:
        return None
    unknown = {at: text for at, text in enumerate(headers) if text not in HEADERS and text not in rules.columns}
    model = places[Column.MODEL]
    return Layout(places, model, _reads(places.items()), headers[model] == "legacy model", unknown)


def _reads(columns: Iterable[tuple[Column, Any]]) -> Reads:
    """How the cells of `columns`, each with what its cells are known by, are read."""
    return tuple([(key, *_READS[column]) for column, key in columns if column in _READS])


class _Reader:
    """Reads the tables of a section by `rules`, one after the other; `unread` is what it does not understand."""

    def __init__(self, section: Section, rules: TableRules) -> None:
        self.section, self.rules = section, rules
        self.unread: list[str] = []
        self.announced_on = _day_of(section.path) if rules.headings_announce else None
        self.always: dict[str, Any] = {}  # what each row of the table says

    def entries(self, table: Table) -> Iterator[Entry]:
        try:
            layout = _layout(table.header, self.rules)
        except LookupError as why:
            return self.complain(str(why))
        if layout is None:
            return
        self.tell_unknown_days(table, layout.unknown)
        status = StatedStatus.LEGACY if layout.is_legacy else self.rules.status
        self.always = {"announced_on": self.announced_on, "status": status}
        for row in table.rows:
            if (row.flaw or len(row.cells) == 1) and not self.is_whole(row, len(table.header)):
                continue
            if self.rules.rows is None:
                yield from self.row(row, row.cells[layout.model], row.cells, layout.reads)
            else:
                for cells in self.rules.rows({column: row.cells[at] for column, at in layout.places.items()}):
                    yield from self.row(row, cells[Column.MODEL], cells, _reads((c, c) for c in cells))

    def row(self, row: Row, model: str, cells: Mapping[Any, str] | Sequence[str], reads: Reads) -> Iterable[Entry]:
        """The entries of a row, or of a part of one: its cell with the model, and all of them as `reads` knows them."""
        if not (models := self.models(row, model)):
            return ()
        first, said = models[0], self.always.copy()
        for key, name, read in reads:
            if (stated := read(self, cells[key], first)) is not None:
                said[name] = stated
        printed = row.quote
        return [Entry(named, self.section, printed, **said) for named in models]

    def tell_unknown_days(self, table: Table, unknown: Mapping[int, str]) -> None:
        """Complain of columns that have days, of which nobody says what happens on them: a date may be lost there."""
        for at, header in unknown.items():
            cells = (plain(row.cells[at]) for row in table.rows if len(row.cells) == len(table.header))
            first = next(filter(None, cells), "")
            if isinstance(read_date(first, month_first=self.rules.month_first), DateBound):
                self.complain(f"column {header!r} has days, and `columns` do not say of what")

    def is_whole(self, row: Row, width: int) -> bool:
        """Whether a row has all its cells; not if it is a heading in the table, or cannot be trusted."""
        if row.flaw:
            self.complain(f"{row.quote} {row.flaw}")
            return False
        if len(row.cells) == 1 < width:
            if "`" in row.cells[0] or is_model_id(plain(row.cells[0]), in_code=False):
                self.complain(f"{row.quote} is no whole row")
            return False
        return True

    def models(self, row: Row, cell: str) -> tuple[Named, ...]:
        """The models of a row, in whose column for them `cell` stands; none if it is about something else."""
        cell = self.marked(cell)
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

    def stated_date(self, cell: str, named: Named) -> DateBound | NoDate:
        stated = _date_in(cell, self.rules.month_first)
        if isinstance(stated, DateBound):
            return stated
        text = plain(cell)
        if stated is None:
            self.complain(f"{named.model_id}: {text!r} is no date that is understood")
            return NoDate(text)
        if stated.is_defect:
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
_READS: Mapping[Column, tuple[str, Read]] = {
    **{column: (field, _Reader.firm_day) for column, field in DAYS.items()},
    **{column: (field, _Reader.text) for column, field in TEXTS.items()},
    Column.DEPLOYMENT: (TEXTS[Column.DEPLOYMENT], _Reader.deployment),
    Column.SHUTDOWN: ("shutdown", _Reader.stated_date),
    Column.REPLACEMENT: ("replacements", _Reader.replacements),
    Column.STATUS: ("status", _Reader.stated_status),
    Column.REGIONS: ("regions", _Reader.regions),
    Column.REDIRECT: ("redirects_to", _Reader.redirect),
}


@lru_cache(maxsize=2048)  # most rows of a page have one of few dates, which are those of its last reading
def _date_in(cell: str, month_first: bool) -> DateBound | NoDate | None:  # noqa: FBT001 a cache wants positions
    return read_date(plain(cell), month_first=month_first)


def _day_of(path: tuple[str, ...]) -> date | None:
    """The day with which the heading, or the nearest one above it that has a day, begins ("2025-09-26: …").

    It ends at a colon or a dash between blanks ("12 March 2026 – …"); one without blanks may end anywhere.
    """
    for title in reversed(path):
        stated = read_date(_AFTER_DAY.split(title, maxsplit=1)[0]) or read_date(title.partition(" ")[0])
        if isinstance(stated, DateBound) and stated.firm_day is not None:
            return stated.firm_day
    return None
