"""When a team is told: once, at the right time, and the most urgent thing first."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.alerts import AlertKind, Severity
from monitor.core.lifecycle import Status
from monitor.core.policy import Standing, Told, crossed, decide, severity, telling
from tests.core.build import day

LEADS = (180, 90, 60, 30, 14, 7, 1, 0)
SHUTDOWN = day("2026-03-26")


def alive(_: str) -> bool:
    return True


def standing(today: date, shutdown: date | None = SHUTDOWN, *, announced: bool = True) -> Standing:
    left = (shutdown - today).days if shutdown else None
    if left is not None and left <= 0:
        return Standing(Status.RETIRED, shutdown, left)
    return Standing(Status.DEPRECATED if shutdown and announced else Status.ACTIVE, shutdown, left)


def story(days: list[date], leads: tuple[int, ...] = LEADS) -> list[tuple[date, AlertKind]]:
    told: Told | None = None
    out = []
    for today in days:
        now = standing(today)
        kind = decide(now, told, leads, lives=alive)
        told = telling(now, told, kind)
        if kind:
            out.append((today, kind))
    return out


def test_one_reminder_per_crossed_lead_day_then_one_on_the_day() -> None:
    days = [day("2025-11-13") + timedelta(days=n) for n in range(200)]

    found = story(days)

    assert found[0] == (day("2025-11-13"), AlertKind.BASELINE)
    reminders = [(SHUTDOWN - when).days for when, kind in found if kind is AlertKind.REMINDER]
    assert reminders == [90, 60, 30, 14, 7, 1]
    assert [when for when, kind in found if kind is AlertKind.RETIRED] == [SHUTDOWN]
    assert len(found) == 1 + 6 + 1


def test_all_lead_days_missed_in_a_pause_give_one_message() -> None:
    assert story([day("2025-11-13"), day("2026-03-22")]) == [
        (day("2025-11-13"), AlertKind.BASELINE),
        (day("2026-03-22"), AlertKind.REMINDER),
    ]
    assert story([day("2025-11-13"), day("2026-06-01")])[-1] == (day("2026-06-01"), AlertKind.RETIRED)


@given(st.lists(st.integers(0, 60), max_size=12))
def test_every_crossing_is_told_once_whatever_the_pauses(pauses: list[int]) -> None:
    days = [day("2025-11-13")]
    for pause in pauses:
        days.append(days[-1] + timedelta(days=pause))

    found = story(days)

    left = [(SHUTDOWN - d).days for d in days]
    expected = 1 + sum(1 for a, b in pairwise(left) if crossed(a, b, LEADS) is not None)
    assert len(found) == expected
    assert story([d for d in days for _ in range(3)]) == found


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (31, 30, 30),
        (31, 31, None),
        (100, 5, 7),
        (30, 29, None),
        (1, 0, 0),
        (0, -1, None),
        (None, 5, None),
        (5, None, None),
        (200, -5, 0),
    ],
)
def test_a_lead_day_is_a_crossing(before: int | None, now: int | None, expected: int | None) -> None:
    assert crossed(before, now, LEADS) == expected


@pytest.mark.parametrize(
    ("told", "now", "kind"),
    [
        (None, Standing(Status.ACTIVE), None),
        (None, Standing(Status.UNKNOWN), None),
        (None, Standing(Status.DEPRECATED), AlertKind.BASELINE),
        (None, Standing(Status.ACTIVE, unlisted=True), AlertKind.BASELINE),
        (Told(Status.UNKNOWN), Standing(Status.DEPRECATED, SHUTDOWN, 90), AlertKind.ANNOUNCED),
        (Told(Status.ACTIVE), Standing(Status.DEPRECATED), AlertKind.ANNOUNCED),
        (Told(Status.DEPRECATED), Standing(Status.DEPRECATED, SHUTDOWN, 90), AlertKind.DATE_SET),
        (
            Told(Status.DEPRECATED, SHUTDOWN, 90),
            Standing(Status.DEPRECATED, day("2026-02-01"), 30),
            AlertKind.DATE_MOVED,
        ),
        (Told(Status.DEPRECATED, SHUTDOWN, 90), Standing(Status.ACTIVE), AlertKind.DATE_WITHDRAWN),
        (Told(Status.DEPRECATED), Standing(Status.ACTIVE), AlertKind.REINSTATED),
        (Told(Status.DEPRECATED, SHUTDOWN, 90), Standing(Status.RETIRED, SHUTDOWN, 0), AlertKind.RETIRED),
        (Told(Status.RETIRED, SHUTDOWN, 0), Standing(Status.RETIRED, SHUTDOWN, -3), None),
        (Told(Status.RETIRED, SHUTDOWN, 0), Standing(Status.DEPRECATED, day("2026-12-01"), 200), AlertKind.REINSTATED),
        (Told(Status.ACTIVE), Standing(Status.ACTIVE, unlisted=True), AlertKind.UNLISTED),
        (Told(Status.ACTIVE, unlisted=True), Standing(Status.ACTIVE, unlisted=True), None),
        (Told(Status.DEPRECATED, SHUTDOWN, 90), Standing(Status.DEPRECATED, SHUTDOWN, 89, unlisted=True), None),
    ],
)
def test_what_is_new_decides_the_kind(told: Told | None, now: Standing, kind: AlertKind | None) -> None:
    assert decide(now, told, LEADS, lives=alive) is kind


def test_a_date_that_moves_re_arms_its_lead_days() -> None:
    told = telling(Standing(Status.DEPRECATED, SHUTDOWN, 10), None, AlertKind.BASELINE)
    later = SHUTDOWN + timedelta(days=90)
    moved = Standing(Status.DEPRECATED, later, 100)
    told = telling(moved, told, decide(moved, told, LEADS, lives=alive))

    assert decide(Standing(Status.DEPRECATED, later, 90), told, LEADS, lives=alive) is AlertKind.REMINDER


def test_a_suggested_replacement_that_died_is_told_once() -> None:
    told = Told(Status.RETIRED, SHUTDOWN, 0, replacement="gpt-5")
    now = Standing(Status.RETIRED, SHUTDOWN, -90, replacement="gpt-4.1")

    assert decide(now, told, LEADS, lives=alive) is None
    kind = decide(now, told, LEADS, lives=lambda model_id: model_id != "gpt-5")
    assert kind is AlertKind.REPLACEMENT_DIED
    assert decide(now, telling(now, told, kind), LEADS, lives=lambda model_id: model_id != "gpt-5") is None


@pytest.mark.parametrize(
    ("status", "left", "near", "expected"),
    [
        (Status.RETIRED, -3, False, Severity.RETIRED),
        (Status.DEPRECATED, 90, False, Severity.IMMINENT),
        (Status.DEPRECATED, 91, False, Severity.UPCOMING),
        (Status.DEPRECATED, None, True, Severity.UPCOMING),
        (Status.ACTIVE, None, True, Severity.FLOOR),
        (Status.ACTIVE, None, False, Severity.OK),
    ],
)
def test_severity_of_a_known_model(status: Status, left: int | None, near: bool, expected: Severity) -> None:
    assert severity(status, left, floor_near=near, within=90) is expected
