"""What one row or sentence of a page says of one model, before it becomes a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from monitor.core.dates import DateBound, NoDate
from monitor.core.facts import StatedStatus
from monitor.sources.cells import Named, Replacements
from monitor.sources.document import Section, clip

MAX_PLACE = 200
NO_REPLACEMENTS = Replacements()

Key = tuple[str, str | None, str | None, tuple[str, ...]]


@dataclass(slots=True, eq=False)  # known again by itself at the next reading: nobody alters one
class Entry:
    """What one row says of one model.

    `announced_on` is the day in its own column or in the heading above it. `floor_on` is the promise that it does not
    end before, where that stands apart from the day of the end; `shutdown` may be a floor too.
    """

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
    extended_on: date | None = None
    floor_on: date | None = None
    name: str | None = None
    version: str | None = None
    deployment: str | None = None
    regions: tuple[str, ...] = ()
    redirects_to: str | None = None

    @property
    def key(self) -> Key:
        """The model without regard to case, and its scope."""
        return self.named.model_id.casefold(), self.version, self.deployment, self.regions

    @property
    def firm_day(self) -> date | None:
        """The shutdown day that the row commits to."""
        return self.shutdown.firm_day if isinstance(self.shutdown, DateBound) else None

    @property
    def floor_day(self) -> date | None:
        """The day before which the row promises not to end; none beside a day on which it does."""
        return self.shutdown.floor_day if isinstance(self.shutdown, DateBound) else self.floor_on


def newest(entries: Iterable[Entry], unread: list[str]) -> dict[Key, Entry]:
    """Of each model, in each scope, the entry with the newest announcement, the first of equals; as on the page."""
    chosen: dict[Key, Entry] = {}
    for entry in entries:
        other = chosen.setdefault(entry.key, entry)
        if other is entry:
            continue
        mine, its = entry.announced_on or date.min, other.announced_on or date.min
        if mine > its:
            chosen[entry.key] = entry
        elif mine == its and (entry.firm_day, entry.floor_day) != (other.firm_day, other.floor_day):
            unread.append(clip(f"{entry.named.model_id} twice: {other.quote} and {entry.quote}", MAX_PLACE))
    return chosen


def in_order(entries: Iterable[Entry], unread: list[str]) -> Iterator[Entry]:
    """The entries whose days follow each other as a model's do: released, legacy, deprecated, extended access, end.

    For tables with several columns of dates: where a row's days run backwards, the columns have other titles than their
    cells, or a day is misprinted, and nobody can tell which. Such a row is told and not believed.
    """
    for entry in entries:
        stages = (entry.released_on, entry.legacy_on, entry.deprecated_on, entry.extended_on)
        end = entry.shutdown.day if isinstance(entry.shutdown, DateBound) else None
        days = [day for day in (*stages, end) if day is not None]
        if days == sorted(days):
            yield entry
        else:
            unread.append(clip(f"{entry.named.model_id}: the days run backwards in {entry.quote}", MAX_PLACE))
