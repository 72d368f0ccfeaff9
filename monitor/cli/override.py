"""`model-monitor override`: what a project, a team or everybody moves to instead of a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import note, say_json, table
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.core.overrides import Level
    from monitor.service.app import Service


@click.group(
    epilog=example(
        'override add openai/gpt-4 openai/gpt-4.1 --team search --why "measured on our prompts"',
        "override list",
    )
)
def override() -> None:
    """State your own replacements for models.

    They come before anybody's recommendation. What a project states counts before what its team states, and that before
    what is stated for all. A stated model that is itself about to go is not suggested, and the answer says why.
    """


_project = click.option("--project", metavar="NAME", help="For this project alone.")
_team = click.option("--team", metavar="NAME", help="For this team's projects. Without both: for all.")


@override.command(
    epilog=example(
        'override add openai/gpt-4 openai/gpt-4.1 --why "measured on our prompts"',
        "override add openai/gpt-4-0314 anthropic/claude-sonnet-5 --project ranker",
    )
)
@click.argument("model", metavar="REF")
@click.argument("replacement", metavar="REPLACEMENT")
@_project
@_team
@click.option("--why", metavar="TEXT", default="", help="The reason, on one line; it is shown beside the model.")
@click.pass_obj
def add(options: Options, *, model: str, replacement: str, project: str | None, team: str | None, why: str) -> None:
    """State that REPLACEMENT is what to move to from REF.

    Stating another one for the same REF replaces it.
    """
    from monitor.cli.naming import who
    from monitor.service import overriding

    with options.service(makes=True) as service:
        level, about = _place(service, project, team)
        made = overriding.state(service, model, replacement, level, about, reason=why, who=who(), owner="cli")
    note(f"{_shown(level, about)}: {made.model} is replaced by {made.replacement}")


@override.command(epilog=example("override remove openai/gpt-4 --team search"))
@click.argument("model", metavar="REF")
@_project
@_team
@click.pass_obj
def remove(options: Options, *, model: str, project: str | None, team: str | None) -> None:
    """Withdraw what was stated for REF. What the configuration file states is changed there."""
    from monitor.cli.naming import who
    from monitor.service import overriding

    with options.service() as service:
        level, about = _place(service, project, team)
        overriding.withdraw(service, model, level, about, who=who(), owner="cli")
    note(f"{_shown(level, about)}: no replacement of {model} is stated any more")


@override.command("list", epilog=example("override list --json"))
@as_json
@click.pass_obj
def list_overrides(options: Options, *, as_json: bool) -> None:
    """List what is stated, for whom, by whom and why."""
    from monitor.service import overriding
    from monitor.service.decision_answers import of_override

    with options.service() as service:
        rows = overriding.stated(service)
    if as_json:
        say_json({"overrides": [of_override(row) for row in rows]})
        return
    table(
        ("for", "model", "replacement", "why", "stated by", "on", "owner"),
        [
            (_shown(o.level, r.about), o.model, o.replacement, o.reason, o.by, r.at.date(), r.owner)
            for r in rows
            for o in (r.override,)
        ],
        whole={"for", "model", "replacement"},
    )


def _place(service: Service, project: str | None, team: str | None) -> tuple[Level, str]:
    from monitor.cli.naming import project_named, team_named
    from monitor.core.overrides import Level

    if project and team:
        raise UsageError("--project and --team were both given", hint="a project's word counts before its team's")
    if project:
        return Level.PROJECT, project_named(service, project)
    return (Level.TEAM, team_named(service, team)) if team else (Level.OPERATOR, "")


def _shown(level: Level, about: str) -> str:
    return f"{level.value} {about}" if about else "all"
