"""Sources, their documents, and the facts and changes that were read from them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from monitor.core.changes import ChangeKind
from monitor.core.facts import StatedStatus
from monitor.core.presence import Confirmation as Verdict
from monitor.store.states import Fate, Health
from monitor.store.tables.base import Base

OPEN = "missed_in IS NOT NULL AND gone_since IS NULL"  # rows that another reading may change by lacking them again


class Document(Base):
    """Bytes as a source sent them, under their sha256; kept once, for ever."""

    __tablename__ = "document"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[bytes]  # zlib
    size: Mapped[int]  # bytes before compression
    media_type: Mapped[str]
    source_id: Mapped[str] = mapped_column(index=True)  # the source that sent it first
    url: Mapped[str]
    fetched_at: Mapped[datetime]


class Source(Base):
    """How one source stands. `since` is the start of its present state, `failures` the polls in a row without good."""

    __tablename__ = "source"
    id: Mapped[str] = mapped_column(primary_key=True)
    provider: Mapped[str]
    state: Mapped[Health]
    reason: Mapped[str]
    since: Mapped[datetime]
    failures: Mapped[int]
    last_polled_at: Mapped[datetime | None]
    # of the last good document
    last_good_at: Mapped[datetime | None]
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey(Document.sha256))
    account: Mapped[str | None]  # see store.accounts
    whole: Mapped[bool | None]  # of a model list: whether it was all of it
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    read_url: Mapped[str | None]
    # a surprising document that waits for a second reading that agrees
    held_sha256: Mapped[str | None] = mapped_column(ForeignKey(Document.sha256))
    held_since: Mapped[datetime | None]


class Reading(Base):
    """From when to when one document was what a source sent, in an unbroken row of polls, and what became of it.

    The log from which all facts can be made again: rows of one source follow each other by `id`.
    """

    __tablename__ = "reading"
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey(Source.id), index=True)
    document_sha256: Mapped[str] = mapped_column(ForeignKey(Document.sha256))
    media_type: Mapped[str | None]
    account: Mapped[str]  # see store.accounts
    fate: Mapped[Fate]
    reason: Mapped[str]
    at: Mapped[datetime]  # the first poll of the row: its UTC day is the one that the document is read as of
    until: Mapped[datetime]  # the last one
    times: Mapped[int]


class Confirmation(Base):
    """What a provider answered, when it was asked for one model that the list of a reading lacked."""

    __tablename__ = "confirmation"
    reading_id: Mapped[int] = mapped_column(ForeignKey(Reading.id), primary_key=True)
    model_id: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[Verdict]
    status: Mapped[int]
    url: Mapped[str]
    words: Mapped[str]  # the provider's own sentence, or ""
    document_sha256: Mapped[str | None] = mapped_column(ForeignKey(Document.sha256))


class Fact(Base):
    """The newest word of a source on one model in one scope; never deleted.

    `last_seen` is when it was applied, or when its document last stood before another came (see `presence.LAST_SEEN`).
    `missed_in` is the whole document that lacked it last, while it is missed. `listed_by` are the accounts (see
    `store.accounts`) that were ever shown it.
    """

    __tablename__ = "fact"
    __table_args__ = (
        CheckConstraint("authority BETWEEN 0 AND 4", name="authority"),
        Index(None, "missed_in", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        CheckConstraint("shutdown_on IS NULL OR earliest_shutdown_on IS NULL", name="firm_or_floor"),
    )
    source_id: Mapped[str] = mapped_column(ForeignKey(Source.id), primary_key=True)
    row_key: Mapped[str] = mapped_column(primary_key=True)  # digest of Fact.key, whatever an id's length
    authority: Mapped[int]
    is_list: Mapped[bool]  # whether its source is a model list
    document_sha256: Mapped[str] = mapped_column(ForeignKey(Document.sha256))
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    missed_in: Mapped[str | None]
    missed_since: Mapped[datetime | None]
    gone_since: Mapped[datetime | None]
    listed_by: Mapped[tuple[str, ...]]
    provider: Mapped[str] = mapped_column(index=True)
    model_id: Mapped[str]
    model_key: Mapped[str]  # without regard to case
    alias_of: Mapped[str | None]
    display_name: Mapped[str | None]
    version: Mapped[str | None]
    deployment: Mapped[str | None]
    regions: Mapped[tuple[str, ...]]
    released_on: Mapped[date | None]
    legacy_on: Mapped[date | None]
    deprecated_on: Mapped[date | None]
    shutdown_on: Mapped[date | None]
    earliest_shutdown_on: Mapped[date | None]
    extended_access_on: Mapped[date | None]
    stated_status: Mapped[StatedStatus | None]
    replacements: Mapped[tuple[str, ...]]
    replacement_text: Mapped[str | None]
    redirects_to: Mapped[str | None]
    words: Mapped[str | None]
    url: Mapped[str]
    quote: Mapped[str]


class Change(Base):
    """What happened to a lifecycle; written once, never altered."""

    __tablename__ = "change"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[ChangeKind]
    provider: Mapped[str]
    model_id: Mapped[str]
    version: Mapped[str | None]
    deployment: Mapped[str | None]
    regions: Mapped[tuple[str, ...]]
    before: Mapped[str | None]
    after: Mapped[str | None]
    effective_on: Mapped[date | None]
    quote: Mapped[str]
    url: Mapped[str]
    source_id: Mapped[str]  # "" where the calendar or the catalog is the reason
    document: Mapped[str]  # sha256, or ""
