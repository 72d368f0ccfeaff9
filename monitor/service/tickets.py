"""What was opened elsewhere for a model is closed once its project no longer pins it.

It starts from the record: every model that a project was told of and has no pin of any more. That this is said is
noted beside what was told: a model that is pinned again after that is news. What a scan alone no longer finds is held
to be pinned for a while, so that a file that one scan misses says neither.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.core.alerts import AlertKind
from monitor.core.threads import Subject
from monitor.core.tickets import Resolved, is_over
from monitor.service import conversations, payloads
from monitor.service.app import Service
from monitor.service.known import known
from monitor.service.pins import alert, pinned_models
from monitor.service.remind import TASK
from monitor.service.routes import SLACK, TICKETS, Route, queue, routes
from monitor.store import alerts, registry, schedule, threads
from monitor.store.engine import Session, transaction

NO_LONGER_PINNED = "the project no longer pins it"
MISSED = timedelta(hours=36)  # the next scan of every night comes within this


def close_done(service: Service) -> int:
    """Queue the end of every ticket of which nothing is pinned any more; how many messages are new."""
    with transaction(service.engine) as session:
        schedule.lock(session, TASK)
        opened = {
            t.name: [r for r in routes(service, t) if r.channel in {*TICKETS, SLACK}] for t in registry.teams(session)
        }
        return _close(session, service, opened)


def _close(session: Session, service: Service, opened: dict[str, list[Route]]) -> int:
    now, queued = service.clock.now(), 0
    projects = {p.name: p for p in registry.projects(session, include_retired=True)}
    held, ledger = _held(session, service), alerts.told(session)
    over = {}
    for row in alerts.newest_by_model(session):
        project = projects[row.project]
        about = (row.project, row.provider, row.model_id.casefold(), row.scope)
        if about in held or is_over(payloads.alert(row.payload)):
            continue
        told = ledger.get((project.id, *about[1:]))
        slack, tickets = _along(session, opened.get(project.team.name, []), about)
        for r in slack:
            threads.end(session, r.recipient, [about], at=now)
        if told and told.closed_at:  # it came and went without a word: the first message says that it is done again
            because = f"over at {now.isoformat()}"
            for _ in slack:
                conversations.refresh_of(session, service, project.team, about, because=because)
            continue
        if told:
            over[project.id, *about[1:]] = replace(told, closed_at=now)
        ended = Resolved(project.team.name, row.project, row.provider, row.model_id, NO_LONGER_PINNED, now, row.scope)
        queued += queue(
            session,
            [*slack, *tickets],
            kind="resolved",
            what=row.project,
            saying=f"{row.provider}/{row.model_id} after {row.id}",
            payload=payloads.of_resolved(ended),
            at=now,
        )
    alerts.record_told(session, over, at=now)
    return queued


def _along(session: Session, ways: list[Route], about: Subject) -> tuple[list[Route], list[Route]]:
    """Where the end is told: in channels that were told of the model and do not know yet, and where tickets are."""
    slack = [r for r in ways if r.channel == SLACK and conversations.is_open(session, r.recipient, about)]
    return slack, [r for r in ways if r.channel != SLACK]


def _held(session: Session, service: Service) -> set[Subject]:
    """What every project pins now, or did until a scan missed it lately, named as its alerts name it."""
    view = known(session, service, service.clock.now())
    rows = [*registry.pins(session), *registry.missed(session, view.now - MISSED)]
    pinned = pinned_models(rows, view, service.settings.alerts.lead_days)
    said = ((p.project, alert(p, AlertKind.BASELINE, view)) for p in pinned)
    return {(project, a.provider, a.model_id.casefold(), a.scope) for project, a in said}
