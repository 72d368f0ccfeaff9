"""The log of readings: which document a source sent from when to when, and what became of it.

Polls in a row that bring the same document to the same end are one row, whose `until` moves on. Nothing else is ever
altered, so that the facts of a source can be made again from its rows and the archive.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from monitor.store import tables
from monitor.store.statements import alter, table
from monitor.store.states import Fate

SPOKE = frozenset({Fate.ADMITTED, Fate.ACCEPTED, Fate.UNCHANGED})  # what the record's facts rest on


@dataclass(frozen=True, slots=True)
class LoggedReading:
    """One row of the log: `times` polls from `at` to `until` (UTC), asked by `account` (see `store.accounts`)."""

    id: int
    source_id: str
    document_sha256: str
    media_type: str | None
    account: str
    fate: Fate
    reason: str
    at: datetime
    until: datetime
    times: int

    @property
    def spoke(self) -> bool:
        """Whether its facts are in the record."""
        return self.fate in SPOKE


def log(
    session: Session,
    source_id: str,
    *,
    document: str,
    media_type: str | None,
    account: str,
    fate: Fate,
    at: datetime,
    reason: str = "",
) -> None:
    """Log one poll's document and what became of it, as of `at` (aware, UTC); see `standing` for one that stands.

    The caller holds the source (`sources.record_…`, `facts.apply`), so that no two polls of it are logged at once.
    """
    if fate not in SPOKE:
        r = table(tables.Reading)
        last = select(func.max(r.c.id)).where(r.c.source_id == source_id).scalar_subquery()
        same = (r.c.id == last, r.c.document_sha256 == document, r.c.account == account, r.c.fate == fate)
        if alter(session, update(r).where(*same).values(until=at, times=r.c.times + 1, reason=reason)):
            return
    row = {
        "source_id": source_id,
        "document_sha256": document,
        "media_type": media_type,
        "account": account,
        "fate": fate,
        "reason": reason,
        "at": at,
        "until": at,
        "times": 1,
    }
    session.execute(insert(table(tables.Reading)), [row])


def newest(session: Session, source_id: str, *, limit: int = 1) -> list[LoggedReading]:
    """The last readings of a source, newest first."""
    return [_reading(row) for row in session.scalars(_newest(source_id).limit(limit))]


def spoken(session: Session, source_id: str) -> list[LoggedReading]:
    """All readings of a source whose facts went into the record, oldest first."""
    r = tables.Reading
    chosen = select(r).where(r.source_id == source_id, r.fate.in_(SPOKE)).order_by(r.id)
    return [_reading(row) for row in session.scalars(chosen)]


def media_type(session: Session, source_id: str, document: str) -> str | None:
    """As what a source sent a document last; None where it did not say, or never sent it."""
    r = tables.Reading
    chosen = select(r.media_type).where(r.source_id == source_id, r.document_sha256 == document)
    return session.scalars(chosen.order_by(r.id.desc()).limit(1)).first()


def _newest(source_id: str) -> Select[tables.Reading]:
    r = tables.Reading
    return select(r).where(r.source_id == source_id).order_by(r.id.desc())


def _reading(row: tables.Reading) -> LoggedReading:
    return LoggedReading(**{field.name: getattr(row, field.name) for field in fields(LoggedReading)})
