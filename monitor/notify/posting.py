"""One request to a receiver over HTTP, and what its answer means for a delivery.

Every channel is tried once and says what became of it; trying again belongs to the outbox. The addresses of webhooks
are secrets: no error names more than the host.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from monitor.errors import AnswerLost, DeliveryError, Fault, FetchError

OK = range(200, 300)
REDIRECT = range(300, 400)
TOO_MANY = 429
# The address or its key is no longer good, so nothing else will be taken there either.
CLOSED = {401, 403, 404, 405, 410}
PASSING = {408, 409, 423, 425, 429}
# A gateway answers for a receiver that may have taken the message.
IN_BETWEEN = {502, 504}
SERVER = 500


class Reply(Protocol):
    """What a receiver answered; header names in lower case, `retry_after` in seconds."""

    @property
    def status(self) -> int:
        """The HTTP status."""

    @property
    def body(self) -> bytes:
        """The whole body."""

    @property
    def headers(self) -> Mapping[str, str]:
        """All headers."""

    @property
    def retry_after(self) -> float | None:
        """How long the receiver asks to be left alone."""


class Post(Protocol):
    """Sends one request through the address guard; raises FetchError, or AnswerLost once it was under way."""

    def __call__(
        self,
        method: str,
        url: str,
        *,
        headers: tuple[tuple[str, str], ...] = (),
        content: bytes | None = None,
        private: bool = False,
    ) -> Reply:
        """Give the answer, whatever its status."""


def send(
    post: Post,
    doing: str,
    url: str,
    content: bytes,
    *,
    method: str = "POST",
    headers: tuple[tuple[str, str], ...] = (),
    private: bool = False,
) -> Reply:
    """Send JSON and give the answer of whatever status. Raises DeliveryError where there is none."""
    headers = (("content-type", "application/json"), *headers)
    try:
        return post(method, url, headers=headers, content=content, private=private)
    except AnswerLost as error:
        raise DeliveryError(f"{doing}: {error.message}", ambiguous=True) from None
    except FetchError as error:
        fault = Fault.RECIPIENT if error.permanent else Fault.MESSAGE
        raise DeliveryError(
            f"{doing}: {error.message}", hint=error.hint, permanent=error.permanent, at_fault=fault
        ) from None


def refusal(doing: str, reply: Reply, *, hint: str) -> DeliveryError:
    """The error for a status that is no success; `hint` says what to do where the way there is closed."""
    status = reply.status
    said = f"{doing}: answered with status {status}"
    if status in PASSING:
        return DeliveryError(said, retry_after=reply.retry_after)
    if status in CLOSED or status in REDIRECT:
        return DeliveryError(said, hint=hint, permanent=True, at_fault=Fault.RECIPIENT)
    if status >= SERVER:
        return DeliveryError(said, ambiguous=status in IN_BETWEEN, retry_after=reply.retry_after)
    return DeliveryError(said, hint="it refuses what was made of this notice: please report it", permanent=True)


def json_of(reply: Reply) -> Any:
    """The body read as JSON; None where it is none."""
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
