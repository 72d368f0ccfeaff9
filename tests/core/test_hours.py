"""Quiet hours and working days, on a team's own clock."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from monitor.core.hours import QuietHours, is_open

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
NIGHT = QuietHours(time(18), time(8))


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        ("2026-01-26T07:00", "Europe/Amsterdam", True),  # Monday, 08:00 there
        ("2026-01-26T06:59", "Europe/Amsterdam", False),
        ("2026-01-26T16:59", "Europe/Amsterdam", True),
        ("2026-01-26T17:00", "Europe/Amsterdam", False),
        ("2026-07-27T06:00", "Europe/Amsterdam", True),  # in summer
        ("2026-01-25T12:00", "Europe/Amsterdam", False),  # Sunday
        ("2026-01-26T02:00", "America/Los_Angeles", False),  # Sunday still
        ("2026-01-25T23:30", "Asia/Tokyo", True),  # Monday already
    ],
)
def test_it_is_the_teams_own_clock_that_counts(now: str, zone: str, expected: bool) -> None:
    assert is_open(datetime.fromisoformat(now).replace(tzinfo=UTC), zone, NIGHT, WEEKDAYS) is expected


def test_without_hours_and_days_it_is_always_open() -> None:
    assert is_open(datetime(2026, 1, 25, 3, tzinfo=UTC), "UTC", None, ())


def test_a_lunch_break_is_quiet_too() -> None:
    lunch = QuietHours.parse("12:00-13:30")

    assert [time(h) in lunch for h in (11, 12, 13, 14)] == [False, True, True, False]
    assert str(lunch) == "12:00-13:30"


@pytest.mark.parametrize("text", ["", "18-8", "24:00-08:00", "08:00-08:00", "20:00-08:00 ", "20:00"])
def test_what_is_no_range_of_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        QuietHours.parse(text)
