"""Writing what a document says into the record, with the changes that follow and the reading that they rest on."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from monitor.core.changes import Change, ChangeKind, diff
from monitor.core.facts import Fact, Reading, Scope
from monitor.core.lifecycle import Lifecycle, merge_all
from monitor.core.presence import only_forgets
from monitor.errors import StoreError
from monitor.sources.spec import Source
from monitor.store import confirmations, facts, readings, schedule, sources
from monitor.store.confirmations import Confirmed
from monitor.store.engine import Session
from monitor.store.states import Fate, SourceState

NO_NEWS = frozenset({ChangeKind.LISTED})  # what is shown to an account for the first time may be old


@dataclass(frozen=True, slots=True)
class Document:
    """A document that came at a time (aware, UTC): its sha256 in the archive, and what its reader makes of it.

    `account` is who was shown it (see `store.accounts`), `confirmed` what its provider says of models that it lacks.
    """

    sha256: str
    media_type: str | None
    account: str
    at: datetime
    reading: Reading
    confirmed: tuple[Confirmed, ...] = ()


def state_of(session: Session, source: Source) -> SourceState:
    """How a source stands."""
    state = sources.state(session, source.id)
    if state is None:  # assembly makes every source known
        raise StoreError(f"the record does not know the source {source.id}", hint="start the program again")
    return state


def known_facts(session: Session, source: Source, document: Document) -> list[Fact]:
    """What a document of a source is held against: the facts of its last good readings that are not gone.

    Rows that the document lacks count only where its account was shown them, and where no good reading has missed
    them before: a list that goes on lacking the same rows is no new surprise.
    """
    expected = facts.shown_to(session, source.id, document.account, missed=False)
    says = {fact.key for fact in document.reading.facts}
    ours = [o.fact for o in facts.observations(session, source_id=source.id) if not o.gone_since]
    return [fact for fact in ours if fact.key in says or facts.row_key(fact) in expected]


def said(session: Session, source: Source, document: Document) -> list[Fact]:
    """The facts of a document that are to be recorded: one for each row, without those that are as good as absent."""
    first: dict[object, Fact] = {}
    for fact in document.reading.facts:
        first.setdefault(fact.key, fact)
    if source.is_list:
        return list(first.values())
    for o in facts.observations(session, source_id=source.id):
        new = first.get(o.fact.key)
        if new and only_forgets(o, new, document.at):
            del first[o.fact.key]
    return list(first.values())


def apply(session: Session, source: Source, document: Document) -> None:
    """Record what an admitted document says."""
    facts.apply(
        session,
        source_id=source.id,
        authority=source.authority,
        is_list=source.is_list,
        facts=said(session, source, document),
        whole=document.reading.whole,
        document=document.sha256,
        at=document.at,
        account=document.account,
        confirmed=document.confirmed,
    )


def log(session: Session, source: Source, document: Document, fate: Fate, reason: str = "") -> None:
    """Log a reading and what became of it."""
    readings.log(
        session,
        source.id,
        document=document.sha256,
        media_type=document.media_type,
        account=document.account,
        fate=fate,
        at=document.at,
        reason=reason,
    )
    if document.confirmed:
        confirmations.log(session, readings.newest(session, source.id)[0].id, document.confirmed)


def admit(
    session: Session, source: Source, document: Document, *, fate: Fate, now: datetime, reason: str = ""
) -> tuple[Change, ...]:
    """Record what a document says, and what changed by it as of `now` (aware, UTC).

    The first document of a source is its baseline and no change; the first one of an account lists nothing anew.
    """
    baseline = state_of(session, source).last_good_at is None
    stranger = not facts.shown_to(session, source.id, document.account)

    def act(session: Session) -> None:
        apply(session, source, document)

    changes = recorded(session, source, now, act, baseline=baseline, unsaid=NO_NEWS if stranger else ())
    log(session, source, document, fate, reason)
    return changes


def recorded(
    session: Session,
    source: Source,
    now: datetime,
    act: Callable[[Session], None],
    *,
    baseline: bool = False,
    unsaid: Collection[ChangeKind] = (),
) -> tuple[Change, ...]:
    """Do something to a source's facts and record what that changed, but for changes of the kinds `unsaid`.

    Two sources of one provider take turns: each must see what the other has written, or both record one change.
    """
    schedule.lock(session, f"provider:{source.provider}")
    before = {} if baseline else _lifecycles(session, source.provider)
    act(session)
    if baseline:
        return ()
    after = _lifecycles(session, source.provider)
    changes = tuple(
        change
        for key, lifecycle in after.items()
        if lifecycle.observations
        for change in diff(before.get(key), lifecycle, now.date())
        if change.kind not in unsaid
    )
    facts.add_changes(session, changes, at=now)
    return changes


def _lifecycles(session: Session, provider: str) -> dict[tuple[str, Scope], Lifecycle]:
    merged = merge_all(facts.observations(session, providers=[provider]))
    return {(c.model_id.casefold(), c.scope): c for c in merged}
