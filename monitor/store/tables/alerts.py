"""What projects were told, and the messages that tell it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
)
from sqlalchemy.orm import Mapped, mapped_column

from monitor.core.alerts import AlertKind, Severity
from monitor.core.lifecycle import Status
from monitor.store.columns import JsonTuple
from monitor.store.states import Delivery
from monitor.store.tables.base import Base
from monitor.store.tables.registry import Project, Team


class Told(Base):
    """What a project was last told of a model: the ledger of `core.policy`."""

    __tablename__ = "told"
    project_id: Mapped[int] = mapped_column(ForeignKey(Project.id), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)  # digest of the three that follow
    provider: Mapped[str]
    model_key: Mapped[str]
    scope: Mapped[str]
    status: Mapped[Status]
    shutdown_on: Mapped[date | None]
    days_left: Mapped[int | None]
    replacement: Mapped[str | None]
    unlisted: Mapped[bool]
    points_at: Mapped[str | None]  # of an alias
    floor_on: Mapped[date | None]
    floor_passed: Mapped[bool]
    # a shutdown date that was seen since and not told yet: see core.settling
    unsettled_on: Mapped[date | None]
    unsettled_since: Mapped[datetime | None]
    unsettled_began: Mapped[datetime | None]
    strayed_to: Mapped[date | None]
    stage: Mapped[int | None]  # see core.urgency
    team_id: Mapped[int | None] = mapped_column(ForeignKey(Team.id))
    places: Mapped[tuple[Any, ...] | None] = mapped_column(JsonTuple)  # reference, environment and location of each
    closed_at: Mapped[datetime | None]
    told_at: Mapped[datetime]


class Alert(Base):
    """One thing that a project was told, once."""

    __tablename__ = "alert"
    id: Mapped[int] = mapped_column(primary_key=True)
    dedup_key: Mapped[str] = mapped_column(unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey(Project.id), index=True)
    provider: Mapped[str]
    model_id: Mapped[str]
    scope: Mapped[str]
    kind: Mapped[AlertKind]
    severity: Mapped[Severity]
    payload: Mapped[str]  # JSON
    created_at: Mapped[datetime]


class Payload(Base):
    """What messages say, once for all that say the same: the readers of a team's digest are many."""

    __tablename__ = "payload"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]  # JSON


class Outbox(Base):
    """A message on its way out: the only way out."""

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "state", "next_at", "id"),)  # the order of claims: many are due at one moment
    id: Mapped[int] = mapped_column(primary_key=True)
    dedup_key: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    recipient: Mapped[str]
    kind: Mapped[str]  # what the payload is, for its renderer
    payload_sha256: Mapped[str] = mapped_column(ForeignKey(Payload.sha256))
    state: Mapped[Delivery]
    ambiguous: Mapped[bool]  # an earlier attempt may have arrived
    attempts: Mapped[int]
    next_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None]
    # what the receiver calls it: Slack's channel and ts, a Message-ID
    provider_ref: Mapped[str | None] = mapped_column(index=True)
    last_error: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Channel(Base):
    """A hold or an end on the way to one recipient, or with recipient "" to all recipients of a channel.

    `setup` is a digest of the settings that an end was met with.
    """

    __tablename__ = "channel"
    name: Mapped[str] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(primary_key=True)
    hold_until: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str | None]
    setup: Mapped[str | None]
