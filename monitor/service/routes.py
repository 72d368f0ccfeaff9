"""Where a team is told: Slack and its further ways, else e-mail, else the console; the one way into the outbox."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor import config
from monitor.service.app import Service
from monitor.store import channels, outbox
from monitor.store.columns import digest
from monitor.store.engine import Session
from monitor.store.registry import TeamRow

SLACK, SLACK_WEBHOOK, EMAIL, CONSOLE = "slack", "slack-webhook", "email", "console"
WEBHOOK, MICROSOFT_TEAMS, DISCORD, PAGERDUTY, GITHUB = "webhook", "microsoft-teams", "discord", "pagerduty", "github"
TEAM_SLACK_WEBHOOK = "team-slack-webhook"  # a channel's incoming webhook, in place of the one for all
TICKETS = {PAGERDUTY, GITHUB}  # what they open is closed again
IDEMPOTENT = TICKETS  # the same message twice is one incident, one issue
OPERATORS = "operators"


@dataclass(frozen=True, slots=True)
class Route:
    """One way to one receiver: a Slack channel, an e-mail address, or by name the team whose table says where."""

    channel: str
    recipient: str


def slack_channel(service: Service, team: TeamRow) -> str:
    """The Slack channel of a team, as the settings call it."""
    return team.slack_channel or service.settings.slack.default_channel


def routes(service: Service, team: TeamRow) -> list[Route]:
    """How a team gets its alerts. Never empty: what nobody can be sent is printed."""
    told = [*_slack_of(service, team), *further(service, team.name)]
    printed = Route(CONSOLE, slack_channel(service, team))
    return told or _email(service, team) or [printed]


def digest_routes(service: Service, team: TeamRow, unsubscribed: Mapping[int, Collection[str]]) -> list[Route]:
    """How a team gets its weekly digest; `unsubscribed` holds, by team id, the addresses in lower case that do not.

    Printed only where no other way is set up, not where everybody has unsubscribed.
    """
    slack = _slack_of(service, team) if "slack" in team.digest_to else []
    email = _email(service, team) if "email" in team.digest_to or not slack else []
    ended = unsubscribed.get(team.id, ())
    wanted = [r for r in email if r.recipient.casefold() not in ended]
    return [*slack, *wanted] if slack or email else [Route(CONSOLE, ", ".join(team.emails) or team.name)]


def further(service: Service, team: str) -> list[Route]:
    """The ways out that a team has in tables of its own."""
    return [Route(channel, team) for channel, way in ways(service, team).items() if way is not None]


def ways(service: Service, team: str) -> dict[str, object | None]:
    """Every further channel with the team's table for it, None where it has none."""
    of = settings_of(service, team)
    if of is None:
        return {}
    return {
        WEBHOOK: of.webhook,
        MICROSOFT_TEAMS: of.microsoft_teams,
        DISCORD: of.discord,
        PAGERDUTY: of.pagerduty,
        GITHUB: of.github,
    }


def settings_of(service: Service, team: str) -> config.Team | None:
    """The file's entry of a team; None for one that was entered elsewhere."""
    return next((t for t in service.settings.teams if t.name == team), None)


def ops_routes(service: Service, closed: Collection[Route] = ()) -> list[Route]:
    """Where the operators are told: their channel, or else the console."""
    told = [r for r in _slack(service, service.settings.slack.ops_channel) if not _is_closed(r, closed)]
    return told or [Route(CONSOLE, OPERATORS)]


def other_routes(service: Service, team: TeamRow, tried: Route, closed: Collection[Route]) -> list[Route]:
    """How a team is told when one way has failed: by e-mail, else by one of its other ways, else the operators are.

    What opens tickets is no second road, since it takes no plain words.
    """
    shut = [tried, *closed]
    mail = [r for r in _email(service, team) if not _is_closed(r, shut)]
    if mail:
        return mail
    others = [*_slack_of(service, team), *(r for r in further(service, team.name) if r.channel not in TICKETS)]
    usable = [r for r in others if not _is_closed(r, shut)]
    return usable[:1] or ops_routes(service, shut)


def closed_routes(session: Session, now: datetime) -> list[Route]:
    """The ways out that are disabled; recipient "" stands for all of a channel."""
    return [Route(c.name, c.recipient) for c in channels.closed(session, now) if c.disabled_at]


def setup(service: Service, route: Route) -> str:
    """A digest of the settings that a way rests on: when it changes, a closed way is worth another try."""
    slack, email, environ = service.settings.slack, service.settings.email, service.environ
    match route.channel:
        case "slack":
            return digest(slack.token(environ), slack.api_url)
        case "slack-webhook":
            return digest(slack.webhook(environ))
        case "email":
            return digest(email.smtp(environ), email.sender)
    of = settings_of(service, route.recipient)
    way = getattr(of, route.channel.removeprefix("team-").replace("-", "_"), None)
    secrets = sorted(filter(None, way.secret_values(environ))) if way else []
    return digest(str(way), *secrets)


def queue(
    session: Session, along: Iterable[Route], *, kind: str, what: str, saying: str, payload: str, at: datetime
) -> int:
    """Put a message into the outbox once for each route; how many rows are new.

    `what` and `saying` make its key with the route between them: the same thing said to the same receiver is one row.
    """
    keys = {f"{kind}:{what}:{r.channel}:{r.recipient}:{saying}": (r.channel, r.recipient) for r in along}
    return outbox.enqueue_all(session, keys, kind=kind, payload=payload, at=at)


def _slack_of(service: Service, team: TeamRow) -> list[Route]:
    """Where in Slack a team is told: by its own webhook if it has one, since then no app of ours may be there."""
    of = settings_of(service, team.name)
    if of and of.slack_webhook:
        return [Route(TEAM_SLACK_WEBHOOK, team.name)]
    return _slack(service, slack_channel(service, team))


def _slack(service: Service, channel: str) -> list[Route]:
    slack = service.settings.slack
    if slack.token(service.environ):
        return [Route(SLACK, channel)]
    return [Route(SLACK_WEBHOOK, "")] if slack.webhook(service.environ) else []


def _email(service: Service, team: TeamRow) -> list[Route]:
    if not service.settings.email.smtp(service.environ):
        return []
    return [Route(EMAIL, address) for address in team.emails]


def _is_closed(route: Route, closed: Collection[Route]) -> bool:
    return route in closed or Route(route.channel, "") in closed
