"""One round of polling: ask every source, and take what it answers.

The network is never inside a transaction. Each source stands alone: what goes wrong with one is its outcome.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from queue import Empty, SimpleQueue
from typing import TypeVar

import structlog

from monitor.errors import MonitorError, StoreError
from monitor.fetch import Fetcher, Limits
from monitor.service.accounts import account
from monitor.service.app import Service
from monitor.service.asking import MissingDocument, address, fetch
from monitor.service.confirming import can_confirm, confirm
from monitor.service.outcomes import Outcome, SourceReport
from monitor.service.taking import take_new
from monitor.service.unchanged import missed_again, record, stands
from monitor.sources.spec import Source
from monitor.store import accounts, facts, sources, standing
from monitor.store.engine import reading, transaction
from monitor.store.standing import Standing
from monitor.store.states import Health, SourceState

__all__ = ["Outcome", "SourceReport", "fetcher", "poll"]

POLLERS = 8
PATIENCE = 0.5  # seconds that a result waits for others, to be recorded with them

Result = TypeVar("Result")

log = structlog.get_logger()


@dataclass(frozen=True)
class _Round:
    """What all polls of a round share: how the sources stood at its start, and who we are to them."""

    service: Service
    web: Fetcher
    states: Mapping[str, SourceState]
    salt: bytes
    lacked: frozenset[tuple[str, str]]  # documents (source, sha256) that lack models which are not gone


def poll(
    service: Service, ids: Collection[str] = (), on_report: Callable[[SourceReport], None] | None = None
) -> list[SourceReport]:
    """Poll the named sources (default: all that are enabled) side by side; reports in the order of their ids.

    `on_report` is called as each source is done, from this thread, for a progress display.
    """
    chosen = [service.sources[i] for i in sorted(ids or service.sources)]
    with transaction(service.engine) as session:
        states = sources.states(session, [source.id for source in chosen])
        salt, lacked = accounts.salt(session), standing.lacked(session)
    reports = []
    with fetcher(service) as web, ThreadPoolExecutor(POLLERS, thread_name_prefix="poll") as pool:
        polls = _Round(service, web, states, salt, lacked)
        done: SimpleQueue[Future[SourceReport | Standing]] = SimpleQueue()
        for source in chosen:
            pool.submit(_poll_one, polls, source).add_done_callback(done.put)
        for results in _batches(done, len(chosen)):
            for report in _recorded(service, results):
                reports.append(report)
                if on_report:
                    on_report(report)
    return sorted(reports, key=lambda r: r.id)


def _batches(done: SimpleQueue[Future[Result]], count: int) -> Iterator[list[Result]]:
    """The results of so many jobs as they come, together with what else comes within the patience for it.

    So a source that hangs keeps no other from being recorded.
    """
    while count:
        batch = [done.get().result()]
        ends = time.monotonic() + PATIENCE
        with suppress(Empty):
            while len(batch) < count:
                batch.append(done.get(timeout=max(0.0, ends - time.monotonic())).result())
        count -= len(batch)
        yield batch


def fetcher(service: Service) -> Fetcher:
    """The process's fetcher, as the settings want it. The configured mirror may be private for every source."""
    fetch = service.settings.fetch
    return Fetcher(
        user_agent=fetch.user_agent,
        limits=Limits(total_seconds=fetch.timeout.total_seconds(), max_bytes=fetch.max_bytes),
        trusted_origins=(fetch.mirror,) if fetch.mirror else (),
    )


def _poll_one(polls: _Round, source: Source) -> SourceReport | Standing:
    """Poll one source; what happens is a report, or word that its document stands, which is still to be recorded."""
    service = polls.service
    try:
        return _polled(polls, source)
    except MissingDocument as missing:
        return _skipped(service, polls.states.get(source.id), source, str(missing))
    except MonitorError as error:
        return _failed(service, source.id, str(error))
    except Exception as error:  # the runner's boundary: one source's defect must not stop the others
        log.exception("a source could not be polled", source=source.id)
        return _failed(service, source.id, f"defect in this program: {type(error).__name__}")


def _recorded(service: Service, results: Sequence[SourceReport | Standing]) -> list[SourceReport]:
    """The reports of a batch, once all that stands in it is recorded."""
    reports = [one for one in results if isinstance(one, SourceReport)]
    found = [one for one in results if isinstance(one, Standing)]
    service.checkpoint("poll.gathered")
    if not found:
        return reports
    try:
        return reports + record(service, found)
    except MonitorError as error:
        return reports + [_failed(service, one.source_id, str(error)) for one in found]


def _skipped(service: Service, state: SourceState | None, source: Source, reason: str) -> SourceReport:
    if state is None or (state.state, state.reason) != (Health.SKIPPED, reason):  # else nothing is new
        with transaction(service.engine) as session:
            sources.record_skipped(session, source.id, reason=reason, at=service.clock.now())
    return SourceReport(source.id, Outcome.SKIPPED, reason=reason)


def _failed(service: Service, source_id: str, reason: str) -> SourceReport:
    with transaction(service.engine) as session:
        sources.record_failure(session, source_id, reason=reason, at=service.clock.now())
    return SourceReport(source_id, Outcome.FAILED, reason=reason)


def _polled(polls: _Round, source: Source) -> SourceReport | Standing:
    service, state = polls.service, polls.states.get(source.id)
    if state is None:  # assembly makes every source known
        raise StoreError(f"the record does not know the source {source.id}", hint="start the program again")
    asked, who = address(service, source), account(service, source, polls.salt)
    # that another account was shown a document says nothing of what we would be shown
    ours = state if who == state.account else replace(state, etag=None, last_modified=None)
    answer = fetch(service, polls.web, source, ours)
    service.checkpoint("poll.fetched")
    found = stands(answer, state=state, account=who, at=service.clock.now())
    ask = partial(confirm, service, polls.web, source) if can_confirm(service, source) else None
    if found and ask and (source.id, found.document) in polls.lacked:
        with reading(service.engine) as session:
            missing = facts.missing(session, source.id, account=who, document=found.document)
        return missed_again(service, found, ask(sorted(missing)))
    if found:
        return found
    report = take_new(service, source, answer, account=who, asked=asked, ask=ask)
    if report.outcome is Outcome.CHANGED:
        for place in report.unread:
            log.warning("a cell was not understood", source=source.id, cell=place)
    return report
