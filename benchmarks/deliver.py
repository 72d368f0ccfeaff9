"""How fast messages leave: rendering, the outbox's own rate, and 10,000 findings through a Slack with a pace.

Prints JSON; rates of rendering are by processor time on one core, all else by the clock on the wall. What is rendered:
`one_alert` is a usual message, one model with two models to move to, evidence and a place; 50 models end in each of 40
projects, and no two messages are alike. `first_of_its_kind` is the same where each model, its evidence and figures are
seen for the first time, so that nothing is remembered. `45_alerts` is the largest message. The outbox and Slack are on
SQLite always, and on PostgreSQL where $BENCH_POSTGRES names an empty database (postgresql+psycopg://user@host/name).
Slack is the strict fake on loopback, at one message a second and channel.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the fake and the samples are the tests'

from monitor import config
from monitor.core.alerts import Notice
from monitor.notify.discord import client as discord
from monitor.notify.msteams import client as msteams
from monitor.notify.pagerduty import client as pagerduty
from monitor.notify.slack import blocks
from monitor.notify.slack.buttons import Under
from monitor.notify.webhook import payload as webhook
from monitor.service import payloads
from monitor.service.assembly import assembled
from monitor.service.deliver import deliver
from monitor.service.senders import Senders
from monitor.store import engine, outbox, schema
from monitor.store.engine import transaction
from tests.fakes.slack import TOKEN, Channel, FakeSlack
from tests.notify.samples import alert, evidence, notice, place, suggestion

MESSAGES, BATCH = 10_000, 500
PROJECTS, FINDINGS, CHANNELS = 200, 50, 20
TOLD, MODELS, LARGEST = 40, 50, 45
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def main() -> None:
    """Take all figures and print them."""
    rendering = {
        "slack": blocks.notice,
        "slack_with_buttons": partial(blocks.notice, under=Under(buttons=True)),
        "webhook": partial(webhook.of_notice, key="k", repeat=False),
        "discord": discord.of_notice,
        "microsoft_teams": msteams.of_notice,
        "pagerduty": pagerduty.of_notice,
    }
    usual = [_told(project, model) for project in range(TOLD) for model in range(MODELS)]
    first = [_told(0, model) for model in range(MODELS, MODELS + TOLD * MODELS)]
    large = [_told(project, *range(LARGEST)) for project in range(TOLD)]
    with tempfile.TemporaryDirectory() as folder:
        databases = {"sqlite": f"sqlite:///{folder}/outbox.db"}
        if address := os.environ.get("BENCH_POSTGRES"):
            databases["postgresql"] = address
        rates = {name: _claim_and_settle(address) for name, address in databases.items()}
        slack = {name: _through_slack(Path(folder), address) for name, address in databases.items()}
    result = {
        "rendered_per_s": {
            name: {
                "one_alert": round(max(_rate(make, usual) for _ in range(3))),
                "first_of_its_kind": round(_rate(make, first)),
                "45_alerts": round(max(_rate(make, large) for _ in range(3))),
            }
            for name, make in rendering.items()
        },
        "claimed_and_settled_per_s": rates,
        "findings_to_slack": slack,
    }
    print(json.dumps({"machine": platform.platform(), "python": platform.python_version(), **result}, indent=1))


def _told(project: int, *models: int) -> Notice:
    """A notice as it comes out of the outbox."""
    alerts = [
        alert(
            model_id=f"model-{model}",
            shutdown_on=date(2026, 3, 26) + timedelta(days=model),
            places=(place(reference=f"openai/model-{model}", location=f"src/p{project}/settings.toml:{model}"),),
            suggestions=tuple(suggestion(path=(f"model-{model}", new), model_id=new) for new in ("gpt-5", "gpt-4.1")),
            evidence=evidence(quote=f"2026-03-26 | model-{model} | gpt-5 or gpt-4.1*"),
        )
        for model in models
    ]
    return payloads.notice(payloads.of_notice(notice(*alerts, project=f"p{project}")))


def _rate(make: Callable[[Notice], object], notices: list[Notice]) -> float:
    """Messages a second."""
    began = time.process_time()
    for told in notices:
        make(told)
    return len(notices) / (time.process_time() - began)


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


def _through_slack(folder: Path, address: str) -> dict[str, float]:
    """From the commit of the messages to the last one that Slack took."""
    with FakeSlack() as slack:
        slack.pace = 1.0
        slack.channels = [Channel(f"C1{n:07}", f"c{n}") for n in range(CHANNELS)]
        path = folder / "config.toml"
        path.write_text(f'[database]\nurl = "{address}"\n[slack]\napi_url = "{slack.api_url}"\n')
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
