"""Deciding about a model that a project pins: acknowledge, snooze, plan, waive, disown, reopen; each in the audit.

The same from the command line, the HTTP interface and buttons in messages. Asked twice, it is decided once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.core.decisions import Decision, DecisionKind, in_force, in_words, lateness
from monitor.core.policy import Standing
from monitor.core.references import parse
from monitor.errors import BadDecision, InvalidReference, NotPinned
from monitor.service import conversations
from monitor.service.app import Service
from monitor.service.known import Known, known
from monitor.service.pins import PinnedModel, pinned_models
from monitor.store import audit, decisions, registry
from monitor.store.decisions import DecisionRow
from monitor.store.engine import Session, reading, transaction
from monitor.store.registry import PinRow

LONGEST = {"reason": 500, "owner": 100}
LIST = "`model-monitor pin list --project {}` names what it pins"
_DATED = {
    DecisionKind.SNOOZED: "until when",
    DecisionKind.PLANNED: "for which day",
    DecisionKind.WAIVED: "until when",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be decided.

    `until` is as in `core.decisions.Decision`; for a snooze `before` may be given instead, in days before the shutdown
    date. `reason` and `owner` are one line each.
    """

    kind: DecisionKind
    until: date | None = None
    before: int | None = None
    owner: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is decided now, and what speaks against it, if anything. `new` is false where it was decided before."""

    row: DecisionRow
    warning: str = ""
    new: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision of the past or present; `holds` while it is in force on a model that is still pinned."""

    row: DecisionRow
    holds: bool


def decide(
    service: Service, project: str, wanted: str, wish: Wish, *, who: str, request_key: str | None = None
) -> Outcome:
    """Decide about a model that a project pins; `wanted` is a reference or the number of a pin.

    `request_key` names the request: one that arrives again gets the answer of the first time. Without it, the same
    decision of the same person on a model that stands as it did is found and not made again.

    Raises:
        RegistryError: there is no such project.
        NotPinned: it does not pin this model, or the name fits several.
        BadDecision: the day has passed or is missing, a waiver has no reason, a text is too long.
    """
    now = service.clock.now()
    with reading(service.engine) as session:
        registry.project(session, project)
        view = known(session, service, now)
        rows = registry.pins(session, project=project)
        numbers = {str(row.id): row.reference for row in rows}
        found = pinned_models(rows, view, service.settings.alerts.lead_days)
    p = _meant(project, numbers.get(wanted, wanted), found, view)
    standing = p.finding.standing
    made = Decision(
        kind=wish.kind,
        at=now,
        by=who,
        status=standing.status,
        shutdown_on=standing.shutdown_on,
        until=_until(wish, standing, now.date()),
        owner=_line("owner", wish.owner) or None,
        reason=_line("reason", wish.reason),
    )
    if wish.kind is DecisionKind.WAIVED and not made.reason:
        raise BadDecision("a waiver needs a reason", hint="say why this model may stay until then")
    key = (project, *p.finding.match.key)
    with transaction(service.engine) as session:
        decisions.one_at_a_time(session)
        if request_key and (before := decisions.of_request(session, request_key)):
            return Outcome(before, new=False)
        last = decisions.last(session).get(key)
        if last and _same(last.decision, made):
            return Outcome(last, lateness(made, standing), new=False)
        if wish.kind is DecisionKind.REOPENED and (last is None or last.decision.kind is wish.kind):
            raise BadDecision(f"nothing is decided about {p.places[0].reference} in {project}", hint="it is open")
        row = decisions.add(session, p.project_id, key, p.places[0].reference, made, request_key=request_key)
        detail = f"{project} {row.reference}: {in_words(made)}"
        audit.note(session, who=who, what=f"pin {wish.kind.value.replace('_', ' ')}", detail=detail, at=now)
        conversations.refresh_decided(session, service, [key], because=f"decision {row.id}")
    return Outcome(row, lateness(made, standing))


def entries(service: Service, project: str | None = None, *, whole: bool = False) -> list[Entry]:
    """The decisions in force, newest first, of a project or of all; with `whole` also all that came before.

    Raises RegistryError for an unknown project.
    """
    now = service.clock.now()
    with reading(service.engine) as session:
        if project is not None:
            registry.project(session, project)
        history = decisions.history(session, project=project)
        if not history:
            return []
        view = known(session, service, now)
        found = pinned_models(registry.pins(session, project=project), view, service.settings.alerts.lead_days)
        last = {row.id for row in decisions.last(session).values()}
    standings = {(p.project, *p.finding.match.key): p.finding.standing for p in found}
    told = [Entry(row, row.id in last and _holds(row, standings.get(row.key), now.date())) for row in history]
    return [entry for entry in told if whole or entry.holds]


def pins_of(session: Session, service: Service, project: str, wanted: str) -> list[PinRow]:
    """The pins of a project on the model that a reference names. Raises RegistryError and NotPinned as `decide`."""
    registry.project(session, project)
    view = known(session, service, service.clock.now())
    rows = registry.pins(session, project=project)
    meant = _meant(project, wanted, pinned_models(rows, view, service.settings.alerts.lead_days), view)
    references = {place.reference for place in meant.places}
    return [row for row in rows if row.reference in references]


def of_pins(service: Service, rows: Sequence[PinRow], view: Known) -> dict[tuple[str, str], Decision]:
    """The decisions in force on pins, by project and reference as written."""
    found = pinned_models(rows, view, service.settings.alerts.lead_days)
    return {(p.project, place.reference): p.decision for p in found if p.decision for place in p.places}


def _holds(row: DecisionRow, standing: Standing | None, today: date) -> bool:
    return standing is not None and in_force(row.decision, standing, today) is not None


def _meant(project: str, wanted: str, found: Sequence[PinnedModel], view: Known) -> PinnedModel:
    """The pinned model that a reference names: as it is written, or else by the model's id."""
    written = [p for p in found if any(place.reference == wanted for place in p.places)]
    meant = written or [p for p in found if is_named(p, wanted, view)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        names = ", ".join(p.places[0].reference for p in meant)
        raise NotPinned(f"{wanted} may be any of several pins of {project}", hint=f"name one as it is written: {names}")
    raise NotPinned(f"{project} does not pin {wanted}", hint=LIST.format(project))


def is_named(p: PinnedModel, wanted: str, view: Known) -> bool:
    """Whether a reference may mean a pinned model: the same id, and where it says so the same provider and scope."""
    try:
        asked = parse(wanted, providers=view.providers)
    except InvalidReference:
        return False
    provider, model_id, scope = p.finding.match.key
    same = asked.model_id.casefold() == model_id and asked.provider in {None, provider}
    return same and (not asked.scope or str(asked.scope) == scope)


def _until(wish: Wish, standing: Standing, today: date) -> date | None:
    """The day of a decision, if its kind has one."""
    if wish.kind not in _DATED:
        if wish.until or wish.before is not None:
            raise BadDecision(f"{wish.kind.value} takes no day", hint="leave it out")
        return None
    until = wish.until if wish.before is None else _before(wish, standing)
    if until is None:
        raise BadDecision(f"it must be said {_DATED[wish.kind]}", hint="name a day")
    if until < today or (until == today and wish.kind is DecisionKind.SNOOZED):
        raise BadDecision(f"{until} is no day ahead, today is {today}", hint="name a later one")
    return until


def _before(wish: Wish, standing: Standing) -> date:
    if wish.kind is not DecisionKind.SNOOZED or wish.until or wish.before is None:
        raise BadDecision("days before the shutdown date are for a snooze, and instead of a day", hint="name a day")
    if standing.shutdown_on is None:
        raise BadDecision("no shutdown date is known to count back from", hint="name a day")
    return standing.shutdown_on - timedelta(days=wish.before)


def _same(last: Decision, made: Decision) -> bool:
    def told(d: Decision) -> tuple[object, ...]:
        return d.kind, d.by, d.until, d.owner, d.reason, d.status, d.shutdown_on

    return told(last) == told(made)


def _line(what: str, text: str) -> str:
    line = " ".join(text.split())
    if len(line) > LONGEST[what] or not line.isprintable():
        raise BadDecision(f"the {what} is no line of text", hint=f"at most {LONGEST[what]} characters, no controls")
    return line
