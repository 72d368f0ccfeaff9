"""How fast messages leave: rendering, the outbox's own rate, and 10,000 findings through a Slack with a pace.

Prints JSON; rates of rendering are by processor time, all else by the clock on the wall. SQLite always; PostgreSQL
where $BENCH_POSTGRES names an empty database (postgresql+psycopg://user@host/name). Slack is the strict fake on
loopback, at one message a second and channel.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the fake and the samples are the tests'

from monitor import config
from monitor.notify.discord import client as discord
from monitor.notify.msteams import client as msteams
from monitor.notify.pagerduty import client as pagerduty
from monitor.notify.slack import blocks
from monitor.notify.webhook import payload as webhook
from monitor.service import payloads
from monitor.service.assembly import assembled
from monitor.service.deliver import deliver
from monitor.service.senders import Senders
from monitor.store import engine, outbox, schema
from monitor.store.engine import transaction
from tests.fakes.slack import TOKEN, Channel, FakeSlack
from tests.notify.samples import alert, notice

MESSAGES, BATCH = 10_000, 500
PROJECTS, FINDINGS, CHANNELS = 200, 50, 20
RENDERED = 2_000
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ONE = notice()


def main() -> None:
    """Take all figures and print them."""
    rendering = {
        "slack": lambda: blocks.notice(ONE),
        "webhook": lambda: webhook.of_notice(ONE, key="k", repeat=False),
        "discord": lambda: discord.of_notice(ONE),
        "microsoft_teams": lambda: msteams.of_notice(ONE),
        "pagerduty": lambda: pagerduty.of_notice(ONE),
    }
    with tempfile.TemporaryDirectory() as folder:
        rates = {"sqlite": _claim_and_settle(f"sqlite:///{folder}/outbox.db")}
        if address := os.environ.get("BENCH_POSTGRES"):
            rates["postgresql"] = _claim_and_settle(address)
        slack = _through_slack(Path(folder))
    result = {
        "rendered_per_s": {name: round(_rate(make)) for name, make in rendering.items()},
        "claimed_and_settled_per_s": rates,
        "findings_to_slack": slack,
    }
    print(json.dumps({"machine": platform.platform(), "python": platform.python_version(), **result}, indent=1))


def _rate(make: Callable[[], object]) -> float:
    """The best of three runs, in messages a second."""
    best = 0.0
    for _ in range(3):
        began = time.process_time()
        for _ in range(RENDERED):
            make()
        best = max(best, RENDERED / (time.process_time() - began))
    return best


def _claim_and_settle(address: str) -> int:
    """Messages a second that are claimed in batches and settled, each by its own statement."""
    made = engine.connect(address)
    schema.prepare(made, migrate_postgres=True)
    with transaction(made) as session:
        for n in range(MESSAGES):
            outbox.enqueue(
                session, dedup_key=f"m{n}", channel="slack", recipient=f"#c{n % CHANNELS}", kind="notice",
                payload="{}", at=NOW,
            )  # fmt: skip
    began, done = time.perf_counter(), 0
    while True:
        with transaction(made) as session:
            batch = outbox.claim(session, now=NOW, limit=BATCH, token=f"t{done}")
        if not batch:
            break
        with transaction(made) as session:
            for one in batch:
                outbox.settle_sent(session, one, at=NOW)
        done += len(batch)
    seconds = time.perf_counter() - began
    made.dispose()
    return round(done / seconds)


def _through_slack(folder: Path) -> dict[str, float]:
    """From the commit of the messages to the last one that Slack took."""
    with FakeSlack() as slack:
        slack.pace = 1.0
        slack.channels = [Channel(f"C1{n:07}", f"c{n}") for n in range(CHANNELS)]
        path = folder / "config.toml"
        path.write_text(f'[database]\nurl = "sqlite:///{folder}/m.db"\n[slack]\napi_url = "{slack.api_url}"\n')
        environ = {"SLACK_BOT_TOKEN": TOKEN}
        with assembled(config.load(path, environ), environ) as service:
            _queue(service.engine, service.clock.now())
            senders = Senders(service, StringIO())
            began = time.perf_counter()
            sent = asked = 0
            while sent < PROJECTS:
                done = deliver(service, senders)
                sent, asked = sent + done.sent, asked + done.sent + done.waiting
                time.sleep(0.2)
            seconds = time.perf_counter() - began
    return {
        "messages": sent,
        "findings": PROJECTS * FINDINGS,
        "channels": CHANNELS,
        "s": round(seconds, 1),
        "posts": asked,
    }


def _queue(database: engine.Engine, now: datetime) -> None:
    with transaction(database) as session:
        for project in range(PROJECTS):
            told = notice(*(alert(model_id=f"model-{n}") for n in range(FINDINGS)), project=f"p{project}")
            outbox.enqueue(
                session, dedup_key=f"p{project}", channel="slack", recipient=f"#c{project % CHANNELS}",
                kind="notice", payload=payloads.of_notice(told), at=now - timedelta(seconds=1),
            )  # fmt: skip


if __name__ == "__main__":
    main()
