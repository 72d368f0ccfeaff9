"""A team's further ways out, each set up from its table at the moment a message goes along it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from monitor import __version__
from monitor.core.alerts import Notice
from monitor.core.repositories import repository_at
from monitor.core.tickets import Resolved, by_project
from monitor.core.watch import Bulletin
from monitor.errors import DeliveryError, Fault, RegistryError
from monitor.fetch.network import Network
from monitor.fetch.poster import Poster
from monitor.notify.discord import client as discord
from monitor.notify.github import body as issues
from monitor.notify.github.body import Issue
from monitor.notify.github.client import GitHub
from monitor.notify.msteams import client as msteams
from monitor.notify.pagerduty import client as pagerduty
from monitor.notify.posting import Post, Reply
from monitor.notify.webhook import payload as webhook
from monitor.notify.webhook.client import Webhook
from monitor.service import leasing
from monitor.service.app import Service
from monitor.service.routes import DISCORD, GITHUB, MICROSOFT_TEAMS, PAGERDUTY, WEBHOOK, settings_of
from monitor.store import registry
from monitor.store.engine import reading
from monitor.store.outbox import Leased

Message = Notice | Resolved | Bulletin

USUAL = {"https://events.pagerduty.com/", "https://events.eu.pagerduty.com/", "https://api.github.com/"}


class Ways:
    """Sends messages along the further ways of all teams. Safe to use from many threads."""

    def __init__(self, service: Service, network: Network | None = None) -> None:
        self._service = service
        agent = f"{service.settings.fetch.user_agent} ({__version__})"
        self._post = Poster(user_agent=agent, network=network).send
        self._link = service.settings.web.public_url or None
        self._send: dict[str, Callable[..., str | None]] = {
            WEBHOOK: self._webhook,
            MICROSOFT_TEAMS: self._microsoft_teams,
            DISCORD: self._discord,
            PAGERDUTY: self._pagerduty,
            GITHUB: self._github,
        }

    def __contains__(self, channel: str) -> bool:
        return channel in self._send

    def send(self, leased: Leased, message: Message, *, repeat: bool) -> str | None:
        """Send one message; gives what the receiver calls it. Raises DeliveryError."""
        return self._send[leased.channel](leased, message, repeat=repeat)

    def _webhook(self, leased: Leased, message: Message, *, repeat: bool) -> None:
        of = settings_of(self._service, leased.recipient)
        way = of.webhook if of else None
        url, secret = (way.url(self._service.environ), way.secret(self._service.environ)) if way else (None, None)
        if way is None or not url or not secret:
            raise not_set_up(leased)
        payload = (
            webhook.of_bulletin(message, key=leased.dedup_key, repeat=repeat)
            if isinstance(message, Bulletin)
            else webhook.of_notice(_notice(message), key=leased.dedup_key, repeat=repeat)
        )
        Webhook(self._post, url, secret, private=way.private).send(payload, self._now())

    def _microsoft_teams(self, leased: Leased, message: Message, *, repeat: bool) -> None:
        of = settings_of(self._service, leased.recipient)
        url = of.microsoft_teams.url(self._service.environ) if of and of.microsoft_teams else None
        if not url:
            raise not_set_up(leased)
        card = (
            msteams.of_bulletin(message, repeat=repeat)
            if isinstance(message, Bulletin)
            else msteams.of_notice(_notice(message), repeat=repeat, link=self._link)
        )
        msteams.MicrosoftTeams(self._post, url).send(card)

    def _discord(self, leased: Leased, message: Message, *, repeat: bool) -> str | None:
        of = settings_of(self._service, leased.recipient)
        url = of.discord.url(self._service.environ) if of and of.discord else None
        if not url:
            raise not_set_up(leased)
        rendered = (
            discord.of_bulletin(message, repeat=repeat)
            if isinstance(message, Bulletin)
            else discord.of_notice(_notice(message), repeat=repeat, link=self._link)
        )
        return discord.Discord(self._post, url).send(rendered)

    def _pagerduty(self, leased: Leased, message: Message, *, repeat: bool) -> None:  # noqa: ARG002 joined by its key
        of = settings_of(self._service, leased.recipient)
        way = of.pagerduty if of else None
        key = way.key(self._service.environ) if way else None
        if way is None or not key:
            raise not_set_up(leased)
        events = (
            pagerduty.of_resolved(message)
            if isinstance(message, Resolved)
            else [e for n in by_project(_notice(message)) for e in pagerduty.of_notice(n, link=self._link)]
        )
        pagerduty.PagerDuty(self._under(leased), key, way.api_url, private=way.api_url not in USUAL).send(events)

    def _github(self, leased: Leased, message: Message, *, repeat: bool) -> str | None:
        of = settings_of(self._service, leased.recipient)
        way = of.github if of else None
        token = way.token(self._service.environ) if way else None
        if way is None or not token:
            raise not_set_up(leased)
        if isinstance(message, Bulletin):
            raise DeliveryError("word of the monitor itself is no issue", permanent=True)
        parts = (message,) if isinstance(message, Resolved) else by_project(message)
        found = [(part, self._repository(part.project, way.api_url) or way.repository) for part in parts]
        github = GitHub(self._under(leased), token, way.api_url, private=way.api_url not in USUAL)
        told = [
            github.tell(repository, issue, repeat=repeat)
            for part, repository in found
            if repository
            for issue in self._issues(part)
        ]
        if homeless := [part.project for part, repository in found if not repository]:
            raise DeliveryError(
                f"{'these projects have' if len(homeless) > 1 else 'the project has'} no repository there: "
                + ", ".join(homeless),
                hint="set the repository of each, or teams.github.repository",
                permanent=True,
            )
        return ", ".join(filter(None, told)) or None

    def _issues(self, message: Notice | Resolved) -> list[Issue]:
        if isinstance(message, Resolved):
            return [issues.of_resolved(message)]
        return issues.of_notice(message, link=self._link)

    def _under(self, leased: Leased) -> Post:
        """How the requests of one message are made, of which there are several for each of its models."""

        def post(*arguments: Any, **named: Any) -> Reply:
            leasing.renew(self._service, leased)
            return self._post(*arguments, **named)

        return post

    def _repository(self, project: str, api_url: str) -> str | None:
        with reading(self._service.engine) as session:
            try:
                return repository_at(registry.project(session, project, include_retired=True).repository, api_url)
            except RegistryError:
                return None

    def _now(self) -> datetime:
        return self._service.clock.now()


def _notice(message: Message) -> Notice:
    if not isinstance(message, Notice):
        raise DeliveryError("this way out takes notices only", permanent=True)
    return message


def not_set_up(leased: Leased) -> DeliveryError:
    """The error for a way whose table is gone, or whose secret is not there."""
    return DeliveryError(
        f"{leased.channel} of {leased.recipient} is not set up",
        hint="set the variable or file that the team's table names, then `model-monitor outbox retry`",
        permanent=True,
        at_fault=Fault.RECIPIENT,
    )
