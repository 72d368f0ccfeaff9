"""Keys to the HTTP interface: 256 random bits each, of which only the sha256 is kept."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from monitor.store import tables
from monitor.store.statements import alter, table

PREFIX = "mdm_"  # lets a secret scanner know one
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token without its secret. All times in UTC."""

    id: int
    name: str
    scope: str
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


def create(session: Session, *, name: str, scope: str, at: datetime) -> str:
    """Make a token; the only time that its text is seen."""
    token = PREFIX + secrets.token_urlsafe(32)
    session.add(tables.ApiToken(hash=_hash(token), name=name, scope=scope, created_at=at))
    session.flush()
    return token


def verify(session: Session, token: str, *, at: datetime) -> TokenRow | None:
    """The token behind the text that a caller sent; None where there is none, or it was revoked.

    That it was used is recorded to the minute, so that a busy caller does not make every request a write.
    """
    t = tables.ApiToken
    row = session.scalar(select(t).where(t.hash == _hash(token), t.revoked_at.is_(None)))
    if row is None:
        return None
    if row.last_used_at is None or at - row.last_used_at >= USE_NOTED_EVERY:
        row.last_used_at = at
        session.flush()
    return _row(row)


def active(session: Session) -> bool:
    """Whether there is any token that is not revoked."""
    return bool(session.scalar(select(exists().where(tables.ApiToken.revoked_at.is_(None)))))


def revoke(session: Session, token_id: int, at: datetime) -> bool:
    """End a token; False where there is none of this id that was still good."""
    t = tables.ApiToken
    good = (t.id == token_id, t.revoked_at.is_(None))
    return alter(session, update(table(t)).where(*good).values(revoked_at=at)) == 1


def tokens(session: Session) -> list[TokenRow]:
    """All tokens, revoked ones too, oldest first."""
    return [_row(row) for row in session.scalars(select(tables.ApiToken).order_by(tables.ApiToken.id))]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _row(row: tables.ApiToken) -> TokenRow:
    return TokenRow(**{field.name: getattr(row, field.name) for field in fields(TokenRow)})
