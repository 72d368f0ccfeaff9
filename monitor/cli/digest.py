"""`model-monitor digest`: the weekly e-mail."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import counted, note, say_json
from monitor.errors import UsageError


@click.group(epilog=example("digest show --team search", "digest send"))
def digest() -> None:
    """See or send the weekly e-mail."""


@digest.command(epilog=example("digest show --team search --html digest.html"))
@click.option("--team", metavar="NAME", help="Only this team's.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write it there as HTML.")
@as_json
@click.pass_obj
def show(options: Options, *, team: str | None, html: Path | None, as_json: bool) -> None:
    """Print what each team would be sent now; nothing is sent."""
    from monitor.cli.naming import team_named
    from monitor.notify.console import Console
    from monitor.notify.email import render
    from monitor.service import payloads
    from monitor.service.digest import digests

    with options.service() as service:
        made = digests(service, team=team_named(service, team) if team else None)
        link = service.settings.web.public_url or None
    if html and len(made) != 1:
        raise UsageError(f"{counted(len(made), 'digest')} for one file", hint="name one team with --team")
    if html:
        html.write_text(render.digest(made[0], link=link).html, "utf-8")
        note(f"written to {html}")
    elif as_json:
        say_json({"digests": [json.loads(payloads.of_digest(d)) for d in made]})
    else:
        console = Console(sys.stdout)
        for d in made:
            console.email(render.digest(d, link=link), to=f"the team {d.team}")
        if not made:
            note("there are no teams: `model-monitor team add` registers one")


@digest.command(epilog=example("digest send --team search"))
@click.option("--team", metavar="NAME", help="Only this team's.")
@click.pass_obj
def send(options: Options, *, team: str | None) -> int | None:
    """Send this week's digest now, to teams that have not had it yet."""
    from monitor.cli.deliver import IN_PART, show_delivered
    from monitor.cli.naming import team_named
    from monitor.service.deliver import deliver
    from monitor.service.digest import queue
    from monitor.service.senders import Senders

    options.start_log()
    with options.service() as service:
        queued = queue(service, team=team_named(service, team) if team else None)
        note(f"{counted(queued, 'digest')} queued" + ("" if queued else ": this week's are out already"))
        done = deliver(service, Senders(service, sys.stdout))
    show_delivered(done)
    return IN_PART if done.waiting or done.dead else None


@digest.command(epilog=example("digest unsubscribe search lead@example.org"))
@click.argument("team")
@click.argument("address")
@click.pass_obj
def unsubscribe(options: Options, *, team: str, address: str) -> None:
    """Send ADDRESS no more digests of TEAM; its alerts go on."""
    from monitor.cli.naming import team_named
    from monitor.service import subscriptions

    with options.service(makes=True) as service:
        news = subscriptions.unsubscribe(service, team_named(service, team), address, who="cli")
    note(f"{address} gets no more digests of {team}" if news else f"{address} got none of {team} already")


@digest.command(epilog=example("digest subscribe search lead@example.org"))
@click.argument("team")
@click.argument("address")
@click.pass_obj
def subscribe(options: Options, *, team: str, address: str) -> None:
    """Send ADDRESS, which had unsubscribed, the digests of TEAM again."""
    from monitor.cli.naming import team_named
    from monitor.service import subscriptions

    with options.service(makes=True) as service:
        news = subscriptions.subscribe(service, team_named(service, team), address, who="cli")
    note(f"{address} gets the digests of {team} again" if news else f"{address} gets the digests of {team} already")
