"""Last good documents that still stand, recorded for many sources at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import select, update

from monitor.store import archive, facts, readings, sources, standing, tables
from monitor.store.engine import Engine, reading, transaction
from monitor.store.standing import Standing
from monitor.store.states import Fate, Health
from tests.store.samples import HOUR, NOW, SOURCE, fact, read

OTHER = "openai/models"


def well(
    record: Engine, source_id: str, *, body: bytes = b"good", fate: Fate = Fate.ADMITTED, etag: str = '"1"'
) -> str:
    """A source's document was admitted; its sha256."""
    with transaction(record) as session:
        sources.ensure(session, {source_id: "openai"}, at=NOW)
        sha256 = archive.keep(session, body=body, source_id=source_id, url="", media_type="", at=NOW)
        sources.record_good(
            session, source_id, document=sha256, etag=etag, last_modified=None, read_url="https://x.example", at=NOW
        )
        readings.log(session, source_id, document=sha256, media_type=None, account="", fate=fate, at=NOW, reason="how")
    return sha256


def stand(record: Engine, *found: Standing) -> list[str]:
    """Record what stands, as a round does; the sources it was recorded for."""
    with transaction(record) as session:
        current = standing.current(session, found)
        standing.record(session, current)
    return [one.source_id for one in current]


def log(record: Engine, source_id: str) -> list[tuple[str, int, datetime]]:
    with reading(record) as session:
        return [(row.fate.value, row.times, row.until) for row in readings.newest(session, source_id, limit=9)[::-1]]


def test_every_source_of_a_batch_is_well_at_its_own_time_with_the_validators_it_renewed(record: Engine) -> None:
    first, second = well(record, SOURCE), well(record, OTHER)
    found = (
        Standing(SOURCE, first, "", NOW + HOUR, etag='"2"'),
        Standing(OTHER, second, "", NOW + 2 * HOUR, last_modified="Sat"),
    )

    assert stand(record, *found) == [SOURCE, OTHER]
    with reading(record) as session:
        states = sources.states(session)
    assert [(s.etag, s.last_modified, s.last_good_at, s.last_polled_at, s.since) for s in states.values()] == [
        ('"2"', None, NOW + HOUR, NOW + HOUR, NOW),
        ('"1"', "Sat", NOW + 2 * HOUR, NOW + 2 * HOUR, NOW),
    ]


def test_a_source_that_had_failed_is_well_from_now_on(record: Engine) -> None:
    document = well(record, SOURCE)
    with transaction(record) as session:
        sources.record_failure(session, SOURCE, reason="503", at=NOW + HOUR)
    stand(record, Standing(SOURCE, document, "", NOW + 2 * HOUR))
    with reading(record) as session:
        state = sources.states(session, [SOURCE])[SOURCE]

    assert (state.state, state.reason, state.failures, state.since) == (Health.OK, "", 0, NOW + 2 * HOUR)


def test_only_the_rows_that_the_document_holds_are_seen(record: Engine) -> None:
    read(record, fact("a"), fact("b"), at=NOW)
    document = read(record, fact("a"), at=NOW + HOUR)
    well(record, SOURCE, body=repr((fact("a"),)).encode())
    stand(record, Standing(SOURCE, document, "", NOW + 2 * HOUR))
    with reading(record) as session:
        seen = {o.fact.model_id: o.last_seen for o in facts.observations(session)}

    assert seen == {"a": NOW + 2 * HOUR, "b": NOW}


@pytest.mark.parametrize("whole", [True, False])
def test_what_another_document_lacks_was_last_seen_when_its_own_last_stood(record: Engine, whole: bool) -> None:
    both = (fact("a"), fact("b"))
    document = read(record, *both, at=NOW)
    well(record, SOURCE, body=repr(both).encode())
    for hours in (1, 2):
        stand(record, Standing(SOURCE, document, "", NOW + hours * HOUR))
    read(record, fact("a"), whole=whole, at=NOW + 5 * HOUR)
    well(record, SOURCE, body=repr((fact("a"),)).encode())
    with reading(record) as session:
        seen = {o.fact.model_id: o.last_seen for o in facts.observations(session)}

    assert seen["b"] == NOW + 2 * HOUR


@pytest.mark.parametrize("first", [Fate.ADMITTED, Fate.ACCEPTED, Fate.UNCHANGED])
def test_it_prolongs_the_row_of_the_log_that_brought_it(record: Engine, first: Fate) -> None:
    document = well(record, SOURCE, fate=first)
    stand(record, Standing(SOURCE, document, "", NOW + HOUR))

    assert log(record, SOURCE) == [(first.value, 2, NOW + HOUR)]
    with reading(record) as session:
        assert readings.newest(session, SOURCE)[0].reason == "how"


def test_after_another_document_in_between_it_is_a_row_of_its_own(record: Engine) -> None:
    document = well(record, SOURCE)
    with transaction(record) as session:
        bad = archive.keep(session, body=b"login", source_id=SOURCE, url="", media_type="", at=NOW)
        told = {"media_type": None, "account": "", "fate": Fate.REJECTED, "reason": "a login page"}
        readings.log(session, SOURCE, document=bad, at=NOW + HOUR, **told)
    for hours in (2, 3):
        stand(record, Standing(SOURCE, document, "", NOW + hours * HOUR))

    assert [(fate, times) for fate, times, _ in log(record, SOURCE)] == [
        ("admitted", 1),
        ("rejected", 1),
        ("unchanged", 2),
    ]


def test_what_another_process_has_replaced_meanwhile_is_left_alone(record: Engine) -> None:
    older = well(record, SOURCE, body=b"older")
    newer, other = well(record, SOURCE, body=b"newer", etag='"newer"'), well(record, OTHER)
    found = [Standing(name, sha, "", NOW + HOUR, etag='"x"') for name, sha in ((SOURCE, older), (OTHER, other))]

    assert stand(record, *found) == [OTHER]
    with reading(record) as session:
        state = sources.states(session)[SOURCE]
    assert (state.document_sha256, state.etag, state.last_good_at) == (newer, '"newer"', NOW)


def test_another_account_was_shown_the_document_that_stands(record: Engine) -> None:
    document = well(record, SOURCE)

    assert stand(record, Standing(SOURCE, document, "another", NOW + HOUR)) == []


def test_processes_that_record_the_same_batch_at_once_lose_no_poll(record: Engine) -> None:
    documents = {name: well(record, name) for name in (SOURCE, OTHER)}

    def poll(n: int) -> None:
        order = sorted(documents, reverse=n % 2 == 0)
        stand(record, *(Standing(name, documents[name], "", NOW + HOUR) for name in order))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(poll, range(12)))

    assert log(record, SOURCE) == log(record, OTHER) == [("admitted", 13, NOW + HOUR)]


def test_a_list_that_lacks_rows_which_are_not_gone_may_change_something_by_standing(record: Engine) -> None:
    read(record, fact("a"), fact("b"), is_list=True, at=NOW)
    document = read(record, fact("a"), is_list=True, at=NOW + HOUR)
    found = [Standing(SOURCE, document, "", NOW + 2 * HOUR), Standing(OTHER, document, "", NOW + 2 * HOUR)]
    with transaction(record) as session:
        before = standing.lacking(session, found)
        session.execute(update(tables.Fact).where(tables.Fact.model_id == "b").values(gone_since=NOW))
        after = standing.lacking(session, found)
        gone = session.scalars(select(tables.Fact.gone_since).where(tables.Fact.model_id == "b")).one()

    assert (before, after, gone) == ({SOURCE}, frozenset(), NOW)
