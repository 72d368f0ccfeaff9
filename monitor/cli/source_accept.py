"""`model-monitor source accept`: admit by hand what was held back or rejected."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.naming import who
from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import counted, moment, note, say, say_json, table

if TYPE_CHECKING:
    from monitor.core.comparing import Altered, Comparison
    from monitor.core.facts import Fact
    from monitor.service.accepting import Suspect

DECLINED = 1
SHOWN = 50  # rows on a terminal; JSON has them all


@click.command(epilog=example("source accept openai/deprecations --why 'new layout, read by eye'"))
@click.argument("source_id", metavar="ID")
@click.option("--why", metavar="TEXT", default="", help="The reason, for the audit.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
@click.pass_obj
def accept(options: Options, *, source_id: str, why: str, yes: bool, as_json: bool) -> int | None:
    """Admit the last document of a source by hand that was held back or rejected.

    First it is shown what would change: rows that appear or vanish, dates that move. What is accepted is recorded as by
    a poll, and who did so in the audit; the next round of reminders tells whom it concerns. A document without any
    facts, such as a captcha, cannot be accepted. With --json nothing is asked: without --yes it only shows.
    """
    from monitor.service import answers
    from monitor.service.accepting import accept as admit
    from monitor.service.accepting import suspect
    from monitor.sources.registry import find_source

    with options.service() as service:
        found = suspect(service, find_source(source_id, service.sources))
        if not as_json:
            _show_suspect(found)
        accepted = yes or (not as_json and click.confirm("Accept it?", err=True))
        changes = admit(service, found, who=who(), why=why) if accepted else ()
    if as_json:
        answer = {"accepted": accepted, "changes": [answers.of_change(c) for c in changes]}
        say_json({**_suspect_as_json(found), **answer})
        return None
    note(f"accepted, {counted(len(changes), 'change')} recorded" if accepted else "nothing was changed")
    return None if accepted else DECLINED


def _show_suspect(found: Suspect) -> None:
    logged = found.logged
    say(f"{found.source.id}: the document of {moment(logged.until)} is {logged.fate}: {logged.reason}")
    say(f"document {logged.document_sha256}")
    rows = list(_comparison_rows(found.comparison))
    if not rows:
        say("it says nothing new of any model")
        return
    say()
    table(("model", "scope", "what", "now", "then"), rows[:SHOWN], whole={"model", "what"}, unbroken={"now", "then"})
    if len(rows) > SHOWN:
        say(f"and {len(rows) - SHOWN:,} more: see --json")


def _comparison_rows(c: Comparison) -> Iterator[tuple[object, ...]]:
    for altered in (*c.dates, *c.others):
        yield altered.fact.model_id, altered.fact.scope, _label(altered.name), altered.before, altered.after
    for fact in c.vanish:
        yield fact.model_id, fact.scope, "vanishes", _end(fact), None
    for fact in c.appear:
        yield fact.model_id, fact.scope, "appears", None, _end(fact)


def _label(name: str) -> str:
    return name.removesuffix("_on").replace("_", " ")


def _end(fact: Fact) -> str | None:
    floor = f"not before {fact.earliest_shutdown_on}" if fact.earliest_shutdown_on else None
    return f"shutdown {fact.shutdown_on}" if fact.shutdown_on else floor


def _suspect_as_json(found: Suspect) -> dict[str, Any]:
    logged, c = found.logged, found.comparison
    return {
        "source": found.source.id,
        "document_sha256": logged.document_sha256,
        "came_at": logged.until.isoformat(),
        "fate": logged.fate.value,
        "reason": logged.reason,
        "facts": len(found.document.reading.facts),
        "unread": list(found.document.reading.unread),
        "appear": [fact.as_json(logged.document_sha256) for fact in c.appear],
        "vanish": [fact.as_json() for fact in c.vanish],
        "dates": [_altered_as_json(altered) for altered in c.dates],
        "others": [_altered_as_json(altered) for altered in c.others],
    }


def _altered_as_json(altered: Altered) -> dict[str, Any]:
    fact = altered.fact
    return {
        "model_id": fact.model_id,
        "scope": str(fact.scope) or None,
        "name": altered.name,
        "before": altered.before,
        "after": altered.after,
    }
