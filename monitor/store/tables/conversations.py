"""What is said in a channel, and what comes back from there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
)
from sqlalchemy.orm import Mapped, mapped_column

from monitor.store.tables.base import Base
from monitor.store.tables.registry import Project


class Thread(Base):
    """The message that was the first to tell a channel of a model that a project pins: what follows goes below it.

    `subject` is the digest of provider, model_key and recipient. `message` is what the receiver calls the message, as
    in `Outbox.provider_ref`. `ended_at` is set once the channel was told that the project no longer pins the model.
    """

    __tablename__ = "thread"
    project_id: Mapped[int] = mapped_column(ForeignKey(Project.id), primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    provider: Mapped[str]
    model_key: Mapped[str]
    recipient: Mapped[str]
    message: Mapped[str] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]


class Interaction(Base):
    """A click or command that was carried out, kept for as long as the same request could be sent again."""

    __tablename__ = "interaction"
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
