"""Days as an update of a changelog prints them, some without their year: the update's own date says which is meant."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.dates import DateBound, NoDate, read_date
from monitor.sources.prose.days import Calendar, Day, Stated, days_in

LATEST = 6  # months from an update's own one to a day that it prints without a year


@dataclass(frozen=True)
class UpdateCalendar(Calendar):
    """`label` is the date of the update; `month_first`: see `read_date`."""

    label: DateBound | None = None
    month_first: bool = False

    def settled(self, words: str) -> Stated:
        """The day that is meant by one without a year: in the update's own month, or at most half a year after it."""
        if self.label is None:
            return NoDate(words)
        start = self.label.start
        for year in (start.year, start.year + 1):
            found = read_date(f"{words}, {year}")
            if isinstance(found, DateBound):
                months = 12 * (found.start.year - start.year) + found.start.month - start.month
                if 0 <= months <= LATEST:
                    return DateBound(words, found.start)
        return NoDate(words)

    def days_in(self, text: str) -> list[Day]:
        """The dates of a plain text, in its order."""
        return [day if day.stated is not None else self._again(day, text) for day in days_in(text, self)]

    def _again(self, day: Day, text: str) -> Day:
        return day._replace(stated=read_date(text[day.start : day.end], month_first=self.month_first))
