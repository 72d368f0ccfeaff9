"""A project that goes to another team: the team before is told so where it was told, and the new one is told anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from monitor.core.policy import SETTLED, Told
from monitor.core.tickets import Resolved
from monitor.notify import wording
from monitor.service import conversations, payloads
from monitor.service.app import Service
from monitor.service.pins import PinnedModel
from monitor.service.routes import GITHUB, SLACK, TICKETS, Route, queue, routes, settings_of
from monitor.store import registry, threads
from monitor.store.engine import Session
from monitor.store.registry import TeamRow


def handed_over(session: Session, service: Service, p: PinnedModel, told: Told | None, at: datetime) -> Told | None:
    """What the team that has a project now was told of a model, which is nothing where another one was.

    Where both are told in the same place, that was told. What was opened for the team before is closed.
    """
    if told is None or told.team in {None, p.team.id}:
        return told
    before = next(t for t in registry.teams(session, include_retired=True) if t.id == told.team)
    if _hears(routes(service, before), p.team, routes(service, p.team)):
        return replace(told, team=p.team.id)
    if told.closed_at is None:
        _close(session, service, p, told, before)
    return replace(told, team=None, closed_at=at)


def _hears(theirs: Sequence[Route], team: TeamRow, ours: Sequence[Route]) -> bool:
    """Whether those who are told for a team now were told for the one before; ways of its own name the team."""
    return any(r in theirs for r in ours) and all(r in theirs or r.recipient == team.name for r in ours)


def _close(session: Session, service: Service, p: PinnedModel, told: Told, before: TeamRow) -> None:
    at, theirs = service.clock.now(), routes(service, before)
    provider, _, scope = p.finding.match.key
    about = (p.project, *p.finding.match.key)
    in_trouble = told.status in SETTLED or told.unlisted or told.floor_on is not None
    slack = [r for r in theirs if r.channel == SLACK and conversations.is_open(session, r.recipient, about)]
    tickets = [r for r in theirs if r.channel in TICKETS and in_trouble and not _keeps(session, service, p, before, r)]
    now = p.team.name
    over = Resolved(
        before.name,
        p.project,
        provider,
        p.finding.match.reference.model_id,
        f"{p.project} is with the {wording.team_of(now)} now",
        at,
        scope,
        to_team=now,
    )
    queue(
        session,
        [*slack, *tickets],
        kind="resolved",
        what=p.project,
        saying=f"{provider}/{over.model_id} {scope} with {now} from {at.isoformat()}",
        payload=payloads.of_resolved(over),
        at=at,
    )
    for r in slack:
        threads.end(session, r.recipient, [about], at=at)


def _keeps(session: Session, service: Service, p: PinnedModel, before: TeamRow, theirs: Route) -> bool:
    """Whether an issue stays open, since both teams have it in the same repository."""
    old, new = settings_of(service, before.name), settings_of(service, p.team.name)
    if theirs.channel != GITHUB or not (old and old.github and new and new.github):
        return False
    its_own = registry.project(session, p.project).repository
    return its_own is not None or old.github.repository == new.github.repository
