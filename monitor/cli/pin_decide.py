"""`model-monitor pin ack` and its like: what people decide about a model that a project pins."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.options import LONGEST_WITHIN, Day, Options, as_json, example
from monitor.cli.terminal import note, say_json, table

if TYPE_CHECKING:
    from monitor.core.decisions import Decision
    from monitor.service.deciding import Entry, Wish

When = date | timedelta | int
"""A day; so long from today; or so many days before the shutdown date."""

Command = Callable[..., Any]


class Until(click.ParamType[When]):
    """A day as YYYY-MM-DD, 14d from today, or 14d-before the shutdown date."""

    name = "WHEN"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> When:
        """The day, or how it is counted."""
        if isinstance(value, date | timedelta | int):
            return value
        if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value), re.ASCII):
            return Day().convert(value, param, ctx)
        found = re.fullmatch(r"(\d{1,4})d(-before)?", str(value), re.ASCII)
        if found is None or not 0 < int(found[1]) <= LONGEST_WITHIN:
            self.fail(f"{value!r} is no time such as 14d, 14d-before or 2026-11-01", param, ctx)
        return int(found[1]) if found[2] else timedelta(days=int(found[1]))


def _of_a_pin(command: Command) -> Command:
    named: Command = click.argument("reference", metavar="REF|NUMBER")(click.pass_obj(command))
    return click.argument("project")(named)


_why = click.option("--why", metavar="TEXT", default="", help="The reason, on one line.")
_why_not = click.option("--why", metavar="TEXT", required=True, help="Why the model may stay until then, on one line.")


@click.command(epilog=example('pin ack ranker openai/gpt-5-2025-08-07 --why "ticket 4711"'))
@_why
@_of_a_pin
def ack(options: Options, *, project: str, reference: str, why: str) -> None:
    """Say that you have seen it.

    Reminders stop until 7 days before the shutdown date. You are told all the same when the date moves, when the
    replacement dies, and when the model is retired.
    """
    _decide(options, project, reference, "acknowledged", why=why)


@click.command(
    epilog=example(
        "pin snooze ranker openai/gpt-5-2025-08-07 --until 14d",
        'pin snooze ranker 17 --until 2026-11-02 --why "after the release"',
        "pin snooze ranker openai/gpt-5-2025-08-07 --until 14d-before",
    )
)
@click.option("--until", type=Until(), required=True, help="A day, 14d from today, or 14d-before the shutdown date.")
@_why
@_of_a_pin
def snooze(options: Options, *, project: str, reference: str, until: When, why: str) -> None:
    """Hear nothing of a model until a day.

    On that day it is told again. It is told before, and the snooze is over, if the model is retired or its shutdown
    date moves earlier. A check fails as it did.
    """
    _decide(options, project, reference, "snoozed", until=until, why=why)


@click.command(epilog=example("pin plan ranker openai/gpt-5-2025-08-07 --on 2026-11-16 --owner ana"))
@click.option("--on", type=Day(), required=True, help="The day by which the project has left the model.")
@click.option("--owner", metavar="NAME", default="", help="Who does it.")
@_why
@_of_a_pin
def plan(options: Options, *, project: str, reference: str, on: date, owner: str, why: str) -> None:
    """Say when a project leaves a model, and who does it.

    Reminders stop until that day; if the model is still pinned on the next, it is told again. A day after the shutdown
    date is a finding of its own, and stops no reminder. What is no longer pinned counts as migrated.
    """
    _decide(options, project, reference, "planned", until=on, owner=owner, why=why)


@click.command(epilog=example('pin waive ranker openai/gpt-4-0314 --until 2027-01-31 --why "switched off in January"'))
@click.option("--until", type=Until(), required=True, help="The last day: a day, or 14d from today.")
@_why_not
@_of_a_pin
def waive(options: Options, *, project: str, reference: str, until: When, why: str) -> None:
    """Let a model stay until a day, in alerts and in checks.

    Until the end of that day nothing is told of it, but that its shutdown date moved earlier, and a check passes it, as
    with the comment `model-monitor: ignore` in code.
    """
    _decide(options, project, reference, "waived", until=until, why=why)


@click.command(epilog=example('pin disown ranker openai/gpt-4-0314 --why "the search team runs it"'))
@_why
@_of_a_pin
def disown(options: Options, *, project: str, reference: str, why: str) -> None:
    """Say that a model is not yours.

    Nothing is told of it any more. It stays pinned, fails checks, and is listed as not ours, so that somebody moves the
    pin to whoever uses the model.
    """
    _decide(options, project, reference, "not_ours", why=why)


@click.command(epilog=example("pin reopen ranker openai/gpt-4-0314"))
@_why
@_of_a_pin
def reopen(options: Options, *, project: str, reference: str, why: str) -> None:
    """Take back what was decided about a model."""
    _decide(options, project, reference, "reopened", why=why)


@click.command(epilog=example("pin decisions --project ranker", "pin decisions --all --json"))
@click.option("--project", metavar="NAME", help="Only this project's.")
@click.option("--all", "whole", is_flag=True, help="Those of the past too.")
@as_json
@click.pass_obj
def decisions(options: Options, *, project: str | None, whole: bool, as_json: bool) -> None:
    """List what was decided: who, when, why, until when."""
    from monitor.cli.naming import project_named
    from monitor.service import deciding
    from monitor.service.decision_answers import of_entry

    with options.service() as service:
        named = project_named(service, project) if project else None
        found = deciding.entries(service, named, whole=whole)
    if as_json:
        say_json({"decisions": [of_entry(entry) for entry in found]})
        return
    table(
        ("project", "model", "decided", "until", "who", "on", "owner", "why", *(["holds"] if whole else [])),
        [(*_cells(entry), *(["yes" if entry.holds else "no"] if whole else [])) for entry in found],
        whole={"project", "model", "decided"},
    )


DECIDING = (ack, snooze, plan, waive, disown, reopen, decisions)


def _cells(entry: Entry) -> tuple[object, ...]:
    row, d = entry.row, entry.row.decision
    return row.project, row.reference, _kind(d), d.until, d.by, d.at.date(), d.owner, d.reason


def _kind(d: Decision) -> str:
    return d.kind.value.replace("_", " ")


def _decide(
    options: Options,
    project: str,
    reference: str,
    kind: str,
    *,
    until: When | None = None,
    owner: str = "",
    why: str,
) -> None:
    from monitor.cli.naming import project_named, who
    from monitor.core.decisions import in_words
    from monitor.service import deciding

    with options.service(makes=True) as service:
        wish = _wish(kind, until, service.clock.now().date(), owner=owner, why=why)
        done = deciding.decide(service, project_named(service, project), reference, wish, who=who())
    note(f"{done.row.project}, {done.row.reference}: {in_words(done.row.decision)}{'' if done.new else ' (as before)'}")
    if done.warning:
        note(f"warning: {done.warning}; reminders go on")


def _wish(kind: str, until: When | None, today: date, *, owner: str, why: str) -> Wish:
    from monitor.core.decisions import DecisionKind
    from monitor.service.deciding import Wish

    before = until if isinstance(until, int) else None
    day = today + until if isinstance(until, timedelta) else until if isinstance(until, date) else None
    return Wish(DecisionKind(kind), until=day, before=before, owner=owner, reason=why)
