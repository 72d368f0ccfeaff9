"""What was opened elsewhere for a model is closed once its project no longer pins it.

It starts from the record: every model that a project was told of and has no pin of any more. That this is said is
noted beside what was told: a model that is pinned again after that is news. What a scan alone no longer finds is held
to be pinned for a while, so that a file that one scan misses says neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.core.alerts import AlertKind
from monitor.core.threads import Subject
from monitor.core.tickets import Resolved, is_over
from monitor.service import conversations, payloads
from monitor.service.app import Service
from monitor.service.known import Known, known
from monitor.service.pins import alert, pinned_models
from monitor.service.remind import TASK
from monitor.service.routes import SLACK, TICKETS, Route, queue, routes
from monitor.store import alerts, registry, schedule, threads
from monitor.store.engine import Session, transaction
from monitor.store.registry import PinRow

NO_LONGER_PINNED = "the project no longer pins it"
NAMED_NOW = "a source names it now"
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
    pins, ledger = _pins(session, now), alerts.told(session)
    held, texts = _held(pins, service, known(session, service, now)), {(p.project, p.reference) for p in pins}
    over = {}
    for row in alerts.newest_by_model(session):
        project = projects[row.project]
        about = (row.project, row.provider, row.model_id.casefold(), row.scope)
        news = payloads.alert(row.payload)
        if about in held or is_over(news):
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
        why = NAMED_NOW if any((row.project, place.reference) in texts for place in news.places) else NO_LONGER_PINNED
        ended = Resolved(project.team.name, row.project, row.provider, row.model_id, why, now, row.scope)
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


def _pins(session: Session, now: datetime) -> list[PinRow]:
    """What every project pins now, or did until a scan missed it lately."""
    return [*registry.pins(session), *registry.missed(session, now - MISSED)]


def _held(pins: Sequence[PinRow], service: Service, view: Known) -> set[Subject]:
    """The models of pins, named as alerts name them; one that no source named is under its provider once one does."""
    pinned = pinned_models(pins, view, service.settings.alerts.lead_days)
    said = ((p.project, alert(p, AlertKind.BASELINE, view)) for p in pinned)
    return {(project, a.provider, a.model_id.casefold(), a.scope) for project, a in said}
