"""Teams, projects, their pins, and how much these are used."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.states import Owner
from monitor.store.tables.base import Base


class Team(Base):
    """Who is told, and how."""

    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    slack_channel: Mapped[str | None]
    emails: Mapped[tuple[str, ...]]
    timezone: Mapped[str]
    digest_to: Mapped[tuple[str, ...]]  # "email", "slack"
    lead_days: Mapped[tuple[int, ...] | None]
    quiet_hours: Mapped[str | None]  # "20:00-08:00" on its own clock
    working_days: Mapped[tuple[str, ...] | None]
    announce_within: Mapped[int | None]  # days
    owner: Mapped[Owner]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Unsubscribed(Base):
    """An address, in lower case, that a team lists and that does not want its weekly digest."""

    __tablename__ = "unsubscribed"
    team_id: Mapped[int] = mapped_column(ForeignKey(Team.id), primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Project(Base):
    """What pins models; belongs to one team. Without lead days it has those of its team."""

    __tablename__ = "project"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    team_id: Mapped[int] = mapped_column(ForeignKey(Team.id))
    repository: Mapped[str | None]
    lead_days: Mapped[tuple[int, ...] | None]
    owner: Mapped[Owner]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Pin(Base):
    """A model reference as a project writes it. No environment and no location are "", so that UNIQUE sees them."""

    __tablename__ = "pin"
    __table_args__ = (UniqueConstraint("project_id", "reference", "environment", "location"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey(Project.id))
    reference: Mapped[str]
    environment: Mapped[str]
    location: Mapped[str]
    owner: Mapped[Owner]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Usage(Base):
    """How often a project used a model on a day (UTC), as one kind of export says; what is not stated is NULL.

    The reference is canonical. The same export of the same day replaces what was known of it.
    """

    __tablename__ = "usage"
    project_id: Mapped[int] = mapped_column(ForeignKey(Project.id), primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    origin: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    requests: Mapped[int | None] = mapped_column(BigInteger)
    tokens: Mapped[int | None] = mapped_column(BigInteger)
    imported_at: Mapped[datetime]
