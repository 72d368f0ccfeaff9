"""How each source stands: what its last poll came to, since when, and what its last good document was.

Every poll ends in one of the `record_…` functions, or in `standing.record`. `since` stays at the start of an episode
(the state changes), and `failures` counts the polls in a row that brought no document to believe.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.errors import StoreError
from monitor.store import tables
from monitor.store.accounts import EVERYBODY
from monitor.store.statements import insert_new, table
from monitor.store.states import Health, SourceState

_ALL = select(*(table(tables.Source).c[field.name] for field in fields(SourceState)))


def ensure(session: Session, providers: Mapping[str, str], at: datetime) -> None:
    """Make sources known, each id with its provider; those that are known already stay as they are."""
    rows = [
        {"id": source_id, "provider": provider, "state": Health.NEW, "reason": "", "since": at, "failures": 0}
        for source_id, provider in providers.items()
    ]
    insert_new(session, tables.Source, rows, key="id")


def state(session: Session, source_id: str) -> SourceState | None:
    """How one source stands; None where the record does not know it."""
    row = session.get(tables.Source, source_id)
    return _state(row) if row else None


def states(session: Session, ids: Collection[str] | None = None) -> dict[str, SourceState]:
    """How all known sources stand, or those of the `ids` that are known, by id."""
    chosen = _ALL if ids is None else _ALL.where(_ALL.selected_columns.id.in_(ids))
    return {row.id: SourceState(*row) for row in sorted(session.execute(chosen), key=lambda row: row.id)}


def record_good(
    session: Session,
    source_id: str,
    *,
    document: str,
    etag: str | None,
    last_modified: str | None,
    read_url: str,
    at: datetime,
    account: str = EVERYBODY,
    whole: bool | None = None,
    came_at: datetime | None = None,
) -> SourceState:
    """A new document was admitted, `document` being its sha256. What was held before is settled by it.

    `came_at` is when it came, if that was before `at`, when it was admitted: it is no fresher than that.
    """
    row = _row(session, source_id)
    row.document_sha256, row.read_url = document, read_url
    row.account, row.whole = account, whole
    row.etag, row.last_modified = etag, last_modified
    return _well(row, at, came_at)


def record_suspect(
    session: Session, source_id: str, *, reason: str, at: datetime, held: str | None = None
) -> SourceState:
    """A document is not believed; `held` is its sha256 where a later reading may confirm it, else None.

    `held_since` stays for as long as the same document is held; one that is rejected outright ends the row of equal
    readings, and nothing is held any more.
    """
    row = _row(session, source_id)
    if held != row.held_sha256:
        row.held_sha256, row.held_since = held, at if held else None
    row.failures += 1
    row.last_polled_at = at
    return _turn(row, Health.SUSPECT, reason, at)


def record_failure(session: Session, source_id: str, *, reason: str, at: datetime) -> SourceState:
    """No document came, or none that could be read."""
    row = _row(session, source_id)
    row.failures += 1
    row.last_polled_at = at
    return _turn(row, Health.FAILED, reason, at)


def record_skipped(session: Session, source_id: str, *, reason: str, at: datetime) -> SourceState:
    """The source was not asked, for a reason that an operator can mend."""
    row = _row(session, source_id)
    row.failures = 0
    return _turn(row, Health.SKIPPED, reason, at)


def _row(session: Session, source_id: str) -> tables.Source:
    row = session.get(tables.Source, source_id, with_for_update=True)
    if row is None:
        raise StoreError(f"the record does not know the source {source_id}", hint="see `model-monitor source list`")
    return row


def _well(row: tables.Source, at: datetime, came_at: datetime | None = None) -> SourceState:
    row.failures = 0
    row.held_sha256 = row.held_since = None
    if came_at is None:
        row.last_polled_at = at
    row.last_good_at = came_at or at
    return _turn(row, Health.OK, "", at)


def _turn(row: tables.Source, health: Health, reason: str, at: datetime) -> SourceState:
    if row.state is not health:
        row.state, row.since = health, at
    row.reason = reason
    return _state(row)


def _state(row: tables.Source) -> SourceState:
    return SourceState(**{field.name: getattr(row, field.name) for field in fields(SourceState)})
