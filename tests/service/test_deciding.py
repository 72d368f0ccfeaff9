"""Deciding about pinned models, and what rounds of telling, checks and progress make of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.core.alerts import Place, Severity
from monitor.core.decisions import DecisionKind
from monitor.errors import BadDecision, MonitorError, NotPinned, RegistryError
from monitor.service import administration, deciding
from monitor.service.app import Service
from monitor.service.clock import Clock
from monitor.service.deciding import Outcome, Wish
from monitor.service.known import known
from monitor.service.pins import pinned_models
from monitor.service.progress import migrated
from monitor.service.remind import remind
from monitor.store import alerts, audit, registering, registry
from monitor.store.alerts import AlertRow
from monitor.store.engine import reading, transaction
from monitor.store.states import Owner
from tests.service.conftest import TODAY

GOING = "openai/gpt-5-2025-08-07"  # the bundled catalog: ends on 2026-12-11
GONE = "openai/gpt-4-0314"
ENDS = date(2026, 12, 11)
DAY = timedelta(days=1)

ACK, SNOOZE, PLAN = DecisionKind.ACKNOWLEDGED, DecisionKind.SNOOZED, DecisionKind.PLANNED
WAIVER, REOPENED = DecisionKind.WAIVED, DecisionKind.REOPENED


REFUSED: list[tuple[str, str, Wish, type[MonitorError], str]] = [
    ("rankr", GOING, Wish(ACK), RegistryError, "there is no project rankr"),
    ("ranker", "openai/gpt-4", Wish(ACK), NotPinned, "ranker does not pin openai/gpt-4"),
    ("ranker", "no model at all", Wish(ACK), NotPinned, "pin list --project ranker"),
    ("ranker", GOING, Wish(SNOOZE), BadDecision, "until when"),
    ("ranker", GOING, Wish(SNOOZE, TODAY), BadDecision, "today is 2026-11-24"),
    ("ranker", GOING, Wish(PLAN, TODAY - DAY), BadDecision, "2026-11-23 is no day ahead"),
    ("ranker", GOING, Wish(SNOOZE, before=60), BadDecision, "2026-10-12 is no day ahead"),
    ("ranker", GOING, Wish(PLAN, before=6), BadDecision, "are for a snooze"),
    ("ranker", GOING, Wish(WAIVER, ENDS, reason=" \n"), BadDecision, "needs a reason"),
    ("ranker", GOING, Wish(ACK, ENDS), BadDecision, "takes no day"),
    ("ranker", GOING, Wish(ACK, reason="x" * 501), BadDecision, "at most 500 characters"),
    ("ranker", GOING, Wish(ACK, reason="bell\x07"), BadDecision, "no controls"),
]


@pytest.fixture
def shop(service: Service) -> Service:
    """A project that pins two models."""
    with transaction(service.engine) as session:
        for reference in (GOING, GONE):
            registering.add_pin(session, "ranker", Place(reference), owner=Owner.CLI, at=service.clock.now())
    return service


@pytest.fixture
def heard(shop: Service) -> Service:
    """The same once it was told of them."""
    remind(shop)
    return shop


def on(service: Service, day: date) -> Service:
    return replace(service, clock=Clock(day))


def decide(service: Service, wish: Wish, what: str = GOING, **how: str) -> Outcome:
    return deciding.decide(service, "ranker", what, wish, who=how.pop("who", "ana"), **how)


def told(service: Service, day: date) -> list[tuple[str, str]]:
    """What a round of a day tells: model and kind."""
    return [(row.model_id, row.kind.value) for row in news(service, day)]


def news(service: Service, day: date) -> list[AlertRow]:
    """The alerts of a round of a day."""
    with reading(service.engine) as session:
        before = len(alerts.alerts(session))
    remind(on(service, day))
    with reading(service.engine) as session:
        return alerts.alerts(session)[: len(alerts.alerts(session)) - before]


def note_of(row: AlertRow) -> str:
    return str(json.loads(row.payload)["note"])


class TestDeciding:
    def test_it_is_kept_with_how_the_model_stood_and_told_in_the_audit(self, shop: Service) -> None:
        made = decide(shop, Wish(PLAN, date(2026, 12, 1), owner="bob", reason="sprint\n 12")).row.decision

        with reading(shop.engine) as session:
            (entry,) = audit.notes(session, limit=1)
        assert (made.by, made.owner, made.reason, made.status, made.shutdown_on) == (
            "ana", "bob", "sprint 12", "deprecated", ENDS,
        )  # fmt: skip
        assert (entry.who, entry.what) == ("ana", "pin planned")
        assert entry.detail == f"ranker {GOING}: planned for 2026-12-01 (bob does it) by ana: sprint 12"

    def test_twice_is_once_by_what_it_says_or_by_the_request(self, shop: Service) -> None:
        first = decide(shop, Wish(SNOOZE, ENDS), request_key="press 1")
        again = decide(shop, Wish(SNOOZE, ENDS))
        by_request = decide(shop, Wish(ACK), request_key="press 1")
        other = decide(shop, Wish(SNOOZE, ENDS), who="bob")

        assert (first.new, again.new, by_request.new, other.new) == (True, False, False, True)
        assert first.row == again.row == by_request.row
        assert len(deciding.entries(shop, "ranker", whole=True)) == 2
        assert [entry.row for entry in deciding.entries(shop)] == [other.row]

    def test_a_model_is_named_as_it_is_pinned_or_meant(self, shop: Service) -> None:
        for name in (GOING, "gpt-5-2025-08-07", "GPT-5-2025-08-07", "openai:gpt-5-2025-08-07", "1"):
            assert decide(shop, Wish(ACK), name).row.reference == GOING, name

    def test_a_snooze_counts_back_from_the_shutdown_date(self, shop: Service) -> None:
        assert decide(shop, Wish(SNOOZE, before=14)).row.decision.until == ENDS - 14 * DAY

    def test_reopening_ends_what_is_in_force(self, shop: Service) -> None:
        decide(shop, Wish(WAIVER, ENDS, reason="off soon"))
        decide(shop, Wish(REOPENED))

        assert deciding.entries(shop) == []
        with pytest.raises(BadDecision, match="nothing is decided"):
            decide(shop, Wish(REOPENED), who="bob")

    def test_what_makes_no_sense_is_refused_in_words_and_nothing_is_written(self, shop: Service) -> None:
        for project, what, wish, error, says in REFUSED:
            with pytest.raises(error, match=says):
                deciding.decide(shop, project, what, wish, who="ana")
        assert deciding.entries(shop, whole=True) == []


class TestTelling:
    def test_a_snooze_is_silence_until_its_day_and_then_one_message_that_says_so(self, heard: Service) -> None:
        decide(heard, Wish(SNOOZE, date(2026, 12, 5), reason="release week"))

        assert told(heard, ENDS - 14 * DAY) == []
        assert told(heard, date(2026, 12, 4)) == []
        (again,) = news(heard, date(2026, 12, 5))
        assert note_of(again).startswith("snoozed until 2026-12-05 by ana: release week; its day has come")
        assert told(heard, date(2026, 12, 6)) == []
        assert deciding.entries(heard) == []

    def test_a_model_that_is_retired_ends_a_snooze(self, heard: Service) -> None:
        decide(heard, Wish(SNOOZE, ENDS + 30 * DAY))

        assert told(heard, ENDS - DAY) == []
        assert told(heard, ENDS) == [("gpt-5-2025-08-07", "retired")]
        assert told(heard, ENDS + 30 * DAY) == []

    def test_an_acknowledgement_lets_the_last_week_through(self, heard: Service) -> None:
        decide(heard, Wish(ACK))

        kinds = {left: [kind for _, kind in told(heard, ENDS - left * DAY)] for left in (14, 8, 7, 6, 1, 0)}
        assert kinds == {14: [], 8: [], 7: ["reminder"], 6: [], 1: ["reminder"], 0: ["retired"]}

    def test_a_plan_that_was_not_kept_is_told_on_the_next_day(self, heard: Service) -> None:
        decide(heard, Wish(PLAN, date(2026, 12, 6), owner="bob"))

        assert told(heard, ENDS - 14 * DAY) == []
        assert told(heard, date(2026, 12, 6)) == []
        (again,) = news(heard, date(2026, 12, 7))
        assert "its day has passed, and the model is still pinned" in note_of(again)

    def test_a_late_plan_stops_no_reminder_and_is_imminent(self, heard: Service) -> None:
        warning = decide(heard, Wish(PLAN, ENDS + DAY)).warning

        (again,) = news(heard, ENDS - 14 * DAY)
        assert warning == "planned for 2026-12-12, 1 day after it stops answering on 2026-12-11"
        assert again.severity is Severity.IMMINENT
        assert warning in note_of(again)

    def test_a_waiver_is_silence_until_the_end_of_its_day(self, heard: Service) -> None:
        decide(heard, Wish(WAIVER, ENDS + 5 * DAY, reason="switched off then"))

        assert [told(heard, ENDS + n * DAY) for n in (-7, 0, 5)] == [[], [], []]
        assert told(heard, ENDS + 6 * DAY) == [("gpt-5-2025-08-07", "retired")]

    def test_what_ends_is_closed_once_with_its_entry_in_the_audit(self, heard: Service) -> None:
        decide(heard, Wish(SNOOZE, TODAY + DAY))
        for _ in range(2):
            remind(on(heard, TODAY + DAY))

        with reading(heard.engine) as session:
            ended = [note for note in audit.notes(session) if note.what == "decision ended"]
            assert len(alerts.alerts(session)) == 3
        assert [note.who for note in ended] == ["model-monitor"]


class TestProgress:
    def left(self, service: Service) -> list[tuple[str, str]]:
        with reading(service.engine) as session:
            view = known(session, service, service.clock.now())
            since = service.clock.now() - 7 * DAY
            return [
                (m.reference, m.decision.kind if m.decision else "")
                for m in migrated(session, view, (90,), since=since)
            ]

    def pins(self, service: Service) -> dict[str, int]:
        with reading(service.engine) as session:
            return {row.reference: row.id for row in registry.pins(session, project="ranker")}

    def test_a_pin_that_is_gone_is_a_migration_if_its_model_was_going(self, shop: Service) -> None:
        administration.add_pin(shop, "ranker", Place("openai/gpt-5.6-sol"), who="test", owner="cli")
        decide(shop, Wish(PLAN, ENDS))
        for number in self.pins(shop).values():
            administration.retire_pin(shop, "ranker", number, who="test")

        assert sorted(self.left(shop)) == [(GONE, ""), (GOING, PLAN)]
        assert self.left(on(shop, TODAY + 8 * DAY)) == []
        assert deciding.entries(shop) == []

    def test_a_pin_that_only_moved_is_none(self, shop: Service) -> None:
        administration.add_pin(shop, "ranker", Place(GOING, None, "a.py:2"), who="test", owner="cli")
        administration.retire_pin(shop, "ranker", 1, who="test")

        assert self.left(shop) == []


def test_decisions_are_found_on_every_pin_of_the_model(shop: Service) -> None:
    row = decide(shop, Wish(ACK)).row
    with reading(shop.engine) as session:
        view = known(session, shop, shop.clock.now())
        rows = registry.pins(session)
        assert [p.decision for p in pinned_models(rows, view, (90,))] == [None, row.decision]
        assert deciding.of_pins(shop, rows, view) == {("ranker", GOING): row.decision}
