"""The only way out: messages wait here until a worker has sent them, at least once, or they are visibly dead.

A worker claims messages for the time of a lease and settles each with the token of its claim, so that one that was too
slow cannot overwrite a newer result. A message that was claimed and never settled may have arrived: it comes back as
`ambiguous`, and stays so until it is settled for good.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Update,
    UpdateBase,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from monitor.store import channels, tables
from monitor.store.columns import bounded, clean
from monitor.store.statements import alter, insert_new, table
from monitor.store.states import Delivery

LEASE = timedelta(seconds=60)

_WAITING = (Delivery.PENDING, Delivery.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Leased:
    """A message that this worker may send until its lease ends.

    `attempts` counts this one. `ambiguous` says that an earlier attempt may have arrived: look it up before sending,
    or mark the message as a possible repeat.
    """

    id: int
    dedup_key: str
    channel: str
    recipient: str
    kind: str
    payload: str
    attempts: int
    ambiguous: bool
    created_at: datetime
    token: str


@dataclass(frozen=True, slots=True)
class Buried:
    """A message that was given up, with what it says."""

    dedup_key: str
    channel: str
    recipient: str
    kind: str
    payload: str


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A message as an operator sees it, without what it says. All times in UTC."""

    id: int
    dedup_key: str
    channel: str
    recipient: str
    kind: str
    state: Delivery
    ambiguous: bool
    attempts: int
    next_at: datetime
    lease_until: datetime | None
    provider_ref: str | None
    last_error: str | None
    created_at: datetime
    sent_at: datetime | None


def enqueue(
    session: Session,
    *,
    dedup_key: str,
    channel: str,
    recipient: str,
    kind: str,
    payload: str,
    at: datetime,
) -> bool:
    """Put a message into the outbox, due at once; False, and nothing changed, where its key has been there before.

    `payload` is JSON text, and `kind` says to its renderer what it is. A very long key is kept as its digest.
    """
    way = {dedup_key: (channel, recipient)}
    return bool(enqueue_all(session, way, kind=kind, payload=payload, at=at))


def enqueue_all(
    session: Session, along: Mapping[str, tuple[str, str]], *, kind: str, payload: str, at: datetime
) -> int:
    """Put one message into the outbox for several receivers, as in `enqueue`; how many rows are new.

    `along` has channel and recipient under the key of each.
    """
    if not along:
        return 0
    said = hashlib.sha256(clean(payload).encode()).hexdigest()
    new_words = insert_new(session, tables.Payload, [{"sha256": said, "body": payload}], key="sha256")
    rows = [
        {
            "dedup_key": bounded(key),
            "channel": channel,
            "recipient": recipient,
            "kind": kind,
            "payload_sha256": said,
            "state": Delivery.PENDING,
            "ambiguous": False,
            "attempts": 0,
            "next_at": at,
            "created_at": at,
        }
        for key, (channel, recipient) in along.items()
    ]
    new = insert_new(session, tables.Outbox, rows, key="dedup_key")
    if new_words and not new:
        session.execute(delete(table(tables.Payload)).where(tables.Payload.sha256 == said))  # nobody says it
    return len(new)


def claim(session: Session, *, now: datetime, limit: int, token: str, lease: timedelta = LEASE) -> list[Leased]:
    """Take up to `limit` messages that are due, those due longest first; no two claims ever share one.

    Due are messages whose time has come and those whose lease has ended, except on channels that are held or
    disabled. `token` is new for every claim.
    """
    given = {"now": now, "most": limit, "until": now + lease, "token": token}
    taken = session.connection().execute(_claiming(), given).all()
    return [Leased(*row[:-1]) for row in sorted(taken, key=lambda row: (row.next_at, row.id))]


def renew(session: Session, leased: Leased, *, now: datetime, lease: timedelta = LEASE) -> bool:
    """Let the lease begin anew; False, and nothing changed, where it has gone to another."""
    o = tables.Outbox
    mine = (o.id == leased.id, o.state == Delivery.LEASED, o.lease_token == leased.token)
    return alter(session, update(table(o)).where(*mine).values(lease_until=now + lease)) == 1


def settle_sent(session: Session, leased: Leased, *, at: datetime, provider_ref: str | None = None) -> bool:
    """It was delivered; `provider_ref` is what the receiver calls it. False where the lease has gone to another."""
    return _settle(session, leased, state=Delivery.SENT, sent_at=at, provider_ref=provider_ref, last_error=None)


def settle_retry(session: Session, leased: Leased, *, next_at: datetime, error: str) -> bool:
    """It was not delivered and is to be tried again. False where the lease has gone to another."""
    return _settle(session, leased, state=Delivery.PENDING, next_at=next_at, last_error=error)


def settle_unknown(session: Session, leased: Leased, *, next_at: datetime, error: str) -> bool:
    """The answer was lost: from `next_at` on it is claimed again, as ambiguous. False where the lease has gone."""
    return _settle(session, leased, state=Delivery.UNKNOWN, ambiguous=True, next_at=next_at, last_error=error)


def settle_dead(session: Session, leased: Leased, *, error: str) -> bool:
    """It is given up. False where the lease has gone to another."""
    return _settle(session, leased, state=Delivery.DEAD, last_error=error)


def retry(session: Session, *, now: datetime, ids: Collection[int] | None = None) -> int:
    """Make messages due now: those of the given ids that are not sent or leased, or else all dead ones; how many.

    The ways to their receivers are opened again: whoever asks for this has mended the cause.
    """
    o = tables.Outbox
    chosen = o.state == Delivery.DEAD if ids is None else and_(o.id.in_(ids), o.state.in_((Delivery.DEAD, *_WAITING)))
    for name, recipient in session.execute(select(o.channel, o.recipient).where(chosen).distinct()).all():
        channels.reopen(session, name, recipient)
    died = o.state == Delivery.DEAD
    again = {
        "state": case((died, Delivery.PENDING), else_=o.state),
        "attempts": case((died, 0), else_=o.attempts),  # it is given its time to be tried anew
        "next_at": now,
    }
    return alter(session, update(table(o)).where(chosen).values(again))


def discard(session: Session, ids: Collection[int]) -> list[OutboxItem]:
    """Take those of the given messages that are dead out for good, with what only they say; what they were."""
    o, p = tables.Outbox, tables.Payload
    dead = and_(o.id.in_(ids), o.state == Delivery.DEAD)
    found = _items(session, select(table(o)).where(dead).order_by(o.id).with_for_update())
    said = set(session.scalars(select(o.payload_sha256).where(dead)))
    session.execute(delete(table(o)).where(dead))
    session.execute(delete(table(p)).where(p.sha256.in_(said), ~exists().where(o.payload_sha256 == p.sha256)))
    return found


def bury(session: Session) -> list[Buried]:
    """Give up what waits for a way out that is disabled, so that it is seen and waits no longer; what it was."""
    o, p, c = tables.Outbox, tables.Payload, tables.Channel
    its_way = and_(c.name == o.channel, c.recipient.in_((o.recipient, "")), c.disabled_at.is_not(None))
    columns = (o.id, o.dedup_key, o.channel, o.recipient, o.kind, p.body, c.disabled_reason)
    waiting = select(*columns).join(p).join(c, its_way).where(o.state.in_(_WAITING))
    found = {row.id: row for row in session.execute(waiting.with_for_update(of=table(o), skip_locked=True))}
    for row in found.values():
        error = f"the way there is closed: {row.disabled_reason}"
        session.execute(update(table(o)).where(o.id == row.id).values(state=Delivery.DEAD, last_error=error))
    return [Buried(row.dedup_key, row.channel, row.recipient, row.kind, row.body) for row in found.values()]


def items(session: Session, state: Delivery | None = None, *, limit: int | None = None) -> list[OutboxItem]:
    """The messages in a state, or all, newest first, at most `limit`."""
    o = tables.Outbox
    chosen = select(table(o)).order_by(o.id.desc()).limit(limit)
    if state is not None:
        chosen = chosen.where(o.state == state)
    return _items(session, chosen)


def _items(session: Session, chosen: Select[Any]) -> list[OutboxItem]:
    names = [field.name for field in fields(OutboxItem)]
    return [OutboxItem(**{name: getattr(row, name) for name in names}) for row in session.execute(chosen)]


def counts(session: Session) -> dict[Delivery, int]:
    """How many messages there are in each state."""
    found = session.execute(select(tables.Outbox.state, func.count()).group_by(tables.Outbox.state))
    return dict.fromkeys(Delivery, 0) | {row[0]: row[1] for row in found}


def oldest_waiting(session: Session) -> datetime | None:
    """When the oldest message was queued that is neither sent nor dead; None where there is none."""
    o = tables.Outbox
    return session.scalar(select(func.min(o.created_at)).where(o.state.in_((*_WAITING, Delivery.LEASED))))


def dead_by_way(session: Session, *, since: datetime) -> list[tuple[str, str, int, str, datetime]]:
    """What was given up of the messages since a time: channel, recipient, how many, an error, when the first came."""
    o = tables.Outbox
    chosen = select(o.channel, o.recipient, func.count(), func.max(o.last_error), func.min(o.created_at))
    found = chosen.where(o.state == Delivery.DEAD, o.created_at >= since).group_by(o.channel, o.recipient)
    return [
        (row[0], row[1], row[2], row[3] or "", row[4])
        for row in session.execute(found.order_by(o.channel, o.recipient))
    ]


def dead_ids(session: Session, channel: str, recipient: str = "") -> list[int]:
    """The numbers of what was given up on the way to a recipient, or with "" on a whole channel."""
    o = tables.Outbox
    mine = o.channel == channel if not recipient else and_(o.channel == channel, o.recipient == recipient)
    return list(session.scalars(select(o.id).where(mine, o.state == Delivery.DEAD)))


def _settle(session: Session, leased: Leased, **values: object) -> bool:
    settled = session.connection().execute(
        _settling(tuple(values)), {"its_id": leased.id, "its_token": leased.token, **values}
    )
    return settled.rowcount == 1


@cache
def _claiming() -> UpdateBase:
    """The one statement that chooses what is due and takes it, made once."""
    o, p = table(tables.Outbox).c, table(tables.Payload).c
    now: ColumnElement[datetime] = bindparam("now", type_=o.next_at.type)
    most = bindparam("most", type_=Integer)
    lapsed = and_(o.state == Delivery.LEASED, o.lease_until <= now)
    due = (*(and_(o.state == state, o.next_at <= now) for state in _WAITING), lapsed)
    # of each kind the oldest, as the index has them: together they would all be read and sorted, for every claim
    in_order = [select(o.id, o.next_at).where(way, ~_closed(now)).order_by(o.next_at, o.id).limit(most) for way in due]
    oldest = [found.with_for_update(skip_locked=True).subquery() for found in in_order]
    every = union_all(*(select(found) for found in oldest)).subquery()
    # its own part of the statement, which PostgreSQL then runs once: a subquery with a lock may be run again
    chosen = select(every.c.id).order_by(every.c.next_at, every.c.id).limit(most).cte("chosen")
    taken = {
        "state": Delivery.LEASED,
        "ambiguous": case((o.state == Delivery.PENDING, o.ambiguous), else_=true()),
        "attempts": o.attempts + 1,
        "lease_until": bindparam("until"),
        "lease_token": bindparam("token"),
    }
    said = select(p.body).where(p.sha256 == o.payload_sha256).scalar_subquery()
    message = (o.id, o.dedup_key, o.channel, o.recipient, o.kind, said, o.attempts, o.ambiguous, o.created_at)
    mine = update(table(tables.Outbox)).where(o.id.in_(select(chosen.c.id))).values(taken)
    return mine.returning(*message, o.lease_token, o.next_at)


@cache
def _settling(columns: tuple[str, ...]) -> Update:
    """The statement that sets these columns of one leased row, made once: that takes longer than to run it."""
    o = table(tables.Outbox).c
    mine = (o.id == bindparam("its_id"), o.state == Delivery.LEASED, o.lease_token == bindparam("its_token"))
    given: dict[str, object] = {name: bindparam(name) for name in columns}
    return update(table(tables.Outbox)).where(*mine).values({"lease_until": None, "lease_token": None, **given})


def _closed(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether the way of an outbox row to its receiver is closed."""
    o, c = tables.Outbox, tables.Channel
    its_own = and_(c.name == o.channel, or_(c.recipient == o.recipient, c.recipient == ""))
    return exists().where(its_own, channels.is_closed(now))
