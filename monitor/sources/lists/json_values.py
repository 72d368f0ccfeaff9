"""Values of a model list: days, ids, and how a value is shown to people."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

FIRST_YEAR = 2015  # no listed model is older
EPOCH_YEAR = 1970  # "unknown" in Anthropic's API reference; zero is what some gateways print
PLACEHOLDER_YEAR = 2090  # 2099-12-31 and its like mean "no date"
MAX_ID = 200
MAX_SHOWN = 60

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_DATE_KEYS = ("year", "month", "day")  # google.type.Date; 0 is "not stated"


def read_day(value: object, *, epoch_is_unknown: bool = False) -> tuple[date | None, str | None]:
    """The day (UTC) that a value states, and the words of one that is no day: a placeholder, or a month.

    It may be a text YYYY-MM-DD, an RFC 3339 time, a Unix time in seconds, or an object of year, month and day.
    `epoch_is_unknown`: the beginning of 1970 is no day and no mistake either.

    Raises:
        ValueError, OverflowError, OSError: it is anything else, or older than any model.
    """
    if isinstance(value, dict):
        return _of_parts(value)
    day = _day_of(value)
    if day.year == EPOCH_YEAR and epoch_is_unknown:
        return None, None
    if day.year < FIRST_YEAR:
        raise ValueError(value)
    return (None, day.isoformat()) if day.year >= PLACEHOLDER_YEAR else (day, None)


def _day_of(value: object) -> date:
    if isinstance(value, int) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC).date()
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if isinstance(value, str) and _TIME.fullmatch(value):
        return datetime.fromisoformat(value).astimezone(UTC).date()
    raise ValueError(value)


def _of_parts(value: dict[str, object]) -> tuple[date | None, str | None]:
    parts = [value.get(key) or 0 for key in _DATE_KEYS]
    numbers = [part for part in parts if isinstance(part, int) and not isinstance(part, bool)]
    if not value or len(numbers) < len(parts) or not set(value) <= set(_DATE_KEYS):
        raise ValueError(value)
    year, month, day = numbers
    if not any(numbers):
        return None, None
    first = date(year, month or 1, day or 1).isoformat()
    return read_day(first) if month and day else (None, first[: 7 if month else 4])


def is_model_id(text: object) -> bool:
    """Whether it can be a model id at all: not too long, and neither blanks nor control or formatting characters."""
    return isinstance(text, str) and 0 < len(text) <= MAX_ID and text.isprintable() and " " not in text


def show(value: object, length: int = MAX_SHOWN) -> str:
    """A JSON value as one short printable line."""
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    if isinstance(value, str):
        value = value[: length + 1]  # no need to encode a megabyte to show a line
    return clip(printable(json.dumps(value, ensure_ascii=False)), length)


def printable(text: str) -> str:
    """`text` with what cannot be printed as escapes."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def clip(text: str, length: int) -> str:
    """`text` in at most `length` characters, with "…" where it was cut."""
    return text if len(text) <= length else text[: length - 1] + "…"
