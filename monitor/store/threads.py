"""Which message a channel was first told of a model by, and which clicks and commands have come back from there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from monitor.core.threads import Subject
from monitor.store import tables
from monitor.store.columns import bounded, digest
from monitor.store.statements import insert_new, table

REMEMBERED = timedelta(hours=1)  # a request is taken for five minutes, so an older one cannot come again
MOST_AT_ONCE = 200  # subjects in one statement


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """Where a channel was first told of a model; `ended_at` (UTC) is when it was told that nobody pins it now."""

    message: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it was sent."""

    dedup_key: str
    recipient: str
    kind: str
    payload: str


def begun(session: Session, recipient: str, subjects: Iterable[Subject]) -> dict[Subject, ThreadRow]:
    """The threads of a channel that there are about these subjects."""
    t, p = tables.Thread, tables.Project
    wanted, found = list(subjects), dict[Subject, ThreadRow]()
    named = {(s[0], _subject(s, recipient)): s for s in wanted}
    for start in range(0, len(wanted), MOST_AT_ONCE):
        part = wanted[start : start + MOST_AT_ONCE]
        mine = or_(*(and_(p.name == s[0], t.subject == _subject(s, recipient)) for s in part))
        columns = (p.name, t.subject, t.message, t.ended_at)
        for name, subject, message, ended_at in session.execute(select(*columns).join(p).where(mine)):
            found[named[name, subject]] = ThreadRow(message, ended_at)
    return found


def begin(session: Session, recipient: str, subjects: Iterable[Subject], message: str) -> None:
    """Let a message be the first of the threads about these subjects; threads that there are stay as they are."""
    wanted = list(subjects)
    ids = _project_ids(session, {name for name, *_ in wanted})
    rows = [
        {
            "project_id": ids[s[0]],
            "subject": _subject(s, recipient),
            "provider": s[1],
            "model_key": s[2],
            "recipient": recipient,
            "message": message,
        }
        for s in wanted
        if s[0] in ids
    ]
    insert_new(session, tables.Thread, rows, key="subject")


def end(session: Session, recipient: str, subjects: Iterable[Subject], *, at: datetime | None) -> None:
    """Note that the channel was told that the subjects are over, or with None that they are not, after all."""
    wanted = list(subjects)
    ids = _project_ids(session, {name for name, *_ in wanted})
    t = tables.Thread
    for s in wanted:
        mine = (t.project_id == ids.get(s[0], 0), t.subject == _subject(s, recipient))
        session.execute(update(table(t)).where(*mine).values(ended_at=at))


def said(session: Session, message: str) -> Said | None:
    """The message that the receiver calls so, as it was sent."""
    o, p = tables.Outbox, tables.Payload
    sent = select(o.dedup_key, o.recipient, o.kind, p.body).join(p).where(o.provider_ref == message)
    row = session.execute(sent.order_by(o.id)).first()
    return Said(*row) if row else None


def recipients(session: Session, channel_id: str) -> set[str]:
    """What the settings call the channel of this id, as far as messages were sent there."""
    t = tables.Thread
    chosen = select(t.recipient).where(t.message.startswith(f"{channel_id}/", autoescape=True)).distinct()
    return set(session.scalars(chosen))


def first_time(session: Session, key: str, *, at: datetime) -> bool:
    """Whether a click or command is seen for the first time; from now on it has been. What is old is forgotten."""
    i = tables.Interaction
    session.execute(delete(table(i)).where(i.at < at - REMEMBERED))
    return bool(insert_new(session, i, [{"key": bounded(key), "at": at}], key="key"))


def _subject(s: Subject, recipient: str) -> str:
    _, provider, model_key, scope = s
    return digest(provider, model_key, *([scope] if scope else []), recipient)


def _project_ids(session: Session, names: Collection[str]) -> dict[str, int]:
    p = tables.Project
    return {row.name: row.id for row in session.execute(select(p.name, p.id).where(p.name.in_(names)))}
