"""R17: the service as a process that asks an address outside every five minutes, and stops when it does not work.

The watcher outside raises the alarm after fifteen minutes of silence, as `config.example.toml` asks for.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from monitor.service.heartbeat import EVERY
from monitor.store import engine, schedule
from monitor.store.engine import Engine, reading
from monitor.store.schedule import TaskState
from tests.e2e.conftest import World
from tests.e2e.crashing import PAGE
from tests.e2e.mirror import Section, openai_page
from tests.e2e.running import HOST, TICK, Hours, running
from tests.fakes.slack import Fault
from tests.fakes.slack_socket import until

MINUTE = timedelta(minutes=1)
SILENCE = 15 * MINUTE  # after which the watcher raises the alarm
URL = f"http://{HOST}/ping/secret"
GONE = openai_page(Section("2024-09-26", (("2025-03-26", "gpt-4-0314", "`gpt-5`"),)))


@dataclass
class Watcher:
    """Outside: when it was asked, by the clock of the process."""

    hours: Hours
    database: Engine
    port: int = 0
    beats: list[datetime] = field(default_factory=list)

    def has(self, beats: int) -> None:
        """Wait for so many beats in all, and until the process has noted when the next one is due."""
        until(lambda: len(self.beats) == beats)
        until(lambda: not any(task.holder for task in self._tasks()))

    def _tasks(self) -> list[TaskState]:
        with reading(self.database) as session:
            return schedule.tasks(session)

    def stays_silent(self) -> None:
        """Nothing comes for as long as twenty ticks take."""
        before = len(self.beats)
        time.sleep(20 * TICK.total_seconds())
        assert len(self.beats) == before


@contextmanager
def watching(hours: Hours, database_url: str) -> Iterator[Watcher]:
    watcher = Watcher(hours, engine.connect(database_url))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.path == "/ping/secret"
            watcher.beats.append(hours.now())
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """The beats are enough."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    watcher.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield watcher
    finally:
        server.shutdown()
        server.server_close()
        watcher.database.dispose()


@pytest.fixture
def watcher(world: World) -> Iterator[Watcher]:
    world.fetch = '[heartbeat]\nurl_env = "BEAT"\n'
    world.environ["BEAT"] = URL
    world.pages.documents[PAGE] = GONE
    assert world.config_file.exists()
    with watching(Hours(world.folder), world.database_url) as made:
        yield made


def test_a_stop_is_an_alarm_within_twenty_minutes(world: World, watcher: Watcher) -> None:
    hours = watcher.hours
    with running(world.folder, world.environ, watcher.port) as process:
        started = hours.now()
        watcher.has(1)
        for beat in (2, 3, 4):
            hours.forward(EVERY)
            watcher.has(beat)

        process.send_signal(signal.SIGSTOP)
        hours.forward(EVERY)
        watcher.stays_silent()
        process.send_signal(signal.SIGCONT)
        watcher.has(5)

        hours.forward(EVERY - MINUTE / 2)
        process.kill()
        process.wait()
        stopped = hours.now()
        hours.forward(2 * EVERY)
        watcher.stays_silent()

    assert len(watcher.beats) == 5
    assert watcher.beats[0] - started < MINUTE
    assert watcher.beats[-1] + SILENCE - stopped <= 20 * MINUTE
    assert EVERY + SILENCE <= 20 * MINUTE, "whenever it is stopped"


def test_a_poll_that_hangs_is_no_sign_of_life(world: World, watcher: Watcher) -> None:
    with running(world.folder, world.environ, watcher.port):
        watcher.has(1)
        with world.pages.silent():
            watcher.hours.forward(timedelta(hours=6))  # when the page is due again
            until(lambda: world.pages.asked[-1] == (PAGE, 0))
            watcher.stays_silent()
            watcher.hours.forward(SILENCE)
            watcher.stays_silent()
        watcher.has(2)


def test_a_delivery_that_hangs_is_no_sign_of_life(world: World, watcher: Watcher) -> None:
    world.slack.then(*[Fault.SILENCE] * 9)
    with running(world.folder, world.environ, watcher.port):
        until(lambda: world.slack.requests)
        watcher.has(1)
        watcher.hours.forward(SILENCE + MINUTE)
        until(lambda: "a message has waited to be sent" in (world.folder / "log").read_text())
        watcher.stays_silent()
