"""Alerts, notices and digests as the JSON text that the outbox keeps."""

from __future__ import annotations

from pydantic import TypeAdapter

from monitor.core.alerts import Alert, Digest, Notice

_ALERT = TypeAdapter(Alert)
_NOTICE = TypeAdapter(Notice)
_DIGEST = TypeAdapter(Digest)


def of_alert(alert: Alert) -> str:
    """An alert as JSON text."""
    return _ALERT.dump_json(alert).decode()


def of_notice(notice: Notice) -> str:
    """A notice as JSON text."""
    return _NOTICE.dump_json(notice).decode()


def of_digest(digest: Digest) -> str:
    """A digest as JSON text."""
    return _DIGEST.dump_json(digest).decode()


def notice(payload: str) -> Notice:
    """The notice of an outbox row; raises pydantic's ValidationError for a payload of another version."""
    return _NOTICE.validate_json(payload)


def digest(payload: str) -> Digest:
    """The digest of an outbox row; raises pydantic's ValidationError for a payload of another version."""
    return _DIGEST.validate_json(payload)
