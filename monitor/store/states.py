"""How things stand: the few words of the record for it, kept by value with a CHECK, and what a source comes to."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime


class Health(enum.StrEnum):
    """How one source stands after its last poll."""

    NEW = "new"  # never polled
    OK = "ok"
    SUSPECT = "suspect"  # a document came that is not believed; facts stay as they were
    FAILED = "failed"  # no document came
    SKIPPED = "skipped"  # not polled, for a reason that an operator can mend (no key)


class Fate(enum.StrEnum):
    """What became of a document that a source sent."""

    ADMITTED = "admitted"  # read and believed: its facts were recorded
    ACCEPTED = "accepted"  # not believed, and admitted by hand: its facts were recorded all the same
    UNCHANGED = "unchanged"  # the last good document again, after others in between
    HELD = "held"  # surprising: it waits for a second reading that says the same
    REJECTED = "rejected"


class Owner(enum.StrEnum):
    """Who entered a team, project or pin, and so who may change it."""

    CONFIG = "config"  # the configuration file
    CLI = "cli"
    API = "api"
    SCAN = "scan"


class Delivery(enum.StrEnum):
    """Where a message is on its way out."""

    PENDING = "pending"
    LEASED = "leased"  # a worker is at it until its lease ends
    SENT = "sent"
    UNKNOWN = "unknown"  # sent, but the answer was lost: to be looked up before it is sent again
    DEAD = "dead"  # given up; only `outbox.retry` brings it back


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source stands. All times are aware and in UTC.

    `etag`, `last_modified` and `read_url` (where it was read) are those of the last good document, so that the next
    poll asks whether that one still stands; `account` (see `store.accounts`) was shown it, and of a model list `whole`
    says whether it was all of it. `held_sha256` is a surprising document, first seen at `held_since`, that is believed
    once later readings say the same.
    """

    id: str
    provider: str
    state: Health
    reason: str
    since: datetime
    failures: int
    last_polled_at: datetime | None
    last_good_at: datetime | None
    document_sha256: str | None
    account: str | None
    whole: bool | None
    etag: str | None
    last_modified: str | None
    read_url: str | None
    held_sha256: str | None
    held_since: datetime | None
