"""`model-monitor health`: whether the monitor itself is well."""

from __future__ import annotations

from dataclasses import asdict

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import moment, note, say_json, table

UNWELL = 1


@click.command(epilog=example("health", "health --json"))
@as_json
@click.pass_obj
def health(options: Options, *, as_json: bool) -> int | None:
    """Say whether the monitor itself is well, and what is wrong.

    Sources that are suspect, failing, stale or not polled in their time, or never; messages that wait for too long or
    were given up; reminders that do not end; a late digest; Slack without a connection to us (Socket Mode); a clock
    that disagrees with the record. Exit status 1 where people may miss an alert for it, so that a probe can ask; what
    is marked "told" only is told to the operators' channel. Nothing is sent from here.
    """
    from monitor.service.watch import troubles

    with options.service() as service:
        found = troubles(service)
        now = service.clock.now()
    at_risk = any(t.stops_heartbeat for t in found)
    if as_json:
        say_json(
            {
                "as_of": now.isoformat(),
                "healthy": not at_risk,
                "troubles": [{**asdict(t), "since": t.since.isoformat()} for t in found],
            }
        )
    else:
        if found:
            rows = [
                (t.kind.value, t.what, moment(t.since), "alerts at risk" if t.stops_heartbeat else "told")
                for t in found
            ]
            table(("kind", "trouble", "since", "weight"), rows, whole={"kind", "weight"})
        note("alerts are at risk" if at_risk else "alerts go out as they should")
    return UNWELL if at_risk else None
