"""A click under an alert in Slack -> a decision, or pins that are retired; and a message's text -> what it names.

The same click twice is done once: it is known by its key, which is remembered in the transaction that does it. What was
decided is shown by the message itself, which the outbox brings up to date; what could not be done is said in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from monitor.core.decisions import DecisionKind
from monitor.core.threads import Subject
from monitor.errors import InvalidReference, UsageError
from monitor.notify.phrase import Phrase
from monitor.notify.slack.buttons import Verb
from monitor.notify.slack.clicks import Click, Shown
from monitor.notify.slack.replies import Reply
from monitor.scan.names import Names
from monitor.scan.prose import named
from monitor.service import conversations, deciding, payloads
from monitor.service.app import Service
from monitor.service.deciding import Wish
from monitor.service.known import known
from monitor.service.leaving import leave
from monitor.service.telling import Standing, facts_as_of, of_reference
from monitor.store import threads
from monitor.store.engine import reading, transaction

KINDS = {
    Verb.ACKNOWLEDGE: DecisionKind.ACKNOWLEDGED,
    Verb.SNOOZE: DecisionKind.SNOOZED,
    Verb.PLAN: DecisionKind.PLANNED,
    Verb.NOT_OURS: DecisionKind.NOT_OURS,
    Verb.REOPEN: DecisionKind.REOPENED,
}
MOST_FOUND = 30


def clicked(service: Service, click: Click) -> Reply | None:
    """Do what a click asks for; what could not be done is said, one line for each project."""
    problems = _migrated(service, click) if click.verb is Verb.MIGRATED else _decided(service, click)
    return Reply("That could not be done", tuple((line,) for line in problems)) if problems else None


def _migrated(service: Service, click: Click) -> list[str]:
    problems: list[str] = []
    with transaction(service.engine) as session:
        if not threads.first_time(session, click.key, at=service.clock.now()):
            return []
        for project, reference in click.about:
            try:
                left = leave(session, service, project, reference, who=click.who)
            except UsageError as error:  # nothing was changed for this one
                problems.append(str(error))
            else:
                problems += [left.in_file] if left.in_file else []
        service.checkpoint("slack.left")
    return problems


def _decided(service: Service, click: Click) -> list[str]:
    problems, decided = [], []
    for number, (project, reference) in enumerate(click.about):
        try:
            key = f"{click.key} {number}"
            done = deciding.decide(service, project, reference, _wish(service, click), who=click.who, request_key=key)
        except UsageError as error:
            problems.append(str(error))
        else:
            decided.append(done.row.key)
    if decided:
        _show(service, click, decided)
    return problems


def checked(service: Service, shown: Shown) -> Reply:
    """How each model stands that a message names, in any spelling that is pinned, in the order of its text."""
    with reading(service.engine) as session:
        view = known(session, service, service.clock.now())
    found = list(named(shown.text, Names({c.model_id for c in view.models})))
    standings: list[Standing] = []
    for reference in found[:MOST_FOUND]:
        try:
            standings.append(of_reference(reference, view, service.settings.alerts.lead_days))
        except InvalidReference:
            continue
    if not standings:
        return Reply("This message names no model that is known")
    more = len(found) - MOST_FOUND
    rest: list[Phrase] = [(f"and {more:,} more",)] if more > 0 else []
    return Reply(
        "Models in this message",
        tuple([_shortly(one) for one in standings] + rest),
        (facts_as_of((one.finding for one in standings), view),),
    )


def _shortly(one: Standing) -> Phrase:
    """The line that says it; of a model that nobody has heard of also what may have been meant."""
    first, *others = one.lines
    return first if one.finding.lifecycle or not others else (*first, " ", *others[0])


def _wish(service: Service, click: Click) -> Wish:
    until = click.day
    if click.days is not None:
        until = service.clock.now().date() + timedelta(days=click.days)
    return Wish(KINDS[click.verb], until=until, before=click.before)


def _show(service: Service, click: Click, decided: Iterable[Subject]) -> None:
    """Have the message that was clicked show what is decided, where it is not the first one, which does so anyway."""
    with transaction(service.engine) as session:
        said = threads.said(session, click.message)
        if said is None or said.kind != "notice":
            return
        first = threads.begun(session, said.recipient, decided)
        if any(row.message != click.message for row in first.values()):
            team = payloads.notice(said.payload).team
            conversations.refresh(session, service, said.recipient, team, click.message, because=click.key)
