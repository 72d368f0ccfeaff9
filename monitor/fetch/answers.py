"""What the head of an answer means: a document, unchanged, a redirect, or an error in words."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from monitor.errors import BadAnswer
from monitor.fetch import addresses

REDIRECTS = {301, 302, 303, 307, 308}
MAX_RETRY_AFTER = 86_400.0  # seconds; a server that asks for more is asked again after a day
MAX_VALIDATOR = 512

_PERMANENT: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "the source wants a key, or no longer takes the one it was given",
    HTTPStatus.FORBIDDEN: "the source refuses this key, or this network",
    HTTPStatus.NOT_FOUND: "the page has moved or is gone; look for its new address",
    HTTPStatus.GONE: "the page is gone; look for its new address",
}
_BUSY: dict[int, str] = {
    HTTPStatus.TOO_MANY_REQUESTS: "asked too often; the next poll tries again",
    HTTPStatus.SERVICE_UNAVAILABLE: "the source is down for a while; the next poll tries again",
}
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")  # RFC 6838, section 4.2
_SECONDS = re.compile(r"[0-9]{1,9}")


def redirect_target(response: httpx.Response, url: httpx.URL) -> httpx.URL | None:
    """Say where the answer sends us, or None if it is no redirect.

    Raises:
        BadAnswer: a redirect to nowhere, or from https to http.
        BlockedAddress: to an address that is never fetched.
    """
    if response.status_code not in REDIRECTS:
        return None
    where = addresses.shown(url)
    location = response.headers.get("location")
    if not location:
        raise BadAnswer(f"{where}: a redirect without a target")
    target = addresses.parse(location, base=url)
    if url.scheme == "https" and target.scheme == "http":
        raise BadAnswer(f"{where}: a redirect from https to http", hint="it is not followed")
    return target


def refusal(response: httpx.Response, where: str) -> BadAnswer:
    """Make the error for a status that is neither a document nor a redirect."""
    status = response.status_code
    wait = retry_after(response.headers) if status in _BUSY else None
    hint = (_PERMANENT | _BUSY).get(status, "")
    message = f"{where}: answered with status {status}"
    return BadAnswer(message, hint=hint, permanent=status in _PERMANENT, retry_after=wait, status=status)


def retry_after(headers: httpx.Headers) -> float | None:
    """Read the seconds that Retry-After asks for, at most a day; None if it is absent or cannot be read.

    A date counts from the answer's own Date header (RFC 9110, section 10.2.3), so neither clock has to be right.
    """
    value = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(value):
        return min(float(value), MAX_RETRY_AFTER)
    until, now = _http_date(value), _http_date(headers.get("date", ""))
    if until is None or now is None:
        return None
    return min(max((until - now).total_seconds(), 0.0), MAX_RETRY_AFTER)


def media_type(headers: httpx.Headers) -> str | None:
    """Read the media type in lower case without parameters, or None if there is none that can be read."""
    value = headers.get("content-type", "").partition(";")[0].strip().lower()
    return value if _MEDIA_TYPE.fullmatch(value) else None


def validator(headers: httpx.Headers, name: str) -> str | None:
    """Read an ETag or Last-Modified; None if it is absent or cannot be sent back."""
    value = headers.get(name, "").strip()
    return value if is_sendable(value) and 0 < len(value) <= MAX_VALIDATOR else None


def is_sendable(value: str) -> bool:
    """Whether a header may carry this value: printable ASCII, no line breaks, no spaces around it."""
    return value.isascii() and value.isprintable() and value == value.strip()


def _http_date(value: str) -> datetime | None:
    try:
        day = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return day if day.tzinfo else day.replace(tzinfo=UTC)
