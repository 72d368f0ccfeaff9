"""When a team is told: once, at the right time, and the most urgent thing first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.alerts import AlertKind, Severity
from monitor.core.lifecycle import Status
from monitor.core.policy import Replacement, Rules, Standing, Told, crossed, decide, severity, telling, watched
from tests.core.build import day

LEADS = (180, 90, 60, 30, 14, 7, 1, 0)
SHUTDOWN = day("2026-03-26")
RULES = Rules(LEADS, 200)
NOON = datetime(2025, 12, 26, 12, tzinfo=UTC)


def at(today: date) -> datetime:
    return datetime.combine(today, time(12), UTC)


def alive(_: Replacement) -> bool:
    return True


def standing(today: date, shutdown: date | None = SHUTDOWN, *, announced: bool = True) -> Standing:
    left = (shutdown - today).days if shutdown else None
    if left is not None and left <= 0:
        return Standing(Status.RETIRED, shutdown, left)
    return Standing(Status.DEPRECATED if shutdown and announced else Status.ACTIVE, shutdown, left)


def told_of(rounds: list[tuple[date, Standing]], rules: Rules = RULES) -> list[tuple[date, AlertKind]]:
    """What a project is told in rounds on these days."""
    told: Told | None = None
    out = []
    for today, now in rounds:
        seen = watched(now, told, at(today))
        kind = decide(now, seen, rules, at=at(today), lives=alive)
        told = telling(now, seen, kind, rules, at=at(today))
        if kind:
            out.append((today, kind))
    return out


def story(days: list[date]) -> list[tuple[date, AlertKind]]:
    return told_of([(today, standing(today)) for today in days])


def test_one_reminder_per_crossed_lead_day_then_one_on_the_day() -> None:
    days = [day("2025-11-13") + timedelta(days=n) for n in range(200)]

    found = story(days)

    assert found[0] == (day("2025-11-13"), AlertKind.BASELINE)
    reminders = [(SHUTDOWN - when).days for when, kind in found if kind is AlertKind.REMINDER]
    assert reminders == [90, 60, 30, 14, 7, 1]
    assert [when for when, kind in found if kind is AlertKind.RETIRED] == [SHUTDOWN]
    assert len(found) == 1 + 6 + 1


def test_a_model_that_no_source_names_is_told_at_the_first_look_alone_and_only_where_living_ones_are_named() -> None:
    unheard, unsaid = Standing(Status.UNKNOWN, unheard=True), Standing(Status.UNKNOWN)

    assert told_of([(NOON.date(), unheard), (NOON.date(), unheard)]) == [(NOON.date(), AlertKind.BASELINE)]
    assert told_of([(NOON.date(), unsaid), (NOON.date(), unheard), (NOON.date(), unsaid)])[1:] == []
    assert told_of([(NOON.date(), unsaid)]) == []


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
    settled = watched(now, told, NOON - timedelta(days=3))

    assert decide(now, settled, RULES, at=NOON, lives=alive) is kind


def flapping(*shown: date | None, start: str = "2025-11-13") -> list[tuple[int, AlertKind]]:
    """One round a day, with the date that the page shows on it: days from the start, and what is told."""
    first = day(start)
    days = [first + timedelta(days=n) for n in range(len(shown))]
    rounds = [(today, standing(today, date_shown)) for today, date_shown in zip(days, shown, strict=True)]
    return [((when - first).days, kind) for when, kind in told_of(rounds)]


LATER, EARLIER = SHUTDOWN + timedelta(days=61), SHUTDOWN - timedelta(days=20)


def test_a_date_that_moves_is_told_once_it_has_settled_and_re_arms_its_lead_days() -> None:
    found = flapping(SHUTDOWN, *[LATER] * 110)

    assert found == [
        (0, AlertKind.BASELINE), (3, AlertKind.DATE_MOVED), (14, AlertKind.REMINDER), (104, AlertKind.REMINDER),
    ]  # fmt: skip


@pytest.mark.parametrize("other", [LATER, EARLIER, None])
@pytest.mark.parametrize("days", [1, 2])
def test_a_date_that_comes_back_is_told_once_as_a_flap_when_it_has_settled(other: date | None, days: int) -> None:
    found = flapping(SHUTDOWN, *[other] * days, *[SHUTDOWN] * 10)

    assert found == [(0, AlertKind.BASELINE), (days + 3, AlertKind.DATE_FLAPPED)]


def test_a_date_that_never_rests_is_told_after_a_week() -> None:
    found = flapping(*[SHUTDOWN, LATER] * 8)

    assert [n for n, kind in found if kind is not AlertKind.BASELINE] == [8]


@given(st.lists(st.sampled_from([SHUTDOWN, LATER, EARLIER, None]), min_size=1, max_size=12))
def test_whatever_a_page_shows_for_a_few_days_is_one_message_and_then_the_truth(shown: list[date | None]) -> None:
    rounds = flapping(SHUTDOWN, *shown, *[shown[-1]] * 3)

    changed = len(set(shown) - {SHUTDOWN}) > 0
    news = [kind for _, kind in rounds[1:] if kind is not AlertKind.REMINDER]
    assert bool(news) is changed
    assert len(news) <= 1 + len(shown) // 2, "no two within two days"


def test_a_near_date_that_moves_nearer_is_told_at_once_and_so_is_its_correction() -> None:
    nearer = SHUTDOWN - timedelta(days=5)
    found = flapping(SHUTDOWN, nearer, *[SHUTDOWN] * 4, start="2026-03-05")

    assert found == [(0, AlertKind.BASELINE), (1, AlertKind.DATE_MOVED), (4, AlertKind.DATE_MOVED)]


def test_a_lead_day_crossed_while_away_is_told_on_return_though_the_date_has_moved() -> None:
    rounds = [(day("2025-11-13"), standing(day("2025-11-13")))]
    moved, back = SHUTDOWN + timedelta(days=3), day("2026-03-20")
    rounds.append((back, standing(back, moved)))

    assert told_of(rounds)[1:] == [(back, AlertKind.DATE_MOVED)]


def test_a_reprieve_of_the_retired_is_told_once_it_has_settled() -> None:
    after = day("2026-03-28")
    days = [after + timedelta(days=n) for n in range(5)]

    told = told_of([(after, standing(after)), *((d, standing(d, LATER)) for d in days[1:])])

    assert told == [(after, AlertKind.BASELINE), (days[3], AlertKind.REINSTATED)]


def test_far_off_ends_are_left_to_the_digest_until_a_lead_day() -> None:
    start, end = day("2025-01-01"), day("2026-03-26")
    days = [start + timedelta(days=n) for n in range((end - start).days)]
    alive_first = (start - timedelta(days=1), Standing(Status.ACTIVE))
    rounds = [alive_first, *((d, standing(d, end)) for d in days)]
    moved = [alive_first, *((d, standing(d, end - timedelta(days=d >= day("2025-02-01")))) for d in days[:60])]

    assert told_of(rounds)[0] == (end - timedelta(days=180), AlertKind.REMINDER)
    assert told_of(rounds, Rules(LEADS, 500))[0] == (start, AlertKind.ANNOUNCED)
    assert told_of(moved) == []


@pytest.mark.parametrize(("left", "reminded"), [(189, False), (190, True), (94, False), (31, False), (15, True)])
def test_an_announcement_stands_for_the_lead_day_just_after_it(left: int, reminded: bool) -> None:
    start = SHUTDOWN - timedelta(days=left)
    days = [start + timedelta(days=n) for n in range(12)]
    alive_first = (start - timedelta(days=1), Standing(Status.ACTIVE))

    told = told_of([alive_first, *((d, standing(d)) for d in days)])

    assert [kind for _, kind in told if kind is AlertKind.REMINDER][:1] == [AlertKind.REMINDER] * reminded
    assert told[0] == (start, AlertKind.ANNOUNCED)


def floor(today: date, until: date) -> Standing:
    return Standing(Status.ACTIVE, floor_on=until, floor_left=(until - today).days)


def test_a_floor_is_told_once_when_it_is_near_and_once_when_it_passes() -> None:
    until, start = day("2026-08-01"), day("2026-01-01")
    days = [start + timedelta(days=n) for n in range(300)]
    moved = until + timedelta(days=20)

    told = told_of([(d, floor(d, until if d < day("2026-06-01") else moved)) for d in days])

    assert told == [(until - timedelta(days=90), AlertKind.FLOOR_NEAR), (moved, AlertKind.FLOOR_PASSED)]
    assert told_of([(d, floor(d, until)) for d in days if d > until]) == [
        (until + timedelta(days=1), AlertKind.BASELINE)
    ]


def test_an_alias_that_is_pointed_elsewhere_is_told_once_and_its_lead_days_stand() -> None:
    start = day("2026-01-01")
    ends = [replace(standing(start + timedelta(days=n)), points_at="a" if n < 5 else "B") for n in range(30)]

    told = told_of([(start + timedelta(days=n), now) for n, now in enumerate(ends)])

    assert [(when.day, kind) for when, kind in told] == [
        (1, AlertKind.BASELINE), (6, AlertKind.ALIAS_REPOINTED), (25, AlertKind.REMINDER),
    ]  # fmt: skip


def test_a_suggested_replacement_that_died_is_told_once() -> None:
    told = Told(Status.RETIRED, SHUTDOWN, 0, replacement=("openai", "gpt-5"))
    now = Standing(Status.RETIRED, SHUTDOWN, -90, replacement=("openai", "gpt-4.1"))

    def others(replacement: Replacement) -> bool:
        return replacement != ("openai", "gpt-5")

    assert decide(now, told, RULES, at=NOON, lives=alive) is None
    kind = decide(now, told, RULES, at=NOON, lives=others)
    assert kind is AlertKind.REPLACEMENT_DIED
    assert decide(now, telling(now, told, kind, RULES, at=NOON), RULES, at=NOON, lives=others) is None


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
