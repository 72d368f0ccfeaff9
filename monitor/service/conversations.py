"""Threads in Slack: where a message about a model belongs, and how the first one about it is kept up to date.

A notice of which every model was first told by one and the same message goes below that message; any other stands in
the channel, and is the first one of its new models. Whatever follows, and whatever is decided, the first message is
brought up to date by a message of the outbox of its own, rendered when it goes out: it always shows how things are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from monitor.core.alerts import Alert, Notice
from monitor.core.decisions import Decision, DecisionKind, in_force, lateness
from monitor.core.policy import Standing
from monitor.core.threads import Refresh, Subject, subjects, subjects_of
from monitor.core.tickets import Resolved
from monitor.notify import wording
from monitor.notify.phrase import Phrase, Strong
from monitor.notify.slack.buttons import State
from monitor.service import payloads
from monitor.service.app import Service
from monitor.service.routes import SLACK, Route, queue
from monitor.store import alerts, decisions, registry, threads
from monitor.store.alerts import AlertRow
from monitor.store.engine import Session, reading
from monitor.store.outbox import Leased

WORDS = {
    DecisionKind.ACKNOWLEDGED: "Acknowledged",
    DecisionKind.SNOOZED: "Snoozed until ",
    DecisionKind.PLANNED: "Planned for ",
    DecisionKind.WAIVED: "May stay until ",
    DecisionKind.NOT_OURS: "Said to be not ours",
}


@dataclass(frozen=True, slots=True)
class Current:
    """A message that was sent, as it is now; `key` is that of the message in the outbox."""

    notice: Notice
    states: Mapping[Subject, State]
    key: str


def above(service: Service, recipient: str, message: Notice | Resolved) -> str:
    """The message below which this one belongs; empty where it stands in the channel itself."""
    with reading(service.engine) as session:
        return _above(session, recipient, _subjects(message))


def _above(session: Session, recipient: str, about: tuple[Subject, ...]) -> str:
    found = threads.begun(session, recipient, about)
    first = {row.message for row in found.values()}
    return first.pop() if len(first) == 1 and len(found) == len(about) else ""


def after_sent(session: Session, service: Service, leased: Leased, message: str | None) -> None:
    """Remember a message that a channel has taken as the first about its models, and bring older ones up to date."""
    if leased.channel != SLACK or not message or leased.kind not in {"notice", "resolved"}:
        return
    said = payloads.message(leased.kind, leased.payload)
    if not isinstance(said, Notice | Resolved):
        return
    about, now = _subjects(said), service.clock.now()
    older = {row.message for row in threads.begun(session, leased.recipient, about).values()}
    threads.end(session, leased.recipient, about, at=now if isinstance(said, Resolved) else None)
    if isinstance(said, Notice):
        threads.begin(session, leased.recipient, about, message)
    for first in sorted(older - {message}):
        refresh(session, service, leased.recipient, said.team, first, because=leased.dedup_key)


def is_open(session: Session, recipient: str, told: AlertRow) -> bool:
    """Whether a channel was told of an alert's model, and not yet that its project pins it no longer."""
    about: Subject = (told.project, told.provider, told.model_id.casefold(), told.scope)
    row = threads.begun(session, recipient, [about]).get(about)
    return row is not None and row.ended_at is None


def refresh(session: Session, service: Service, recipient: str, team: str, message: str, *, because: str) -> bool:
    """Queue that a message shows how things are now, once for each reason; whether it is new."""
    payload = payloads.of_refresh(Refresh(team, message))
    along = [Route(SLACK, recipient)]
    return bool(
        queue(session, along, kind="refresh", what=message, saying=because, payload=payload, at=service.clock.now())
    )


def refresh_decided(session: Session, service: Service, about: Iterable[Subject], *, because: str) -> None:
    """The same for the first messages about these subjects in their teams' channels."""
    wanted = list(about)
    teams = {p.name: p.team for p in registry.projects(session)}
    for subject in wanted:
        team = teams.get(subject[0])
        if team is None:
            continue
        recipient = team.slack_channel or service.settings.slack.default_channel
        for row in threads.begun(session, recipient, [subject]).values():
            refresh(session, service, recipient, team.name, row.message, because=because)


def current(service: Service, message: str) -> Current | None:
    """A message that was sent, with what its projects were told last of its models and what is decided since.

    None where there is no such message, or it carries no alerts.
    """
    today = service.clock.now().date()
    with reading(service.engine) as session:
        said = threads.said(session, message)
        if said is None or said.kind != "notice":
            return None
        notice = replace(payloads.notice(said.payload), today=today)
        about = subjects(notice)
        last = _last_told(session, {name for name, *_ in about})
        decided = {key: row.decision for key, row in decisions.last(session).items()}
        begun = threads.begun(session, said.recipient, about)
    told = tuple(_now(alert, notice, last) for alert in notice.alerts)
    notice = replace(notice, alerts=told)
    over = {s for s, row in begun.items() if row.ended_at}
    states = {
        s: state
        for alert in told
        for s in subjects_of(alert, notice)
        if (state := _state(alert, s, decided.get(s), today, over=s in over))
    }
    return Current(notice, states, said.dedup_key)


def _subjects(message: Notice | Resolved) -> tuple[Subject, ...]:
    if isinstance(message, Notice):
        return subjects(message)
    return ((message.project, message.provider, message.model_id.casefold(), message.scope),)


def _last_told(session: Session, projects: Iterable[str]) -> dict[Subject, Alert]:
    rows = (row for name in projects for row in reversed(alerts.alerts(session, project=name)))
    return {(r.project, r.provider, r.model_id.casefold(), r.scope): payloads.alert(r.payload) for r in rows}


def _now(alert: Alert, notice: Notice, last: Mapping[Subject, Alert]) -> Alert:
    """What was told last of an alert's model, for all of its projects if they were told the same."""
    news = [last.get(s) for s in subjects_of(alert, notice)]
    first = news[0]
    if first is None or any(n is None or n.kind is not first.kind for n in news):
        return alert
    return replace(first, places=alert.places if notice.projects else first.places)


def _state(alert: Alert, subject: Subject, decision: Decision | None, today: date, *, over: bool) -> State | None:
    project = wording.name(subject[0])
    if over:
        return State((Strong("Done: "), f"{project} no longer pins it."), over=True)
    standing = Standing(
        status=alert.status, shutdown_on=alert.shutdown_on or alert.risk_on, days_left=wording.days_left(alert, today)
    )
    holds = in_force(decision, standing, today)
    return State(_words(holds, standing, project)) if holds else None


def _words(d: Decision, standing: Standing, project: str) -> Phrase:
    day: Phrase = (Strong(wording.day(d.until)),) if d.until else ()
    owner = f" ({wording.name(d.owner)} does it)" if d.owner else ""
    by = wording.name(d.by.partition(" (")[0])
    late = f", {lateness(d, standing).partition(', ')[2]}" if lateness(d, standing) else ""
    reason = f": {wording.prose(d.reason)}" if d.reason else ""
    return (WORDS[d.kind], *day, owner, late, f" by {by} · {project}{reason}")
