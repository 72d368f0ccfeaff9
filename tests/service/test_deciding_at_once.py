"""Several people decide about one model at the same moment: on each kind of database, with real threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import select

from monitor.core.alerts import Place
from monitor.core.decisions import DecisionKind
from monitor.errors import BadDecision
from monitor.service import deciding, registry
from monitor.service.app import Service
from monitor.service.deciding import Outcome, Wish
from monitor.store import audit, decisions, registering, tables
from monitor.store.engine import reading, transaction
from monitor.store.states import Owner
from tests.service.conftest import TODAY, one_team

GOING = "openai/gpt-5-2025-08-07"
ENDS = TODAY + timedelta(days=17)
PEOPLE = ("ana", "bo", "cy", "di", "ed", "flo")
STATED = """
[[overrides]]
model = "openai/gpt-4"
replacement = "openai/gpt-4.1"
"""
T = TypeVar("T")


@pytest.fixture
def office(tmp_path: Path, migrated_url: str) -> Iterator[Service]:
    """One project that pins one model."""
    with one_team(tmp_path, migrated_url, "ranker", more=STATED) as made:
        with transaction(made.engine) as session:
            registering.add_pin(session, "ranker", Place(GOING), owner=Owner.CLI, at=made.clock.now())
        yield made


def at_once(each: Sequence[Callable[[], T]]) -> list[T | BadDecision]:
    """What came of each, all begun at the same moment."""
    start = Barrier(len(each))

    def begin(one: Callable[[], T]) -> T | BadDecision:
        start.wait(30)
        try:
            return one()
        except BadDecision as refused:
            return refused

    with ThreadPoolExecutor(len(each)) as pool:
        return list(pool.map(begin, each))


def deciding_of(service: Service, wish: Wish, who: str, request_key: str | None = None) -> Callable[[], Outcome]:
    return lambda: deciding.decide(service, "ranker", GOING, wish, who=who, request_key=request_key)


def entered(service: Service) -> list[tuple[int, str, DecisionKind]]:
    """All decisions, the first one first."""
    with reading(service.engine) as session:
        return [(row.id, row.decision.by, row.decision.kind) for row in reversed(decisions.history(session))]


def test_what_each_decided_is_kept_in_an_order_and_the_last_one_counts(office: Service) -> None:
    wishes = [
        Wish(DecisionKind.PLANNED, ENDS, owner=PEOPLE[0]),
        Wish(DecisionKind.WAIVED, ENDS, reason="it is only a demo"),
        Wish(DecisionKind.ACKNOWLEDGED),
        Wish(DecisionKind.PLANNED, ENDS - timedelta(days=1)),
        Wish(DecisionKind.SNOOZED, ENDS),
        Wish(DecisionKind.NOT_OURS),
    ]

    found = at_once([deciding_of(office, wish, who) for wish, who in zip(wishes, PEOPLE, strict=True)])

    assert all(isinstance(one, Outcome) and one.new for one in found)
    kept = entered(office)
    assert sorted((by, kind) for _, by, kind in kept) == sorted(zip(PEOPLE, (w.kind for w in wishes), strict=True))
    with reading(office.engine) as session:
        (last,) = decisions.last(session).values()
        assert last.id == kept[-1][0]
        assert sorted(note.who for note in audit.notes(session)) == sorted(PEOPLE)


def test_one_person_who_asks_twice_has_decided_once(office: Service) -> None:
    wish = Wish(DecisionKind.PLANNED, ENDS, owner="ana")

    found = at_once([deciding_of(office, wish, "ana")] * 6)

    assert sorted(one.new for one in found if isinstance(one, Outcome)) == [False] * 5 + [True]
    assert len({one.row.id for one in found if isinstance(one, Outcome)}) == 1
    assert len(entered(office)) == 1


def test_a_request_that_arrives_several_times_is_answered_with_the_first_decision(office: Service) -> None:
    wishes = [Wish(DecisionKind.WAIVED, ENDS, reason=f"number {n}") for n in range(6)]

    found = at_once([deciding_of(office, wish, "ana", "click-1") for wish in wishes])

    assert len({one.row.id for one in found if isinstance(one, Outcome)}) == 1
    assert len(entered(office)) == 1


def test_of_several_who_reopen_one_does_and_the_others_hear_that_it_is_open(office: Service) -> None:
    deciding_of(office, Wish(DecisionKind.ACKNOWLEDGED), "ana")()

    found = at_once([deciding_of(office, Wish(DecisionKind.REOPENED), who) for who in PEOPLE])

    assert sum(isinstance(one, Outcome) for one in found) == 1
    assert sum(isinstance(one, BadDecision) for one in found) == len(PEOPLE) - 1
    assert [kind for _, _, kind in entered(office)] == [DecisionKind.ACKNOWLEDGED, DecisionKind.REOPENED]


def test_an_override_of_the_file_is_entered_once_by_several_that_start_together(office: Service) -> None:
    at_once([lambda: registry.sync(office)] * 6)

    with reading(office.engine) as session:
        assert list(session.scalars(select(tables.Override.model))) == ["openai/gpt-4"]
