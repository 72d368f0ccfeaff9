"""How long a request's body may be: it is counted as it comes, so that one without a length is bounded too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from fastapi.responses import JSONResponse

from monitor.service.gate import MOST_BYTES

# ASGI's own words
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class BoundedBody:
    """Answers 413 to a longer body before the application sees any of it; others are handed on whole."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]], headers: Mapping[str, str]) -> None:
        self._app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        messages = [] if _stated(scope) > MOST_BYTES else await _held(receive)
        if not messages:
            problem = {"detail": f"the body has more than {MOST_BYTES:,} bytes: send it in parts"}
            await JSONResponse(problem, 413, headers={**self._headers, "Connection": "close"})(scope, receive, send)
            return

        async def again() -> Message:
            return messages.pop(0) if messages else await receive()

        await self._app(scope, again, send)


def _stated(scope: Scope) -> int:
    """The length that the request states; 0 where it states none. What counts is what comes."""
    stated = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
    return int(stated) if stated.isdigit() else 0


async def _held(receive: Receive) -> list[Message]:
    """All messages of a body, or none where it is too long."""
    messages, size = [], 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if size > MOST_BYTES:
            return []
        messages.append(message)
        if message["type"] != "http.request" or not message.get("more_body"):
            return messages
