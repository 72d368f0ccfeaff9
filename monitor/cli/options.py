"""What the global options come to, and how days are written on the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from monitor.config import Settings
    from monitor.service.app import Service
    from monitor.service.clock import Clock

CONFIG_ENV = "MONITOR_CONFIG"
CONFIG_FILE = Path("config.toml")
YEARS = range(2000, 2200)  # beyond them, counting days from a date may leave the calendar
LONGEST_WITHIN = 3650


@dataclass(frozen=True)
class Options:
    """The global options of one command line."""

    config: Path | None
    day: date | None
    verbosity: int = 0

    @property
    def configured(self) -> bool:
        """Whether there is any configuration: a file that was named, or ./config.toml."""
        return bool(self.config or os.environ.get(CONFIG_ENV) or CONFIG_FILE.exists())

    @property
    def file(self) -> Path:
        """The file of the configuration, whether it exists or not."""
        return self.config or Path(os.environ.get(CONFIG_ENV) or CONFIG_FILE)

    @cached_property
    def settings(self) -> Settings:
        """The settings; ConfigError where there are none, or where they cannot be used."""
        from monitor import config

        return config.load(self.config, os.environ)

    def clock(self) -> Clock:
        """The clock, which shows the day of --today if it is given."""
        from monitor.service.clock import Clock

        return Clock(self.day)

    @contextmanager
    def service(self, *, makes: bool = False, migrate: bool = False) -> Iterator[Service]:
        """The service as the settings want it, until the end of the block; `makes` and `migrate` as in `assembled`.

        Commands that only read make no database: NoDatabase where there is none.
        """
        from monitor.service.assembly import assembled

        with assembled(self.settings, os.environ, day=self.day, migrate=migrate, makes=makes) as service:
            yield service

    @contextmanager
    def service_or_catalog(self) -> Iterator[Service]:
        """The same for what can be answered without a record: where there is none yet, that is told."""
        from monitor.cli.terminal import note
        from monitor.service.assembly import unrecorded
        from monitor.store.engine import missing

        file = missing(self.settings.database.address(os.environ))
        if file is None:
            with self.service() as service:
                yield service
            return
        with unrecorded(self.settings, os.environ, day=self.day) as service:
            note(f"there is no database yet, {file}: the configuration and the bundled catalog alone answer")
            yield service

    def start_log(self, *, json: bool = False) -> None:
        """Let the log of polls and deliveries go to standard error: warnings, and more with -v.

        It is for people, or JSON Lines. Commands that only read log nothing, and start sooner without it.
        """
        from monitor import log

        log.configure(self.verbosity, json=json, secrets=self.settings.secret_values(os.environ))


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        if isinstance(value, date):
            return value
        text = str(value)
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r} is no day YYYY-MM-DD", param, ctx)
        if day.isoformat() != text or day.year not in YEARS:  # fromisoformat also takes 20260326 and 2026-W13-4
            self.fail(f"{text!r} is no day YYYY-MM-DD from {YEARS.start} to {YEARS.stop - 1}", param, ctx)
        return day


class Days(click.ParamType[timedelta]):
    """A number of days as 90d."""

    name = "DAYS"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The time."""
        if isinstance(value, timedelta):
            return value
        found = re.fullmatch(r"(\d{1,4})d?", str(value), re.ASCII)
        if not found or int(found[1]) > LONGEST_WITHIN:
            self.fail(f"{value!r} is no number of days such as 90d, at most {LONGEST_WITHIN}d", param, ctx)
        return timedelta(days=int(found[1]))


as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def example(*lines: str) -> str:
    """The examples that end a command's help."""
    heading = "Examples:" if len(lines) > 1 else "Example:"
    return "\n".join(("\b", heading, *(f"  model-monitor {line}" for line in lines)))
