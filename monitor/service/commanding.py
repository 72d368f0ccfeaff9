"""The command `/models` in a channel: what the channel's teams pin, and how a model stands.

A channel speaks for the teams that are told there, and may change what they pin and nothing else. The same request
twice is carried out once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from monitor.core.alerts import Place, Severity
from monitor.core.decisions import DecisionKind
from monitor.errors import UsageError
from monitor.notify import wording
from monitor.notify.phrase import Code, Phrase, Strong
from monitor.notify.slack.clicks import Command
from monitor.notify.slack.replies import Reply
from monitor.service import administration, deciding
from monitor.service.app import Service
from monitor.service.deciding import Wish
from monitor.service.known import Known, known
from monitor.service.leaving import leave
from monitor.service.pins import PinnedModel, pinned_models
from monitor.service.telling import facts_as_of, of_pinned, of_reference, of_well, places_of, standing_of
from monitor.service.unheard import unheard
from monitor.store import registry, threads
from monitor.store.engine import Session, reading, transaction
from monitor.store.registry import TeamRow
from monitor.store.states import Owner

HELP: tuple[Phrase, ...] = (
    (Code("/models"), " or ", Code("/models list"), ": what this channel's teams pin and is not well"),
    (Code("/models check REF"), ": how a model stands"),
    (Code("/models who REF"), ": who pins it, and where"),
    (Code("/models add REF"), ": pin it; ", Code("/models add REF to PROJECT"), " where there are several projects"),
    (Code("/models remove REF"), ": it is no longer used; ", Code("from PROJECT"), " likewise"),
    (Code("/models snooze REF 14d"), ": no reminders for 14 days; ", Code("in PROJECT"), " likewise"),
)
ORDER = list(Severity)
AROUND = "`'\"\u2018\u2019\u201c\u201d,;?!"  # what people put around a word: no reference and no name begins or ends so
DAYS = re.compile(r"(\d{1,4})d?", re.ASCII)
MOST_DAYS = 3_650
DONE_ALREADY = Reply("That was done already")


def answer(service: Service, asked: Command) -> Reply:
    """Do what a command asks for. Raises UsageError for one that makes no sense, with what to type instead."""
    words = [word for word in (written.strip(AROUND) for written in asked.text.split()) if word]
    verb, rest = (words[0].casefold(), words[1:]) if words else ("list", [])
    known_verbs: dict[str, Callable[[Service, Command, list[str]], Reply]] = {
        "list": _list,
        "check": _check,
        "who": _who,
        "add": _add,
        "remove": _remove,
        "snooze": _snooze,
    }
    if verb not in known_verbs:
        return Reply("What can be asked here", HELP)
    return known_verbs[verb](service, asked, rest)


def _list(service: Service, asked: Command, rest: list[str]) -> Reply:
    if rest != ["mine"]:
        _words(rest, 0, "list")
    with reading(service.engine) as session:
        teams = _teams(session, service, asked)
        view, found = _pinned(session, service, teams)
    unwell = sorted((p for p in found if p.finding.severity is not Severity.OK), key=_urgency)
    well = sorted((p for p in found if p.finding.severity is Severity.OK), key=_urgency)
    names = ", ".join(wording.name(team.name) for team in teams)
    facts = facts_as_of((p.finding for p in found), view)
    title = f"{names}: {len(unwell):,} of {wording.counted(len(found), 'model', 'models')} not well"
    if not unwell:
        title = f"{names}: all {wording.counted(len(found), 'model is', 'models are')} well"
    return Reply(title, tuple(of_pinned(p, view) for p in unwell), (of_well(well, others=bool(unwell)), facts))


def _check(service: Service, asked: Command, rest: list[str]) -> Reply:  # noqa: ARG001 all commands are called alike
    (reference,) = _words(rest, 1, "check REF")
    with reading(service.engine) as session:
        view = known(session, service, service.clock.now())
    stands = of_reference(reference, view, service.settings.alerts.lead_days)
    return Reply("As far as is known", tuple(stands.lines), (facts_as_of([stands.finding], view),))


def _who(service: Service, asked: Command, rest: list[str]) -> Reply:  # noqa: ARG001 likewise
    (reference,) = _words(rest[1:] if rest[:1] in (["uses"], ["pins"]) else rest, 1, "who REF")
    with reading(service.engine) as session:
        view, found = _pinned(session, service, None)
    meant = [p for p in found if deciding.is_named(p, reference, view) or _is_written(p, reference)]
    if not meant:
        return Reply("Nobody pins it", ((wording.identifier(reference),),))
    number = sum(len(p.places) for p in meant)
    lines: list[Phrase] = []
    for model in dict.fromkeys(p.finding.match.key for p in meant):
        those = [p for p in meant if p.finding.match.key == model]
        lines += [standing_of(those[0], view), *places_of(those)]
    facts = facts_as_of((p.finding for p in meant), view)
    return Reply(f"Pinned in {wording.counted(number, 'place', 'places')}", tuple(lines), (facts,))


def _add(service: Service, asked: Command, rest: list[str]) -> Reply:
    reference, project = _with_project(service, asked, rest, "to", "add REF to PROJECT")
    with transaction(service.engine) as session:
        if not threads.first_time(session, asked.key, at=service.clock.now()):
            return DONE_ALREADY
        administration.enter(session, service, project, Place(reference), who=asked.who, owner=Owner.API)
        service.checkpoint("slack.added")
        view = known(session, service, service.clock.now())
    said: Phrase = (Strong(wording.name(project)), " pins ", wording.identifier(reference), " now.")
    return Reply("Pinned", (said, *((wording.sentence(str(one)),) for one in unheard([reference], view))))


def _remove(service: Service, asked: Command, rest: list[str]) -> Reply:
    reference, project = _with_project(service, asked, rest, "from", "remove REF from PROJECT")
    with transaction(service.engine) as session:
        if not threads.first_time(session, asked.key, at=service.clock.now()):
            return DONE_ALREADY
        left = leave(session, service, project, reference, who=asked.who)
        service.checkpoint("slack.left")
    if left.in_file:
        return Reply("That did not work", ((left.in_file,),))
    gone = wording.counted(left.retired, "pin is", "pins are")
    return Reply("No longer pinned", ((wording.identifier(reference), f": {gone} gone from ", wording.name(project)),))


def _snooze(service: Service, asked: Command, rest: list[str]) -> Reply:
    usage = "snooze REF 14d in PROJECT"
    span = DAYS.fullmatch(rest[1].casefold()) if len(rest) > 1 else None
    if span is None or not 0 < int(span[1]) <= MOST_DAYS:
        raise _usage(usage)
    reference, project = _with_project(service, asked, [rest[0], *rest[2:]], "in", usage)
    until = service.clock.now().date() + timedelta(days=int(span[1]))
    wish = Wish(DecisionKind.SNOOZED, until=until)
    deciding.decide(service, project, reference, wish, who=asked.who, request_key=asked.key)
    line: Phrase = (wording.identifier(reference), f" in {wording.name(project)} until ", Strong(wording.day(until)))
    return Reply("Snoozed", (line,))


def _with_project(service: Service, asked: Command, rest: list[str], joint: str, usage: str) -> tuple[str, str]:
    """A reference and the project that is meant: the one that is named, or the only one of the channel's teams."""
    reference, named = rest[0] if rest else "", " ".join(rest[2:])
    if not reference or (len(rest) > 1 and (rest[1].casefold() != joint or not named)):
        raise _usage(usage)
    with reading(service.engine) as session:
        teams = {team.id for team in _teams(session, service, asked)}
        names = [p.name for p in registry.projects(session) if p.team.id in teams]
    if named:
        if named not in names:
            raise UsageError(f"{named} is no project of this channel's teams", hint=_one_of(names))
        return reference, named
    if len(names) != 1:
        raise UsageError("it must be said which project is meant", hint=f"`{joint} PROJECT`; {_one_of(names)}")
    return reference, names[0]


def _teams(session: Session, service: Service, asked: Command) -> list[TeamRow]:
    """The teams that are told in the channel where the command was typed. Raises UsageError if there are none."""
    default = service.settings.slack.default_channel
    called = {asked.channel_id, f"#{asked.channel}", *threads.recipients(session, asked.channel_id)}
    found = [team for team in registry.teams(session) if (team.slack_channel or default) in called]
    if not found:
        raise UsageError(
            "no team is told of its models in this channel",
            hint="ask in the team's own; `check` and `who` work anywhere",
        )
    return found


def _pinned(session: Session, service: Service, teams: list[TeamRow] | None) -> tuple[Known, list[PinnedModel]]:
    view, lead_days = known(session, service, service.clock.now()), service.settings.alerts.lead_days
    ids = None if teams is None else {team.id for team in teams}
    rows = [pin for pin in registry.pins(session) if ids is None or pin.team.id in ids]
    return view, pinned_models(rows, view, lead_days)


def _is_written(p: PinnedModel, reference: str) -> bool:
    return any(place.reference == reference for place in p.places)


def _urgency(p: PinnedModel) -> tuple[int, int, str, str]:
    left = p.finding.days_left if p.finding.days_left is not None else 10_000
    return ORDER.index(p.finding.severity), left, p.project, p.finding.match.reference.model_id


def _words(rest: list[str], number: int, usage: str) -> list[str]:
    if len(rest) != number:
        raise _usage(usage)
    return rest


def _usage(usage: str) -> UsageError:
    return UsageError("that is not understood", hint=f"type /models {usage}")


def _one_of(names: list[str]) -> str:
    return f"it may be {', '.join(names[:10])}" if names else "they have none"
