"""One round of polling: fetch every source, archive, read, judge, record.

The network is never inside a transaction: a document is fetched, archived in a transaction of its own, read, and
what follows from it is one short transaction. Each source stands alone: what goes wrong with one is its outcome.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

import structlog

from monitor.core import trust
from monitor.core.changes import Change, diff
from monitor.core.facts import Fact, Reading, Scope
from monitor.core.lifecycle import Lifecycle, merge_all
from monitor.core.trust import Verdict
from monitor.errors import MonitorError, StoreError
from monitor.fetch import Answer, Fetcher, Limits
from monitor.service.app import Service
from monitor.service.asking import MissingDocument, address, fetch
from monitor.sources.spec import Source
from monitor.store import archive, facts, schedule, sources
from monitor.store.engine import Session, reading, transaction
from monitor.store.sources import SourceState

POLLERS = 8

log = structlog.get_logger()


class Outcome(enum.StrEnum):
    """What a poll of one source came to."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SUSPECT = "suspect"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class SourceReport:
    """The outcome for one source; `facts` is how many its document holds, `reason` says why it is not well."""

    id: str
    outcome: Outcome
    facts: int = 0
    changes: tuple[Change, ...] = ()
    reason: str = ""
    document_sha256: str | None = None


def poll(
    service: Service, ids: Collection[str] = (), on_report: Callable[[SourceReport], None] | None = None
) -> list[SourceReport]:
    """Poll the named sources (default: all that are enabled) side by side; reports in the order of their ids.

    `on_report` is called as each source is done, from this thread, for a progress display.
    """
    chosen = [service.sources[i] for i in sorted(ids or service.sources)]
    reports = []
    with fetcher(service) as web, ThreadPoolExecutor(POLLERS, thread_name_prefix="poll") as pool:
        running = [pool.submit(_poll_one, service, web, source) for source in chosen]
        for done in as_completed(running):
            reports.append(done.result())
            if on_report:
                on_report(reports[-1])
    return sorted(reports, key=lambda r: r.id)


def fetcher(service: Service) -> Fetcher:
    """The process's fetcher, as the settings want it. Only the configured mirror may have a private address."""
    fetch = service.settings.fetch
    return Fetcher(
        user_agent=fetch.user_agent,
        limits=Limits(total_seconds=fetch.timeout.total_seconds(), max_bytes=fetch.max_bytes),
        trusted_origins=(fetch.mirror,) if fetch.mirror else (),
    )


def _poll_one(service: Service, web: Fetcher, source: Source) -> SourceReport:
    """Poll one source; whatever happens is a report."""
    try:
        return _polled(service, web, source)
    except MissingDocument as missing:
        with transaction(service.engine) as session:
            sources.record_skipped(session, source.id, reason=str(missing), at=service.clock.now())
        return SourceReport(source.id, Outcome.SKIPPED, reason=str(missing))
    except MonitorError as error:
        return _failed(service, source, str(error))
    except Exception as error:  # the runner's boundary: one source's defect must not stop the others
        log.exception("a source could not be polled", source=source.id)
        return _failed(service, source, f"defect in this program: {type(error).__name__}")


def _failed(service: Service, source: Source, reason: str) -> SourceReport:
    with transaction(service.engine) as session:
        sources.record_failure(session, source.id, reason=reason, at=service.clock.now())
    return SourceReport(source.id, Outcome.FAILED, reason=reason)


def _polled(service: Service, web: Fetcher, source: Source) -> SourceReport:
    with reading(service.engine) as session:
        state = _state(session, source)
    answer = fetch(service, web, source, state)
    service.checkpoint("poll.fetched")
    if answer.status == HTTPStatus.NOT_MODIFIED and state.document_sha256:
        return _unchanged(service, source, state.document_sha256, answer)
    now = service.clock.now()
    with transaction(service.engine) as session:
        sha256 = archive.keep(
            session,
            body=answer.body,
            source_id=source.id,
            url=answer.url,
            media_type=answer.media_type or "",
            at=now,
        )
    service.checkpoint("poll.archived")
    if sha256 == state.document_sha256:
        return _unchanged(service, source, sha256, answer)
    read = source.reading_of(answer.body, answer.media_type, now.date())
    service.checkpoint("poll.read")
    return _judged(service, source, answer, sha256, read)


def _unchanged(service: Service, source: Source, sha256: str, answer: Answer) -> SourceReport:
    """The same document again: one more good reading of the same rows, and nothing is parsed."""
    now = service.clock.now()

    def confirm(session: Session) -> None:
        facts.confirm(session, source_id=source.id, is_list=source.is_list, document=sha256, at=now)

    with transaction(service.engine) as session:
        changes = _recorded(session, source, now, confirm) if source.is_list else ()
        if not source.is_list:  # what a page lacks was told when it vanished
            confirm(session)
        sources.record_unchanged(session, source.id, etag=answer.etag, last_modified=answer.last_modified, at=now)
    outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
    return SourceReport(source.id, outcome, changes=changes, document_sha256=sha256)


def _judged(service: Service, source: Source, answer: Answer, sha256: str, read: Reading) -> SourceReport:
    """Believe a new document and record what follows from it, or keep it and say why not."""
    now = service.clock.now()
    with transaction(service.engine) as session:
        state = _state(session, source)
        judgement = trust.judge(
            read, _current(session, source), source.guards, read_on=now.date(), is_list=source.is_list
        )
        same = _says_what_is_held(session, source, state, read)
        if not trust.may_be_admitted(judgement, same_since=state.held_since if same else None, now=now):
            held = state.held_sha256 if same else sha256
            surprising = judgement.verdict is Verdict.QUARANTINE
            sources.record_suspect(
                session, source.id, reason=judgement.reason, at=now, held=held if surprising else None
            )
            return SourceReport(
                source.id, Outcome.SUSPECT, len(read.facts), reason=judgement.reason, document_sha256=sha256
            )
        changes = _recorded(
            session,
            source,
            now,
            lambda session: _apply(session, source, read, sha256, now),
            baseline=state.last_good_at is None,
        )
        sources.record_good(
            session,
            source.id,
            document=sha256,
            etag=answer.etag,
            last_modified=answer.last_modified,
            read_url=address(service, source),
            at=now,
        )
        service.checkpoint("poll.applied")
    service.checkpoint("poll.committed")
    for place in read.unread:
        log.warning("a cell was not understood", source=source.id, cell=place)
    return SourceReport(source.id, Outcome.CHANGED, len(read.facts), changes, document_sha256=sha256)


def _state(session: Session, source: Source) -> SourceState:
    state = sources.state(session, source.id)
    if state is None:  # assembly makes every source known
        raise StoreError(f"the record does not know the source {source.id}", hint="start the program again")
    return state


def _current(session: Session, source: Source) -> list[Fact]:
    seen = facts.observations(session, providers=[source.provider])
    return [o.fact for o in seen if o.fact.source_id == source.id and not o.gone_since]


def _says_what_is_held(session: Session, source: Source, state: SourceState, read: Reading) -> bool:
    """Whether a reading says the same as the surprising document that is held; their bytes may differ."""
    if not state.held_sha256 or not state.held_since:
        return False
    body = archive.body(session, state.held_sha256)
    held = source.reading_of(body, None, state.held_since.date())
    return trust.fingerprint(held) == trust.fingerprint(read)


def _apply(session: Session, source: Source, read: Reading, sha256: str, now: datetime) -> None:
    facts.apply(
        session,
        source_id=source.id,
        authority=source.authority,
        is_list=source.is_list,
        facts=read.facts,
        whole=read.whole,
        document=sha256,
        at=now,
    )


def _recorded(
    session: Session, source: Source, now: datetime, act: Callable[[Session], None], *, baseline: bool = False
) -> tuple[Change, ...]:
    """Do something to a source's facts and record what that changed; a source's first document is no change.

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
    )
    facts.add_changes(session, changes, at=now)
    return changes


def _lifecycles(session: Session, provider: str) -> dict[tuple[str, Scope], Lifecycle]:
    merged = merge_all(facts.observations(session, providers=[provider]))
    return {(c.model_id.casefold(), c.scope): c for c in merged}
