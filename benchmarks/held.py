"""How long other channels wait while one is held: from the commit of a message until Slack has taken it.

Prints JSON; seconds by the clock on the wall. The scheduler runs as `model-monitor run` has it. For a minute, five
messages a second are queued for 20 channels in turn, of which one answers 429 with `Retry-After: 1` whenever it is
asked; in `none_held` it is as willing as the others. SQLite always; PostgreSQL where $BENCH_POSTGRES names an empty
database (postgresql+psycopg://user@host/name). Slack is the strict fake on loopback.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import threading
import time
from dataclasses import replace
from io import StringIO
from pathlib import Path
from statistics import quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))  # the fake and the samples are the tests'

from monitor import config
from monitor.service import payloads
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.scheduler import Worker, run_until
from monitor.service.senders import Senders
from monitor.store import outbox
from monitor.store.engine import transaction
from tests.fakes.slack import TOKEN, Channel, FakeSlack, Paced, Posted
from tests.notify.samples import alert, notice

CHANNELS, EVERY, FOR = 20, 0.2, 60.0
HELD = "c0"


class Timed(FakeSlack):
    """Remembers when it has taken each message; with `held` it takes none in that channel."""

    def __init__(self, held: str | None) -> None:
        super().__init__()
        self.channels = [Channel(f"C1{n:07}", f"c{n}") for n in range(CHANNELS)]
        self.held = held
        self.taken: dict[str, float] = {}
        self.refused = 0

    def _keep_pace(self, channel: Channel) -> None:
        if channel.name == self.held:
            self.refused += 1
            raise Paced

    def _accept(self, channel: Channel, arguments: dict[str, Any]) -> Posted:
        posted = super()._accept(channel, arguments)
        self.taken[arguments["metadata"]["event_payload"]["dedup_key"]] = time.perf_counter()
        return posted


def main() -> None:
    """Take all figures and print them."""
    result: dict[str, object] = {"machine": platform.platform(), "python": platform.python_version()}
    with tempfile.TemporaryDirectory() as folder:
        addresses = {"sqlite": f"sqlite:///{folder}/m.db", "postgresql": os.environ.get("BENCH_POSTGRES")}
        for name, address in addresses.items():
            if address:
                result[name] = {
                    "none_held": _delays(Path(folder), address, None),
                    "one_held": _delays(Path(folder), address, HELD),
                }
    print(json.dumps(result, indent=1))


def _delays(folder: Path, address: str, held: str | None) -> dict[str, float]:
    """Seconds that the other channels' messages waited, and how often the held channel was asked."""
    with Timed(held) as slack:
        path = folder / "config.toml"
        path.write_text(f'[database]\nurl = "{address}"\n[slack]\napi_url = "{slack.api_url}"\n')
        environ = {"SLACK_BOT_TOKEN": TOKEN}
        with assembled(config.load(path, environ), environ, migrate=True) as made:
            service = replace(made, sources={})
            stop = threading.Event()
            worker = Worker(service, Senders(service, StringIO()))
            scheduler = threading.Thread(target=run_until, args=(stop, worker))
            scheduler.start()
            queued = _queue_for_a_while(service, run=held or "none")
            time.sleep(5)
            stop.set()
            scheduler.join()
    delays = sorted(slack.taken[key] - at for key, at in queued.items())
    cuts = quantiles(delays, n=100)
    figures = {"p50_s": cuts[49], "p99_s": cuts[98], "longest_s": delays[-1]}
    return {name: round(s, 2) for name, s in figures.items()} | {"messages": len(delays), "refused": slack.refused}


def _queue_for_a_while(service: Service, *, run: str) -> dict[str, float]:
    """Queue for all channels in turn, and tell when each message of one that is not held was committed."""
    queued: dict[str, float] = {}
    began = time.perf_counter()
    for n in range(int(FOR / EVERY)):
        channel, key = f"c{n % CHANNELS}", f"{run} {n}"
        told = notice(alert(model_id=f"model-{n}"), project=channel)
        with transaction(service.engine) as session:
            outbox.enqueue(
                session, dedup_key=key, channel="slack", recipient=f"#{channel}", kind="notice",
                payload=payloads.of_notice(told), at=service.clock.now(),
            )  # fmt: skip
        if channel != HELD:
            queued[key] = time.perf_counter()
        time.sleep(max(0.0, began + (n + 1) * EVERY - time.perf_counter()))
    return queued


if __name__ == "__main__":
    main()
