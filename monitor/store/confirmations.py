"""What a provider answered when it was asked for models, by their ids, that its list no longer holds.

It belongs to the reading of that list and is written with it, so that facts can be made again from both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, insert, select
from sqlalchemy.orm import Session

from monitor.core.presence import Confirmation
from monitor.store import tables
from monitor.store.readings import SPOKE
from monitor.store.statements import table


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One answer: its HTTP status and its address, and the provider's sentence ("" where there is none).

    `document` is the sha256 of its body in the archive, None where that is not kept.
    """

    model_id: str
    verdict: Confirmation
    status: int
    url: str
    words: str = ""
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Answering:
    """A model that still answered at the last good reading of its list, and since when each one has said so (UTC)."""

    confirmed: Confirmed
    since: datetime
    until: datetime


def answering(session: Session, source_id: str) -> tuple[Answering, ...]:
    """The models that a list lacked at its last good reading, and that answered all the same."""
    r, c = tables.Reading, tables.Confirmation
    spoken = (r.source_id == source_id, r.fate.in_(SPOKE))
    last = session.execute(select(r.id, r.until).where(*spoken).order_by(r.id.desc()).limit(1)).first()
    if last is None:
        return ()
    found = []
    for one in (one for one in of(session, last.id) if one.verdict is Confirmation.LISTED):
        answers = exists().where(c.reading_id == r.id, c.model_id == one.model_id, c.verdict == one.verdict)
        before = select(func.coalesce(func.max(r.id), 0)).where(*spoken, ~answers).scalar_subquery()
        since = session.scalars(select(func.min(r.at)).where(*spoken, r.id > before)).one()
        found.append(Answering(one, since, last.until))
    return tuple(found)


def log(session: Session, reading_id: int, confirmed: Sequence[Confirmed]) -> None:
    """Log the answers that belong to one reading."""
    rows = [
        {
            "reading_id": reading_id,
            "model_id": one.model_id,
            "verdict": one.verdict,
            "status": one.status,
            "url": one.url,
            "words": one.words,
            "document_sha256": one.document,
        }
        for one in confirmed
    ]
    if rows:
        session.execute(insert(table(tables.Confirmation)), rows)


def of(session: Session, reading_id: int) -> tuple[Confirmed, ...]:
    """The answers that belong to one reading, by model."""
    c = table(tables.Confirmation).c
    columns = (c.model_id, c.verdict, c.status, c.url, c.words, c.document_sha256)
    chosen = select(*columns).where(c.reading_id == reading_id).order_by(c.model_id)
    return tuple(Confirmed(*row) for row in session.execute(chosen))
