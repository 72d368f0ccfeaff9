"""One round of polling: ask every source, and take what it answers.

The network is never inside a transaction. Each source stands alone: what goes wrong with one is its outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace

import structlog

from monitor.errors import MonitorError
from monitor.fetch import Fetcher, Limits
from monitor.service.accounts import account
from monitor.service.app import Service
from monitor.service.asking import MissingDocument, address, fetch
from monitor.service.recording import state_of
from monitor.service.taking import Outcome, SourceReport, take
from monitor.sources.spec import Source
from monitor.store import sources
from monitor.store.engine import reading, transaction

__all__ = ["Outcome", "SourceReport", "fetcher", "poll"]

POLLERS = 8

log = structlog.get_logger()


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
    asked, who = address(service, source), account(service, source)
    with reading(service.engine) as session:
        state = state_of(session, source)
    # that another account was shown a document says nothing of what we would be shown
    ours = state if who == state.account else replace(state, etag=None, last_modified=None)
    answer = fetch(service, web, source, ours)
    service.checkpoint("poll.fetched")
    report = take(service, source, answer, state=state, account=who, asked=asked)
    if report.outcome is Outcome.CHANGED:
        for place in report.unread:
            log.warning("a cell was not understood", source=source.id, cell=place)
    return report
