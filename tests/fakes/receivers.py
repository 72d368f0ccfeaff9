"""Receivers on loopback that are as strict as the real ones: a signed webhook, Teams, Discord, PagerDuty and GitHub.

Limits and answers are those that each documents: learn.microsoft.com ("Create an Incoming Webhook"), discord.com
("Execute Webhook", "Embed Limits", "Rate Limits"), github.com/PagerDuty/developer-docs ("Send an Alert Event"),
docs.github.com ("REST API endpoints for issues"). Each keeps a ledger of what it has taken.
"""

# ruff: noqa: ARG002, N815 all handlers have one shape, and the base class wants these names
from __future__ import annotations

import hashlib
import hmac
import json
import re
import socket
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.fetch.servers import Internet

PUBLIC = "93.184.216.34"
HOSTS = ("hooks.example.org", "discord.com", "teams.example.org", "events.pagerduty.com", "api.github.com")
SECRET, KEY, TOKEN = "made-up-signing-word", "made-up-routing-key", "made-up-github-token"
MENTION = re.compile(r"(?<![\w`])@\w|<[@!#]")
LOST = "lost"


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Receivers:
    """All five behind one port; which is which is said by the path."""

    def __init__(self) -> None:
        self.webhook: list[dict[str, Any]] = []
        self.teams: list[dict[str, Any]] = []
        self.discord: list[dict[str, Any]] = []
        self.incidents: dict[str, list[dict[str, Any]]] = {}
        self.issues: dict[str, list[dict[str, Any]]] = {"acme/ranker": []}
        self.requests: list[tuple[str, str]] = []
        self.index_delay = True  # GitHub's search does not know of anything yet
        self._next: deque[Answer | str] = deque()
        self._lock = threading.Lock()

    def then(self, *answers: Answer | str) -> None:
        """What the next requests get instead: an answer, and nothing is taken; or LOST, and it is taken."""
        self._next.extend(answers)

    def next(self) -> Answer | str | None:
        with self._lock:
            return self._next.popleft() if self._next else None

    def handle(self, method: str, path: str, headers: Any, body: bytes) -> Answer:
        with self._lock:
            self.requests.append((method, path))
            kind = path.lstrip("/").partition("/")[0]
            handlers: dict[str, Callable[[str, str, Any, bytes], Answer]] = {
                "hook": self._webhook,
                "teams": self._teams,
                "api": self._discord,
                "v2": self._pagerduty,
                "repos": self._github,
                "search": self._search,
            }
            return handlers.get(kind, lambda *_: Answer(404))(method, path, headers, body)

    def _webhook(self, method: str, path: str, headers: Any, body: bytes) -> Answer:
        given = dict(part.split("=", 1) for part in headers.get("X-Model-Monitor-Signature", "").split(","))
        expected = hmac.new(SECRET.encode(), f"{given.get('t')}.".encode() + body, hashlib.sha256).hexdigest()
        if method != "POST" or not hmac.compare_digest(given.get("v1", ""), expected):
            return Answer(401)
        self.webhook.append(json.loads(body))
        return Answer(204)

    def _teams(self, method: str, path: str, headers: Any, body: bytes) -> Answer:
        if len(body) > 28 * 1024:
            return Answer(413)
        message = json.loads(body)
        cards = message.get("attachments", [])
        adaptive = [c for c in cards if c.get("contentType") == "application/vnd.microsoft.card.adaptive"]
        if message.get("type") != "message" or len(adaptive) != 1 or not all(map(_is_rich_text, _body(adaptive[0]))):
            return Answer(400, {"error": {"code": "InvalidAdaptiveCard"}})
        self.teams.append(message)
        return Answer(202)

    def _discord(self, method: str, path: str, headers: Any, body: bytes) -> Answer:
        message = json.loads(body)
        embeds = message.get("embeds", [])
        texts = [(e.get("title", ""), e.get("description", ""), e.get("footer", {}).get("text", "")) for e in embeds]
        fits = (
            len(message.get("content", "")) <= 2000
            and len(embeds) <= 10
            and all(len(t) <= 256 and len(d) <= 4096 and len(f) <= 2048 for t, d, f in texts)
            and sum(map(len, (part for group in texts for part in group))) <= 6000
        )
        if not fits or not (message.get("content") or embeds):
            return Answer(400, {"code": 50035, "message": "Invalid Form Body"})
        assert message.get("allowed_mentions") == {"parse": []}, "nobody may be called"
        self.discord.append(message)
        waits = parse_qs(urlsplit(path).query).get("wait") == ["true"]
        return Answer(200, {"id": str(1000 + len(self.discord))}) if waits else Answer(204)

    def _pagerduty(self, method: str, path: str, headers: Any, body: bytes) -> Answer:
        event = json.loads(body)
        if event.get("routing_key") != KEY:
            return Answer(400, {"status": "invalid event", "errors": ["Invalid routing key"]})
        action, key, payload = event.get("event_action"), event.get("dedup_key", ""), event.get("payload", {})
        good = action == "resolve" or (
            0 < len(payload.get("summary", "")) <= 1024
            and payload.get("severity") in {"critical", "error", "warning", "info"}
            and payload.get("source")
        )
        if action not in {"trigger", "resolve"} or not 0 < len(key) <= 255 or not good or len(body) > 512 * 1024:
            return Answer(400, {"status": "invalid event", "errors": ["payload"]})
        self.incidents.setdefault(key, []).append(event)
        return Answer(202, {"status": "success", "message": "Event processed", "dedup_key": key})

    def _github(self, method: str, path: str, headers: Any, body: bytes) -> Answer:
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            return Answer(401, {"message": "Bad credentials"})
        repository = "/".join(urlsplit(path).path.split("/")[2:4])
        if repository not in self.issues:
            return Answer(404, {"message": "Not Found"})
        issues, rest = self.issues[repository], urlsplit(path).path.split("/")[5:]
        if method == "GET":
            return Answer(200, list(reversed(issues))[:100])
        given = json.loads(body)
        if len(given.get("title", "x")) > 256 or len(given.get("body", "")) > 65_536 or given.get("title") == "":
            return Answer(422, {"message": "Validation Failed"})
        assert not MENTION.search(re.sub(r"`[^`]*`|<!--.*?-->|\]\(<[^>]*>\)", "", given.get("body", "")))
        if method == "POST" and not rest:
            issue = {"number": len(issues) + 1, "state": "open", "comments": [], **given}
            issues.append(issue)
            return Answer(201, issue)
        issue = issues[int(rest[0]) - 1]
        if rest[1:] == ["comments"]:
            issue["comments"].append(given["body"])
            return Answer(201, {})
        issue.update(given)
        return Answer(200, issue)

    def _search(self, method: str, path: str, headers: Any, body: bytes) -> Answer:
        query = unquote(parse_qs(urlsplit(path).query)["q"][0])
        repository, mark = re.findall(r"repo:(\S+)", query)[0], re.findall(r'"([^"]+)"', query)[0]
        found = [] if self.index_delay else [i for i in self.issues[repository] if mark in i["body"]]
        return Answer(200, {"items": found})


def _body(attachment: dict[str, Any]) -> list[dict[str, Any]]:
    body: list[dict[str, Any]] = attachment["content"]["body"]
    return body


def _is_rich_text(block: dict[str, Any]) -> bool:
    runs = block.get("inlines")
    return block.get("type") == "RichTextBlock" and bool(runs) and all(r.get("text") for r in runs or ())


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, receivers: Receivers) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.receivers = receivers


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        told = self.server.receivers.next()
        if isinstance(told, Answer):
            self._answer(told)
            return
        answer = self.server.receivers.handle(self.command, self.path, self.headers, body)
        if told == LOST:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            self._answer(answer)

    do_GET = do_POST = do_PATCH = _any

    def _answer(self, answer: Answer) -> None:
        body = b"" if answer.body is None else json.dumps(answer.body).encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def receivers() -> Iterator[tuple[Receivers, Internet]]:
    """The receivers, and an internet in which their public names lead to them."""
    made = Receivers()
    server = _Server(made)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield made, Internet({host: [[PUBLIC]] for host in HOSTS}, {PUBLIC: server.server_port})
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
