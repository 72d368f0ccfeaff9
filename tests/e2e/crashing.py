"""A process that runs one whole round and kills itself, as `kill -9` would, at a named point."""

from __future__ import annotations

import os
import signal
import sys
from datetime import date
from pathlib import Path

from monitor import config
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.deliver import deliver
from monitor.service.poll import poll
from monitor.service.remind import remind
from monitor.service.senders import Senders
from monitor.service.watch import watch


def main(path: str, environ: dict[str, str], day: str, point: str) -> None:
    """Run the round of a day, and die at `point`."""

    def checkpoint(name: str) -> None:
        if name == point:
            os.kill(os.getpid(), signal.SIGKILL)

    settings = config.load(Path(path), environ)
    with assembled(settings, environ, day=date.fromisoformat(day), migrate=True) as made:
        service = Service(
            made.settings, made.engine, made.clock, made.sources, made.catalog, made.environ, checkpoint=checkpoint
        )
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
