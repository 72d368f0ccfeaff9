"""Threads in Slack: where a message about a model belongs, and how the first one about it is kept up to date.

A notice of which every model was first told by one and the same message goes below that message; any other stands in
the channel, and is the first one of its new models. Whatever follows, and whatever is decided, the first message is
brought up to date by a message of the outbox of its own, rendered when it goes out: it always shows how things are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from monitor.core.alerts import Alert, Notice, Place
from monitor.core.decisions import Decision, DecisionKind, in_force, lateness
from monitor.core.policy import Standing
from monitor.core.threads import Refresh, Subject, subjects, subjects_of
from monitor.core.tickets import Resolved
from monitor.notify import wording
from monitor.notify.phrase import Phrase, Strong
from monitor.notify.slack.buttons import State
from monitor.service import payloads
from monitor.service.app import Service
from monitor.service.routes import SLACK, Route, queue, slack_channel
from monitor.store import alerts, decisions, registry, threads
from monitor.store.engine import Session, reading
from monitor.store.outbox import Leased
from monitor.store.registry import TeamRow

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
    """Remember a message that a channel has taken as the first about its models, and bring older ones up to date.

    Whether a thread is over is noted where that is queued, so that what is late on its way does not undo it.
    """
    if leased.channel != SLACK or not message or leased.kind not in {"notice", "resolved"}:
        return
    said = payloads.message(leased.kind, leased.payload)
    if not isinstance(said, Notice | Resolved):
        return
    about = _subjects(said)
    older = {row.message for row in threads.begun(session, leased.recipient, about).values()}
    if isinstance(said, Notice):
        threads.begin(session, leased.recipient, about, message)
    for first in sorted(older - {message}):
        refresh(session, service, leased.recipient, said.team, first, because=leased.dedup_key)


def is_open(session: Session, recipient: str, about: Subject) -> bool:
    """Whether a channel was told of a project's model, and not yet that this is over."""
    row = threads.begun(session, recipient, [about]).get(about)
    return row is not None and row.ended_at is None


def reopen(session: Session, service: Service, team: TeamRow, about: Iterable[Subject]) -> None:
    """Let the first messages about these subjects in their team's channel no longer say that they are over."""
    recipient = slack_channel(service, team)
    for subject, row in threads.begun(session, recipient, about).items():
        if row.ended_at:
            threads.end(session, recipient, [subject], at=None)
            refresh(session, service, recipient, team.name, row.message, because=f"end of {row.ended_at.isoformat()}")


def refresh(session: Session, service: Service, recipient: str, team: str, message: str, *, because: str) -> bool:
    """Queue that a message shows how things are now, once for each reason; whether it is new."""
    payload = payloads.of_refresh(Refresh(team, message))
    along = [Route(SLACK, recipient)]
    return bool(
        queue(session, along, kind="refresh", what=message, saying=because, payload=payload, at=service.clock.now())
    )


def refresh_decided(session: Session, service: Service, about: Iterable[Subject], *, because: str) -> None:
    """The same for the first messages about these subjects in their teams' channels."""
    teams = {p.name: p.team for p in registry.projects(session)}
    for subject in about:
        if team := teams.get(subject[0]):
            refresh_of(session, service, team, subject, because=because)


def refresh_of(session: Session, service: Service, team: TeamRow, about: Subject, *, because: str) -> None:
    """The same for the first message about one subject in the channel of its team."""
    recipient = slack_channel(service, team)
    for row in threads.begun(session, recipient, [about]).values():
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
        names = {name for name, *_ in about}
        last, places = _last_told(session, names), alerts.places(session, names)
        homes = {p.name: p.team for p in registry.projects(session, include_retired=True)}
        decided = {key: row.decision for key, row in decisions.last(session).items()}
        begun = threads.begun(session, said.recipient, about)
    told = tuple(_pinned_at(_now(alert, notice, last), alert, notice, places) for alert in notice.alerts)
    notice = replace(notice, alerts=told)
    over = {s: _end(service, s[0], homes[s[0]], said.recipient) for s, row in begun.items() if row.ended_at}
    states = {
        s: state
        for alert in told
        for s in subjects_of(alert, notice)
        if (state := _state(alert, s, decided.get(s), today, over=over.get(s)))
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


def _pinned_at(now: Alert, said: Alert, notice: Notice, places: Mapping[Subject, tuple[Place, ...]]) -> Alert:
    """An alert with where its model is pinned at present; where that is not known, with where it was."""
    found: list[Place] = []
    for s in subjects_of(said, notice):
        before = [p for p in now.places if not notice.projects or p.project == s[0]]
        name = s[0] if notice.projects else None
        found += [replace(p, project=name) for p in places[s]] if s in places else before
    return replace(now, places=tuple(found))


def _end(service: Service, project: str, team: TeamRow, recipient: str) -> Phrase:
    """Why there is nothing left to do about a project's model in a channel."""
    if slack_channel(service, team) != recipient:
        return Strong("Over: "), f"{wording.name(project)} is with the {wording.team_of(team.name)} now."
    return Strong("Done: "), f"{wording.name(project)} no longer pins it."


def _state(
    alert: Alert, subject: Subject, decision: Decision | None, today: date, *, over: Phrase | None
) -> State | None:
    project = wording.name(subject[0])
    if over:
        return State(over, over=True)
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
