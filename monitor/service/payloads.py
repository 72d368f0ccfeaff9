"""Alerts, notices and digests as the JSON text that the outbox keeps."""

from __future__ import annotations

from pydantic import TypeAdapter

from monitor.core.alerts import Alert, Digest, Notice
from monitor.core.threads import Refresh
from monitor.core.tickets import Resolved
from monitor.core.watch import Bulletin

_ALERT = TypeAdapter(Alert)
_NOTICE = TypeAdapter(Notice)
_DIGEST = TypeAdapter(Digest)
_BULLETIN = TypeAdapter(Bulletin)
_RESOLVED = TypeAdapter(Resolved)
_REFRESH = TypeAdapter(Refresh)

Message = Notice | Digest | Bulletin | Resolved | Refresh


def of_alert(alert: Alert) -> str:
    """An alert as JSON text."""
    return _ALERT.dump_json(alert).decode()


def of_notice(notice: Notice) -> str:
    """A notice as JSON text."""
    return _NOTICE.dump_json(notice).decode()


def of_digest(digest: Digest) -> str:
    """A digest as JSON text."""
    return _DIGEST.dump_json(digest).decode()


def alert(payload: str) -> Alert:
    """The alert of a record; raises pydantic's ValidationError for a payload of another version."""
    return _ALERT.validate_json(payload)


def notice(payload: str) -> Notice:
    """The notice of an outbox row; raises pydantic's ValidationError for a payload of another version."""
    return _NOTICE.validate_json(payload)


def digest(payload: str) -> Digest:
    """The digest of an outbox row; raises pydantic's ValidationError for a payload of another version."""
    return _DIGEST.validate_json(payload)


def of_bulletin(bulletin: Bulletin) -> str:
    """Word of the monitor itself as JSON text."""
    return _BULLETIN.dump_json(bulletin).decode()


def of_resolved(resolved: Resolved) -> str:
    """The end of a ticket as JSON text."""
    return _RESOLVED.dump_json(resolved).decode()


def of_refresh(refresh: Refresh) -> str:
    """A message that is to be brought up to date as JSON text."""
    return _REFRESH.dump_json(refresh).decode()


def message(kind: str, payload: str) -> Message:
    """What an outbox row says; raises pydantic's ValidationError for a payload of another version."""
    match kind:
        case "digest":
            return digest(payload)
        case "bulletin":
            return _BULLETIN.validate_json(payload)
        case "resolved":
            return _RESOLVED.validate_json(payload)
        case "refresh":
            return _REFRESH.validate_json(payload)
    return notice(payload)
