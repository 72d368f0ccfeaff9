"""Who does not want a team's weekly digest any more: a person's own word, which stands until they take it back.

An address that a team lists is subscribed; only the exceptions are kept. Addresses are compared without regard to case.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.store import tables
from monitor.store.statements import insert_new, upsert

_KEY = "key of unsubscribe links"


def signing_key(session: Session) -> bytes:
    """The secret with which this database's unsubscribe links are signed; the first call in its life makes it."""
    chosen = select(tables.Memo.value).where(tables.Memo.name == _KEY)
    key = session.scalar(chosen)
    if key is None:
        insert_new(session, tables.Memo, [{"name": _KEY, "value": secrets.token_hex(32)}], key="name")
        key = session.scalars(chosen).one()  # another process may have been faster
    return bytes.fromhex(key)


def end(session: Session, team_id: int, address: str, *, at: datetime) -> bool:
    """End the subscription of an address to a team's digest; whether that is news."""
    if session.get(tables.Unsubscribed, (team_id, address.casefold())):
        return False
    upsert(session, tables.Unsubscribed, [{"team_id": team_id, "address": address.casefold(), "at": at}])
    return True


def begin(session: Session, team_id: int, address: str) -> bool:
    """Take such a word back; whether there was one."""
    row = session.get(tables.Unsubscribed, (team_id, address.casefold()))
    if row is None:
        return False
    session.delete(row)
    session.flush()
    return True


def ended(session: Session) -> dict[int, frozenset[str]]:
    """The addresses that have unsubscribed, in lower case, by team id."""
    found: dict[int, set[str]] = {}
    for team_id, address in session.execute(select(tables.Unsubscribed.team_id, tables.Unsubscribed.address)):
        found.setdefault(team_id, set()).add(address)
    return {team_id: frozenset(addresses) for team_id, addresses in found.items()}
