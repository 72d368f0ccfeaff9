"""What projects were told: every alert once, and for each model the last telling (the ledger of `core.policy`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from monitor.core.alerts import Alert, AlertKind, Place, Severity
from monitor.core.policy import Replacement, Told
from monitor.core.settling import Unsettled
from monitor.core.threads import Subject
from monitor.core.urgency import Stage
from monitor.store import tables
from monitor.store.columns import bounded, digest
from monitor.store.statements import insert_new, upsert

_JUDGED_UNTIL = "judged until"

ToldKey = tuple[int, str, str, str]
"""Project id, provider, model id without regard to case, and the scope as text."""


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert of a project that is to be recorded, with its JSON text."""

    project_id: int
    alert: Alert
    payload: str


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert as it was queued; `payload` is its JSON text, `created_at` in UTC."""

    id: int
    dedup_key: str
    project: str
    provider: str
    model_id: str
    scope: str
    kind: AlertKind
    severity: Severity
    payload: str
    created_at: datetime


def told(session: Session) -> dict[ToldKey, Told]:
    """What every project was last told of every model."""
    t = tables.Told
    said = (t.status, t.shutdown_on, t.days_left, t.replacement, t.unlisted, t.points_at, t.floor_on, t.floor_passed)
    unsettled = (t.unsettled_on, t.unsettled_since, t.unsettled_began, t.strayed_to)
    to = (t.stage, t.team_id, t.places, t.closed_at)
    rows = session.execute(select(t.project_id, t.provider, t.model_key, t.scope, *said, *unsettled, *to))
    return {(row[0], row[1], row[2], row[3]): _told(row) for row in rows}


def record_told(session: Session, told: Mapping[ToldKey, Told], *, at: datetime) -> None:
    """Record what projects are told of models from now on."""
    rows = [
        {
            "project_id": project_id,
            "subject": digest(provider, model_key, scope),
            "provider": provider,
            "model_key": model_key,
            "scope": scope,
            "status": now.status,
            "shutdown_on": now.shutdown_on,
            "days_left": now.days_left,
            "replacement": " ".join(now.replacement) if now.replacement else None,
            "unlisted": now.unlisted,
            "points_at": now.points_at,
            "floor_on": now.floor_on,
            "floor_passed": now.floor_passed,
            "unsettled_on": now.unsettled and now.unsettled.on,
            "unsettled_since": now.unsettled and now.unsettled.since,
            "unsettled_began": now.unsettled and now.unsettled.began,
            "strayed_to": now.unsettled and now.unsettled.strayed_to,
            "stage": now.stage,
            "team_id": now.team,
            "places": None
            if now.places is None
            else tuple((p.reference, p.environment, p.location) for p in now.places),
            "closed_at": now.closed_at,
            "told_at": at,
        }
        for (project_id, provider, model_key, scope), now in told.items()
    ]
    upsert(session, tables.Told, rows)


def places(session: Session, projects: Collection[str]) -> dict[Subject, tuple[Place, ...]]:
    """Where projects, by name, pinned what they were told of at the last look, as far as that is known."""
    t, p = tables.Told, tables.Project
    chosen = select(p.name, t.provider, t.model_key, t.scope, t.places).join(p).where(p.name.in_(projects))
    return {(row[0], row[1], row[2], row[3]): found for row in session.execute(chosen) if (found := _places(row[4]))}


def add_alerts(session: Session, new: Iterable[NewAlert], *, at: datetime) -> list[NewAlert]:
    """Record alerts; gives those whose key has not been there before. The others change nothing."""
    by_key = {bounded(n.alert.dedup_key): n for n in new}
    rows = [
        {
            "dedup_key": key,
            "project_id": n.project_id,
            "provider": n.alert.provider,
            "model_id": n.alert.model_id,
            "scope": n.alert.scope,
            "kind": n.alert.kind,
            "severity": n.alert.severity,
            "payload": n.payload,
            "created_at": at,
        }
        for key, n in by_key.items()
    ]
    inserted = insert_new(session, tables.Alert, rows, key="dedup_key")
    return [n for key, n in by_key.items() if key in inserted]


def alerts(session: Session, *, project: str | None = None, limit: int | None = None) -> list[AlertRow]:
    """The alerts of one project or of all, newest first, at most `limit`."""
    chosen = _select().order_by(tables.Alert.id.desc()).limit(limit)
    if project is not None:
        chosen = chosen.where(tables.Project.name == project)
    return [AlertRow(*row) for row in session.execute(chosen)]


def newest_by_model(session: Session) -> list[AlertRow]:
    """The last alert that each project got of each model in each scope, by number."""
    a = tables.Alert
    last = select(func.max(a.id)).group_by(a.project_id, a.provider, func.lower(a.model_id), a.scope)
    return [AlertRow(*row) for row in session.execute(_select().where(a.id.in_(last)).order_by(a.id))]


def judged_until(session: Session) -> date | None:
    """The last day (UTC) for which it was recorded what the calendar alone changed; None if there was none yet."""
    day = session.scalar(select(tables.Memo.value).where(tables.Memo.name == _JUDGED_UNTIL))
    return date.fromisoformat(day) if day else None


def set_judged_until(session: Session, day: date) -> None:
    """Remember the last day (UTC) for which it was recorded what the calendar alone changed."""
    upsert(session, tables.Memo, [{"name": _JUDGED_UNTIL, "value": day.isoformat()}])


def _select() -> Select[*tuple[Any, ...]]:
    a, p = tables.Alert, tables.Project
    columns = (a.id, a.dedup_key, p.name, a.provider, a.model_id, a.scope, a.kind, a.severity)
    return select(*columns, a.payload, a.created_at).join(p, p.id == a.project_id)


def _told(row: Sequence[Any]) -> Told:
    on, since, began, strayed_to, stage, team, where, closed_at = row[12:]
    status, shutdown_on, days_left, replacement, *rest = row[4:12]
    return replace(
        Told(status, shutdown_on, days_left, _replacement(replacement), *rest),
        unsettled=Unsettled(on, since, began, strayed_to) if since else None,
        stage=None if stage is None else Stage(stage),
        team=team,
        places=_places(where),
        closed_at=closed_at,
    )


def _places(rows: Iterable[Sequence[str | None]] | None) -> tuple[Place, ...] | None:
    return None if rows is None else tuple(Place(reference or "", *rest) for reference, *rest in rows)


def _replacement(text: str | None) -> Replacement | None:
    """A provider and an id with a space between; an older entry has the id alone."""
    if text is None:
        return None
    provider, space, model_id = text.partition(" ")
    return (provider, model_id) if space else ("", text)
