"""`model-monitor team`: who is told, and how."""

from __future__ import annotations

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import note, say_json, table


@click.group(epilog=example("team add search --slack-channel '#search' --email search@example.org", "team list"))
def team() -> None:
    """Register, list and remove teams."""


@team.command(epilog=example("team add search --slack-channel '#search' --timezone Europe/Amsterdam"))
@click.argument("name")
@click.option("--slack-channel", metavar="CHANNEL", default="", help="Its alerts go there; else the default channel.")
@click.option("--email", "emails", metavar="ADDRESS", multiple=True, help="Gets the digest; repeatable.")
@click.option("--timezone", metavar="ZONE", default="", help="When its digest comes; else that of the configuration.")
@click.option(
    "--digest",
    metavar="WAY",
    multiple=True,
    type=click.Choice(["email", "slack"]),
    help="Where its digest goes: email (the default), slack; repeatable.",
)
@click.option("--lead-day", "lead_days", metavar="N", type=int, multiple=True, help="Told N days before; repeatable.")
@click.option("--announce-within", metavar="DURATION", default="", help='Later ends are left to the digest: "365d".')
@click.option("--quiet-hours", metavar="TIMES", default="", help='What can wait waits until they end: "20:00-08:00".')
@click.option("--working-day", "working_days", metavar="DAY", multiple=True, help="Else quiet all day; repeatable.")
@click.pass_obj
def add(
    options: Options,
    *,
    name: str,
    slack_channel: str,
    emails: tuple[str, ...],
    timezone: str,
    digest: tuple[str, ...],
    lead_days: tuple[int, ...],
    announce_within: str,
    quiet_hours: str,
    working_days: tuple[str, ...],
) -> None:
    """Register the team NAME; `project add` says what it looks after."""
    from monitor.service import administration

    with options.service(makes=True) as service:
        administration.add_team(
            service,
            name,
            slack_channel=slack_channel,
            emails=emails,
            timezone=timezone,
            digest=digest,
            lead_days=lead_days,
            announce_within=announce_within,
            quiet_hours=quiet_hours,
            working_days=working_days,
            who="cli",
            owner="cli",
        )
    note(f"team {name} is registered")


@team.command(epilog=example("team remove search"))
@click.argument("name")
@click.pass_obj
def remove(options: Options, *, name: str) -> None:
    """Retire the team NAME, once it has no projects; its history is kept.

    Teams of the configuration file are removed in the file.
    """
    from monitor.cli.naming import team_named
    from monitor.service import administration

    with options.service() as service:
        administration.retire_team(service, team_named(service, name), who="cli")
    note(f"team {name} is retired")


@team.command("list", epilog=example("team list --json"))
@as_json
@click.pass_obj
def list_teams(options: Options, *, as_json: bool) -> None:
    """List the teams, how they are told, and who registered them."""
    from monitor.store import registry, subscriptions
    from monitor.store.engine import reading

    with options.service() as service, reading(service.engine) as session:
        rows = registry.teams(session)
        ended = subscriptions.ended(session)
    unsubscribed = {row.id: [e for e in row.emails if e.casefold() in ended.get(row.id, ())] for row in rows}
    if as_json:
        found = [
            {
                "name": row.name,
                "slack_channel": row.slack_channel,
                "emails": list(row.emails),
                "unsubscribed": unsubscribed[row.id],
                "timezone": row.timezone,
                "digest": list(row.digest_to),
                "lead_days": list(row.lead_days) if row.lead_days else None,
                "announce_within_days": row.announce_within,
                "quiet_hours": row.quiet_hours,
                "working_days": list(row.working_days) if row.working_days else None,
                "owner": row.owner.value,
                "created_at": row.created_at.isoformat(),
            }
            for row in rows
        ]
        say_json({"teams": found})
        return
    table(
        ("team", "slack", "e-mail", "without digest", "time zone", "reminded at days", "owner"),
        [
            (
                r.name,
                r.slack_channel,
                " ".join(r.emails),
                " ".join(unsubscribed[r.id]),
                r.timezone,
                " ".join(map(str, r.lead_days or ())),
                r.owner,
            )
            for r in rows
        ],
        whole={"team"},
    )
