"""What projects were told: every alert once, and for each model the last telling (the ledger of `core.policy`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.core.alerts import Alert, AlertKind, Severity
from monitor.core.policy import Told
from monitor.store import tables
from monitor.store.columns import bounded, digest
from monitor.store.statements import insert_new, upsert

_JUDGED_UNTIL = "judged until"

ToldKey = tuple[int, str, str, str]
"""Project id, provider, model id without regard to case, and the scope as text."""


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert as it was queued; `payload` is its JSON text, `created_at` in UTC."""

    id: int
    dedup_key: str
    project: str
    provider: str
    model_id: str
    kind: AlertKind
    severity: Severity
    payload: str
    created_at: datetime


def told(session: Session) -> dict[ToldKey, Told]:
    """What every project was last told of every model."""
    t = tables.Told
    key = (t.project_id, t.provider, t.model_key, t.scope)
    chosen = select(*key, t.status, t.shutdown_on, t.days_left, t.replacement, t.unlisted)
    return {(row[0], row[1], row[2], row[3]): Told(*row[4:]) for row in session.execute(chosen)}


def record_told(session: Session, key: ToldKey, now: Told, *, at: datetime) -> None:
    """Record what a project is told of a model from now on."""
    project_id, provider, model_key, scope = key
    row = {
        "project_id": project_id,
        "subject": digest(provider, model_key, scope),
        "provider": provider,
        "model_key": model_key,
        "scope": scope,
        "status": now.status,
        "shutdown_on": now.shutdown_on,
        "days_left": now.days_left,
        "replacement": now.replacement,
        "unlisted": now.unlisted,
        "told_at": at,
    }
    upsert(session, tables.Told, [row])


def add_alert(session: Session, project_id: int, alert: Alert, payload: str, *, at: datetime) -> bool:
    """Record an alert, with its JSON text; False, and nothing changed, where its key has been there before."""
    row = {
        "dedup_key": bounded(alert.dedup_key),
        "project_id": project_id,
        "provider": alert.provider,
        "model_id": alert.model_id,
        "kind": alert.kind,
        "severity": alert.severity,
        "payload": payload,
        "created_at": at,
    }
    return bool(insert_new(session, tables.Alert, [row], key="dedup_key"))


def alerts(session: Session, *, project: str | None = None, limit: int | None = None) -> list[AlertRow]:
    """The alerts of one project or of all, newest first, at most `limit`."""
    a, p = tables.Alert, tables.Project
    columns = (a.id, a.dedup_key, p.name, a.provider, a.model_id, a.kind, a.severity, a.payload, a.created_at)
    chosen = select(*columns).join(p, p.id == a.project_id).order_by(a.id.desc()).limit(limit)
    if project is not None:
        chosen = chosen.where(p.name == project)
    return [AlertRow(*row) for row in session.execute(chosen)]


def judged_until(session: Session) -> date | None:
    """The last day (UTC) for which it was recorded what the calendar alone changed; None if there was none yet."""
    day = session.scalar(select(tables.Memo.value).where(tables.Memo.name == _JUDGED_UNTIL))
    return date.fromisoformat(day) if day else None


def set_judged_until(session: Session, day: date) -> None:
    """Remember the last day (UTC) for which it was recorded what the calendar alone changed."""
    upsert(session, tables.Memo, [{"name": _JUDGED_UNTIL, "value": day.isoformat()}])
