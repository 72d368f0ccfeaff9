"""Socket Mode: clicks and commands over a connection that we open, for networks into which Slack cannot call.

Sources: docs.slack.dev, "Using Socket Mode" and "apps.connections.open". The SDK's own client needs nothing besides
Python. It follows Slack's word to change to another connection; beyond that we connect and try again ourselves, since
it would wait for a rate limit without an end and try without a rest.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any, Self, cast

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from monitor.errors import DeliveryError
from monitor.notify.slack.client import ask, silent

LOOK_EVERY = 1.0  # seconds between two looks whether the connection stands
LONGEST_REST = 60.0  # seconds between two attempts to connect
PING_EVERY = 3.0  # seconds; a connection that is silent for four times as long is given up
CHUNK = 65_536  # bytes read at once
TOKEN = "check the app-level token, its scope connections:write, and that Socket Mode is on"  # noqa: S105 words, no token

Take = Callable[[str, Mapping[str, Any]], None]

log = structlog.get_logger()


class SlackSocket:
    """Hands on what Slack sends as (kind, payload) while it is open, each in a thread; then it is acknowledged.

    `take` must return within three seconds. It may be given the same twice. `note` is told at every look how the
    connection is: "" while it stands, or else why it cannot be had.
    """

    def __init__(
        self, app_token: str, take: Take, note: Callable[[str], None], *, api_url: str = "https://slack.com/api/"
    ) -> None:
        self._take = take
        self._note = note
        self._over = threading.Event()
        self._client = _Client(
            app_token,
            web_client=WebClient(base_url=api_url, timeout=10, retry_handlers=[], logger=silent),
            logger=silent,
            auto_reconnect_enabled=False,
            ping_interval=PING_EVERY,
            receive_buffer_size=CHUNK,
        )
        self._client.socket_mode_request_listeners.append(self._received)
        self._keeper = threading.Thread(target=self._keep_connected, name="slack-socket")

    def __enter__(self) -> Self:
        self._keeper.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._keeper.join()
        self._client.close()

    def _received(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        self._take(request.type, request.payload)
        try:
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id))
        except SlackClientNotConnectedError:
            log.warning("Slack could not be told that a request has arrived")  # it may send it again

    def _keep_connected(self) -> None:
        rest = LOOK_EVERY
        while True:
            try:
                if not self._client.is_connected():
                    self._client.connect_to_new_endpoint()
                    if not self._client.is_connected():
                        raise DeliveryError("opening Socket Mode: the connection was refused")  # noqa: TRY301 as if it was raised
                    log.info("connected to Slack by Socket Mode")
                rest = LOOK_EVERY
                self._note("")
            except DeliveryError as error:
                rest = max(min(2 * rest, LONGEST_REST), error.retry_after or 0)
                log.warning("no connection to Slack by Socket Mode", error=str(error), again_in=rest)
                self._note(str(error))
            if self._over.wait(rest):
                return


class _Client(SocketModeClient):
    """The SDK's client without three waits of its own: for a rate limit, and for connections that end or are to end."""

    def connect(self) -> None:
        super().connect()
        session = self.current_session
        if session is not None and session.sock is not None:
            line = _Line(session.sock)
            session.sock = cast("Any", line)
            session.close = line.hang_up  # type: ignore[method-assign]

    def issue_new_wss_url(self) -> str:
        try:
            asked = ask("opening Socket Mode", partial(self.web_client.apps_connections_open, app_token=self.app_token))
        except DeliveryError as error:
            if error.permanent:  # what is to be done of a bot token is of no use here
                raise DeliveryError(error.message, hint=TOKEN, permanent=True) from None
            raise
        return str(asked.get("url"))


class _Line:
    """A socket of which the end is an error, and which can be ended while it is read.

    The SDK would read nothing from one that has ended, without a pause, for many seconds; and wait for three to end one
    on which nothing comes, while nobody reads the next.
    """

    def __init__(self, inner: socket.socket) -> None:
        self._inner = inner

    def recv(self, size: int) -> bytes:
        found = self._inner.recv(size)
        if not found:
            raise ConnectionResetError("the other side has gone")
        return found

    def hang_up(self) -> None:
        """Wake its reader, which then closes it."""
        with suppress(OSError):
            self._inner.shutdown(socket.SHUT_RDWR)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)
