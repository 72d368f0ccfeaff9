"""`model-monitor outbox`: what is on its way out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import counted, moment, note, say_json, table

SHOWN = 100
STATES = ("pending", "leased", "sent", "unknown", "dead")


@click.group(
    epilog=example("outbox list --state dead", "outbox retry", "outbox discard 17", "outbox open slack '#search'")
)
def outbox() -> None:
    """See what is on its way out; send again or discard what failed."""


@outbox.command("list", epilog=example("outbox list --state dead --json"))
@click.option("--state", type=click.Choice(STATES), help="Only messages in this state.")
@click.option("--limit", type=click.IntRange(1), default=SHOWN, show_default=True, help="The newest so many.")
@as_json
@click.pass_obj
def list_messages(options: Options, *, state: str | None, limit: int, as_json: bool) -> None:
    """List messages, the newest first, with what went wrong last; and the channels that are closed."""
    from monitor.store import channels, outbox
    from monitor.store.engine import reading
    from monitor.store.states import Delivery

    with options.service() as service, reading(service.engine) as session:
        rows = outbox.items(session, Delivery(state) if state else None, limit=limit)
        counts = outbox.counts(session)
        closed = channels.closed(session, service.clock.now())
    if as_json:
        say_json(
            {
                "counts": {name.value: number for name, number in counts.items()},
                "messages": [_as_json(row) for row in rows],
                "closed_channels": [_as_json(channel) for channel in closed],
            }
        )
        return
    table(
        ("number", "kind", "channel", "to", "state", "tries", "queued", "error"),
        [
            (r.id, r.kind, r.channel, r.recipient, r.state, r.attempts or None, moment(r.created_at), r.last_error)
            for r in rows
        ],
        whole={"number", "channel", "state"},
    )
    for channel in closed:
        until = channel.disabled_reason or f"until {moment(channel.hold_until)}"
        note(f"closed: {channel.name} {channel.recipient or '(all)'}: {until}")
    note(", ".join(f"{number} {name.value}" for name, number in counts.items()))


@outbox.command(epilog=example("outbox retry", "outbox retry 17 18"))
@click.argument("numbers", metavar="[NUMBER]...", nargs=-1, type=int)
@click.pass_obj
def retry(options: Options, *, numbers: tuple[int, ...]) -> None:
    """Make messages due now: those of the given numbers that are not sent, or else all that were given up.

    The channels to their receivers are opened again. `deliver`, or a running service, then sends them.
    """
    from monitor.store import outbox
    from monitor.store.engine import transaction

    with options.service() as service, transaction(service.engine) as session:
        again = outbox.retry(session, now=service.clock.now(), ids=numbers or None)
    note(f"{counted(again, 'message')} due again")


@outbox.command(epilog=example("outbox discard 17 18"))
@click.argument("numbers", metavar="NUMBER...", nargs=-1, type=int, required=True)
@click.pass_obj
def discard(options: Options, *, numbers: tuple[int, ...]) -> None:
    """Take messages that were given up out of the list for good; the audit keeps what they were.

    Only dead ones can be discarded. Nobody is told by them any more, and they are no trouble of the monitor's.
    """
    from monitor.errors import RegistryError
    from monitor.store import audit, outbox
    from monitor.store.engine import transaction

    with options.service() as service, transaction(service.engine) as session:
        gone = outbox.discard(session, numbers)
        if missing := sorted(set(numbers) - {message.id for message in gone}):
            raise RegistryError(
                f"not given up, or not there: {', '.join(map(str, missing))}", hint="see `outbox list --state dead`"
            )
        for m in gone:
            detail = f"{m.kind} {m.dedup_key} to {m.channel} {m.recipient}: {m.last_error or 'no error kept'}"
            audit.note(session, who="cli", what="message discarded", detail=detail, at=service.clock.now())
    note(f"{counted(len(gone), 'message')} discarded")


@outbox.command("open", epilog=example("outbox open slack '#search'", "outbox open email"))
@click.argument("channel")
@click.argument("recipient", default="")
@click.pass_obj
def open_way(options: Options, *, channel: str, recipient: str) -> None:
    """Let messages go out again by a way that was closed, to one receiver or to all of a channel.

    What was given up meanwhile stays so; `outbox retry` opens the ways of all that it makes due.
    """
    from monitor.errors import RegistryError
    from monitor.store import channels
    from monitor.store.engine import transaction

    with options.service() as service, transaction(service.engine) as session:
        closed = channels.closed(session, service.clock.now())
        named = [c for c in closed if c.name == channel and recipient in {c.recipient, ""}]
        if not named:
            raise RegistryError(f"the way {channel} {recipient}".rstrip() + " is not closed", hint="see `outbox list`")
        for way in named:
            channels.reopen(session, way.name, way.recipient)
    note(f"{counted(len(named), 'way')} open again")


def _as_json(row: Any) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in asdict(row).items()}
