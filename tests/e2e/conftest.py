"""A whole service on loopback: a mirror of provider pages, the strict fake of Slack, a database of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from monitor import config
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.deliver import Delivered, deliver
from monitor.service.poll import SourceReport, poll
from monitor.service.remind import remind
from monitor.service.senders import Senders
from tests.e2e.mirror import Mirror, mirror
from tests.fakes.slack import TOKEN, FakeSlack


@dataclass
class World:
    """One installation: its configuration file, its environment, and what surrounds it."""

    folder: Path
    database_url: str
    pages: Mirror
    slack: FakeSlack
    environ: dict[str, str] = field(default_factory=lambda: {"SLACK_BOT_TOKEN": TOKEN})
    pins: tuple[str, ...] = ("openai/gpt-4-0314",)
    fetch: str = ""
    team: str = ""

    @property
    def config_file(self) -> Path:
        path = self.folder / "config.toml"
        pins = ", ".join(f'"{pin}"' for pin in self.pins)
        path.write_text(
            f'[database]\nurl = "{self.database_url}"\n'
            f'[fetch]\nmirror = "{self.pages.url}"\n{self.fetch}\n'
            f'[slack]\napi_url = "{self.slack.api_url}"\n'
            f'[[teams]]\nname = "search"\nslack_channel = "#search"\n{self.team}'
            f'[[projects]]\nname = "ranker"\nteam = "search"\npins = [{pins}]\n'
        )
        return path

    @contextmanager
    def service(self, day: str, checkpoint: Callable[[str], None] | None = None) -> Iterator[Service]:
        settings = config.load(self.config_file, self.environ)
        with assembled(settings, self.environ, day=date.fromisoformat(day), migrate=True) as service:
            yield replace(service, checkpoint=checkpoint) if checkpoint else service

    def round(self, day: str) -> dict[str, SourceReport]:
        """One whole round of a day: poll, remind, deliver."""
        with self.service(day) as service:
            reports = poll(service)
            remind(service)
            self.deliver(service)
        return {report.id: report for report in reports}

    def deliver(self, service: Service) -> Delivered:
        return deliver(service, Senders(service, StringIO()))

    @property
    def told(self) -> list[str]:
        """The header of every message that Slack took, in order."""
        return [str(posted.blocks[0]["text"]["text"]) for posted in self.slack.ledger]


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[World]:
    with mirror() as pages, FakeSlack() as slack:
        yield World(tmp_path, database_url, pages, slack)
