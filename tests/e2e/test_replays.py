"""All shared documents of each source, fed through a poll on their own days: what happened comes out as it happened.

Held against a second, simple account of the same documents: the rows as each was read, and what differs in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache

import pytest

from monitor.core.changes import Change, ChangeKind
from monitor.core.facts import Authority, Fact, Scope, StatedStatus
from monitor.core.trust import Verdict
from monitor.service.extracting import body_of, media_type_of
from monitor.service.manifest import Saved, saved_documents
from monitor.service.outcomes import Outcome
from monitor.service.replaying import Step, replay
from monitor.sources.registry import all_sources
from monitor.sources.spec import Auth, Source
from tests.sources.corpus import NOWHERE, SHARED, documents

Key = tuple[str, Scope]
Told = tuple[str, str, str, str | None, str | None]

DATES = {kind for kind in ChangeKind if "date" in kind} - {ChangeKind.EARLIEST_DATE_PASSED}
A_MONTH = timedelta(days=30)

here = pytest.mark.skipif(not documents(), reason=NOWHERE)


@cache
def saved() -> dict[str, list[Saved]]:
    """The shared documents with a day, by source; of sources that have at least two."""
    found: dict[str, list[Saved]] = {}
    for document in saved_documents(SHARED / "pages" / "MANIFEST.tsv") if documents() else ():
        if document.day and document.source_id in all_sources():
            found.setdefault(document.source_id, []).append(document)
    return {source_id: several for source_id, several in sorted(found.items()) if len(several) > 1}


@cache
def replayed(source_id: str) -> tuple[Step, ...]:
    """The replay of all documents of a source; each is read once, for the replay and for those who check it."""
    return tuple(replay(remembering(source_id), saved()[source_id]))


@cache
def remembering(source_id: str) -> Source:
    """The source with a reader that remembers what it has read."""
    source = all_sources()[source_id]
    return replace(source, read=cache(source.read))


@dataclass
class Account:
    """What the documents up to one have said, row by row: the newest words on each, and since when a row is silent.

    `present` are the rows of the last document, `shown` all rows that an account was ever shown.
    """

    source: Source
    rows: dict[Key, Fact] = field(default_factory=dict)
    silent: dict[Key, datetime] = field(default_factory=dict)
    present: set[Key] = field(default_factory=set)
    shown: dict[str, set[Key]] = field(default_factory=dict)
    began: bool = False

    def wrong(self, step: Step) -> Iterator[str]:
        """What the replay said of a step that its document does not bear out."""
        if step.last.outcome is not Outcome.CHANGED:
            if not step.first.reason:
                yield f"{step.document.path.name} was not believed, and nobody says why"
            return
        assert step.document.day
        said, whole = self.said(step.document, step.document.day)
        yield from self._dates(step, said)
        yield from self._states(step, said)
        yield from self._absences(step, said, whole=whole)
        for key, fact in said.items():
            if self.forgets(key, fact, step):
                self.silent.setdefault(key, step.at)
            else:
                self.rows[key] = fact
                self.silent.pop(key, None)
        self.began = True

    def said(self, document: Saved, day: date) -> tuple[dict[Key, Fact], bool]:
        """The rows of a document, the first of each key, and whether they are all there are."""
        reading = self.source.reading_of(body_of(document.path), media_type_of(document.path), day)
        rows: dict[Key, Fact] = {}
        for fact in reading.facts:
            rows.setdefault(fact.key, fact)
        return rows, reading.whole

    def forgets(self, key: Key, fact: Fact, step: Step) -> bool:
        """Whether a page's row only no longer says that its model is deprecated or gone: see core.presence."""
        old, day = self.rows.get(key), step.at.date()
        if old is None or self.source.is_list or states(fact):
            return False
        gone = bool(old.shutdown_on and old.shutdown_on <= day) or old.stated_status is StatedStatus.RETIRED
        announced = bool(old.deprecated_on and old.deprecated_on <= day) or old.stated_status is StatedStatus.DEPRECATED
        deprecated = announced and not old.shutdown_on and not fact.deprecated_on
        return (gone or deprecated) and step.at - self.silent.get(key, step.at) < A_MONTH

    def _dates(self, step: Step, said: dict[Key, Fact]) -> Iterator[str]:
        """Every date that was set, moved or withdrawn, with both days, and no other."""
        told = {(c.kind.value, *of(c), c.before, c.after) for c in step.last.changes if c.kind in DATES}
        expected: set[Told] = set()
        if self.began:
            for key, fact in said.items():
                if not self.forgets(key, fact, step):
                    expected |= {
                        (kind, key[0], str(key[1]), before, after)
                        for kind, before, after in difference(self.rows.get(key), fact)
                    }
        yield from (f"{step.document.path.name} does not say {change}" for change in sorted(map(str, told - expected)))
        yield from (f"{step.document.path.name} says {change}" for change in sorted(map(str, expected - told)))

    def _states(self, step: Step, said: dict[Key, Fact]) -> Iterator[str]:
        """A date that has come or a stated status retires, and nothing else; what is reinstated is stated."""
        day = step.at.date()
        facts = {(model, str(scope)): fact for (model, scope), fact in said.items()} if step.last.changes else {}
        for change in step.last.changes:
            fact = facts.get(of(change))
            if change.kind is ChangeKind.RETIRED:
                ended = fact and fact.shutdown_on and fact.shutdown_on <= day
                stated = fact and fact.stated_status is StatedStatus.RETIRED
                if not ended and not stated and not self.source.is_list:
                    yield f"{step.document.path.name} retires {change.model_id} without a word"
            if change.kind is ChangeKind.REINSTATED and not (fact and (states(fact) or self.lets_go(fact, step))):
                yield f"{step.document.path.name} reinstates {change.model_id} without a word"

    def _absences(self, step: Step, said: dict[Key, Fact], *, whole: bool) -> Iterator[str]:
        """Each row that a page has lost is told once; of a list, only what its account was shown can be unlisted."""
        account = "" if self.source.auth is Auth.NONE else step.document.account
        there = {key for key, fact in said.items() if not self.forgets(key, fact, step)}
        lost = self.present - there if whole else set()
        vanished = {of(c) for c in step.last.changes if c.kind is ChangeKind.ROW_VANISHED}
        if not self.source.is_list and self.source.authority in {Authority.DEPRECATIONS, Authority.PAGE}:
            expected = {(model, str(scope)) for model, scope in lost}
            yield from (f"{step.document.path.name} has not lost {row}" for row in sorted(vanished - expected))
            yield from (f"{step.document.path.name} has lost {row}" for row in sorted(expected - vanished))
        mine = {(model, str(scope)) for model, scope in self.shown.get(account, set()) - said.keys()}
        unlisted = {of(c) for c in step.last.changes if c.kind is ChangeKind.UNLISTED}
        yield from (f"{step.document.path.name} cannot unlist {row}" for row in sorted(unlisted - mine))
        self.present = (self.present - lost) | there
        self.shown.setdefault(account, set()).update(said)

    def lets_go(self, fact: Fact, step: Step) -> bool:
        """Whether a row may say by its silence that its model lives: in a list, or on a page after a month."""
        since = self.silent.get(fact.key)
        return self.source.is_list or (since is not None and step.at - since >= A_MONTH)


def states(fact: Fact) -> bool:
    return bool(fact.shutdown_on or fact.earliest_shutdown_on or fact.stated_status)


def of(change: Change) -> tuple[str, str]:
    return change.model_id.casefold(), str(change.scope)


def difference(old: Fact | None, new: Fact) -> Iterator[tuple[str, str | None, str | None]]:
    was, floor = (old.shutdown_on, old.earliest_shutdown_on) if old else (None, None)
    for kind, before, after, otherwise, then in (
        ("shutdown", was, new.shutdown_on, floor, new.earliest_shutdown_on),
        ("earliest", floor, new.earliest_shutdown_on, None, None),
    ):
        if before == after:
            continue
        if before is None:
            yield f"{kind}_date_set", printed(otherwise), printed(after)
        elif after is None:
            yield f"{kind}_date_withdrawn", printed(before), printed(then)
        else:
            yield f"{kind}_date_moved", printed(before), printed(after)
        return


def printed(day: date | None) -> str | None:
    return day.isoformat() if day else None


def contradicted(steps: Iterable[Step]) -> Iterator[str]:
    """What was reinstated though a later document says that it had ended by then, on the very day that was given up."""
    back: dict[tuple[str, str], date] = {}
    for step in steps:
        for change in (*step.turned, *step.last.changes):
            if change.kind is ChangeKind.REINSTATED:
                back[of(change)] = step.at.date()
            elif change.kind is ChangeKind.RETIRED and of(change) in back:
                since = back.pop(of(change))
                if change.effective_on and change.effective_on <= since:
                    yield f"{change.model_id} was reinstated on {since}, and had ended on {change.effective_on}"


@here
@pytest.mark.parametrize("source_id", saved())
def test_a_replay_says_what_each_document_says_and_no_later_one_contradicts_it(source_id: str) -> None:
    steps, account = replayed(source_id), Account(remembering(source_id))
    wrong = [what for step in steps for what in account.wrong(step)]

    assert [*wrong, *contradicted(steps)] == []
    assert [step.document.day for step in steps] == sorted(d.day for d in saved()[source_id] if d.day)
    assert steps[0].last.changes == ()
    assert any(step.first.verdict is Verdict.ADMIT for step in steps)


@here
def test_a_floor_that_passes_is_told_and_retires_nothing() -> None:
    passed = retired = 0
    for source_id in ("anthropic/deprecations", "vertex/deprecations"):
        for step in replayed(source_id):
            floors = {of(c) for c in step.turned if c.kind is ChangeKind.EARLIEST_DATE_PASSED}
            ends = {of(c) for c in step.turned if c.kind is ChangeKind.RETIRED}
            assert not floors & ends
            passed, retired = passed + len(floors), retired + len(ends)

    assert passed
    assert retired


@here
def test_what_vertex_moved_and_withdrew_in_the_summer_of_2026_comes_out_as_such() -> None:
    told = [
        (str(step.document.day), change.kind.value, change.before, change.after)
        for step in replayed("vertex/deprecations")
        for change in (*step.turned, *step.last.changes)
        if change.model_id in {"gemini-embedding-001", "gemini-2.5-flash-lite", "veo-2.0-generate-001"}
        and (change.kind in DATES or change.kind in {ChangeKind.RETIRED, ChangeKind.REINSTATED})
    ]

    assert told == [
        ("2026-05-29", "shutdown_date_set", "2026-10-16", "2026-07-22"),
        ("2026-05-30", "shutdown_date_withdrawn", "2026-07-22", "2026-10-16"),
        ("2026-06-09", "shutdown_date_set", None, "2026-07-14"),
        ("2026-06-10", "shutdown_date_withdrawn", "2026-07-14", "2028-05-20"),
        ("2026-06-30", "retired", "deprecated", "retired"),
        ("2026-06-30", "shutdown_date_set", "2026-10-16", "2026-10-16"),
        ("2026-07-31", "shutdown_date_moved", "2026-10-16", "2026-10-20"),
    ]
