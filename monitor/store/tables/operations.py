"""Work that is due, troubles, keys, and who did what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Index,
)
from sqlalchemy.orm import Mapped, mapped_column

from monitor.core.watch import TroubleKind
from monitor.store.tables.base import Base


class Task(Base):
    """When a piece of regular work is due, and who is at it."""

    __tablename__ = "task"
    name: Mapped[str] = mapped_column(primary_key=True)
    next_due: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    holder: Mapped[str | None]
    last_run_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class Episode(Base):
    """Something that is or was wrong with the monitor itself; it goes on while `ended_at` is NULL."""

    __tablename__ = "episode"
    __table_args__ = (Index(None, "ended_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TroubleKind]
    subject: Mapped[str]
    what: Mapped[str]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Memo(Base):
    """One remembered value: how far the calendar has been judged, for example."""

    __tablename__ = "memo"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class ApiToken(Base):
    """A key to the HTTP interface; only its sha256 is kept."""

    __tablename__ = "api_token"
    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(unique=True)
    scope: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class Audit(Base):
    """Who did what to the registry and the operations; append-only."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str]
    what: Mapped[str]
    detail: Mapped[str]
