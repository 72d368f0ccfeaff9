"""An installation with a Slack app: real requests, signed as Slack signs them, on a clock that a test sets."""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from monitor import config
from monitor.core.decisions import in_words
from monitor.service import deciding, interactions
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.deliver import deliver
from monitor.service.listening import listening
from monitor.service.remind import remind
from monitor.service.senders import Senders
from monitor.store import registry
from monitor.store.engine import reading
from monitor.web.server import serving
from tests.fakes.slack import TOKEN, FakeSlack, Posted

DAY = date(2026, 1, 2)
SECRET = "made-up-signing-secret"


@dataclass
class Answer:
    status: int
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class SlackApp:
    """What a test needs of it all."""

    url: str
    service: Service
    slack: FakeSlack
    clicks: int = 0

    def post(self, path: str, body: bytes, *, age: int = 0, secret: str = SECRET, **headers: str) -> Answer:
        """Send a body as Slack does; `age` in seconds is how old its signature is."""
        stamp = str(int(self.service.clock.now().timestamp()) - age)
        signature = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        sent = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signature}",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"{self.url}/slack/{path}", data=body, method="POST", headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return Answer(answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode())

    def interact(self, payload: object, **how: Any) -> Answer:
        return self.post("interactions", form(payload=json.dumps(payload)), **how)

    def command(self, text: str, trigger: str = "", *, channel: str = "search", **how: Any) -> Answer:
        self.clicks += 1
        return self.post("commands", form(**self.typed(text, trigger, channel=channel)), **how)

    def typed(self, text: str, trigger: str = "", *, channel: str = "search") -> dict[str, str]:
        """What Slack sends for a command."""
        return {
            "command": "/models", "text": text, "user_id": "U1", "user_name": "ana", "channel_id": "C00000002",
            "channel_name": channel, "trigger_id": trigger or f"T{self.clicks}", "response_url": self.slack.reply_url(),
        }  # fmt: skip

    def click(self, posted: Posted, name: str, *, chosen: str = "", day: str = "", user: str = "U1") -> dict[str, Any]:
        """The payload of a click in a message as Slack shows it now."""
        self.clicks += 1
        shown = self.slack.now(posted)
        blocks = [{"block_id": f"b{n}", **block} for n, block in enumerate(shown.blocks)]
        elements = [
            (b["block_id"], e)
            for b in blocks
            for e in [*b.get("elements", []), *([b["accessory"]] if "accessory" in b else [])]
        ]
        block_id, element = next((b, e) for b, e in elements if e.get("action_id") == name)
        action = {"type": element["type"], "action_id": name, "block_id": block_id, "action_ts": self.stamp()}
        if "value" in element:
            action["value"] = element["value"]
        if chosen:
            value = next(o["value"] for o in element["options"] if chosen in o["text"]["text"])
            action["selected_option"] = {"value": value}
        if day:
            action["selected_date"] = day
        return {
            "type": "block_actions",
            "user": {"id": user, "username": "ana"},
            "channel": {"id": posted.channel, "name": "search"},
            "message": {"ts": posted.ts, "blocks": blocks},
            "trigger_id": f"trigger{self.clicks}",
            "response_url": self.slack.reply_url(),
            "actions": [action],
        }

    def shortcut(self, text: str) -> dict[str, Any]:
        """The payload of "Check models in this message" on a message of this text."""
        self.clicks += 1
        return {
            "type": "message_action",
            "callback_id": "check_models",
            "action_ts": self.stamp(),
            "user": {"id": "U1", "name": "ana"},
            "channel": {"id": "C00000002", "name": "search"},
            "message": {"type": "message", "text": text, "ts": "1.5"},
            "trigger_id": f"trigger{self.clicks}",
            "response_url": self.slack.reply_url(),
        }

    def stamp(self) -> str:
        """The moment of an action, as Slack writes it."""
        return f"{self.service.clock.now().timestamp():.0f}.{self.clicks:06}"

    def round(self) -> None:
        remind(self.service)
        self.deliver()

    def deliver(self) -> None:
        deliver(self.service, Senders(self.service, StringIO()))

    def shown(self, number: int = 0) -> str:
        """A message as the channel shows it now."""
        return str(self.slack.now(self.slack.ledger[number]).blocks)

    @property
    def decided(self) -> list[str]:
        return [in_words(entry.row.decision) for entry in deciding.entries(self.service, whole=True)]

    @property
    def pinned(self) -> list[str]:
        with reading(self.service.engine) as session:
            return [f"{pin.project} {pin.reference}" for pin in registry.pins(session)]


def form(**fields: str) -> bytes:
    return urllib.parse.urlencode(fields).encode()


@contextmanager
def slack_app(
    folder: Path,
    *,
    secret: str = SECRET,
    pins: str = '"openai/gpt-4-0314"',
    more: str = "",
    app_token: str = "",
    database: str = "",
) -> Iterator[SlackApp]:
    """A service on loopback whose team was not told anything yet. A request is answered when all is done."""
    with FakeSlack() as slack, patch.object(interactions, "PATIENCE", 60):
        environ = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": secret, "SLACK_APP_TOKEN": app_token}
        database = database or f"sqlite:///{folder / 'monitor.db'}"
        (folder / "config.toml").write_text(
            f'[database]\nurl = "{database}"\n[web]\nport = 0\n'
            f'[slack]\napi_url = "{slack.api_url}"\n'
            '[[teams]]\nname = "search"\nslack_channel = "#search"\n'
            f'[[projects]]\nname = "ranker"\nteam = "search"\npins = [{pins}]\n{more}',
            "utf-8",
        )
        with (
            assembled(config.load(folder / "config.toml", environ), environ, day=DAY, migrate=True) as service,
            serving(service) as url,
            listening(service),
        ):
            yield SlackApp(url, replace(service), slack)
