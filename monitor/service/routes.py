"""Where a team is told: Slack if it is set up, else e-mail, else the console; and the one way into the outbox."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.service.app import Service
from monitor.store import outbox
from monitor.store.engine import Session
from monitor.store.registry import TeamRow

SLACK, WEBHOOK, EMAIL, CONSOLE = "slack", "webhook", "email", "console"


@dataclass(frozen=True, slots=True)
class Route:
    """One way to one receiver: a Slack channel, an e-mail address; a webhook or the console needs no address."""

    channel: str
    recipient: str


def routes(service: Service, team: TeamRow) -> list[Route]:
    """How a team gets its alerts. Never empty: what nobody can be sent is printed."""
    slack = service.settings.slack
    if slack.token(service.environ):
        return [Route(SLACK, team.slack_channel or slack.default_channel)]
    if slack.webhook(service.environ):
        return [Route(WEBHOOK, "")]
    return _email(service, team) or [Route(CONSOLE, team.slack_channel or slack.default_channel)]


def digest_routes(service: Service, team: TeamRow, unsubscribed: Mapping[int, Collection[str]]) -> list[Route]:
    """How a team gets its weekly digest; `unsubscribed` holds, by team id, the addresses in lower case that do not.

    Printed only where no other way is set up, not where everybody has unsubscribed.
    """
    slack = [r for r in routes(service, team) if r.channel in {SLACK, WEBHOOK}] if "slack" in team.digest_to else []
    email = _email(service, team) if "email" in team.digest_to or not slack else []
    ended = unsubscribed.get(team.id, ())
    wanted = [r for r in email if r.recipient.casefold() not in ended]
    return [*slack, *wanted] if slack or email else [Route(CONSOLE, ", ".join(team.emails) or team.name)]


def _email(service: Service, team: TeamRow) -> list[Route]:
    if not service.settings.email.smtp(service.environ):
        return []
    return [Route(EMAIL, address) for address in team.emails]


def queue(
    session: Session, along: Iterable[Route], *, kind: str, what: str, saying: str, payload: str, at: datetime
) -> int:
    """Put a message into the outbox once for each route; how many rows are new.

    `what` and `saying` make its key with the route between them: the same thing said to the same receiver is one row.
    """
    return sum(
        outbox.enqueue(
            session,
            dedup_key=f"{kind}:{what}:{route.channel}:{route.recipient}:{saying}",
            channel=route.channel,
            recipient=route.recipient,
            kind=kind,
            payload=payload,
            at=at,
        )
        for route in along
    )
