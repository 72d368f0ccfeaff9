"""What people decided: how long it holds, what it keeps quiet, and that nothing is lost by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.alerts import AlertKind
from monitor.core.decisions import (
    Decision,
    DecisionKind,
    Lapse,
    Migration,
    Ruling,
    in_force,
    in_words,
    is_late,
    lapse,
    lateness,
    migration,
    rule,
    silences,
)
from monitor.core.lifecycle import Status
from monitor.core.policy import Rules, Standing, Told, decide, telling, watched

TODAY = date(2026, 8, 22)
ENDS = date(2026, 10, 23)  # 62 days later
DAY = timedelta(days=1)
RULES = Rules((90, 60, 30, 14, 7, 1, 0), announce_within=365)
RETIRED, DEPRECATED = Status.RETIRED, Status.DEPRECATED

ACK, SNOOZE, PLAN = DecisionKind.ACKNOWLEDGED, DecisionKind.SNOOZED, DecisionKind.PLANNED
WAIVER, NOT_OURS, REOPENED = DecisionKind.WAIVED, DecisionKind.NOT_OURS, DecisionKind.REOPENED


def standing(ends: date | None = ENDS, on: date = TODAY, status: Status = DEPRECATED) -> Standing:
    if ends and on >= ends:
        status = RETIRED
    return Standing(status, ends, (ends - on).days if ends else None)


def made(kind: DecisionKind, until: date | None = None, ends: date | None = ENDS, on: date = TODAY) -> Decision:
    at = datetime.combine(on, time(12), UTC)
    return Decision(kind, at, "ana", standing(ends, on).status, ends, until)


class TestHowLong:
    @pytest.mark.parametrize(
        ("decision", "now", "today", "expected"),
        [
            (made(ACK), standing(on=ENDS - DAY), ENDS - DAY, None),
            (made(ACK), standing(on=ENDS), ENDS, Lapse.RETIRED),
            (made(ACK), standing(ENDS - DAY), TODAY, Lapse.MOVED_EARLIER),
            (made(ACK), standing(ENDS + DAY), TODAY, None),
            (made(ACK), standing(None), TODAY, None),
            (made(ACK, ends=None), standing(ENDS), TODAY, Lapse.MOVED_EARLIER),
            (made(ACK, on=ENDS), standing(on=ENDS + DAY), ENDS + DAY, None),
            (made(SNOOZE, TODAY + DAY), standing(), TODAY, None),
            (made(SNOOZE, TODAY + DAY), standing(), TODAY + DAY, Lapse.ENDED),
            (made(SNOOZE, ENDS + DAY), standing(on=ENDS), ENDS, Lapse.RETIRED),
            (made(SNOOZE, ENDS), standing(ENDS - DAY), TODAY, Lapse.MOVED_EARLIER),
            (made(PLAN, TODAY), standing(), TODAY, None),
            (made(PLAN, TODAY), standing(), TODAY + DAY, Lapse.OVERDUE),
            (made(PLAN, ENDS), standing(TODAY), TODAY, None),
            (made(WAIVER, ENDS), standing(on=ENDS), ENDS, None),
            (made(WAIVER, ENDS), standing(on=ENDS + DAY), ENDS + DAY, Lapse.PASSED),
            (made(WAIVER, ENDS), standing(ENDS - DAY), TODAY, None),
            (made(NOT_OURS), standing(on=ENDS + 900 * DAY), ENDS + 900 * DAY, None),
        ],
    )
    def test_a_decision_holds_until_its_reason_is_gone(
        self, decision: Decision, now: Standing, today: date, expected: Lapse | None
    ) -> None:
        assert lapse(decision, now, today) is expected
        assert in_force(decision, now, today) is (None if expected else decision)

    def test_reopening_leaves_nothing_in_force(self) -> None:
        assert in_force(made(REOPENED), standing(), TODAY) is None
        assert in_force(None, standing(), TODAY) is None


class TestWhatIsKeptQuiet:
    KINDS = frozenset(AlertKind)

    @pytest.mark.parametrize(
        ("decision", "told_all_the_same"),
        [
            (made(ACK), KINDS - {AlertKind.REMINDER, AlertKind.BASELINE}),
            (made(SNOOZE, ENDS), {AlertKind.RETIRED, AlertKind.UNLISTED}),
            (made(PLAN, ENDS), KINDS - {AlertKind.REMINDER, AlertKind.BASELINE}),
            (made(PLAN, ENDS + DAY), KINDS),
            (made(WAIVER, ENDS), frozenset()),
            (made(NOT_OURS), frozenset()),
            (made(REOPENED), KINDS),
        ],
    )
    def test_each_kind_lets_through_what_it_was_not_about(
        self, decision: Decision, told_all_the_same: frozenset[AlertKind]
    ) -> None:
        assert {kind for kind in AlertKind if not silences(decision, kind, standing())} == told_all_the_same

    @pytest.mark.parametrize(("left", "quiet"), [(8, True), (7, False), (1, False)])
    def test_an_acknowledgement_keeps_reminders_quiet_until_a_week_is_left(self, left: int, quiet: bool) -> None:
        now = standing(on=ENDS - left * DAY)

        assert silences(made(ACK), AlertKind.REMINDER, now) is quiet

    def test_an_acknowledgement_is_none_of_a_retired_model(self) -> None:
        assert not silences(made(ACK), AlertKind.BASELINE, Standing(RETIRED))

    def test_a_waiver_lets_a_date_through_that_moved_earlier_and_no_other(self) -> None:
        waiver = made(WAIVER, ENDS)

        assert not silences(waiver, AlertKind.DATE_MOVED, standing(ENDS - DAY))
        assert silences(waiver, AlertKind.DATE_MOVED, standing(ENDS + DAY))
        assert silences(waiver, AlertKind.RETIRED, standing(on=ENDS))
        assert not silences(waiver, AlertKind.RETIRED, standing(ENDS - DAY, on=ENDS)), "also where it is over by now"

    def test_what_ends_is_raised_again_if_the_model_is_in_trouble(self) -> None:
        ended, healthy = made(SNOOZE, TODAY), Standing(Status.ACTIVE)

        told, at = Told(DEPRECATED, ENDS, 62), datetime.combine(TODAY, time(12), UTC)

        assert rule(ended, None, standing(), told, at) == Ruling(AlertKind.REMINDER, ended=Lapse.ENDED)
        assert rule(ended, AlertKind.RETIRED, standing(), told, at) == Ruling(AlertKind.RETIRED, ended=Lapse.ENDED)
        assert rule(ended, None, healthy, told, at) == Ruling(None, ended=Lapse.ENDED)

    def test_while_a_date_may_be_a_flap_the_end_of_a_decision_waits(self) -> None:
        ended, at = made(SNOOZE, TODAY), datetime.combine(TODAY, time(12), UTC)
        seen = watched(standing(ENDS + DAY), Told(DEPRECATED, ENDS, 62), at)

        assert rule(ended, None, standing(ENDS + DAY), seen, at) == Ruling(None, held=True, ended=Lapse.ENDED)
        assert rule(ended, None, standing(ENDS + DAY), seen, at + 2 * DAY).kind is AlertKind.REMINDER


class TestPlans:
    @pytest.mark.parametrize(
        ("until", "words"),
        [
            (ENDS, ""),
            (ENDS + DAY, "planned for 2026-10-24, 1 day after it stops answering on 2026-10-23"),
            (ENDS + 9 * DAY, "planned for 2026-11-01, 9 days after it stops answering on 2026-10-23"),
        ],
    )
    def test_one_after_the_shutdown_date_is_late(self, until: date, words: str) -> None:
        assert lateness(made(PLAN, until), standing()) == words
        assert is_late(made(PLAN, until), standing()) is bool(words)

    def test_nothing_else_is_late_and_nothing_without_a_date(self) -> None:
        assert not is_late(made(WAIVER, ENDS + DAY), standing())
        assert not is_late(made(PLAN, ENDS + DAY), standing(None))


class TestMigration:
    def test_it_follows_the_decision_in_force_until_the_pin_is_gone(self) -> None:
        of = {kind: migration(made(kind, ENDS)) for kind in (ACK, SNOOZE, PLAN, WAIVER, NOT_OURS)}

        assert of == {
            ACK: Migration.OPEN, SNOOZE: Migration.OPEN, NOT_OURS: Migration.OPEN,
            PLAN: Migration.PLANNED, WAIVER: Migration.WAIVED,
        }  # fmt: skip
        assert migration(None) is Migration.OPEN
        assert migration(made(PLAN, ENDS), gone=True) is Migration.MIGRATED


def test_a_decision_is_told_in_one_line() -> None:
    plan = replace(made(PLAN, ENDS), owner="bob", reason="sprint 12")

    assert in_words(plan) == "planned for 2026-10-23 (bob does it) by ana: sprint 12"
    assert in_words(made(NOT_OURS)) == "said to be not ours by ana"
    assert in_words(made(SNOOZE, ENDS)) == "snoozed until 2026-10-23 by ana"


# ------------------------------------------------------------------------------------------------- day after day

DATES = st.none() | st.integers(-20, 80).map(lambda days: TODAY + days * DAY)


@st.composite
def stories(draw: st.DrawFn) -> list[tuple[date | None, tuple[DecisionKind, int] | None]]:
    """For each of many days: the shutdown date that is known, and what is decided after the round, with its days."""
    known = draw(st.lists(DATES, min_size=1, max_size=3))
    decided = st.none() | st.tuples(st.sampled_from(DecisionKind), st.integers(1, 40))
    return draw(st.lists(st.tuples(st.sampled_from(known), decided), min_size=2, max_size=40))


@given(stories())
def test_whatever_is_decided_each_round_tells_at_most_once_and_nothing_is_lost(
    story: list[tuple[date | None, tuple[DecisionKind, int] | None]],
) -> None:
    last: Decision | None = None
    told: Told | None = None
    for number, (ends, wish) in enumerate(story):
        today = TODAY + number * 3 * DAY
        now = standing(ends, today)
        at = datetime.combine(today, time(6), UTC)
        before, told = last, watched(now, told, at)
        new = decide(now, told, RULES, at=at, lives=lambda _: True)
        ruled = rule(last, new, now, told, at)
        if ruled.ended and ruled.held:
            assert told is not None
            assert told.unsettled, "only a date that may be a flap puts off the end of a decision"
            continue
        if ruled.ended:
            assert last is not None
            assert (now.status in {RETIRED, DEPRECATED}) <= (ruled.kind is not None), "an end is raised"
            last = replace(last, kind=REOPENED)
        if not ruled.held:
            told = telling(now, told, ruled.kind, RULES, at=at)
            assert ruled.kind is not None or new is None, "what is new and not held is told"
        # Silence is always somebody's decision that is still in force, and never hides these
        if ruled.held:
            assert in_force(before, now, today) is before
            assert before is not None
            if before.kind in {ACK, SNOOZE, PLAN}:
                assert new not in {AlertKind.RETIRED, AlertKind.UNLISTED}
            if before.kind in {ACK, SNOOZE}:
                assert not (ends and before.shutdown_on and ends < before.shutdown_on)
        else:
            assert told is not None
            assert told.unsettled or (told.status, told.shutdown_on) == (now.status, now.shutdown_on), (
                "the ledger is up to date"
            )
        # The round again on the same day: nothing is told twice
        again = rule(last, decide(now, told, RULES, at=at, lives=lambda _: True), now, told, at)
        assert again.kind is None or again.held
        if wish:
            kind, days = wish
            until = today + days * DAY if kind in {SNOOZE, PLAN, WAIVER} else None
            last = made(kind, until, ends, today)
