"""Processes of their own: one that runs a whole round and kills itself, as `kill -9` would, at a named point."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from monitor import config
from monitor.catalog.facts import Catalog
from monitor.service import registry
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.clock import Stopped
from monitor.service.deliver import deliver
from monitor.service.poll import poll
from monitor.service.remind import remind
from monitor.service.senders import Senders
from monitor.service.tickets import close_done
from monitor.service.watch import watch
from monitor.sources.registry import all_sources
from monitor.store import engine, schema

PAGE = "openai/deprecations"

# Children of a server that has imported everything already: a fresh interpreter for each would cost a second.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.e2e.crashing"])


def exit_code(work: Callable[..., None], *arguments: Any) -> int | None:
    """Do something in a process of its own, and wait for its end."""
    child = PROCESSES.Process(target=work, args=arguments)
    child.start()
    child.join(60)
    return child.exitcode


def main(path: str, environ: dict[str, str], day: str, point: str) -> None:
    """Run the round of a day, and die at `point`."""
    settings = config.load(Path(path), environ)
    with assembled(settings, environ, day=date.fromisoformat(day), migrate=True) as made:
        service = replace(made, checkpoint=_death_at(point))
        poll(service)
        remind(service)
        deliver(service, Senders(service, sys.stderr))
        watch(service)


def replica(path: str, environ: dict[str, str], day: str) -> None:
    """Deliver what is due until nothing is, beside others that do the same."""
    settings = config.load(Path(path), environ)
    with assembled(settings, environ, day=date.fromisoformat(day)) as service:
        senders = Senders(service, sys.stderr)
        while deliver(service, senders).sent:
            pass


@contextmanager
def one_page(path: Path, environ: dict[str, str], now: datetime) -> Iterator[Service]:
    """A process at a moment that knows of a single source and of no catalog, so that it takes little time."""
    settings = config.load(path, environ)
    database = engine.connect(settings.database.address(environ))
    try:
        schema.prepare(database, migrate_postgres=True)
        service = Service(settings, database, Stopped(now), {PAGE: all_sources()[PAGE]}, Catalog({}), environ)
        registry.sync(service)
        yield service
    finally:
        database.dispose()


def round_of_one_page(path: Path, environ: dict[str, str], now: datetime, point: str = "") -> None:
    """Poll the page, remind, close what is done and deliver at a moment; and die at `point`, if it is come to."""
    with one_page(path, environ, now) as made:
        service = replace(made, checkpoint=_death_at(point)) if point else made
        poll(service, [PAGE])
        remind(service)
        close_done(service)
        deliver(service, Senders(service, StringIO()))


def _death_at(point: str) -> Callable[[str], None]:
    def checkpoint(name: str) -> None:
        if name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    return checkpoint
