r"""What a provider's date phrase says: a day, a month, a quarter or a year; firm, a floor, or tentative.

The grammar is our own and strict, because a wrong date is worse than none: somebody plans a migration by it. Three
results are told apart:

    DateBound   "October 23rd, 2026", "Not sooner than May 14, 2026", "Q3 2026"; only the precision "day" has a day
    NoDate      "N/A", "Coming soon", "No shutdown date announced"; also 2026-09-31 and 2099-12-31, which are no days
    None        not understood: to be shown to somebody, never guessed at

Formats: ISO (2026-03-26, also with no-break hyphens, and 2026/03/26 or 2026.3.26), month names in full or short on
either side of the day, ordinals, weekdays, and times and zones before or behind the day, which are dropped. 8/16/26 is
read only where the caller says that the provider writes the month first. The words are kept as printed.
"""

from __future__ import annotations

import enum
import re
from datetime import date
from functools import lru_cache

from monitor.core.values import value

FIRST_YEAR = 2015  # no model behind an API is older: an earlier year is a misprint
LAST_YEAR = 2060  # nor does anybody promise further ahead
PLACEHOLDERS = frozenset({*range(2090, 2110), 9999})  # 2099-12-31 and its like: "some day", written by a database
MAX_PHRASE = 120

Found = dict[str, str | None]


class Precision(enum.StrEnum):
    """How much of a date is stated."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Qualifier(enum.StrEnum):
    """What the words around a date make of it."""

    FIRM = "firm"
    FLOOR = "floor"  # not sooner than this
    TENTATIVE = "tentative"  # planned, expected, about


# Asked several times for each row: Python 3.11 takes 8 times as long to find them in their classes
_DAY_ITSELF, _FIRM, _FLOOR = Precision.DAY, Qualifier.FIRM, Qualifier.FLOOR


class Why(enum.StrEnum):
    """Why a phrase that was understood has no date."""

    UNSTATED = "no date is stated"
    PLACEHOLDER = "a placeholder, no date"
    IMPOSSIBLE = "no such day"
    MISPRINT = "a year that cannot be meant"


@value
class DateBound:
    """A date as far as it is stated. `start` is the first day of the month, quarter or year where there is no day."""

    words: str
    start: date
    precision: Precision = Precision.DAY
    qualifier: Qualifier = Qualifier.FIRM

    @property
    def day(self) -> date | None:
        """The day that is stated, firm or not; None for a month, a quarter or a year."""
        return self.start if self.precision is _DAY_ITSELF else None

    @property
    def firm_day(self) -> date | None:
        """The day, if the phrase commits to it."""
        return self.start if self.qualifier is _FIRM and self.precision is _DAY_ITSELF else None

    @property
    def floor_day(self) -> date | None:
        """The day before which nothing happens, if the phrase says no more than that."""
        return self.start if self.qualifier is _FLOOR and self.precision is _DAY_ITSELF else None


@value
class NoDate:
    """A phrase that was understood and has no date."""

    words: str
    why: Why = Why.UNSTATED

    @property
    def is_defect(self) -> bool:
        """Whether the page is wrong (2026-09-31, 2525/06/06), which somebody should see."""
        return self.why in {Why.IMPOSSIBLE, Why.MISPRINT}


def straighten(text: str) -> str:
    """`text` with hyphens and spaces that only look like the plain ones made plain, and invisible characters gone."""
    return text if text.isascii() else text.translate(_STRAIGHT)


def read_date(phrase: str, *, month_first: bool = False) -> DateBound | NoDate | None:
    """What the whole of `phrase` (plain text, as printed) says; None if it is not understood.

    `month_first`: the provider writes 8/16/26 for 16 August 2026. Never raises.
    """
    words = " ".join(phrase.split())
    return _read(words, month_first) if len(words) <= MAX_PHRASE else None


@lru_cache(maxsize=4096)  # a page repeats few dates over many rows
def _read(words: str, month_first: bool) -> DateBound | NoDate | None:  # noqa: FBT001 a cache wants positions
    text = (words if words.isascii() else " ".join(straighten(words).split())).lower().strip(_EDGES)
    for form in _USUAL:  # most cells are nothing else, and nothing of what follows is in them
        if (found := form.fullmatch(text)) is not None:
            return _bound(words, found.groupdict(), _DAY_ITSELF, _FIRM)
    if _NO_DATE.fullmatch(text):
        return NoDate(words)
    if _YEAR_DIGITS.search(text) is None:
        return None
    text, qualifier = _qualified(text)
    text = _ZONE.sub("", _TIME.sub("", _WEEKDAY.sub("", _TIME_FIRST.sub("", text)))).strip(_EDGES)
    for form, precision in _FORMS:
        if (found := form.fullmatch(text)) is not None:
            return _bound(words, found.groupdict(), precision, qualifier)
    if month_first and (found := _MONTH_FIRST.fullmatch(text)) is not None:
        return _bound(words, found.groupdict(), Precision.DAY, qualifier)
    return None


def _qualified(text: str) -> tuple[str, Qualifier]:
    """The phrase without the words around its date, and what they make of it. A floor outweighs all else."""
    seen = set()
    while (found := _BEFORE.match(text)) is not None:
        seen.add(found.lastgroup)
        text = text[found.end() :]
    while (found := _AFTER.search(text)) is not None:
        seen.add(found.lastgroup)
        text = text[: found.start()]
    for qualifier in (Qualifier.FLOOR, Qualifier.TENTATIVE):
        if qualifier.value in seen:
            return text, qualifier
    return text, Qualifier.FIRM


def _bound(words: str, found: Found, precision: Precision, qualifier: Qualifier) -> DateBound | NoDate:
    year = int(found["year"] or 0)
    if year < 100:  # noqa: PLR2004 as in 8/16/26
        year += 2000
    if year in PLACEHOLDERS:
        return NoDate(words, Why.PLACEHOLDER)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return NoDate(words, Why.MISPRINT)
    try:
        start = date(year, _month(found), int(found.get("day") or 1))
    except ValueError:
        return NoDate(words, Why.IMPOSSIBLE)
    return DateBound(words, start, precision, qualifier)


def _month(found: Found) -> int:
    if quarter := found.get("quarter"):
        return 3 * (int(quarter) if quarter.isdigit() else 1 + _QUARTERS.index(quarter)) - 2
    month = found.get("month") or "1"
    return int(month) if month.isdigit() else 1 + _MONTHS.index(month[:3])


_STRAIGHT: dict[int, str | None] = {
    **dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE63, 0xFF0D], "-"),  # hyphens, dashes, the minus sign
    **dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000], " "),  # no-break and typographic spaces
    **dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF]),  # soft hyphen, zero widths, byte order mark
}
_EDGES = " .,;:*\u2020\u2021\u00b9\u00b2\u00b3"  # punctuation and footnote marks around a phrase

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_QUARTERS = ("first", "second", "third", "fourth")


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.VERBOSE | re.ASCII)


_NAME = r"""(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?
    |oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"""
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_PART = r"(?:(?:early|mid|late|(?:the\ )?(?:start|beginning|middle|end)\ of)[ -])?"

_FORMS = (
    (_compiled(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"), Precision.DAY),
    (_compiled(rf"{_NAME},?\ {_DAY}(?:,\ ?|\ ){_YEAR}"), Precision.DAY),
    (_compiled(rf"(?:the\ )?{_DAY}(?:\ of)?\ {_NAME},?\ {_YEAR}"), Precision.DAY),
    (_compiled(r"(?P<year>\d{4})([/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})"), Precision.DAY),
    (_compiled(rf"{_PART}{_NAME},?\ {_YEAR}"), Precision.MONTH),
    (_compiled(r"(?P<year>\d{4})-(?P<month>\d{2})"), Precision.MONTH),
    (_compiled(rf"q(?P<quarter>[1-4]),?\ {_YEAR}"), Precision.QUARTER),
    (_compiled(rf"{_YEAR}[ -]?q(?P<quarter>[1-4])"), Precision.QUARTER),
    (_compiled(rf"(?:the\ )?(?P<quarter>{'|'.join(_QUARTERS)})\ quarter(?:\ of)?,?\ {_YEAR}"), Precision.QUARTER),
    (_compiled(rf"{_PART}{_YEAR}"), Precision.YEAR),
)
_USUAL = tuple(form for form, _ in _FORMS[:2])
_YEAR_DIGITS = _compiled(r"\d\d")  # in each of the forms
_MONTH_FIRST = _compiled(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})")

_BEFORE = _compiled(
    r"""(?P<floor>(?:not|no)\ (?:sooner|earlier)\ than|not\ before|as\ early\ as|on\ or\ after
            |(?:at\ (?:the\ )?)?earliest(?:\ possible)?)[: ]\s*
    |   (?P<tentative>tentative(?:ly)?|planned(?:\ for)?|expected|estimated|est\.|around|about|approximately|approx\.
            |circa|targeted\ for)[: ]\s*
    |   (?P<firm>on|in|effective|as\ of|scheduled\ for)\ """
)
_AFTER = _compiled(
    r"""(?P<floor>,?\ (?:or\ (?:later|after)|\(?(?:at\ (?:the\ )?)?earliest(?:\ possible)?\)?))$
    |   (?P<tentative>,?\ \(?(?:tentative(?:ly)?|planned|expected|estimated|est\.?)\)?)$"""
)
_WEEKDAY = _compiled(r"^(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\ ")
_ZONE_NAME = r"(?:beijing\ time|(?:utc|gmt|z|[ecmp][sd]?t|cest|jst)(?:[+-]\d{1,2}(?::?\d{2})?)?)"
_CLOCK = r"(?:\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(?:[ap]m)?|\d{1,2}\s?[ap]m|noon|midnight)"
_TIME = _compiled(rf"(?:,\ |,?\ at\ |\ |(?<=\d)t){_CLOCK}(?:\s?\(?{_ZONE_NAME}\)?)?$")
_TIME_FIRST = _compiled(rf"^(?:{_ZONE_NAME}|{_CLOCK}(?:\s?\(?{_ZONE_NAME}\)?)?),?\ (?:on\ )?")
_ZONE = _compiled(rf"\ \(?{_ZONE_NAME}\)?$")

_NO_DATE = _compiled(
    r"""-*|n/?a|none|nil|tb[adc]|unknown|to\ be\ (?:determined|announced|confirmed|decided)|coming\ soon|not\ applicable
    |not\ (?:yet\ )?(?:announced|scheduled|set|determined|planned|specified)(?:\ yet)?
    |no\ (?:\w+\ )?(?:dates?|retirement|shutdown|deprecation)(?:\ (?:yet|announced|scheduled|set|planned|given)){0,2}
    |(?:at\ |(?:one|six|\d+)\ (?:day|month|year)s?\ after\ )?(?:the\ )?(?:base\ model|training)\ retirement
    |(?:to|will)\ be\ (?:automatically\ )?(?:upgraded|updated)\ to\b.*"""  # which is no end
)
