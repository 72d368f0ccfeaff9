"""`model-monitor project`: what uses models."""

from __future__ import annotations

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import note, say_json, table


@click.group(epilog=example("project add ranker --team search", "project list"))
def project() -> None:
    """Register, list and remove projects."""


@project.command(epilog=example("project add ranker --team search --repository https://git.example.org/ranker"))
@click.argument("name")
@click.option("--team", metavar="NAME", required=True, help="Who looks after it, and is told.")
@click.option("--repository", metavar="URL", default="", help="Where its code is.")
@click.option(
    "--lead-day", "lead_days", metavar="N", type=int, multiple=True, help="Told N days before; else as its team."
)
@click.pass_obj
def add(options: Options, *, name: str, team: str, repository: str, lead_days: tuple[int, ...]) -> None:
    """Register the project NAME; `pin add` says what it uses."""
    from monitor.cli.naming import team_named
    from monitor.service import administration

    with options.service(makes=True) as service:
        administration.add_project(
            service,
            name,
            team=team_named(service, team),
            repository=repository,
            lead_days=lead_days,
            who="cli",
            owner="cli",
        )
    note(f"project {name} of team {team} is registered")


@project.command(epilog=example("project remove ranker"))
@click.argument("name")
@click.pass_obj
def remove(options: Options, *, name: str) -> None:
    """Retire the project NAME and its pins; their history is kept.

    Projects of the configuration file are removed in the file.
    """
    from monitor.cli.naming import project_named
    from monitor.service import administration

    with options.service() as service:
        administration.retire_project(service, project_named(service, name), who="cli")
    note(f"project {name} is retired, with its pins")


@project.command("list", epilog=example("project list --team search --json"))
@click.option("--team", metavar="NAME", help="Only this team's.")
@as_json
@click.pass_obj
def list_projects(options: Options, *, team: str | None, as_json: bool) -> None:
    """List the projects, and who registered them."""
    from monitor.cli.naming import team_named
    from monitor.store import registry
    from monitor.store.engine import reading

    with options.service() as service:
        wanted = team_named(service, team) if team else None
        with reading(service.engine) as session:
            rows = [row for row in registry.projects(session) if wanted in {None, row.team.name}]
            pins = [pin.project for pin in registry.pins(session, team=wanted)]
    if as_json:
        found = [
            {
                "name": row.name,
                "team": row.team.name,
                "repository": row.repository,
                "lead_days": list(row.lead_days) if row.lead_days else None,
                "pins": pins.count(row.name),
                "owner": row.owner.value,
                "created_at": row.created_at.isoformat(),
            }
            for row in rows
        ]
        say_json({"projects": found})
        return
    table(
        ("project", "team", "pins", "repository", "owner"),
        [(r.name, r.team.name, pins.count(r.name), r.repository, r.owner) for r in rows],
        whole={"project", "team"},
    )
