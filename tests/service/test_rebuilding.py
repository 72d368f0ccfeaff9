"""The archive and the log of readings are enough to make all facts again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from monitor.core.facts import Reading
from monitor.core.presence import Confirmation
from monitor.errors import NothingHeld, StoreError, UnreadableDocument
from monitor.service.accepting import accept, suspect
from monitor.service.app import Service
from monitor.service.rebuilding import rebuild
from monitor.service.rebuilding import replace as put_right
from monitor.sources.spec import RawDocument, Source
from monitor.store import audit, fact_rows, facts, sources, tables
from monitor.store.engine import reading, transaction
from tests.service.invented import LIST, MORNING, PAGE, at, came, document, ends, known, read, service

HOUR = timedelta(hours=1)


@pytest.fixture
def made() -> Iterator[Service]:
    with service() as made:
        yield made


# ------------------------------------------------------------------------------------------------------- properties

ROWS = st.builds(
    lambda model_id, stated: {"id": model_id, **stated},
    st.sampled_from("abcdefghij"),
    st.sampled_from(
        [
            {},
            {"shutdown_on": "2026-03-02"},
            {"shutdown_on": "2026-03-20"},
            {"shutdown_on": "today"},  # a page that prints what has come as firm, and what has not as a floor
            {"earliest_shutdown_on": "2026-03-04"},
            {"stated_status": "deprecated", "replacements": ["z"]},
            {"stated_status": "retired"},
            {"words": "no date announced"},
            {"regions": ["eu"], "shutdown_on": "2026-03-05"},
        ]
    ),
)


@dataclass(frozen=True)
class Step:
    """A document that comes some minutes after the one before, and whether a person accepts what is not believed.

    `words` is what the provider says of models that a list lacks; None where it cannot be asked.
    """

    source: Source
    minutes: int
    account: str
    rows: Sequence[dict[str, Any]]
    whole: bool
    broken: bool
    again: int
    accepted: bool
    words: Mapping[str, Confirmation] | None

    def body(self) -> bytes:
        problem = "a login page" if self.broken else None
        return document(
            *([] if self.broken else self.rows), whole=self.whole or not self.source.is_list, problem=problem
        )


UNASKED: st.SearchStrategy[None] = st.none()
ASKED = UNASKED | st.dictionaries(st.sampled_from("abcdefghij"), st.sampled_from(Confirmation))


@st.composite
def histories(draw: st.DrawFn, words: st.SearchStrategy[Mapping[str, Confirmation] | None] = UNASKED) -> list[Step]:
    """Steps that choose from a few documents, so that one comes back after others; `words` are what is said besides."""
    documents = draw(st.lists(st.lists(ROWS, min_size=1, max_size=8), min_size=1, max_size=3))
    step = st.builds(
        Step,
        source=st.sampled_from([PAGE, LIST]),
        minutes=st.sampled_from([1, 30, 59, 60, 61, 600, 3000]),
        account=st.sampled_from(["ours", "ours", "theirs"]),
        rows=st.sampled_from(documents),
        whole=st.sampled_from([True, True, True, False]),
        broken=st.sampled_from([False] * 4 + [True]),
        again=st.sampled_from([0, 0, 1, 3]),
        accepted=st.booleans(),
        words=words,
    )
    return draw(st.lists(step, min_size=1, max_size=10))


def searching(examples: int) -> settings:
    return settings(max_examples=examples, phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink])


def live(made: Service, steps: Sequence[Step]) -> None:
    """Let the documents come, each a few times in a row, and accept what is not believed where a step says so."""
    moment = MORNING
    for step in steps:
        account = step.account if step.source.is_list else ""
        words = step.words if step.source.is_list else None
        for _ in range(1 + step.again):
            moment += timedelta(minutes=step.minutes)
            came(at(made, moment), step.body(), source=step.source, account=account, words=words)
        if step.accepted:
            now = at(made, moment + timedelta(seconds=30))
            try:
                accept(now, suspect(now, step.source), who="test")
            except (NothingHeld, UnreadableDocument):
                continue


def emptied(made: Service) -> None:
    with transaction(made.engine) as session:
        for table in reversed(tables.Base.metadata.sorted_tables):
            session.execute(delete(table))
        sources.ensure(session, {PAGE.id: PAGE.provider, LIST.id: LIST.provider}, at=MORNING)


def rows(made: Service, source: Source) -> dict[str, fact_rows.FactRow]:
    with reading(made.engine) as session:
        return fact_rows.rows(session, source.id)


@searching(30)
@given(steps=histories(ASKED))
def test_whatever_came_in_whatever_order_the_archive_gives_the_same_tables(steps: list[Step]) -> None:
    with service() as made:
        live(made, steps)
        found = list(rebuild(made))

        assert [(one.source_id, one.not_compared, one.differences) for one in found] == [
            (one.source_id, "", ()) for one in found
        ]
        for one in found:
            source = PAGE if one.source_id == PAGE.id else LIST
            assert one.rows == rows(made, source)


@searching(15)
@given(steps=histories())
def test_two_sources_of_a_provider_say_the_same_whichever_is_taken_first(steps: list[Step]) -> None:
    moments = [MORNING + timedelta(hours=n) for n in range(len(steps))]
    by_time = list(zip(moments, steps, strict=True))
    by_source = sorted(by_time, key=lambda timed: timed[1].source.id)
    held = []
    with service() as made:
        for order in (by_time, by_source):
            emptied(made)
            for moment, step in order:
                account = step.account if step.source.is_list else ""
                came(at(made, moment), step.body(), source=step.source, account=account)
            held.append((rows(made, PAGE), rows(made, LIST), known(made)))

    assert held[0] == held[1]


@searching(30)
@given(steps=histories())
def test_no_page_brings_a_model_back_within_a_month_without_stating_something_of_it(steps: list[Step]) -> None:
    with service() as made:
        moment = MORNING
        for step in steps:
            moment += timedelta(minutes=step.minutes)
            report = came(at(made, moment), step.body())
            for change in report.changes:
                if change.kind == "reinstated":
                    said = [row for row in step.rows if row["id"] == change.model_id]
                    assert any(row.keys() & {"shutdown_on", "earliest_shutdown_on", "stated_status"} for row in said)


# --------------------------------------------------------------------------------------------------------- examples


def only(made: Service, source: Source = PAGE) -> Any:
    (found,) = rebuild(made, [source.id])
    return found


class TestDifferences:
    def test_a_row_that_was_tampered_with_is_named_with_both_values(self, made: Service) -> None:
        came(made, document(ends("a", "2026-09-01"), "b"))
        with transaction(made.engine) as session:
            session.execute(update(tables.Fact).where(tables.Fact.model_id == "b").values(quote="something else"))
            session.execute(delete(tables.Fact).where(tables.Fact.model_id == "a"))

        assert sorted((d.model_id, d.name, d.recorded, d.rebuilt) for d in only(made).differences) == [
            ("a", "row", None, "a"),
            ("b", "quote", "something else", "b"),
        ]

    def test_a_source_that_stands_otherwise_than_its_log_is_named(self, made: Service) -> None:
        came(made, document("a"))
        with transaction(made.engine) as session:
            session.execute(update(tables.Source).values(last_good_at=MORNING + HOUR))

        (difference,) = only(made).differences
        assert (difference.model_id, difference.name) == ("", "last_good_at")

    def test_a_reader_that_has_learnt_something_shows(self, made: Service) -> None:
        came(made, document(ends("a", "2026-09-01")))
        better = replace(made, sources={PAGE.id: replace(PAGE, read=_a_day_later)})

        (difference,) = only(better).differences
        assert (difference.name, difference.recorded, difference.rebuilt) == ("shutdown_on", "2026-09-01", "2026-09-02")


def _a_day_later(source: Source, raw: RawDocument) -> Reading:
    found = read(source, raw)
    later = (replace(f, shutdown_on=f.shutdown_on and f.shutdown_on + timedelta(days=1)) for f in found.facts)
    return replace(found, facts=tuple(later))


class TestPuttingRight:
    def test_the_record_has_what_the_archive_says_and_what_changes_is_recorded(self, made: Service) -> None:
        came(made, document(ends("a", "2026-09-01"), "b"))
        better = at(replace(made, sources={PAGE.id: replace(PAGE, read=_a_day_later)}), MORNING + HOUR)
        changes = put_right(better, only(better), who="cli (ada)")
        with reading(made.engine) as session:
            (note,) = audit.notes(session)
            (recorded,) = facts.changes(session)

        assert [(c.kind.value, c.before, c.after) for c in changes] == [
            ("shutdown_date_moved", "2026-09-01", "2026-09-02")
        ]
        assert recorded == (changes[0], MORNING + HOUR)
        assert (note.who, note.what, note.detail) == ("cli (ada)", "facts rebuilt", "acme/deprecations from 1 readings")
        assert only(better).differences == ()

    def test_not_if_the_source_was_read_meanwhile(self, made: Service) -> None:
        came(made, document("a", "b"))
        looked = only(made)
        came(at(made, MORNING + HOUR), document("a", "b", "c"))

        with pytest.raises(StoreError, match="read again meanwhile"):
            put_right(made, looked, who="cli")

    def test_not_what_could_not_be_compared(self, made: Service) -> None:
        with pytest.raises(StoreError, match="acme/deprecations cannot be rebuilt: it was never read"):
            put_right(made, only(made), who="cli")


class TestNotCompared:
    def test_a_source_whose_reader_is_gone(self, made: Service) -> None:
        came(made, document("a"))

        assert "no reader" in only(replace(made, sources={})).not_compared

    def test_a_source_that_was_read_before_there_was_a_log(self, made: Service) -> None:
        came(made, document("a"))
        with transaction(made.engine) as session:
            session.execute(delete(tables.Reading))
        came(at(made, MORNING + HOUR), document("a"))

        assert only(made).not_compared.startswith("it was read before readings were logged, from 2026-03-02")

    def test_a_document_that_its_reader_no_longer_takes_for_one(self, made: Service) -> None:
        came(made, document("a"))
        strict = replace(PAGE, read=lambda *_: Reading(problem="it is another page"))

        found = only(replace(made, sources={PAGE.id: strict}))
        assert found.not_compared.endswith("of 2026-03-02 was believed, and now: it is another page")
        assert (found.rows, found.differences) == ({}, ())
