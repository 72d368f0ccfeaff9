"""Hold how every pinned model stands against what its project was last told, and queue what is new.

Run after every poll and by the clock. It starts from the state of the record, not from events, so that a round that
was missed, doubled or cut short loses nothing and says nothing twice.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from monitor.core.alerts import Alert, AlertKind, Notice, Severity
from monitor.core.changes import passed
from monitor.core.living import why_not_living
from monitor.core.policy import Told, decide, telling
from monitor.service import payloads
from monitor.service.app import Service
from monitor.service.known import Known, known
from monitor.service.pins import PinnedModel, alert, longest_lead, pinned_models
from monitor.service.routes import queue, routes
from monitor.store import alerts, facts, registry, schedule
from monitor.store.alerts import NewAlert
from monitor.store.engine import Session, transaction
from monitor.store.registry import TeamRow

TASK = "remind"
URGENCY = list(Severity)

_Key = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class Reminded:
    """What one round came to: alerts that are new, and the messages that carry them."""

    alerts: int = 0
    messages: int = 0


def remind(service: Service) -> Reminded:
    """Queue a message for every project of which something is new. Safe to run at any time, as often as one likes."""
    now = service.clock.now()
    with transaction(service.engine) as session:
        schedule.lock(session, TASK)
        view = known(session, service.catalog, now)
        _record_what_the_calendar_changed(session, view)
        pinned = pinned_models(registry.pins(session), view, service.settings.alerts.lead_days)
        new = _news(session, pinned, view)
        messages = sum(_queue(session, service, notice, team, now) for notice, team in _notices(new, view))
        service.checkpoint("remind.queued")
    service.checkpoint("remind.committed")
    return Reminded(len(new), messages)


def _record_what_the_calendar_changed(session: Session, view: Known) -> None:
    today = view.now.date()
    since = alerts.judged_until(session)
    if since is None or since < today:
        if since is not None:
            facts.add_changes(session, passed(view.models, since, today), at=view.now)
        alerts.set_judged_until(session, today)


def _news(session: Session, pinned: Iterable[PinnedModel], view: Known) -> list[tuple[PinnedModel, Alert]]:
    """What each project must be told now; the ledger is brought up to date on the way."""
    ledger: Mapping[_Key, Told] = alerts.told(session)
    telling_now: dict[_Key, Told] = {}
    found: dict[str, tuple[PinnedModel, NewAlert]] = {}
    for p in pinned:
        if not p.finding.match.covered:
            continue  # nobody vouches for it: a finding of the digest, and no baseline yet
        told, standing = ledger.get(p.key), p.finding.standing
        kind = decide(standing, told, p.lead_days, lives=partial(_lives, p, view))
        then = telling(standing, told, kind)
        if then != told:
            telling_now[p.key] = then
        if kind is not None:
            news = _alert(p, kind, told, view)
            found[news.dedup_key] = p, NewAlert(p.project_id, news, payloads.of_alert(news))
    alerts.record_told(session, telling_now, at=view.now)
    new = alerts.add_alerts(session, [n for _, n in found.values()], at=view.now)
    return [(found[n.alert.dedup_key][0], n.alert) for n in new]


def _alert(p: PinnedModel, kind: AlertKind, told: Told | None, view: Known) -> Alert:
    """What the project is told, beside what it was told before."""
    news = alert(p, kind, view)
    if told and kind in {AlertKind.DATE_MOVED, AlertKind.DATE_WITHDRAWN, AlertKind.REINSTATED}:
        return replace(news, before=told.shutdown_on)
    if told and kind is AlertKind.REPLACEMENT_DIED:
        return replace(news, replaced=told.replacement)
    return news


def _lives(p: PinnedModel, view: Known, model_id: str) -> bool:
    subject = p.finding.lifecycle
    model = view.models.get(subject.provider, model_id) if subject else None
    horizon = longest_lead(p.lead_days)
    return model is None or why_not_living(model, view.models, today=view.now.date(), horizon=horizon) is None


def _notices(news: Iterable[tuple[PinnedModel, Alert]], view: Known) -> Iterator[tuple[Notice, TeamRow]]:
    """One notice a project, most urgent first."""
    projects: defaultdict[str, list[tuple[PinnedModel, Alert]]] = defaultdict(list)
    for p, a in news:
        projects[p.project].append((p, a))
    for project, items in sorted(projects.items()):
        found = sorted((a for _, a in items), key=_urgency)
        team = items[0][0].team
        read_at = [a.evidence.observed_at for a in found if a.evidence]
        yield (
            Notice(
                team=team.name,
                project=project,
                today=view.now.date(),
                as_of=min(read_at, default=None),
                alerts=tuple(found),
                baseline=all(a.kind is AlertKind.BASELINE for a in found),
            ),
            team,
        )


def _urgency(a: Alert) -> tuple[int, date, str]:
    return URGENCY.index(a.severity), a.shutdown_on or date.max, a.model_id


def _queue(session: Session, service: Service, notice: Notice, team: TeamRow, now: datetime) -> int:
    """Put the notice into the outbox for each of the team's routes; how many rows are new."""
    told = hashlib.sha256("\n".join(a.dedup_key for a in notice.alerts).encode()).hexdigest()[:32]
    payload = payloads.of_notice(notice)
    along = routes(service, team)
    return queue(session, along, kind="notice", what=notice.project, saying=told, payload=payload, at=now)
