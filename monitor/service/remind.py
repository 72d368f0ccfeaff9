"""Hold how every pinned model stands against what its project was last told, and queue what is new.

Run after every poll and by the clock. It starts from the state of the record, not from events, so that a round that
was missed, doubled or cut short loses nothing and says nothing twice. What can wait while a team is quiet is not
recorded as told, so the first round after that finds it again, and tells the most urgent of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from monitor.core.alerts import Alert, AlertKind, Severity
from monitor.core.changes import passed
from monitor.core.hours import QuietHours, is_open
from monitor.core.living import lives
from monitor.core.policy import Replacement, Rules, Standing, Told, decide, is_nearer, telling, watched
from monitor.core.threads import subjects
from monitor.core.urgency import cannot_wait, stage, urgency
from monitor.service import conversations, payloads
from monitor.service.app import Service
from monitor.service.grouping import News, Round, grouped
from monitor.service.handing_over import handed_over
from monitor.service.known import Known, known
from monitor.service.pins import PinnedModel, alert, nearest, pinned_models
from monitor.service.raising import Decisions
from monitor.service.routes import queue, routes
from monitor.service.unheard import is_missed, may_yet_be_named
from monitor.service.weighing import weighed
from monitor.store import alerts, facts, registry, schedule
from monitor.store.alerts import NewAlert, ToldKey
from monitor.store.engine import Session, transaction
from monitor.store.registry import TeamRow

TASK = "remind"

_TOLD_BEFORE = frozenset({AlertKind.DATE_MOVED, AlertKind.DATE_WITHDRAWN, AlertKind.REINSTATED})


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
        view = known(session, service, now)
        new_day = _record_what_the_calendar_changed(session, view)
        rows = registry.pins(session)
        view = weighed(session, rows, view)
        pinned = pinned_models(rows, view, service.settings.alerts.lead_days)
        new = _news(session, service, pinned, view, new_day=new_day)
        messages = sum(_queue(session, service, round_, view) for round_ in grouped(new, view.now.date()))
        service.checkpoint("remind.queued")
    service.checkpoint("remind.committed")
    return Reminded(len(new), messages)


def _record_what_the_calendar_changed(session: Session, view: Known) -> bool:
    """Whether this is the first round of its day."""
    today = view.now.date()
    since = alerts.judged_until(session)
    if since is not None and since >= today:
        return False
    if since is not None:
        facts.add_changes(session, passed(view.models, since, today), at=view.now)
    alerts.set_judged_until(session, today)
    return True


def _news(
    session: Session, service: Service, pinned: Iterable[PinnedModel], view: Known, *, new_day: bool
) -> list[News]:
    """What each project must be told now; the ledger is brought up to date on the way."""
    ledger: Mapping[ToldKey, Told] = alerts.told(session)
    judge = _Judge(session, service, view, new_day=new_day)
    telling_now: dict[ToldKey, Told] = {}
    found: dict[str, tuple[PinnedModel, NewAlert]] = {}
    for p in pinned:
        if not p.finding.match.covered:
            continue  # nobody vouches for it: a finding of the digest, and no baseline yet
        told = ledger.get(p.key)
        news, then = judge.judge(p, told)
        if news is not None:
            found[news.dedup_key] = p, NewAlert(p.project_id, news, payloads.of_alert(news))
        if then is not None and then != told:
            telling_now[p.key] = then
    alerts.record_told(session, telling_now, at=view.now)
    new = alerts.add_alerts(session, [n for _, n in found.values()], at=view.now)
    return [News(p.project, p.team, n.alert) for n in new for p, _ in [found[n.alert.dedup_key]]]


class _Judge:
    """What is told in one round: the policy's word, what people have decided, and the team's hours."""

    def __init__(self, session: Session, service: Service, view: Known, *, new_day: bool) -> None:
        self._session = session
        self._service = service
        self._settings = service.settings.alerts
        self._view = view
        self._new_day = new_day
        self._decisions = Decisions(session, service, view)
        self._closed: dict[int, bool] = {}  # by team

    def judge(self, p: PinnedModel, told: Told | None) -> tuple[Alert | None, Told | None]:
        """What a project is told of a model now, and what it has been told then; what is withheld was not told.

        What is over and comes up again, or comes to another team, is looked at for the first time.
        """
        at, about = self._view.now, (p.project, *p.finding.match.key)
        told = handed_over(self._session, self._service, p, told, at)
        closed = told.closed_at if told else None
        news, then = self._judge(p, None if closed else told)
        if told and closed:
            if news:
                news = _said(news, "pinned again" if told.team else "", f"anew {closed.isoformat()}")
            else:
                conversations.reopen(self._session, self._service, p.team, [about])
            if then is None:
                return None, told
        elif told and not news and told.places not in {None, p.places}:
            because = f"places at {at.isoformat()}"
            conversations.refresh_of(self._session, self._service, p.team, about, because=because)
        return news, then and replace(then, team=p.team.id, places=p.places)

    def _judge(self, p: PinnedModel, told: Told | None) -> tuple[Alert | None, Told | None]:
        view, rules = self._view, self._rules(p)
        unheard = told is None and is_missed(p.finding, view)
        if unheard and may_yet_be_named(p.finding, view):
            return None, None  # no baseline yet either
        standing = replace(_standing(p), unheard=unheard)
        seen = watched(standing, told, view.now)
        kind = decide(standing, seen, rules, at=view.now, lives=partial(_lives, p, view))
        ruling = self._decisions.ruling(p, kind, seen)
        if self._new_day:  # what ends in the middle of a day ends by news, and its message shows that
            self._decisions.show_end(p, ruling)
        if ruling.held:
            return None, seen
        news = self._decisions.explained(p, _alert(p, ruling.kind, seen, view), ruling) if ruling.kind else None
        if news and self._is_closed(p.team) and not cannot_wait(news):
            return None, seen
        self._decisions.close(p, ruling)
        return news, telling(standing, seen, ruling.kind, rules, at=view.now)

    def _rules(self, p: PinnedModel) -> Rules:
        own = p.team.announce_within
        return Rules(p.lead_days, self._settings.announce_within.days if own is None else own)

    def _is_closed(self, team: TeamRow) -> bool:
        """Whether what can wait is to wait, on the team's own clock."""
        if team.id not in self._closed:
            quiet = team.quiet_hours or self._settings.quiet_hours
            hours = QuietHours.parse(quiet) if quiet else None
            days = team.working_days or self._settings.working_days
            self._closed[team.id] = not is_open(self._view.now, team.timezone, hours, days)
        return self._closed[team.id]


def _standing(p: PinnedModel) -> Standing:
    return replace(p.finding.standing, stage=stage(p.places))


def _said(news: Alert, because: str, apart: str) -> Alert:
    """An alert that says why it is told again; what sets it `apart` makes it new on a day with the same one."""
    note = "; ".join(filter(None, (because, news.note))) or None
    return replace(news, note=note, dedup_key=f"{news.dedup_key}:{apart}")


def _alert(p: PinnedModel, kind: AlertKind, told: Told | None, view: Known) -> Alert:
    """What the project is told, beside what it was told before."""
    news, standing = alert(p, kind, view), _standing(p)
    if kind in {AlertKind.FLOOR_NEAR, AlertKind.FLOOR_PASSED, AlertKind.BASELINE, AlertKind.REMINDER}:
        news = replace(news, floor_on=standing.floor_on)
    if is_nearer(standing, told):
        where = p.places[0].environment
        because = f"now pinned in {where}" if where else "now pinned where no environment is named"
        news = _said(news, because, stage(p.places).name.lower())
    if near := nearest(p.finding.match.reference, view) if p.finding.severity is Severity.UNKNOWN else ():
        news = replace(news, note="; ".join(filter(None, (f"the nearest known: {', '.join(near)}", news.note))))
    if told and kind in _TOLD_BEFORE:
        news = replace(news, before=told.shutdown_on)
    if told and told.unsettled and kind is AlertKind.DATE_FLAPPED:
        news = replace(news, strayed_to=told.unsettled.strayed_to)
    if told and kind is AlertKind.REPLACEMENT_DIED:
        provider, model_id = told.replacement or ("", "")
        elsewhere = provider not in {"", news.provider}
        news = replace(news, replaced=f"{provider}/{model_id}" if elsewhere else model_id)
    if told and kind is AlertKind.ALIAS_REPOINTED:
        news = replace(news, pointed_at=told.points_at, points_at=standing.points_at)
    return replace(news, urgency=urgency(news))


def _lives(p: PinnedModel, view: Known, replacement: Replacement) -> bool:
    """Whether a model that was suggested may still be moved to; one of which nothing is known any more may."""
    provider, model_id = replacement
    subject = p.finding.lifecycle
    model = view.models.get(provider or (subject.provider if subject else ""), model_id)
    return model is None or lives(model, view.models, view.now.date())


def _queue(session: Session, service: Service, said: Round, view: Known) -> int:
    """Put the notice into the outbox for each of the team's routes; how many rows are new."""
    told = hashlib.sha256("\n".join(said.dedup_keys).encode()).hexdigest()[:32]
    along, payload = routes(service, said.team), payloads.of_notice(said.notice)
    conversations.reopen(session, service, said.team, subjects(said.notice))
    return queue(session, along, kind="notice", what=said.what, saying=told, payload=payload, at=view.now)
