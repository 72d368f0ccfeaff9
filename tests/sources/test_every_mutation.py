"""Whatever happens to a page, no fact is taken back, and no model and no date is invented; for every page we read.

Each shared page that has facts, the newest of each source in each form and all with gold facts, goes through all
mutators. A mutated page may be admitted only if it states nothing that the true page does not; what it no longer states
is no reprieve, since facts stand when their rows are gone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.core.facts import Fact, Reading, Scope
from monitor.core.trust import Judgement, Verdict, judge
from tests.sources.corpus import NOWHERE, Stored, documents, golds, reading_of
from tests.sources.mutators import ANSWERS, HARMLESS, LAYOUTS, first

CUTS = {f"cut at {part} of 20": first(part, 20) for part in range(1, 20)}
MUTATIONS = {**ANSWERS, **LAYOUTS, **HARMLESS, **CUTS}
# Rows under another heading, for an hour and more: nobody can tell that from a page that was edited so.
ANOTHER_STATEMENT = {"every second heading"}


def truth(document: Stored) -> tuple[Fact, ...]:
    return reading_of(document).facts


@cache
def stated(document: Stored) -> dict[tuple[str, Scope], Fact]:
    return {fact.key: fact for fact in truth(document)}


@cache
def pages() -> tuple[Stored, ...]:
    """The pages that go through all mutators."""
    chosen: dict[tuple[str, str], Stored] = {}
    for document in documents():
        if document.form != "json" and document.dated and truth(document):
            chosen[document.source.id, document.form] = document
    golden = [gold.stored for gold in golds() if gold.stored.form != "json"]
    return tuple({document.path: document for document in (*chosen.values(), *golden)}.values())


@dataclass(frozen=True)
class Outcome:
    """What became of a mutated page. `said` are the facts of the true one."""

    reading: Reading
    judgement: Judgement
    said: dict[tuple[str, Scope], Fact]

    @property
    def untrue(self) -> list[Fact]:
        """What it states and the true page does not; a replacement may be lost, and words may be garbled."""
        return [f for f in self.reading.facts if not no_more_than(f, self.said.get(f.key))]

    @property
    def invented(self) -> list[str]:
        """Models that are not on the true page, and days that it does not give for them."""
        return [fact.model_id for fact in self.reading.facts if not no_other_days(fact, self.said.get(fact.key))]


# A fact without its evidence, which may be shorter on a mutated page, and without what may be lost of it.
LASTING = [f.name for f in fields(Fact) if f.name not in {"quote", "url", "display_name"}]
bare = attrgetter(*LASTING)
kept = attrgetter(*(name for name in LASTING if name not in {"replacements", "replacement_text", "words"}))
days_of = attrgetter("shutdown_on", "earliest_shutdown_on", "deprecated_on", "legacy_on", "extended_access_on")


def no_more_than(fact: Fact, true: Fact | None) -> bool:
    """Whether a fact says what the true one says, save for evidence, words, and replacements that are left out."""
    return true is not None and kept(fact) == kept(true) and set(fact.replacements) <= set(true.replacements)


def no_other_days(fact: Fact, true: Fact | None) -> bool:
    return true is not None and all(day in {None, its} for day, its in zip(days_of(fact), days_of(true), strict=True))


def after(document: Stored, text: str) -> Outcome:
    read = document.source.reading_of(text.encode(), document.media_type, document.day)
    verdict = judge(read, truth(document), document.source.guards, read_on=document.day)
    return Outcome(read, verdict, stated(document))


here = pytest.mark.skipif(not documents(), reason=NOWHERE)


def test_there_are_at_least_forty_mutations() -> None:
    assert len(MUTATIONS) >= 40


@here
@pytest.mark.parametrize("page", pages(), ids=str)
def test_a_mutated_page_takes_nothing_back_and_invents_nothing(page: Stored) -> None:
    text = page.path.read_text("utf-8")
    wrong = {name: list(wrongs(after(page, mutation(text)), name)) for name, mutation in MUTATIONS.items()}

    assert {name: what for name, what in wrong.items() if what} == {}


def wrongs(outcome: Outcome, mutation: str) -> Iterator[object]:
    """What must not be after a mutation.

    A surprising page is believed when it says the same an hour later: nor may that state what nobody said.
    """
    verdict = outcome.judgement.verdict
    if verdict is Verdict.ADMIT and outcome.untrue:
        yield "untrue", outcome.untrue
    if verdict is Verdict.QUARANTINE and mutation not in ANOTHER_STATEMENT and outcome.invented:
        yield "invented", outcome.invented
    if verdict is not Verdict.ADMIT and not outcome.judgement.reason:
        yield "no reason", verdict
    if mutation in ANSWERS and verdict is not Verdict.REJECT:
        yield "not rejected", verdict
    if mutation in HARMLESS and verdict is Verdict.ADMIT:
        lost = set(map(bare, outcome.said.values())) ^ set(map(bare, outcome.reading.facts))
        yield from (("not the same", fact) for fact in lost)


@cache
def lines_of(page: Stored) -> tuple[str, ...]:
    return tuple(page.path.read_text("utf-8").split("\n"))


@here
@pytest.mark.parametrize("page", pages(), ids=str)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_lines_that_are_lost_doubled_or_in_another_place_invent_nothing(page: Stored, data: st.DataObject) -> None:
    lines = list(lines_of(page))
    places = st.integers(min_value=0, max_value=len(lines) - 1)
    for _ in range(data.draw(st.integers(1, 4))):
        at, what = data.draw(places), data.draw(st.sampled_from(["lose", "double", "blank"]))
        at = min(at, len(lines) - 1)
        lines[at : at + 1] = {"lose": [], "double": [lines[at], lines[at]], "blank": ["", lines[at], ""]}[what]

    outcome = after(page, "\n".join(lines))

    assert outcome.judgement.verdict is not Verdict.ADMIT or outcome.invented == []
