"""`model-monitor poll`: one round of fetching, reading, recording, matching and queueing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import counted, note, progress, say, say_json, table

if TYPE_CHECKING:
    from monitor.core.changes import Change
    from monitor.service.app import Service
    from monitor.service.poll import SourceReport

IN_PART = 4
CHANGES_SHOWN = 20
SELF_EVIDENT = {"deprecation_announced", "retired", "listed", "unlisted"}


@click.command(epilog=example("poll", "poll --source openai/deprecations --json"))
@click.option("--source", "ids", metavar="ID", multiple=True, help="Only this source; may be given several times.")
@as_json
@click.pass_obj
def poll(options: Options, *, ids: tuple[str, ...], as_json: bool) -> int | None:
    """Ask every source once: fetch, extract, record, match, queue.

    What is new is recorded, and messages for the projects that it concerns are queued; `deliver` sends them. A source
    that fails or is not believed leaves its facts as they were; the exit status is then 4.
    """
    from monitor.service import answers
    from monitor.service.poll import Outcome
    from monitor.service.poll import poll as polled
    from monitor.service.remind import remind
    from monitor.sources.registry import find_source

    options.start_log()
    with options.service(makes=True) as service:
        chosen = [find_source(source_id, service.sources).id for source_id in dict.fromkeys(ids)]
        with progress("polling", len(chosen or service.sources)) as advance:
            reports = polled(service, chosen, lambda report: advance(report.id))
        alerts = remind(service).alerts
        today = service.clock.today()
        tell_of_stand_ins(service)
    if as_json:
        say_json(answers.of_poll(today, reports, alerts))
    else:
        show_reports(reports)
        note(f"{counted(alerts, 'alert')} queued" + ("; `model-monitor deliver` sends what waits" if alerts else ""))
    return IN_PART if any(r.outcome in {Outcome.FAILED, Outcome.SUSPECT} for r in reports) else None


def show_reports(reports: Sequence[SourceReport]) -> None:
    """Print what a round of polls came to, and the first of the changes that it brought."""
    table(
        ("source", "outcome", "facts", "changes", "reason"),
        [(r.id, r.outcome, r.facts or None, len(r.changes) or None, r.reason) for r in reports],
        whole={"source", "outcome"},
    )
    changes = sorted((change for r in reports for change in r.changes), key=_weight)
    if not changes:
        return
    say()
    rows = [(f"{c.provider}/{c.model_id}", in_words(c)) for c in changes[:CHANGES_SHOWN]]
    table(("model", "what changed"), rows, whole={"model"}, unbroken={"what changed"})
    if len(changes) > CHANGES_SHOWN:
        say(f"and {len(changes) - CHANGES_SHOWN:,} more: see `model-monitor change list`")


def tell_of_stand_ins(service: Service) -> None:
    """Say for how many sources that were never read the bundled catalog stands in; each has a day of its own there."""
    from monitor.store import sources
    from monitor.store.engine import reading

    with reading(service.engine) as session:
        read = {state.id for state in sources.states(session).values() if state.last_good_at}
    bundled = [i for i in service.catalog.sources if i in service.sources and i not in read]
    if bundled:
        number, days = counted(len(bundled), "source"), "`model-monitor source list` gives the day of each"
        note(f"the bundled catalog stands in for {number} not read yet; {days}")


def in_words(change: Change) -> str:
    """What changed: "shutdown date moved: 2026-03-26 → 2026-06-01".

    A day before which a model was not to end is told apart from the day on which it does.
    """
    kind = change.kind.replace("_", " ")
    if change.kind == "shutdown_date_set" and change.before:
        return f"{kind}: {change.after}, which is firm now (it was: not before {change.before})"
    if change.kind == "shutdown_date_withdrawn" and change.after:
        return f"{kind}: {change.before} → not before {change.after}"
    if change.kind == "replacement_changed" and not change.after:
        return f"replacement gone: {change.before}"
    steps = [step for step in (change.before, change.after) if step]
    return kind if change.kind in SELF_EVIDENT or not steps else f"{kind}: {' → '.join(steps)}"


def _weight(change: Change) -> int:
    from monitor.core.changes import ChangeKind

    return list(ChangeKind).index(change.kind)
