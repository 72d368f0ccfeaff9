"""One installation with every way out, its receivers on loopback, and a clock that a test sets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

from monitor import config
from monitor.core.alerts import Notice
from monitor.service import payloads, routes
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.clock import Clock
from monitor.service.deliver import Delivered, deliver
from monitor.service.senders import Senders
from monitor.store import channels, outbox, registry
from monitor.store.channels import ClosedChannel
from monitor.store.engine import reading, transaction
from monitor.store.outbox import OutboxItem
from tests.fakes.receivers import KEY, SECRET, TOKEN, Receivers, receivers
from tests.fakes.slack import TOKEN as BOT
from tests.fakes.slack import FakeSlack
from tests.fakes.smtp import MailServer
from tests.notify.samples import notice

START = datetime(2025, 12, 26, 9, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
WAYS = """
[teams.webhook]
url_env = "HOOK"
secret_env = "HOOK_SECRET"
[teams.microsoft_teams]
url_env = "TEAMS"
[teams.discord]
url_env = "DISCORD"
[teams.pagerduty]
key_env = "PAGER"
api_url = "http://events.pagerduty.com/"
[teams.github]
token_env = "GITHUB"
api_url = "http://api.github.com/"
repository = "acme/ranker"
"""
SECRETS = {
    "HOOK": "http://hooks.example.org/hook",
    "HOOK_SECRET": SECRET,
    "TEAMS": "http://teams.example.org/teams/x",
    "DISCORD": "http://discord.com/api/webhooks/1/x",
    "PAGER": KEY,
    "GITHUB": TOKEN,
}


class Ticking(Clock):
    """Shows what a test says."""

    def __init__(self) -> None:
        super().__init__()
        self.time = START

    def now(self) -> datetime:
        return self.time


@dataclass
class Office:
    """What a test needs of it all."""

    service: Service
    clock: Ticking
    slack: FakeSlack
    there: Receivers
    mail: MailServer
    senders: Senders
    console: StringIO

    def queue(self, told: Notice | None = None, *, saying: str = "x", only: set[str] | None = None) -> None:
        """Queue a notice as `remind` does."""
        said = told or notice()
        with transaction(self.service.engine) as session:
            along = routes.routes(self.service, registry.team(session, said.team))
            routes.queue(
                session,
                [r for r in along if only is None or r.channel in only],
                kind="notice",
                what=said.project,
                saying=saying,
                payload=payloads.of_notice(said),
                at=self.clock.now(),
            )

    def deliver(self) -> Delivered:
        return deliver(self.service, self.senders)

    @property
    def rows(self) -> list[OutboxItem]:
        with reading(self.service.engine) as session:
            return list(reversed(outbox.items(session)))

    @property
    def closed(self) -> list[ClosedChannel]:
        with reading(self.service.engine) as session:
            return channels.closed(session, self.clock.now())

    def states(self) -> list[tuple[str, str, str]]:
        return [(r.kind, r.channel, r.state.value) for r in self.rows]


@contextmanager
def office(
    folder: Path, database_url: str, *, ways: str = "", mail: bool = True, bot: bool = True, more: str = ""
) -> Iterator[Office]:
    """An installation of one team, by default with Slack's bot and e-mail; without the bot, by a webhook of Slack's."""
    with FakeSlack() as slack, receivers() as (there, internet), MailServer() as post:
        slack_is = {"SLACK_BOT_TOKEN": BOT} if bot else {"SLACK_WEBHOOK_URL": slack.webhook("search")}
        environ = dict(SECRETS) | {"SLACK_HOOK": slack.webhook("search")} | slack_is
        environ |= {"MONITOR_SMTP_URL": f"smtp://{post.address}?starttls=never"} if mail else {}
        (folder / "config.toml").write_text(
            f'[database]\nurl = "{database_url}"\n'
            f'[slack]\napi_url = "{slack.api_url}"\nops_channel = "#models"\n{more}'
            '[[teams]]\nname = "search"\nslack_channel = "#search"\nemails = ["search@example.org"]\n'
            f"{ways}\n"
            '[[projects]]\nname = "ranker"\nteam = "search"\npins = ["openai/gpt-4-0314"]\n',
            "utf-8",
        )
        settings = config.load(folder / "config.toml", environ)
        with assembled(settings, environ, migrate=True) as made:
            clock, console = Ticking(), StringIO()
            service = replace(made, clock=clock)
            yield Office(service, clock, slack, there, post, Senders(service, console, internet), console)
