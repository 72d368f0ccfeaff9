"""What a week of digests costs: 10,000 readers of 200 teams, from the queue to a mail server's last answer.

    python benchmarks/digest.py [--readers 10000] [--teams 200]

One run, in seconds of wall time: rendering and queueing, then sending with the service's own deliverers over real SMTP
conversations to a server in another process, and the number of messages that it took. Each team pins 20 models of the
bundled catalog that are retired or ending. SQLite in a scratch folder, or the empty database that $BENCH_POSTGRES names
(postgresql+psycopg://user@host/name). `cpu` is the processor time of this process. Prints JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import multiprocessing
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor import config
from monitor.service import digest
from monitor.service.assembly import assembled
from monitor.service.deliver import deliver
from monitor.service.senders import Senders

DAY = date(2026, 8, 22)
PINS = (
    "openai/gpt-4-0314", "openai/gpt-4", "openai/gpt-5-2025-08-07", "openai/gpt-4o-audio", "openai/o1",
    "openai/gpt-4-32k", "openai/gpt-4-1106-preview", "anthropic/claude-3-haiku-20240307",
    "anthropic/claude-opus-4-1-20250805", "anthropic/claude-3-opus-20240229", "anthropic/claude-2.1",
    "google/gemini-2.0-flash", "google/gemini-1.5-pro", "google/gemini-2.5-flash", "cohere/command-r",
    "groq/llama3-70b-8192", "mistral/mistral-large-2402", "xai/grok-4-0709", "cometapi/gpt-4-0314",
    "openai/no-such-model",
)  # fmt: skip


def main() -> None:
    """Time one week and print it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--teams", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, mail_server() as (address, taken):
        path = Path(folder, "config.toml")
        database = os.environ.get("BENCH_POSTGRES", f"sqlite:///{folder}/monitor.db")
        path.write_text(settings(database, asked.readers, asked.teams))
        environ = {"MONITOR_SMTP_URL": f"smtp://{address}"}
        with assembled(config.load(path, environ), environ, day=DAY, migrate=True) as service:
            began, worked = time.perf_counter(), time.process_time()
            queued = digest.queue(service)
            rendered = time.perf_counter()
            done = deliver(service, Senders(service, io.StringIO()))
            ended = time.perf_counter()
        found = {
            "machine": f"{platform.machine()}, {multiprocessing.cpu_count()} cores, Python {platform.python_version()}",
            "teams": asked.teams,
            "queued": queued,
            "sent": done.sent,
            "taken by the server": taken(),
            "queueing": round(rendered - began, 2),
            "sending": round(ended - rendered, 2),
            "in all": round(ended - began, 2),
            "cpu": round(time.process_time() - worked, 2),
        }
    print(json.dumps(found, indent=2))


def settings(database: str, readers: int, teams: int) -> str:
    """A configuration of so many teams, the readers dealt out among them."""
    parts = [f'[database]\nurl = "{database}"\n[web]\npublic_url = "https://models.example.org"\n']
    pins = json.dumps(PINS)
    for team in range(teams):
        emails = json.dumps([f"reader{n}@example.org" for n in range(team, readers, teams)])
        parts.append(f'[[teams]]\nname = "team-{team}"\nemails = {emails}\n')
    parts += [f'[[projects]]\nname = "project-{n}"\nteam = "team-{n}"\npins = {pins}\n' for n in range(teams)]
    return "".join(parts)


@contextmanager
def mail_server() -> Iterator[tuple[str, Callable[[], int]]]:
    """A mail server in a process of its own: its address, and a function that asks how many messages it has taken."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,))
    process.start()
    address = ours.recv()

    def taken() -> int:
        ours.send("how many?")
        return int(ours.recv())

    try:
        yield address, taken
    finally:
        ours.send(None)
        process.join(10)


class _Counting:
    def __init__(self) -> None:
        self.taken = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 the library's interface
        self.taken += 1
        return "250 OK"


def _serve(pipe: Connection) -> None:
    asyncio.run(_answer(pipe))


async def _answer(pipe: Connection) -> None:
    handler, loop = _Counting(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, loop=loop), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    pipe.send(f"{host}:{port}")
    while await loop.run_in_executor(None, pipe.recv) is not None:
        pipe.send(handler.taken)
    server.close()


if __name__ == "__main__":
    main()
