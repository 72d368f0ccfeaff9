"""`model-monitor config`: the configuration file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import counted, say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.config import Settings, Team

GUARDED = {"webhook", "microsoft_teams", "discord"}  # what must be public, unless its table says otherwise


@click.group(epilog=example("config check"))
def config() -> None:
    """Look at the configuration before it is used."""


@config.command(epilog=example("--config config.example.toml config check"))
@as_json
@click.pass_obj
def check(options: Options, *, as_json: bool) -> None:
    """Read the configuration and say what it comes to; nothing else is touched.

    A mistake is one line with the file and the key, and exit status 2. With --json, all settings as they are in force,
    without secrets.
    """
    from monitor.fetch import is_inside
    from monitor.service.sources import sources_of

    settings = options.settings
    sources = sources_of(settings)
    if as_json:
        say_json(settings.redacted())
        return
    say(f"the configuration is valid: {', '.join(_registered(settings))}, {counted(len(sources), 'source')}")
    for line in _ways_out(settings):
        say(line)
    if settings.fetch.mirror:
        say(f"sources are read from the mirror {settings.fetch.mirror}")
        return
    for source in sources.values():
        if not source.url:
            say(f'{source.id} will be skipped: set sources."{source.id}".url to read it')
        elif source.key_env and not settings.source_key(source.id, source.key_env, os.environ):
            say(f"{source.id} will be skipped: {source.key_env} is not set")
        if not source.private and is_inside(source.url):
            say(f"{source.id} will be refused, as its address is not public: private = true says that it is meant")


def _registered(settings: Settings) -> Iterator[str]:
    yield counted(len(settings.teams), "team")
    yield counted(len(settings.projects), "project")
    yield counted(sum(len(project.pins) for project in settings.projects), "pin")


def _ways_out(settings: Settings) -> Iterator[str]:
    slack, email = settings.slack, settings.email
    if slack.token(os.environ):
        yield f"alerts go to Slack as a bot, by default to {slack.default_channel}"
    elif slack.webhook(os.environ):
        yield "alerts go to Slack through its webhook"
    elif email.smtp(os.environ):
        yield "alerts go out by e-mail: no Slack token or webhook is set"
    else:
        yield f"alerts are printed: none of {slack.token_env}, {slack.webhook_url_env} and {email.smtp_url_env} is set"
    for team in settings.teams:
        yield from _further(team, settings)
    if email.smtp(os.environ):
        yield f"digests go out by e-mail from {email.sender}"
    else:
        yield f"digests are printed: {email.smtp_url_env} is not set"


def _further(team: Team, settings: Settings) -> Iterator[str]:
    """Each way that a team has of its own, whether its secret is there, and which projects it cannot serve."""
    from monitor.fetch import is_inside

    for name in ("slack_webhook", "webhook", "microsoft_teams", "discord", "pagerduty", "github"):
        way = getattr(team, name)
        if way and None in way.secret_values(os.environ):
            yield f"{team.name} cannot be told by {name}: a variable that its table names is not set"
        elif way and name in GUARDED and not getattr(way, "private", False) and is_inside(way.url(os.environ)):
            hint = ": private = true says that it is meant" if hasattr(way, "private") else ""
            yield f"{team.name} cannot be told by {name}, as its address is not public{hint}"
        elif way:
            yield f"{team.name} is told by {name}" + ("" if name == "slack_webhook" else " too")
    if homeless := _homeless(team, settings):
        yield (
            f"{team.name} cannot be told by github of {', '.join(homeless)}: no repository there is known; set that of "
            "each project, or teams.github.repository"
        )


def _homeless(team: Team, settings: Settings) -> list[str]:
    """The projects of a team that is told by GitHub, for which no repository there is known."""
    from monitor.core.repositories import repository_at

    way = team.github
    if way is None or way.repository:
        return []
    own = (project for project in settings.projects if project.team == team.name)
    return [project.name for project in own if repository_at(project.repository, way.api_url) is None]
