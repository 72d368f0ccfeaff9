"""Days in running text, and when a day without a year is one."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.dates import DateBound, NoDate, Qualifier
from monitor.sources.markdown import read_markdown
from monitor.sources.prose.days import Calendar, days_in

AUGUST_31 = "It ends on August 31."


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Effective April 4th, 2026, it ends.", date(2026, 4, 4)),
        ("It ends in three months (2026-07-24).", date(2026, 7, 24)),
        ("It ends after Jul 24th, 2026, 15:59 (UTC Time).", date(2026, 7, 24)),
        ("From 12 July 2026 on.", date(2026, 7, 12)),
        ("On Sept. 15, 2025, it ended.", date(2025, 9, 15)),
        ("It ended on May 5 2026", date(2026, 5, 5)),
    ],
)
def test_a_day_is_found_in_a_sentence(text: str, day: date) -> None:
    assert [found.day for found in days_in(text)] == [day]


@pytest.mark.parametrize(
    "text", ["It may 5 times.", "model-2026-07-24-beta", "on 2026-07-2", "on May 25, 20", "in 2026", "Section 4.1"]
)
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert list(days_in(text)) == []


def test_a_month_is_no_day() -> None:
    assert [(found.day, found.stated is None) for found in days_in("In November 2024, we wrote.")] == [(None, False)]


def test_the_words_around_a_day_can_make_a_floor_of_it() -> None:
    (found,) = days_in("It ends no sooner than May 2, 2027.")

    assert isinstance(found.stated, DateBound)
    assert (found.stated.qualifier, found.stated.firm_day) == (Qualifier.FLOOR, None)


def settled(page: str, read_on: date) -> date | None:
    (found,) = days_in(AUGUST_31, Calendar(read_markdown(page), read_on))
    return found.day


@pytest.mark.parametrize("read_on", [date(2026, 6, 10), date(2026, 8, 31), date(2026, 11, 20)])
def test_a_day_without_a_year_is_the_one_next_to_the_reading_of_a_page_of_that_year(read_on: date) -> None:
    assert settled("`a-1` ended on **May 25, 2026**.", read_on) == date(2026, 8, 31)


@pytest.mark.parametrize("page", ["| Model | Ended |\n|---|---|\n| `a-1` | 2026-05-25 |\n", "# 2026-05-25: One\n"])
def test_the_year_may_stand_in_a_table_or_a_title(page: str) -> None:
    assert settled(page, date(2026, 8, 21)) == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("page", "read_on"),
    [
        ("`a-1` ended on May 25, 2026.", date(2027, 1, 15)),  # half a year away from either
        ("`a-1` ended on May 25, 2026.", date(2027, 8, 1)),  # nobody wrote on the page since last August
        ("`a-1` ends some day.", date(2026, 8, 21)),
        ("`a-1` ends on October 1, 2026.", date(2026, 8, 21)),  # that may have been written any time before
    ],
)
def test_a_day_without_a_year_is_none_where_the_page_does_not_make_it_certain(page: str, read_on: date) -> None:
    assert settled(page, read_on) is None


def test_a_day_that_no_year_has_is_none() -> None:
    calendar = Calendar(read_markdown("It ended on May 25, 2026."), date(2026, 8, 21))

    assert calendar.settled("June 31") == NoDate("June 31")


def test_a_day_without_a_year_at_the_very_end_may_be_cut_off_and_is_not_understood() -> None:
    calendar = Calendar(read_markdown("`a-1` ended on May 25, 2026."), date(2026, 8, 21))

    assert [found.stated for found in days_in("It ends on August 3", calendar)] == [None]
