"""When regular work is due, and who is at it: the `task` table, claimed by conditional updates.

The same for one process on SQLite and many replicas on PostgreSQL: a task belongs to whoever changed its row, until
the lease ends.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from monitor.store import tables
from monitor.store.statements import alter, insert_new, table


@dataclass(frozen=True, slots=True)
class TaskState:
    """One task: when it is due next, who holds it until when, how its last run ended. All times in UTC."""

    name: str
    next_due: datetime
    lease_until: datetime | None
    holder: str | None
    last_run_at: datetime | None
    last_error: str | None


def ensure(session: Session, name: str, *, first_due: datetime) -> None:
    """Let a task exist; the due time of one that exists already stays, so that no restart pushes it back."""
    insert_new(session, tables.Task, [{"name": name, "next_due": first_due}], key="name")


def claim(session: Session, *, now: datetime, lease: timedelta, holder: str) -> list[str]:
    """Take all tasks that are due and that nobody holds; their names, longest due first.

    No two calls take the same task before its lease has ended or `finish` was called.
    """
    t = tables.Task
    due = and_(t.next_due <= now, or_(t.lease_until.is_(None), t.lease_until <= now))
    names = session.scalars(select(t.name).where(due).order_by(t.next_due, t.name).with_for_update(skip_locked=True))
    taken = list(names)
    alter(session, update(table(t)).where(t.name.in_(taken), due).values(lease_until=now + lease, holder=holder))
    return taken


def finish(
    session: Session, name: str, *, holder: str, next_due: datetime, at: datetime, error: str | None = None
) -> bool:
    """Give a task back with its next due time; False, and nothing changed, where another holder has it by now."""
    t = tables.Task
    mine = update(table(t)).where(t.name == name, t.holder == holder)
    done = mine.values(next_due=next_due, lease_until=None, holder=None, last_run_at=at, last_error=error)
    return alter(session, done) == 1


def tasks(session: Session) -> list[TaskState]:
    """All tasks, by due time."""
    t = tables.Task
    columns = (t.name, t.next_due, t.lease_until, t.holder, t.last_run_at, t.last_error)
    return [TaskState(*row) for row in session.execute(select(*columns).order_by(t.next_due, t.name))]


def lock(session: Session, name: str) -> None:
    """Let no other transaction, of any process, hold the same name until this one ends.

    On PostgreSQL an advisory lock of the transaction; on SQLite every writing transaction is alone already.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        session.execute(select(func.pg_advisory_xact_lock(number)))
