"""Who did what, and when: written once, never altered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.store import tables


@dataclass(frozen=True, slots=True)
class Note:
    """One entry; `at` in UTC."""

    at: datetime
    who: str
    what: str
    detail: str


def note(session: Session, *, who: str, what: str, detail: str, at: datetime) -> None:
    """Add an entry: "cli", "pin retired", "ranker openai/gpt-4-0314"."""
    session.add(tables.Audit(at=at, who=who, what=what, detail=detail))
    session.flush()


def notes(session: Session, *, limit: int | None = None) -> list[Note]:
    """The entries, newest first, at most `limit`."""
    a = tables.Audit
    chosen = select(a.at, a.who, a.what, a.detail).order_by(a.id.desc()).limit(limit)
    return [Note(*row) for row in session.execute(chosen)]
