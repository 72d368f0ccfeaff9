"""`model-monitor deliver`: send what waits in the outbox."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import counted, note, progress, say_json

if TYPE_CHECKING:
    from monitor.service.app import Service
    from monitor.service.deliver import Delivered

IN_PART = 4


@click.command(epilog=example("deliver"))
@as_json
@click.pass_obj
def deliver(options: Options, *, as_json: bool) -> int | None:
    """Send every message that is due now.

    A message that its channel refuses for the moment waits and is tried again; one that is given up is kept, see
    `outbox list`. In both cases the exit status is 4. Where neither Slack nor e-mail is set up, messages are printed.
    """
    from monitor.service.deliver import deliver as delivered
    from monitor.service.senders import Senders

    options.start_log()
    with options.service() as service:
        senders = Senders(service, sys.stderr if as_json else sys.stdout)
        with progress("sending", _to_be_sent(service)) as advance:
            done = delivered(service, senders, on_result=lambda: advance(""))
    if as_json:
        say_json(asdict(done))
    else:
        show_delivered(done)
    return IN_PART if done.waiting or done.dead else None


def show_delivered(done: Delivered) -> None:
    """Say what a round of deliveries came to, and what went wrong."""
    for error in done.errors:
        note(error)
    left = [f"{done.waiting} to be tried again"] if done.waiting else []
    left += [f"{done.dead} given up"] if done.dead else []
    note(", ".join([f"{counted(done.sent, 'message')} sent", *left]))
    if done.dead:
        note("what was given up is kept: `outbox list --state dead` shows it, and `outbox retry` makes it due again")


def _to_be_sent(service: Service) -> int:
    """How many messages wait for other channels than this terminal, where a progress bar would only be in the way."""
    from monitor.service.routes import CONSOLE
    from monitor.store import outbox
    from monitor.store.engine import reading
    from monitor.store.states import Delivery

    with reading(service.engine) as session:
        waiting = [m for state in (Delivery.PENDING, Delivery.UNKNOWN) for m in outbox.items(session, state)]
    return 0 if any(m.channel == CONSOLE for m in waiting) else len(waiting)
