"""Whether Slack has a connection to us by Socket Mode: noted by all processes that want one, read by who watches."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.store import tables
from monitor.store.statements import insert_new, upsert

_STOOD, _ERROR = "socket.stood", "socket.error"


def note(session: Session, error: str, *, at: datetime) -> None:
    """Remember that a connection stands at `at` (aware), or why one could not be opened."""
    stood = {"name": _STOOD, "value": at.isoformat()}
    if error:
        insert_new(session, tables.Memo, [stood], key="name")  # where there never was one, it is missed from now on
    else:
        upsert(session, tables.Memo, [stood])
    upsert(session, tables.Memo, [{"name": _ERROR, "value": error}])


def last(session: Session) -> tuple[datetime, str] | None:
    """When a connection stood last, and the error that was met since, or ""; None where none was ever wanted."""
    chosen = select(tables.Memo).where(tables.Memo.name.in_((_STOOD, _ERROR)))
    found = {memo.name: memo.value for memo in session.scalars(chosen)}
    return (datetime.fromisoformat(found[_STOOD]), found[_ERROR]) if found else None
