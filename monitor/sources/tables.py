"""Lifecycle tables -> entries: columns are found by their header text, cells read as ids, dates and replacements.

What is not understood is told with its place and never guessed at: an unknown status, a phrase that is no date, a row
with fewer cells than its header, a model cell with words beside the id.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from monitor.core.dates import DateBound, NoDate, read_date
from monitor.core.facts import StatedStatus
from monitor.sources.cells import Named, Replacements, is_model_id, plain, read_models, read_replacements
from monitor.sources.document import Document, Row, Section, Table, clip

MAX_PLACE = 200
NO_REPLACEMENTS = Replacements()


class Column(enum.StrEnum):
    """What a column of a lifecycle table says of the model in its row."""

    MODEL = "model"
    SHUTDOWN = "shutdown"
    REPLACEMENT = "replacement"
    STATUS = "status"
    DEPRECATED = "deprecated"
    ANNOUNCED = "announced"
    RELEASED = "released"
    LEGACY = "legacy"


DATED = (Column.SHUTDOWN, Column.DEPRECATED, Column.ANNOUNCED, Column.RELEASED, Column.LEGACY)


def _headers(*columns: tuple[Column, str]) -> Mapping[str, Column]:
    return {text.strip(): column for column, texts in columns for text in texts.split("|")}


# Header texts in lower case, as providers print them.
HEADERS = _headers(
    (Column.MODEL, "model | models | model id | model name | api model name | model snapshot | model snapshots"),
    (Column.MODEL, "model / system | model/system | model family / snapshot | model family/snapshot | model version"),
    (Column.MODEL, "deprecated model | legacy model | affected model | affected models | retired model | agent"),
    (Column.SHUTDOWN, "shutdown date | shut down date | shutoff date | retirement date | tentative retirement date"),
    (Column.SHUTDOWN, "retired | retirement | eol date | eol | end-of-life date | sunset date | discontinuation date"),
    (Column.REPLACEMENT, "recommended replacement | recommended replacements | replacement | replacement model"),
    (Column.REPLACEMENT, "substitute model | recommended replacement base model | suggested replacement | alternative"),
    (Column.STATUS, "status | current state | current status | state | lifecycle status"),
    (Column.DEPRECATED, "deprecated | deprecation date"),
    (Column.ANNOUNCED, "notice date | announcement date | announced"),
    (Column.RELEASED, "release date | launch date | public release date"),
    (Column.LEGACY, "legacy date"),
)

# A dated table with such a header and no model column is about something else.
_OTHER_THINGS = re.compile(r"\b(?:system|endpoint|feature|parameter|tool|product|api|service|update)s?\b")

STATUSES: Mapping[str, StatedStatus | None] = {
    **dict.fromkeys(("", "-", "--", "---", "n/a")),
    **dict.fromkeys(("active", "available"), StatedStatus.ACTIVE),
    "legacy": StatedStatus.LEGACY,
    "deprecated": StatedStatus.DEPRECATED,
    **dict.fromkeys(("retired", "shutdown", "shut down", "sunset", "discontinued", "eol"), StatedStatus.RETIRED),
}

Places = dict[Column, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says of one model; `announced_on` is the day in its own column or in the heading above it."""

    named: Named
    section: Section
    quote: str
    shutdown: DateBound | NoDate | None = None
    status: StatedStatus | None = None
    replacements: Replacements = NO_REPLACEMENTS
    announced_on: date | None = None
    deprecated_on: date | None = None
    released_on: date | None = None
    legacy_on: date | None = None

    @property
    def key(self) -> str:
        """The model without regard to case."""
        return self.named.model_id.casefold()

    @property
    def firm_day(self) -> date | None:
        """The shutdown day that the row commits to."""
        return self.shutdown.firm_day if isinstance(self.shutdown, DateBound) else None

    @property
    def floor_day(self) -> date | None:
        """The day before which the row promises not to end."""
        return self.shutdown.floor_day if isinstance(self.shutdown, DateBound) else None


@dataclass(frozen=True, slots=True)
class TableRules:
    """What a provider's lifecycle tables have of their own.

    `not_models`: what its model columns also hold (endpoints, products), as a search in the plain cell.
    `left_out`: titles of sections whose tables are not about models themselves. `month_first`: see `read_date`.
    """

    not_models: re.Pattern[str] | None = None
    left_out: re.Pattern[str] | None = None
    month_first: bool = False


def read_tables(document: Document, rules: TableRules, unread: list[str]) -> Iterator[Entry]:
    """The entries of all lifecycle tables of `document`, in its order; what is not understood goes to `unread`."""
    tables = _Tables(rules, unread)
    for section in document.sections:
        if rules.left_out is None or rules.left_out.search(section.title) is None:
            for table in section.tables:
                yield from tables.entries(section, table)


def newest(entries: Iterable[Entry], unread: list[str]) -> dict[str, Entry]:
    """Of each model the entry with the newest announcement, the first of equals; in the order of the page."""
    chosen: dict[str, Entry] = {}
    for entry in entries:
        other = chosen.setdefault(entry.key, entry)
        mine, its = entry.announced_on or date.min, other.announced_on or date.min
        if mine > its:
            chosen[entry.key] = entry
        elif mine == its and (entry.firm_day, entry.floor_day) != (other.firm_day, other.floor_day):
            unread.append(clip(f"{entry.named.model_id} twice: {other.quote} and {entry.quote}", MAX_PLACE))
    return chosen


@dataclass(frozen=True, slots=True)
class _Tables:
    """Reads one document's tables by `rules`; collects in `unread` what it does not understand."""

    rules: TableRules
    unread: list[str]

    def entries(self, section: Section, table: Table) -> Iterator[Entry]:
        places = self._places(section, table)
        if places is None:
            return
        announced_on = _day_of(section)
        is_legacy = plain(table.header[places[Column.MODEL]]).lower() == "legacy model"
        dated = [(column, places[column]) for column in DATED if column in places]
        for row in table.rows:
            models = self._models(section, places, row, len(table.header))
            if not models:
                continue
            dates = {column: self._date(section, row, at, models) for column, at in dated}
            days = {column: stated.firm_day for column, stated in dates.items() if isinstance(stated, DateBound)}
            entry = Entry(
                named=models[0],
                section=section,
                quote=row.quote,
                shutdown=dates.get(Column.SHUTDOWN),
                status=self._status(section, row, places) or (StatedStatus.LEGACY if is_legacy else None),
                replacements=self._replacements(section, row, places),
                announced_on=days.get(Column.ANNOUNCED) or announced_on,
                deprecated_on=days.get(Column.DEPRECATED),
                released_on=days.get(Column.RELEASED),
                legacy_on=days.get(Column.LEGACY),
            )
            yield entry
            for named in models[1:]:
                yield replace(entry, named=named)

    def _places(self, section: Section, table: Table) -> Places | None:
        """Which column stands where; None if the table is not about the lifecycle of models."""
        texts = [plain(cell).lower().rstrip(":*") for cell in table.header]
        places: Places = {}
        for at, text in enumerate(texts):
            if (column := HEADERS.get(text)) is not None:
                places.setdefault(column, at)
        dated = Column.SHUTDOWN in places or Column.DEPRECATED in places
        if Column.MODEL in places:
            return places if dated or Column.STATUS in places else None
        if dated and not any(_OTHER_THINGS.search(text) for text in texts):
            self._complain(section, f"no model column among {' | '.join(texts)}")
        return None

    def _models(self, section: Section, places: Places, row: Row, width: int) -> tuple[Named, ...]:
        """The models of `row`; none if it is about something else, is a heading in the table, or cannot be trusted."""
        if row.flaw:
            self._complain(section, f"{row.quote} {row.flaw}")
            return ()
        if len(row.cells) == 1 < width:
            if "`" in row.cells[0] or is_model_id(plain(row.cells[0]), in_code=False):
                self._complain(section, f"{row.quote} is no whole row")
            return ()
        cell = row.cells[places[Column.MODEL]]
        if (models := read_models(cell)) is not None:
            return models
        is_heading = "`" not in cell and not any(plain(other) for other in row.cells if other is not cell)
        is_known = self.rules.not_models is not None and self.rules.not_models.search(plain(cell)) is not None
        if not (is_heading or is_known):
            self._complain(section, f"{row.quote} names no model id that is understood")
        return ()

    def _date(self, section: Section, row: Row, at: int, models: tuple[Named, ...]) -> DateBound | NoDate:
        text = plain(row.cells[at])
        stated = read_date(text, month_first=self.rules.month_first)
        if stated is None:
            self._complain(section, f"{models[0].model_id}: {text!r} is no date that is understood")
            return NoDate(text)
        if isinstance(stated, NoDate) and stated.is_defect:
            self._complain(section, f"{models[0].model_id}: {text!r} is {stated.why}")
        return stated

    def _status(self, section: Section, row: Row, places: Places) -> StatedStatus | None:
        if Column.STATUS not in places:
            return None
        text = plain(row.cells[places[Column.STATUS]]).lower()
        if text not in STATUSES:
            self._complain(section, f"{text!r} is no status that is understood")
        return STATUSES.get(text)

    def _replacements(self, section: Section, row: Row, places: Places) -> Replacements:
        if Column.REPLACEMENT not in places:
            return NO_REPLACEMENTS
        cell = row.cells[places[Column.REPLACEMENT]]
        found = read_replacements(cell)
        if found is None:
            self._complain(section, f"{cell!r} is no replacement that is understood")
            return Replacements(text=clip(cell))
        return found

    def _complain(self, section: Section, what: str) -> None:
        self.unread.append(clip(f"{section.title or 'top'}: {what}", MAX_PLACE))


def _day_of(section: Section) -> date | None:
    """The day with which the heading, or the nearest one above it that has a day, begins ("2025-09-26: …")."""
    for title in reversed(section.path):
        stated = read_date(title.partition(":")[0]) or read_date(title.partition(" ")[0])
        if isinstance(stated, DateBound) and stated.firm_day is not None:
            return stated.firm_day
    return None
