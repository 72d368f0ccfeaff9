"""How Python values become columns, the same on SQLite and PostgreSQL.

Times go in aware and come out in UTC. Text is foreign: a NUL (which PostgreSQL refuses) and half of a surrogate pair
(which no UTF-8 can hold) are stored as U+FFFD, so that no provider's page can stop a transaction.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Text
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator

MAX_KEY_BYTES = 500  # PostgreSQL indexes at most about 2,700 bytes a row

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class NaiveDatetime(DontWrapMixin, ValueError):
    """A time without a zone was about to be stored: a mistake of the program, never of its input."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time; SQLite keeps it as UTC text, PostgreSQL as `timestamptz`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 the interface
        """Refuse naive times, turn the others into UTC."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveDatetime(f"{value.isoformat()} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 the interface
        """Give every time back in UTC; what SQLite kept is UTC already."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class ForeignText(TypeDecorator[str]):
    """Text of any origin and length."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 the interface
        """Replace what a database cannot hold."""
        return None if value is None else clean(value)


class JsonTuple(TypeDecorator[tuple[Any, ...]]):
    """A tuple of texts or whole numbers, kept as a JSON list."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: tuple[Any, ...] | None, dialect: Dialect) -> list[Any] | None:  # noqa: ARG002 the interface
        """A list, its texts cleaned."""
        return None if value is None else [clean(v) if isinstance(v, str) else v for v in value]

    def process_result_value(self, value: list[Any] | None, dialect: Dialect) -> tuple[Any, ...] | None:  # noqa: ARG002 the interface
        """The tuple again."""
        return None if value is None else tuple(value)


def clean(text: str) -> str:
    """The text with U+FFFD in place of each character that a database cannot hold."""
    return _UNSTORABLE.sub("\ufffd", text)


def digest(*parts: str | None) -> str:
    """One key of fixed length for several texts, None and "" kept apart: the sha256 of their JSON list."""
    return hashlib.sha256(json.dumps([p if p is None else clean(p) for p in parts]).encode()).hexdigest()


def bounded(key: str) -> str:
    """A key that can be indexed: itself, or its `digest` where it is longer than `MAX_KEY_BYTES`."""
    key = clean(key)
    return key if len(key.encode()) <= MAX_KEY_BYTES else digest(key)
