"""Days in running text: "Effective April 4th, 2026, …", "in three months (2026-07-24)", "sunset on August 31".

A day without a year is a day only where the page makes its year certain (see `Calendar`); its words are kept otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from monitor.core.dates import DateBound, NoDate, read_date, straighten
from monitor.sources.document import Document, Section

NEAR = timedelta(days=90)
YEAR = timedelta(days=365)

Stated = DateBound | NoDate


class Day(NamedTuple):
    """A date in a text: where it begins and ends there, and what it states; None if it is not understood."""

    start: int
    end: int
    stated: Stated | None

    @property
    def day(self) -> date | None:
        """The day, if it is one, firm or not."""
        return self.stated.day if isinstance(self.stated, DateBound) else None


@dataclass(frozen=True)
class Calendar:
    """What a page says of the year it was written in: the days that it prints in full, and the day of its reading."""

    document: Document
    read_on: date

    @cached_property
    def printed(self) -> frozenset[date]:
        """Every day that the page's titles, texts and tables print with its year."""
        parts: list[str] = []
        for section in self.document.sections:
            parts += [section.title, *(text.text for text in section.texts)]
            parts += [" ".join(row.cells) for table in section.tables for row in table.rows]
        found = (read_date(match["day"]) for part in parts for match in _DAY.finditer(straighten(part)))
        return frozenset(d.day for d in found if isinstance(d, DateBound) and d.day is not None)

    def settled(self, words: str) -> Stated:
        """The day that is meant by one without a year ("August 31").

        It is the one next to the day of reading, at most 90 days from it on either side, if the page also prints a day
        of the year before it in full: somebody has written on the page since the same day of last year. Else no day.
        """
        years = (self.read_on.year + step for step in (-1, 0, 1))
        days = [d for year in years if isinstance(d := read_date(f"{words}, {year}"), DateBound)]
        near = [d for d in days if abs(d.start - self.read_on) <= NEAR]
        if len(near) == 1 and any(near[0].start - YEAR < day <= near[0].start for day in self.printed):
            return DateBound(words, near[0].start)
        return NoDate(words)


def days_in(text: str, calendar: Calendar | None = None) -> Iterator[Day]:
    """The dates of a plain text, in its order. Without a calendar a day without a year is none.

    One at the very end may have been cut off in the middle ("August 3"), and is not understood.
    """
    for found in _DAY.finditer(text):
        words = found["day"]
        if found["yearless"] is None:
            stated = read_date(found[0])
        elif calendar is None:
            stated = NoDate(words)
        else:
            stated = calendar.settled(words) if found.end() < len(text) else None
        yield Day(found.start(), found.end(), stated)


def day_of(text: str) -> date | None:
    """The first day that a text prints in full."""
    return next((d.day for d in days_in(text) if d.day is not None), None)


def day_of_title(section: Section) -> date | None:
    """The day in a section's title, or in the nearest title above it that has one."""
    return next((day for title in reversed(section.path) if (day := day_of(title)) is not None), None)


_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY = re.compile(
    rf"""(?<![\w/.-])
    (?:(?:(?:not|no)\ (?:sooner|earlier)\ than|not\ before|on\ or\ after|as\ early\ as|around|about|approximately)\ )?
    (?P<day>\d{{4}}-\d{{2}}-\d{{2}} | \d{{4}}[/.]\d{{1,2}}[/.]\d{{1,2}} | \d{{1,2}}/\d{{1,2}}/\d{{2,4}}
        | {_MONTH}\ {_NUMBER},?\ \d{{4}} | {_NUMBER}(?:\ of)?\ {_MONTH},?\ \d{{4}}
        | {_MONTH},?\ \d{{4}} | Q[1-4],?\ \d{{4}}
        | (?P<yearless>{_MONTH}\ {_NUMBER}(?!,?\ ?\d)))
    (?![\w/-])
    (?:,?\ (?:or\ later|at\ (?:the\ )?earliest))?""",
    re.VERBOSE,
)
