"""Whatever happens to a page, no fact is taken back, and no model and no date is invented; for every page we read.

Each shared page that has facts, the newest of each source in each form and all with gold facts, goes through all
mutators. A mutated page may be admitted only if it states nothing that the true page does not; what it no longer states
is no reprieve, since facts stand when their rows are gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.core.facts import Fact, Reading
from monitor.core.trust import Judgement, Verdict, judge
from tests.sources.corpus import NOWHERE, Stored, documents, golds
from tests.sources.mutators import ANSWERS, HARMLESS, LAYOUTS, first

CUTS = {f"cut at {part} of 20": first(part, 20) for part in range(1, 20)}
MUTATIONS = {**ANSWERS, **LAYOUTS, **HARMLESS, **CUTS}
# Rows under another heading, for an hour and more: nobody can tell that from a page that was edited so.
ANOTHER_STATEMENT = {"every second heading"}
ENDS = ("shutdown_on", "earliest_shutdown_on", "deprecated_on", "legacy_on", "extended_access_on")


@cache
def truth(document: Stored) -> tuple[Fact, ...]:
    return document.source.reading_of(document.body, document.media_type, document.day).facts


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
    """What became of a mutated page."""

    reading: Reading
    judgement: Judgement
    true: tuple[Fact, ...]

    @property
    def untrue(self) -> list[Fact]:
        """What it states and the true page does not; a replacement may be lost, and words may be garbled."""
        said = {fact.key: fact for fact in self.true}
        return [f for f in self.reading.facts if f.key not in said or not no_more_than(f, said[f.key])]

    @property
    def invented(self) -> list[str]:
        """Models that are not on the true page, and days that it does not give for them."""
        days = {fact.key: set(days_of(fact)) for fact in self.true}
        return [fact.model_id for fact in self.reading.facts if not set(days_of(fact)) <= days.get(fact.key, {None})]


def bare(fact: Fact) -> Fact:
    """A fact without its evidence, which may be shorter on a mutated page."""
    return replace(fact, quote="", url="", display_name=None)


def no_more_than(fact: Fact, true: Fact) -> bool:
    """Whether a fact says what the true one says, save for evidence, words, and replacements that are left out."""
    if not set(fact.replacements) <= set(true.replacements):
        return False
    told = replace(fact, replacements=true.replacements, replacement_text=true.replacement_text, words=true.words)
    return bare(told) == bare(true)


def days_of(fact: Fact) -> Iterable[tuple[str, date] | None]:
    return [(name, day) if (day := getattr(fact, name)) else None for name in ENDS]


def after(document: Stored, text: str) -> Outcome:
    read = document.source.reading_of(text.encode(), document.media_type, document.day)
    verdict = judge(read, truth(document), document.source.guards, read_on=document.day)
    return Outcome(read, verdict, truth(document))


here = pytest.mark.skipif(not documents(), reason=NOWHERE)


def test_there_are_at_least_forty_mutations() -> None:
    assert len(MUTATIONS) >= 40


@here
@pytest.mark.parametrize("page", pages(), ids=str)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_a_mutated_page_takes_nothing_back_and_invents_nothing(page: Stored, mutation: str) -> None:
    """A surprising page is believed when it says the same an hour later: nor may that state what nobody said."""
    outcome = after(page, MUTATIONS[mutation](page.path.read_text("utf-8")))
    verdict = outcome.judgement.verdict

    assert verdict is not Verdict.ADMIT or outcome.untrue == []
    assert verdict is not Verdict.QUARANTINE or mutation in ANOTHER_STATEMENT or outcome.invented == []
    assert verdict is Verdict.ADMIT or outcome.judgement.reason
    if mutation in ANSWERS:
        assert verdict is Verdict.REJECT
    if mutation in HARMLESS and verdict is Verdict.ADMIT:
        assert {bare(fact) for fact in outcome.reading.facts} == {bare(fact) for fact in outcome.true}


@here
@pytest.mark.parametrize("page", pages(), ids=str)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_lines_that_are_lost_doubled_or_in_another_place_invent_nothing(page: Stored, data: st.DataObject) -> None:
    lines = page.path.read_text("utf-8").split("\n")
    places = st.integers(min_value=0, max_value=len(lines) - 1)
    for _ in range(data.draw(st.integers(1, 4))):
        at, what = data.draw(places), data.draw(st.sampled_from(["lose", "double", "blank"]))
        at = min(at, len(lines) - 1)
        lines[at : at + 1] = {"lose": [], "double": [lines[at], lines[at]], "blank": ["", lines[at], ""]}[what]

    outcome = after(page, "\n".join(lines))

    assert outcome.judgement.verdict is not Verdict.ADMIT or outcome.invented == []
