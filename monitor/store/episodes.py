"""What is wrong with the monitor itself, kept so that it is told once, and once more when it is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from monitor.core.watch import Trouble, TroubleKind
from monitor.store import tables
from monitor.store.statements import alter, table


@dataclass(frozen=True, slots=True)
class Episode:
    """One trouble as it was first told. `began_at` in UTC."""

    id: int
    kind: TroubleKind
    subject: str
    what: str
    began_at: datetime


def current(session: Session) -> list[Episode]:
    """All episodes that have not ended, by kind and subject."""
    e = tables.Episode
    columns = (e.id, e.kind, e.subject, e.what, e.began_at)
    return [Episode(*row) for row in session.execute(select(*columns).where(e.ended_at.is_(None)).order_by(e.id))]


def begin(session: Session, troubles: Iterable[Trouble]) -> None:
    """Open an episode for each trouble. The caller has seen to it that none is open for the same."""
    for t in troubles:
        session.add(tables.Episode(kind=t.kind, subject=t.subject, what=t.what, began_at=t.since))
    session.flush()


def end(session: Session, ended: Iterable[Episode], *, at: datetime) -> None:
    """Close episodes."""
    ids = [episode.id for episode in ended]
    alter(session, update(table(tables.Episode)).where(tables.Episode.id.in_(ids)).values(ended_at=at))
