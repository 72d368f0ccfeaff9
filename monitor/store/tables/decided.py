"""What people decide about pinned models, and state about replacements."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    ForeignKey,
    Index,
)
from sqlalchemy.orm import Mapped, mapped_column

from monitor.core.decisions import DecisionKind
from monitor.core.lifecycle import Status
from monitor.core.overrides import Level
from monitor.store.states import Owner
from monitor.store.tables.base import Base
from monitor.store.tables.registry import Project


class Decision(Base):
    """What people decided about a model that a project pins, see `core.decisions`; append-only, the last one counts.

    `subject` is the digest of provider, model_key and scope, as in `Told`. `request_key` names the request that made
    it, so that one which arrives twice makes one row.
    """

    __tablename__ = "decision"
    __table_args__ = (Index(None, "project_id", "subject"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey(Project.id))
    subject: Mapped[str]
    provider: Mapped[str]
    model_key: Mapped[str]
    scope: Mapped[str]
    reference: Mapped[str]  # as one of the pins has it
    kind: Mapped[DecisionKind]
    at: Mapped[datetime]
    who: Mapped[str]
    status: Mapped[Status]  # how the model stood then, as `shutdown_on`
    shutdown_on: Mapped[date | None]
    until: Mapped[date | None]
    owner: Mapped[str | None]
    reason: Mapped[str]
    request_key: Mapped[str | None] = mapped_column(unique=True)


class Override(Base):
    """A replacement that a project, a team or the operator states; append-only, the last one of each counts.

    `about` is the project's or team's name, "" for all. No replacement means that it is withdrawn.
    """

    __tablename__ = "override"
    __table_args__ = (Index(None, "level", "about"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[Level]
    about: Mapped[str]
    model: Mapped[str]  # a reference
    replacement: Mapped[str | None]  # a reference
    reason: Mapped[str]
    owner: Mapped[Owner]
    who: Mapped[str]
    at: Mapped[datetime]
