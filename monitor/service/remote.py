"""Another machine's service as the witness of how models stand, over its HTTP interface."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from monitor import __version__
from monitor.errors import BadAnswer, FetchError, UsageError
from monitor.fetch import Fetcher, Limits, Request
from monitor.service.gate import MOST_BYTES, MOST_REFERENCES

TOKEN_ENV = "MONITOR_TOKEN"  # noqa: S105 a variable's name
LIMITS = Limits(total_seconds=60, max_bytes=64 * 2**20, max_packed_bytes=16 * 2**20, max_redirects=0)
_ROOM = 1024  # bytes of a request's body that are not its references

_WHY: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: f"it wants a token: put one that `model-monitor token create` printed into {TOKEN_ENV}",
    HTTPStatus.FORBIDDEN: "it refuses this token",
    HTTPStatus.NOT_FOUND: "it has no such project, or no such interface: is it of this version?",
    HTTPStatus.MISDIRECTED_REQUEST: "it does not go by that name: see web.public_url in its configuration",
    HTTPStatus.UNPROCESSABLE_ENTITY: "it cannot read a reference that was sent",
}

Json = dict[str, Any]


class Remote:
    """A service at an address that the user named, which may therefore be a private one.

    `token` is sent with each request, and to that address alone: redirects are not followed. Every failure is a
    UsageError, since a check that could not be made says nothing of any model. `project` is as in
    `Here`.
    """

    def __init__(self, server: str, *, token: str, within: timedelta, project: str | None = None) -> None:
        parts = urlsplit(server)
        if parts.query or parts.fragment:
            raise UsageError(
                "--server: an address without query and fragment is wanted", hint="https://monitor.example"
            )
        self._api = f"{server.rstrip('/')}/api/v1"
        self._within = within.days
        self._check = f"{_of(project)}/check" if project else "/check"
        self._headers: tuple[tuple[str, str], ...] = (
            ("accept", "application/json"),
            ("content-type", "application/json"),
        )
        if token.strip():
            self._headers = (*self._headers, ("authorization", f"Bearer {token.strip()}"))
        try:
            self._fetcher = Fetcher(
                user_agent=f"model-deprecation-monitor/{__version__}", limits=LIMITS, trusted_origins=(server,)
            )
        except FetchError as error:
            raise UsageError(f"--server: {error.message}", hint="write https://monitor.example") from None

    def ids(self) -> Collection[str]:
        """All model ids that the service knows."""
        ids = self._ask("/ids")["ids"]
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            raise _no_answer()
        return frozenset(ids)

    def of_references(self, references: Sequence[str]) -> Json:
        """The service's answer on references as written, asked in as many requests as it takes."""
        answer: Json | None = None
        for sent in _parts(references):
            part = self._ask(self._check, {"references": sent, "within": self._within})
            findings = part.get("findings")
            if not isinstance(findings, list) or len(findings) != len(sent):
                raise _no_answer()
            answer = part if answer is None else answer | {"findings": [*answer["findings"], *findings]}
        assert answer is not None  # noqa: S101 there is always one request
        return answer

    def of_pins(self, project: str | None) -> Json:
        """The service's answer on the pins of a project, or on all."""
        path = f"{_of(project)}/findings" if project else "/check"
        return self._ask(f"{path}?within={self._within}")

    def _ask(self, path: str, body: Json | None = None) -> Json:
        content = None if body is None else json.dumps(body).encode()
        try:
            answer = self._fetcher.get(Request(f"{self._api}{path}", self._headers, content=content))
            value = json.loads(answer.body)
        except BadAnswer as error:
            raise UsageError(error.message, hint=_WHY.get(error.status or 0, "")) from None
        except FetchError as error:
            raise UsageError(error.message, hint="is the service running there?") from None
        except (ValueError, RecursionError):
            raise _no_answer() from None
        if not isinstance(value, dict):
            raise _no_answer()
        return value


def _of(project: str) -> str:
    return f"/projects/{quote(project, safe='')}"


def _parts(references: Sequence[str]) -> Iterator[list[str]]:
    """The references in parts, at least one, of which each fits into one request."""
    part: list[str] = []
    size = 0
    for text in references:
        length = len(json.dumps(text)) + 2
        if part and (len(part) == MOST_REFERENCES or size + length > MOST_BYTES - _ROOM):
            yield part
            part, size = [], 0
        part.append(text)
        size += length
    yield part


def _no_answer() -> UsageError:
    return UsageError("the server's answer is not that of a model-monitor", hint="is it the address of its web page?")
