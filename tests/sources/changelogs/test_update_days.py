"""Days that an update of a changelog prints, with and without their year."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.dates import DateBound, read_date
from monitor.sources.changelogs.update_days import UpdateCalendar
from monitor.sources.document import Document


def calendar(label: str, *, month_first: bool = False) -> UpdateCalendar:
    stated = read_date(label)
    return UpdateCalendar(
        Document(()), date(2026, 8, 1), stated if isinstance(stated, DateBound) else None, month_first
    )


@pytest.mark.parametrize(
    ("label", "text", "day"),
    [
        ("March 2026", "it followed on April 1, with others", date(2026, 4, 1)),
        ("2026-05-20", "as of May 14, some go", date(2026, 5, 14)),
        ("December 2025", "as of January 5, some go", date(2026, 1, 5)),
        ("March 2026", "as of February 5, some go", None),
        ("", "as of May 14, some go", None),
        ("March 2026", "on May 3, 2027, some go", date(2027, 5, 3)),
    ],
)
def test_a_day_without_a_year_is_in_the_half_year_from_its_updates_month(
    label: str, text: str, day: date | None
) -> None:
    (found,) = calendar(label).days_in(text)

    assert found.day == day


def test_the_month_comes_first_only_where_the_provider_writes_so() -> None:
    assert [d.day for d in calendar("July 2024", month_first=True).days_in("effective 8/12/2024.")] == [
        date(2024, 8, 12)
    ]
    assert [d.stated for d in calendar("July 2024").days_in("effective 8/12/2024.")] == [None]
