"""A workspace of Slack on loopback: a real HTTP server that takes and refuses what Slack takes and refuses.

It speaks chat.postMessage, chat.update, conversations.history, .replies and .list, auth.test, apps.connections.open
with Socket Mode behind it, incoming webhooks and the addresses where a person is answered. It keeps a ledger of what it
accepted, and does next what a test tells it to: an error, a reset, a lost answer.
With `pace` it takes one message a channel in so many seconds, as the real one does after a short burst. At the end of a
`with` it fails if anything was sent that nobody may send (see `slack_rules.violations`).
"""

from __future__ import annotations

import enum
import json
import socket
import struct
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

from tests.fakes.slack_elements import Refused
from tests.fakes.slack_rules import check_message, check_metadata, violations
from tests.fakes.slack_socket import SocketMode

TOKEN, APP_TOKEN = "xoxb-made-up-token", "xapp-made-up-token"
SCOPES = frozenset({"chat:write", "channels:history", "groups:history", "channels:read", "groups:read"})
FIRST_SECOND = 1_767_225_600  # 2026-01-01 UTC; every message comes a second later
POST_ARGUMENTS = {
    "channel", "text", "blocks", "metadata", "link_names", "parse", "unfurl_links", "unfurl_media", "mrkdwn",
    "thread_ts", "reply_broadcast",
}  # fmt: skip
UPDATE_ARGUMENTS = POST_ARGUMENTS - {"thread_ts", "unfurl_links", "unfurl_media", "mrkdwn"} | {"ts"}
ANSWER_ARGUMENTS = {"text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts"}
MOST_ANSWERS = 5
LONGEST_UPDATE = 4_000  # characters of text in chat.update, which posting does not have
MOST_HISTORY, MOST_LISTED = 999, 999
KINDS = {"public_channel", "private_channel", "mpim", "im"}
WEBHOOK_STATUS = {"no_service": 404, "channel_is_archived": 410, "invalid_token": 403, "rollup_error": 500}


class Fault(enum.Enum):
    """What happens on the wire instead of an answer."""

    RESET_BEFORE = enum.auto()  # the request is read and dropped
    RESET_AFTER = enum.auto()  # the message is accepted, then the connection is reset
    LOST_ANSWER = enum.auto()  # accepted, then closed without a word
    SILENCE = enum.auto()  # accepted, then nothing until the client gives up
    GARBAGE = enum.auto()  # accepted, then an answer that is no JSON


@dataclass(frozen=True)
class Answer:
    """An HTTP answer in place of the right one; nothing is accepted."""

    status: int
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def rate_limited(seconds: int | None = 30) -> Answer:
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    return Answer(429, json.dumps({"ok": False, "error": "ratelimited"}), headers)


def error(word: str) -> Answer:
    return Answer(200, json.dumps({"ok": False, "error": word}))


@dataclass
class Channel:
    id: str
    name: str
    archived: bool = False
    member: bool = True
    private: bool = False


@dataclass(frozen=True)
class Posted:
    """One accepted message."""

    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any] | None
    arguments: dict[str, Any]


class Paced(Exception):
    """A message came sooner than a second after the last one to its channel."""


class FakeSlack:
    """Use as a context manager; `api_url` is what `slack.api_url` would be set to."""

    def __init__(self) -> None:
        self.channels = [Channel("C00000001", "models"), Channel("C00000002", "search")]
        self.tokens = {TOKEN: set(SCOPES)}
        self.revoked: set[str] = set()
        self.webhooks: dict[str, str] = {}
        self.ledger: list[Posted] = []  # as they were posted
        self.updated: dict[tuple[str, str], Posted] = {}  # what has been put in the place of a message, by its id
        self.requests: list[str] = []
        self.violations: list[str] = []
        self.pace: float | None = None  # seconds between two messages to one channel
        self.answers: list[dict[str, Any]] = []  # to one person each
        self._given = 0
        self._answered: Counter[str] = Counter()
        self._last: dict[str, float] = {}
        self._next: deque[Fault | Answer] = deque()
        self._lock = threading.Lock()
        self._over = threading.Event()

    def then(self, *outcomes: Fault | Answer) -> None:
        """What becomes of the next requests, in order; after that all goes right."""
        self._next.extend(outcomes)

    def now(self, posted: Posted) -> Posted:
        """A message as the channel shows it now."""
        return self.updated.get((posted.channel, posted.ts), posted)

    def webhook(self, channel: str) -> str:
        """The address of a new incoming webhook."""
        path = f"/services/T00000001/B{len(self.webhooks):08}/made-up-secret"
        self.webhooks[path] = channel
        return f"{self._base}{path}"

    def reply_url(self) -> str:
        """A new address where a person can be answered."""
        self._given += 1
        return f"{self._base}/actions/T00000001/{self._given}/made-up-secret"

    @property
    def api_url(self) -> str:
        return f"{self._base}/api/"

    @property
    def _base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self.socket = SocketMode()
        self._server = Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.socket.close()
        if kind is None and self.violations:
            raise AssertionError("; ".join(self.violations))

    def outcome(self) -> Fault | Answer | None:
        with self._lock:
            return self._next.popleft() if self._next else None

    def wait_until_over(self) -> None:
        self._over.wait(30)

    def call(self, method: str, token: str | None, arguments: dict[str, Any]) -> dict[str, Any]:
        """One method of the Web API. Raises Refused."""
        with self._lock:
            self.requests.append(method)
            if method == "apps.connections.open":
                return self._open(token)
            scopes = self._authorised(token)
            match method:
                case "auth.test":
                    return {"team": "made-up", "user": "monitor", "team_id": "T00000001", "bot_id": "B00000001"}
                case "chat.postMessage":
                    return self._post(scopes, arguments)
                case "chat.update":
                    return self._update(scopes, arguments)
                case "conversations.replies":
                    return self._history(scopes, arguments, thread=str(arguments.get("ts")))
                case "conversations.history":
                    return self._history(scopes, arguments)
                case "conversations.list":
                    return self._list(scopes, arguments)
            raise Refused("unknown_method")

    def hook(self, path: str, payload: Any) -> None:
        """One post to an incoming webhook. Raises Refused."""
        with self._lock:
            self.requests.append("webhook")
            if path not in self.webhooks:
                raise Refused("no_service")
            if not isinstance(payload, dict) or not set(payload) <= POST_ARGUMENTS - {"channel", "metadata"}:
                raise Refused("invalid_payload")
            channel = self._channel(self.webhooks[path])
            if channel.archived:
                raise Refused("channel_is_archived")
            check_message(payload.get("text"), payload.get("blocks"))
            self._accept(channel, payload)

    def answer(self, path: str, payload: Any) -> None:
        """One answer to a person who clicked or typed something. Raises Refused."""
        with self._lock:
            if not isinstance(payload, dict) or not set(payload) <= ANSWER_ARGUMENTS:
                raise Refused("invalid_payload")
            if payload.get("response_type") != "ephemeral" or payload.get("replace_original") is not False:
                self.violations.append("an answer that others see, or in the place of a message")
            self._answered[path] += 1
            if self._answered[path] > MOST_ANSWERS:
                raise Refused("used_url")
            check_message(payload.get("text"), payload.get("blocks"))
            self.violations += violations(payload.get("text"), payload.get("blocks"))
            self.answers.append(payload)

    def _open(self, token: str | None) -> dict[str, Any]:
        if token is None:
            raise Refused("not_authed")
        if token != APP_TOKEN:
            raise Refused("invalid_auth" if token.startswith("xapp-") else "not_allowed_token_type")
        return {"url": self.socket.ticket()}

    def _authorised(self, token: str | None) -> set[str]:
        if token is None:
            raise Refused("not_authed")
        if token in self.revoked:
            raise Refused("token_revoked")
        if token not in self.tokens:
            raise Refused("not_allowed_token_type" if token.startswith("xapp-") else "invalid_auth")
        return self.tokens[token]

    def _channel(self, wanted: Any, *, by_name: bool = True) -> Channel:
        for channel in self.channels:
            if wanted == channel.id or (by_name and wanted in {channel.name, f"#{channel.name}"}):
                return channel
        raise Refused("channel_not_found")

    def _post(self, scopes: set[str], arguments: dict[str, Any]) -> dict[str, Any]:
        if "chat:write" not in scopes:
            raise Refused("missing_scope")
        if not set(arguments) <= POST_ARGUMENTS:
            raise Refused("invalid_arguments", str(sorted(arguments)))
        channel = self._channel(arguments.get("channel"))
        if channel.archived:
            raise Refused("is_archived")
        if not channel.member and (channel.private or "chat:write.public" not in scopes):
            raise Refused("channel_not_found" if channel.private else "not_in_channel")
        check_message(arguments.get("text"), arguments.get("blocks"))
        if "metadata" in arguments:
            check_metadata(arguments["metadata"])
        posted = self._accept(channel, arguments)
        return {"channel": posted.channel, "ts": posted.ts, "message": {"text": posted.text, "ts": posted.ts}}

    def _update(self, scopes: set[str], arguments: dict[str, Any]) -> dict[str, Any]:
        if "chat:write" not in scopes:
            raise Refused("missing_scope")
        if not set(arguments) <= UPDATE_ARGUMENTS:
            raise Refused("invalid_arguments", str(sorted(arguments)))
        channel = self._channel(arguments.get("channel"), by_name=False)
        there = [p for p in self.ledger if (p.channel, p.ts) == (channel.id, arguments.get("ts"))]
        if not there:
            raise Refused("message_not_found")
        if len(arguments.get("text") or "") > LONGEST_UPDATE:
            raise Refused("msg_too_long")
        check_message(arguments.get("text"), arguments.get("blocks"))
        if "metadata" in arguments:
            check_metadata(arguments["metadata"])
        text, blocks = arguments.get("text") or "", arguments.get("blocks") or []
        self.violations += violations(text, blocks)
        old = self.now(there[0])
        new = replace(old, text=text, blocks=blocks, metadata=arguments.get("metadata", old.metadata))
        self.updated[channel.id, old.ts] = new
        return {"channel": channel.id, "ts": old.ts, "text": text}

    def _keep_pace(self, channel: Channel) -> None:
        now = time.monotonic()
        if self.pace and now - self._last.get(channel.id, -self.pace) < self.pace:
            raise Paced
        self._last[channel.id] = now

    def _accept(self, channel: Channel, arguments: dict[str, Any]) -> Posted:
        parent = arguments.get("thread_ts")
        if parent and parent not in {p.ts for p in self.ledger if p.channel == channel.id}:
            raise Refused("cannot_reply_to_message")
        self._keep_pace(channel)
        text, blocks = arguments.get("text") or "", arguments.get("blocks") or []
        self.violations += violations(text, blocks)
        if arguments.get("link_names") or arguments.get("parse", "none") != "none":
            self.violations.append("names are made into mentions")
        number = len(self.ledger) + 1
        ts = f"{FIRST_SECOND + number}.{number:06}"
        posted = Posted(channel.id, ts, text, blocks, arguments.get("metadata"), arguments)
        self.ledger.append(posted)
        return posted

    def _history(self, scopes: set[str], arguments: dict[str, Any], *, thread: str | None = None) -> dict[str, Any]:
        """The messages of a channel, in which answers in threads do not stand; or those of one thread."""
        channel = self._channel(arguments.get("channel"), by_name=False)
        if ("groups:history" if channel.private else "channels:history") not in scopes:
            raise Refused("missing_scope")
        if not channel.member:
            raise Refused("not_in_channel")
        try:
            oldest = float(arguments.get("oldest", 0))
        except ValueError:
            raise Refused("invalid_ts_oldest") from None
        if not 0 < int(arguments.get("limit", 100)) <= MOST_HISTORY:
            raise Refused("invalid_arguments", "limit")
        there = [p for p in reversed(self.ledger) if p.channel == channel.id and float(p.ts) > oldest]
        if thread is None:
            found = [p for p in there if p.arguments.get("thread_ts", p.ts) == p.ts]
        else:
            found = [p for p in there if thread in {p.ts, p.arguments.get("thread_ts")}]
            if not found:
                raise Refused("thread_not_found")
        with_metadata = arguments.get("include_all_metadata") in {"1", "true", True}
        messages = [
            {"type": "message", "ts": p.ts, "text": p.text}
            | ({"metadata": p.metadata} if p.metadata and with_metadata else {})
            for p in map(self.now, found)
        ]
        return _page("messages", messages, arguments)

    def _list(self, scopes: set[str], arguments: dict[str, Any]) -> dict[str, Any]:
        if not {"channels:read", "groups:read"} <= scopes:
            raise Refused("missing_scope")
        if not 0 < int(arguments.get("limit", 100)) <= MOST_LISTED:
            raise Refused("invalid_limit")
        if not set(str(arguments.get("types", "public_channel")).split(",")) <= KINDS:
            raise Refused("invalid_types")
        shown = [{"id": c.id, "name": c.name} for c in self.channels if not c.archived]
        return _page("channels", shown, arguments)


def _page(name: str, rows: list[Any], arguments: dict[str, Any]) -> dict[str, Any]:
    cursor = str(arguments.get("cursor") or 0)
    if not cursor.isdecimal():
        raise Refused("invalid_cursor")
    start, limit = int(cursor), int(arguments.get("limit", 100))
    end = start + limit
    return {name: rows[start:end], "response_metadata": {"next_cursor": str(end) if end < len(rows) else ""}}


class Server(ThreadingHTTPServer):
    """Knows the workspace that its handlers speak for."""

    daemon_threads = True
    request_queue_size = (
        128  # with the usual 5, the kernel drops connections of several processes, as if answers were lost
    )

    def __init__(self, slack: FakeSlack) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.slack = slack


class Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = 10  # no test may hang on a client that hangs

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 the base class says so
        """Tests are quiet."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        outcome = self.server.slack.outcome()
        if isinstance(outcome, Answer):
            self._answer(outcome)
        elif outcome is Fault.RESET_BEFORE:
            self._reset()
        else:
            answer = self._handle(body)
            match outcome:
                case None:
                    self._answer(answer)
                case Fault.RESET_AFTER:
                    self._reset()
                case Fault.SILENCE:
                    self.server.slack.wait_until_over()
                case Fault.GARBAGE:
                    self._answer(Answer(200, "<html>it went well</html>"))

    def _handle(self, body: bytes) -> Answer:
        if self.path.startswith("/services/"):
            try:
                self.server.slack.hook(self.path, _json(body))
            except Paced:
                return rate_limited(1)
            except Refused as refused:
                return Answer(WEBHOOK_STATUS.get(refused.word, 400), refused.word)
            return Answer(200, "ok")
        if self.path.startswith("/actions/"):
            try:
                self.server.slack.answer(self.path, _json(body))
            except Refused as refused:
                return Answer(404, json.dumps({"ok": False, "error": refused.word}))
            return Answer(200, '{"ok":true}')
        try:
            arguments = dict(self._arguments(body))
            answer = {"ok": True, **self.server.slack.call(self.path.removeprefix("/api/"), self._token(), arguments)}
        except Paced:
            return rate_limited(1)
        except Refused as refused:
            answer = {"ok": False, "error": refused.word}
        return Answer(200, json.dumps(answer), {"Content-Type": "application/json"})

    def _token(self) -> str | None:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        return token if scheme == "Bearer" else None

    def _arguments(self, body: bytes) -> Iterator[tuple[str, Any]]:
        kind = self.headers.get_content_type()
        if not body:
            return
        if kind == "application/x-www-form-urlencoded":
            yield from parse_qsl(body.decode())
        elif kind == "application/json":
            payload = _json(body)
            if not isinstance(payload, dict):
                raise Refused("json_not_object")
            yield from payload.items()
        else:
            raise Refused("invalid_post_type")

    def _answer(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in {"Content-Type": "text/html", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body.encode())))
        self.end_headers()
        self.wfile.write(answer.body.encode())

    def _reset(self) -> None:
        # closing with a linger time of zero sends RST
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        raise Refused("invalid_json") from None
