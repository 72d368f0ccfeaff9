"""Any days, dates and decisions: the core tells what the plain model says is due, no more and no less.

`tests/e2e/test_any_order.py` holds the whole service against the same model, on far fewer walks.
"""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.decisions import Decision, DecisionKind, rule
from monitor.core.lifecycle import Status
from monitor.core.policy import Rules, Standing, Told, decide, telling, watched
from monitor.core.urgency import Stage
from tests.e2e.due import LEADS, Decided, Due, Silence

START = date(2024, 1, 8)  # of the service too: before the clock of the fake Slack begins, so that it finds what it has
FURTHEST = 198  # days; what ends later than 200 days from now is left to the digest
RULES = Rules(LEADS, announce_within=200)
KINDS = {
    Silence.ACK: DecisionKind.ACKNOWLEDGED,
    Silence.SNOOZE: DecisionKind.SNOOZED,
    Silence.PLAN: DecisionKind.PLANNED,
    Silence.WAIVE: DecisionKind.WAIVED,
    Silence.DISOWN: DecisionKind.NOT_OURS,
}
DATED = {Silence.SNOOZE, Silence.PLAN, Silence.WAIVE}


class Pinned(enum.Enum):
    """Where a model is pinned."""

    LIVE = enum.auto()
    DEVELOPMENT = enum.auto()
    AGAIN = enum.auto()  # in production, after it was gone


# One step: the days since the last one, the date that the page shows, what is decided after the round, and where the
# model is pinned, or that it was not for so long that the team was told so.
DATES = st.sampled_from([0, 20, 40, 68, 70, 134, FURTHEST]).map(lambda days: START + timedelta(days=days))
STEPS = st.tuples(
    st.sampled_from([1, 1, 1, 2, 5, 12, 45]),
    DATES,
    st.none() | st.tuples(st.sampled_from(Silence), st.sampled_from([1, 2, 7, 30, 90])),
    st.sampled_from(Pinned),
)


def standing(on: date, today: date, *, live: bool = True) -> Standing:
    left = (on - today).days
    stage = Stage.LIVE if live else Stage.DEVELOPMENT
    return Standing(Status.RETIRED if left <= 0 else Status.DEPRECATED, on, left, stage=stage)


class Team:
    """What the core keeps of a team and a model, from round to round."""

    def __init__(self) -> None:
        self.told: Told | None = None
        self.decision: Decision | None = None

    def look(self, on: date, today: date, *, live: bool) -> bool:
        """One round; whether something is told."""
        at, now = datetime.combine(today, time(12), UTC), standing(on, today, live=live)
        seen = watched(now, self.told, at)
        ruling = rule(self.decision, decide(now, seen, RULES, at=at, lives=lambda _: True), now, seen, at)
        if ruling.held:
            self.told = seen
            return False
        self.told = telling(now, seen, ruling.kind, RULES, at=at)
        self.decision = None if ruling.ended else self.decision
        return ruling.kind is not None


@settings(max_examples=max(500, settings.default.max_examples))  # what differs by a day is met in one of hundreds
@given(st.lists(STEPS, min_size=8, max_size=25))
def test_the_core_tells_what_is_due(steps: list[tuple[int, date, tuple[Silence, int] | None, Pinned]]) -> None:
    team, due, today = Team(), Due(), START
    for days, on, wish, pinned in steps:
        live = pinned is not Pinned.DEVELOPMENT
        if pinned is Pinned.AGAIN:
            team.told, due = None, Due(decided=due.decided)
        assert team.look(on, today, live=live) == (due.look(on, today, live=live) is not None)
        if wish:
            silence, ahead = wish
            until = today + timedelta(days=ahead)
            status, at = standing(on, today).status, datetime.combine(today, time(13), UTC)
            day = until if silence in DATED else None
            team.decision = Decision(KINDS[silence], at, "ana", status, on, day)
            due.decided = Decided(silence, until, on, on <= today)
        today += timedelta(days=days)
