"""The few words in which the record says how things stand; kept by value, with a CHECK."""

from __future__ import annotations

import enum


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
