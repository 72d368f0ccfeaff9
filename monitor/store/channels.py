"""The ways out: each is open, held until a time, or disabled until it is opened again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from monitor.store import tables
from monitor.store.schedule import lock
from monitor.store.statements import table, upsert


@dataclass(frozen=True, slots=True)
class ClosedChannel:
    """A way out that is held until a time, or disabled for a reason; recipient "" means the whole channel."""

    name: str
    recipient: str
    hold_until: datetime | None
    disabled_at: datetime | None
    disabled_reason: str | None
    setup: str | None


def hold(session: Session, name: str, recipient: str = "", *, until: datetime) -> None:
    """Let nothing be claimed for a recipient, or with "" for a whole channel, before `until`; others go on."""
    upsert(session, tables.Channel, [{"name": name, "recipient": recipient, "hold_until": until}])


def disable(
    session: Session, name: str, recipient: str = "", *, reason: str, at: datetime, setup: str | None = None
) -> bool:
    """Let nothing be claimed for a recipient, or with "" for a whole channel, until it is opened again.

    `setup` is a digest of the settings that led to this. False, and nothing changed, where it is disabled already.
    """
    c = tables.Channel
    lock(session, f"channel {name} {recipient}")
    known = select(c.name).where(c.name == name, c.recipient == recipient, c.disabled_at.is_not(None))
    if session.scalar(known):
        return False
    row = {"name": name, "recipient": recipient, "disabled_at": at, "disabled_reason": reason, "setup": setup}
    upsert(session, tables.Channel, [row])
    return True


def reopen(session: Session, name: str, recipient: str) -> None:
    """Lift what keeps a recipient's messages back: its own hold or end, and that of the whole channel."""
    c = tables.Channel
    session.execute(delete(table(c)).where(c.name == name, c.recipient.in_((recipient, ""))))


def closed(session: Session, now: datetime) -> list[ClosedChannel]:
    """All ways out that are held at `now` or disabled."""
    c = tables.Channel
    columns = (c.name, c.recipient, c.hold_until, c.disabled_at, c.disabled_reason, c.setup)
    chosen = select(*columns).where(is_closed(now)).order_by(c.name, c.recipient)
    return [ClosedChannel(*row) for row in session.execute(chosen)]


def is_closed(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether a row of the table holds or has ended a way at `now`."""
    return or_(tables.Channel.disabled_at.is_not(None), tables.Channel.hold_until > now)
