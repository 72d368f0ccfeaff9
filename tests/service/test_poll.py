"""A round records what stands together, and no source waits for one that hangs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import StoreError
from monitor.fetch import Answer, Request
from monitor.service.app import Service
from monitor.service.outcomes import Outcome, SourceReport
from monitor.service.poll import poll
from monitor.store import sources
from monitor.store.engine import reading
from monitor.store.states import Health
from tests.service.invented import LIST, MORNING, PAGE, at, document, service

LATER = MORNING + timedelta(hours=1)
BODIES = {PAGE.url: document("a", noise="page"), LIST.url: document("a", noise="list")}


@pytest.fixture
def made() -> Iterator[Service]:
    with service() as made:
        yield replace(made, environ={"ACME_API_KEY": "sk-one"})


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], object]]:
    """What happens before each source answers, by its address."""
    before: dict[str, Callable[[], object]] = {}

    class Web:
        def get(self, request: Request) -> Answer:
            before.get(request.url, lambda: None)()
            return Answer(200, BODIES[request.url], request.url, None, etag=None, last_modified=None)

    monkeypatch.setattr("monitor.service.poll.fetcher", lambda _: nullcontext(Web()))
    return before


@pytest.mark.usefixtures("answering")
def test_all_that_stands_is_recorded_in_one_transaction(made: Service) -> None:
    poll(made)
    gathered: list[str] = []
    reports = poll(replace(at(made, LATER), checkpoint=gathered.append))
    with reading(made.engine) as session:
        states = sources.states(session)

    assert {report.outcome for report in reports} == {Outcome.UNCHANGED}
    assert gathered.count("poll.gathered") == 1
    assert {state.last_good_at for state in states.values()} == {LATER}


def test_a_source_that_hangs_keeps_no_other_from_being_recorded(
    made: Service, answering: dict[str, Callable[[], object]]
) -> None:
    poll(made)
    told, in_time = threading.Event(), []
    answering[LIST.url] = lambda: in_time.append(told.wait(20))

    def on_report(report: SourceReport) -> None:
        if report.id == PAGE.id:
            with reading(made.engine) as session:
                assert sources.states(session)[PAGE.id].last_good_at == LATER
            told.set()

    reports = poll(at(made, LATER), on_report=on_report)

    assert in_time == [True]
    assert [report.outcome for report in reports] == [Outcome.UNCHANGED, Outcome.UNCHANGED]


@pytest.mark.usefixtures("answering")
def test_a_batch_that_cannot_be_recorded_is_a_failure_of_its_sources(
    made: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll(made)

    def busy(*_: object) -> None:
        raise StoreError("the database is busy")

    monkeypatch.setattr("monitor.store.standing.record", busy)
    reports = poll(at(made, LATER))

    assert [(report.outcome, report.reason) for report in reports] == [(Outcome.FAILED, "the database is busy")] * 2


@pytest.mark.usefixtures("answering")
def test_a_source_without_a_key_is_skipped_and_says_so_once(made: Service) -> None:
    for moment in (MORNING, LATER):
        reports = poll(replace(at(made, moment), environ={}), [LIST.id])
    with reading(made.engine) as session:
        state = sources.states(session)[LIST.id]

    assert reports[0].outcome is Outcome.SKIPPED
    assert (state.state, state.since, state.last_polled_at) == (Health.SKIPPED, MORNING, None)
