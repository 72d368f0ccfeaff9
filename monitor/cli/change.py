"""`model-monitor change`: what happened to models."""

from __future__ import annotations

from datetime import date

import click

from monitor.cli.options import Day, Options, as_json, example
from monitor.cli.terminal import note, say_json, table


@click.group(epilog=example("change list --since 2026-08-01"))
def change() -> None:
    """Read the record of changes."""


@change.command("list", epilog=example("change list --since 2026-08-01 --json"))
@click.option("--since", type=Day(), help="Recorded on this day (UTC) or later.")
@as_json
@click.pass_obj
def list_changes(options: Options, *, since: date | None, as_json: bool) -> None:
    """List what changed, the newest first: dates set, moved or withdrawn, models announced, retired, unlisted."""
    from monitor.cli.poll import in_words
    from monitor.core.watch import NEVER_POLLED, START
    from monitor.service import answers
    from monitor.store import facts, sources
    from monitor.store.engine import reading

    with options.service() as service:
        today = service.clock.today()
        with reading(service.engine) as session:
            rows = facts.changes(session, since=since)
            asked = [s.last_polled_at for s in sources.states(session).values() if s.last_polled_at]
    if as_json:
        found = [{"at": row.at.isoformat(), **answers.of_change(row.change)} for row in rows]
        polled = max(asked).isoformat() if asked else None
        say_json({"today": today.isoformat(), "last_polled_at": polled, "changes": found})
        return
    if not rows and not asked:
        note(f"{NEVER_POLLED}, so nothing is known of any change: {START}")
        return
    if not rows:
        note("nothing has changed" + (f" since {since}" if since else "; the first poll of a source is its baseline"))
        return
    table(
        ("recorded", "model", "what changed"),
        [(row.at.date(), f"{row.change.provider}/{row.change.model_id}", in_words(row.change)) for row in rows],
        whole={"recorded", "model"},
        unbroken={"what changed"},
    )
