"""What was opened elsewhere for a model is closed once its project no longer pins it.

It starts from the record: every model that a project was told of and has no pin of any more. The key of the message
holds the last alert's number, so that it is queued once, and again only if the project is told anew.
"""

from __future__ import annotations

from monitor.core.alerts import AlertKind
from monitor.core.threads import Subject
from monitor.core.tickets import Resolved, is_over
from monitor.service import conversations, payloads
from monitor.service.app import Service
from monitor.service.known import known
from monitor.service.pins import alert, pinned_models
from monitor.service.routes import SLACK, TICKETS, Route, queue, routes
from monitor.store import alerts, registry
from monitor.store.engine import Session, transaction

NO_LONGER_PINNED = "the project no longer pins it"


def close_done(service: Service) -> int:
    """Queue the end of every ticket of which nothing is pinned any more; how many messages are new."""
    with transaction(service.engine) as session:
        opened = {
            t.name: [r for r in routes(service, t) if r.channel in {*TICKETS, SLACK}] for t in registry.teams(session)
        }
        return _close(session, service, opened) if any(opened.values()) else 0


def _close(session: Session, service: Service, opened: dict[str, list[Route]]) -> int:
    now, queued = service.clock.now(), 0
    projects = {p.name: p for p in registry.projects(session, include_retired=True)}
    held = _held(session, service)
    for row in alerts.newest_by_model(session):
        project = projects[row.project]
        about = (row.project, row.provider, row.model_id.casefold(), row.scope)
        along = opened.get(project.team.name, [])
        if not along or about in held or is_over(payloads.alert(row.payload)):
            continue
        along = [r for r in along if r.channel != SLACK or conversations.is_open(session, r.recipient, row)]
        ended = Resolved(project.team.name, row.project, row.provider, row.model_id, NO_LONGER_PINNED, now, row.scope)
        queued += queue(
            session,
            along,
            kind="resolved",
            what=row.project,
            saying=f"{row.provider}/{row.model_id} after {row.id}",
            payload=payloads.of_resolved(ended),
            at=now,
        )
    return queued


def _held(session: Session, service: Service) -> set[Subject]:
    """What every project pins now, named as its alerts name it."""
    view = known(session, service, service.clock.now())
    pinned = pinned_models(registry.pins(session), view, service.settings.alerts.lead_days)
    said = ((p.project, alert(p, AlertKind.BASELINE, view)) for p in pinned)
    return {(project, a.provider, a.model_id.casefold(), a.scope) for project, a in said}
