"""The tables. What a column means is said here once; what may be done with a row is said in the module beside it.

Lists are JSON, dates and times are real columns, enums are kept by value with a CHECK. A change here needs a
migration: a test compares both on each database.
"""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from monitor.core.alerts import AlertKind, Severity
from monitor.core.changes import ChangeKind
from monitor.core.facts import StatedStatus
from monitor.core.lifecycle import Status
from monitor.core.presence import Confirmation as Verdict
from monitor.core.watch import TroubleKind
from monitor.store.columns import ForeignText, JsonTuple, UtcDateTime
from monitor.store.states import Delivery, Fate, Health, Owner

OPEN = "missed_in IS NOT NULL AND gone_since IS NULL"  # rows that another reading may change by lacking them again


class Base(DeclarativeBase):
    """All tables; constraint names follow one convention, so that a migration can address each on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: ForeignText,
        datetime: UtcDateTime,
        bytes: LargeBinary,
        tuple[str, ...]: JsonTuple,
        tuple[int, ...]: JsonTuple,
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=32,
            values_callable=lambda members: [member.value for member in members],
        ),
    }


# ------------------------------------------------------------------------------------------------ sources and facts


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


# --------------------------------------------------------------------------------------------------------- registry


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


# ----------------------------------------------------------------------------------------------------------- alerts


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
    told_at: Mapped[datetime]


class Alert(Base):
    """One thing that a project was told, once."""

    __tablename__ = "alert"
    id: Mapped[int] = mapped_column(primary_key=True)
    dedup_key: Mapped[str] = mapped_column(unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey(Project.id), index=True)
    provider: Mapped[str]
    model_id: Mapped[str]
    kind: Mapped[AlertKind]
    severity: Mapped[Severity]
    payload: Mapped[str]  # JSON
    created_at: Mapped[datetime]


class Outbox(Base):
    """A message on its way out: the only way out."""

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "state", "next_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    dedup_key: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    recipient: Mapped[str]
    kind: Mapped[str]  # what the payload is, for its renderer
    payload: Mapped[str]  # JSON
    state: Mapped[Delivery]
    ambiguous: Mapped[bool]  # an earlier attempt may have arrived
    attempts: Mapped[int]
    next_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None]
    provider_ref: Mapped[str | None]  # what the receiver calls it: Slack's ts, a Message-ID
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


# ------------------------------------------------------------------------------------------------------- operations


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


# Whoever knows these tables knows all: the migrations, and the tests that hold both against each other.
from monitor.store import decision_tables  # noqa: E402, F401 it needs what stands above
