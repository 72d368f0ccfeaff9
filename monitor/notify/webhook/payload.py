"""A message as the JSON that receivers of the team's own get: version 1, see docs/webhook.schema.json."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from monitor.core.alerts import Alert, Evidence, Notice, Suggestion
from monitor.core.parameters import to_leave_out
from monitor.core.threads import projects_of
from monitor.core.tickets import is_over, is_urgent, ticket_key, ticket_of
from monitor.core.watch import Bulletin
from monitor.notify import wording
from monitor.notify.foreign import clean, safe_link
from monitor.notify.lines import entry
from monitor.notify.phrase import plain
from monitor.notify.readings import facts_as_of

VERSION = 1


def of_notice(notice: Notice, *, key: str, repeat: bool) -> dict[str, Any]:
    """What one project is told. `key` is the message's own, `repeat` says that it may have been sent before."""
    return {
        **_head("notice", key, repeat=repeat),
        "team": clean(notice.team),
        "project": clean(notice.project),
        "today": notice.today.isoformat(),
        "facts_as_of": _moment(notice.as_of),
        "text": wording.subject(notice),
        "footer": facts_as_of(notice),
        "first_look": notice.baseline,
        "alerts": [_alert(alert, notice) for alert in wording.ordered(notice)],
    }


def of_bulletin(bulletin: Bulletin, *, key: str, repeat: bool) -> dict[str, Any]:
    """Word of the monitor itself."""
    return {
        **_head("bulletin", key, repeat=repeat),
        "at": _moment(bulletin.at),
        "text": clean(bulletin.title),
        "lines": [clean(line) for line in bulletin.lines],
    }


def _head(kind: str, key: str, *, repeat: bool) -> dict[str, Any]:
    return {"version": VERSION, "type": kind, "id": ticket_key(key), "possible_repeat": repeat}


def _alert(alert: Alert, notice: Notice) -> dict[str, Any]:
    written = entry(alert, notice)
    own = projects_of(alert, notice)
    project = own[0] if len(own) == 1 else notice.project
    return {
        "ticket": ticket_of(project, alert.provider, alert.model_id, alert.scope),
        "kind": alert.kind.value,
        "severity": alert.severity.value,
        "urgent": is_urgent(alert),
        "over": is_over(alert),
        "provider": clean(alert.provider),
        "model_id": clean(alert.model_id),
        "scope": clean(alert.scope),
        "status": alert.status.value,
        "shutdown_on": _day(alert.shutdown_on),
        "days_left": wording.days_left(alert, notice.today),
        "shutdown_on_before": _day(alert.before),
        "redirects_to": clean(alert.redirects_to) if alert.redirects_to else None,
        "places": [
            {
                "project": clean(p.project or notice.project),
                "team": clean(notice.team),
                "reference": clean(p.reference),
                "environment": p.environment,
                "location": p.location,
            }
            for p in alert.places
        ],
        "replacements": [_suggestion(s) for s in alert.suggestions],
        "evidence": _evidence(alert.evidence) if alert.evidence else None,
        "title": plain(written.title),
        "lines": [plain(line) for line in written.lines],
    }


def _suggestion(s: Suggestion) -> dict[str, Any]:
    return {
        "provider": clean(s.provider),
        "model_id": clean(s.model_id),
        "from": s.origin,
        "good_until": _day(s.good_until),
        "good_until_is_floor": s.good_until_is_floor,
        "caution": clean(s.caution) if s.caution else None,
        "leave_out": [clean(parameter) for parameter in to_leave_out(s)],
    }


def _evidence(e: Evidence) -> dict[str, Any]:
    return {
        "url": safe_link(e.url),
        "quote": clean(e.quote) or None,
        "source_id": clean(e.source_id),
        "observed_at": _moment(e.observed_at),
        "stale": e.stale,
        "catalog_as_of": _day(e.catalog_as_of),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
