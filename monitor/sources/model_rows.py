"""One row of a model list -> one fact, with the row as its evidence.

What cannot be understood is a complaint with its place and gives no date; a row that names no model gives no fact.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from monitor.core.facts import Fact, StatedStatus
from monitor.sources.json_pages import JsonObject, NoList
from monitor.sources.spec import Source

MAX_ID = 200
MAX_QUOTE = 300
MAX_UNREAD = 100  # complaints kept; any guard has given up long before

FIRST_YEAR = 2015  # no listed model is older
EPOCH_YEAR = 1970  # "unknown" in Anthropic's API reference; zero is what some gateways print
PLACEHOLDER_YEAR = 2090  # 2099-12-31 and its like mean "no date"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shape:
    """Under which keys a provider's list has what.

    `shutdown` is a text YYYY-MM-DD; or else a time, in the object under `shutdown_in`. `statuses` are the words under
    `status` and what each of them states, if anything.
    """

    rows: str = "data"
    model_id: str = "id"
    prefix: str = ""
    display_name: str | None = None
    released: str | None = None
    shutdown: str | None = None
    shutdown_in: str | None = None
    status: str | None = None
    statuses: Mapping[str, StatedStatus | None] = field(default_factory=dict)

    @property
    def keys(self) -> frozenset[str | None]:
        """The keys of a row that a fact rests on."""
        shutdown = self.shutdown_in or self.shutdown
        return frozenset({self.model_id, self.display_name, self.released, shutdown, self.status})


def facts_of(source: Source, rows: list[object], shape: Shape) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """The facts of all rows, one a model, and what could not be understood, each with its place.

    `NoList` where an id is too long or has characters that no model id has.
    """
    facts: dict[str, Fact] = {}
    unread: list[str] = []
    for number, row in enumerate(rows, start=1):
        complaints: list[str] = []
        fact = _fact(source, row, shape, complaints)
        place = f"row {number}"
        if fact is not None:
            place += f", {fact.model_id}"
            first = facts.setdefault(fact.model_id.casefold(), fact)
            differ = _differ(first, fact)
            if differ:
                complaints.append(f"listed twice with different {differ}")
                facts[fact.model_id.casefold()] = _common(first, fact)
        unread += [f"{place}: {complaint}" for complaint in complaints]
    if len(unread) > MAX_UNREAD:
        unread[MAX_UNREAD:] = [f"and {len(unread) - MAX_UNREAD} more"]
    return tuple(facts.values()), tuple(unread)


def _fact(source: Source, row: object, shape: Shape, complaints: list[str]) -> Fact | None:
    """The fact of one row, or None; what was not understood goes to `complaints`."""
    if not isinstance(row, dict):
        complaints.append(f"no object but {_show(row)}")
        return None
    listed = row.get(shape.model_id)
    if not isinstance(listed, str) or not listed.startswith(shape.prefix) or len(listed) == len(shape.prefix):
        complaints.append(f'"{shape.model_id}" is {_show(listed)}')
        return None
    model_id = listed.removeprefix(shape.prefix)
    if not is_model_id(model_id):
        raise NoList(f"the list has an id that is no model id: {_show(model_id)}")
    shutdown_on, words = _shutdown(row, shape, complaints)
    return Fact(
        provider=source.provider,
        model_id=model_id,
        source_id=source.id,
        url=source.page_url or source.url,
        quote=_quote(row, shape),
        display_name=_display_name(row, shape, complaints),
        released_on=_released(row, shape, complaints),
        shutdown_on=shutdown_on,
        stated_status=_status(row, shape, complaints),
        words=words,
    )


def _differ(first: Fact, second: Fact) -> str:
    """What two rows of one model do not agree on, in words; empty if they do."""
    if (first.released_on, first.shutdown_on) != (second.released_on, second.shutdown_on):
        return "dates"
    return "" if first.stated_status is second.stated_status else "statuses"


def _common(first: Fact, second: Fact) -> Fact:
    """What two rows of one model agree on; a date or status that they do not agree on is none."""
    return replace(
        first,
        released_on=first.released_on if first.released_on == second.released_on else None,
        shutdown_on=first.shutdown_on if first.shutdown_on == second.shutdown_on else None,
        stated_status=first.stated_status if first.stated_status is second.stated_status else None,
    )


def is_model_id(text: str) -> bool:
    """Whether it can be a model id at all: not too long, and neither blanks nor control or formatting characters."""
    return 0 < len(text) <= MAX_ID and text.isprintable() and " " not in text


def _display_name(row: JsonObject, shape: Shape, complaints: list[str]) -> str | None:
    value = row.get(shape.display_name) if shape.display_name else None
    if value is None or value == "":
        return None
    if isinstance(value, str) and len(value) <= MAX_ID and value.isprintable():
        return value
    complaints.append(f'"{shape.display_name}" is {_show(value)}')
    return None


def _released(row: JsonObject, shape: Shape, complaints: list[str]) -> date | None:
    value = row.get(shape.released) if shape.released else None
    if value is None:
        return None
    try:
        time = _time(value)
    except (ValueError, OverflowError, OSError):
        complaints.append(f'"{shape.released}" is {_show(value)}')
        return None
    return None if time.year == EPOCH_YEAR or time.year >= PLACEHOLDER_YEAR else time.date()


def _time(value: object) -> datetime:
    """The time in UTC of a Unix time in seconds or an RFC 3339 text; ValueError and its kin for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        time = datetime.fromtimestamp(value, UTC)
    elif isinstance(value, str) and _TIME.fullmatch(value):
        time = datetime.fromisoformat(value).astimezone(UTC)
    else:
        raise ValueError(value)
    if time.year < FIRST_YEAR and time.year != EPOCH_YEAR:
        raise ValueError(value)
    return time


def _shutdown(row: JsonObject, shape: Shape, complaints: list[str]) -> tuple[date | None, str | None]:
    """The firm shutdown date, and the words of one that is no day."""
    holder = row.get(shape.shutdown_in) if shape.shutdown_in else row
    if shape.shutdown is None or holder is None:
        return None, None
    if not isinstance(holder, dict):
        complaints.append(f'"{shape.shutdown_in}" is {_show(holder)}')
        return None, _show(holder)
    value = holder.get(shape.shutdown)
    if value is None:
        return None, None
    try:
        day = _day_of_time(value) if shape.shutdown_in else _day(value)
    except (ValueError, OverflowError, OSError):
        complaints.append(f'"{shape.shutdown}" is {_show(value)}')
        return None, _show(value)
    return (None, day.isoformat()) if day.year >= PLACEHOLDER_YEAR else (day, None)


def _day(value: object) -> date:
    """The day of a text YYYY-MM-DD; ValueError for anything else."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError(value)
    day = date.fromisoformat(value)
    if day.year < FIRST_YEAR:
        raise ValueError(value)
    return day


def _day_of_time(value: object) -> date:
    """The UTC day of a time; ValueError and its kin for anything else, and for zero: nobody said what it means here."""
    time = _time(value)
    if time.year == EPOCH_YEAR:
        raise ValueError(value)
    return time.date()


def _status(row: JsonObject, shape: Shape, complaints: list[str]) -> StatedStatus | None:
    value = row.get(shape.status) if shape.status else None
    if value is None:
        return None
    if isinstance(value, str) and value in shape.statuses:
        return shape.statuses[value]
    complaints.append(f'"{shape.status}" is {_show(value)}')
    return None


def _quote(row: JsonObject, shape: Shape) -> str:
    """The row as compact JSON, and only what the fact rests on where all of it is too long.

    Nested values are "…", but for the one with the date.
    """
    whole = "{" + ",".join(_members(row, shape)) + "}"
    if len(whole) <= MAX_QUOTE:
        return whole
    members = ",".join(_members({key: value for key, value in row.items() if key in shape.keys}, shape))
    return clip("{" + members, MAX_QUOTE - 3) + ",…}"


def _members(row: JsonObject, shape: Shape) -> Iterator[str]:
    for key, value in row.items():
        shown = _show(value, MAX_QUOTE)
        if key == shape.shutdown_in and isinstance(value, dict):
            shown = "{" + ",".join(_members(value, shape)) + "}"
        yield f"{_printable(json.dumps(key, ensure_ascii=False))}:{shown}"


def _show(value: object, length: int = 60) -> str:
    """A JSON value as one short printable line."""
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    if isinstance(value, str):
        value = value[: length + 1]  # no need to encode a megabyte to show a line
    return clip(_printable(json.dumps(value, ensure_ascii=False)), length)


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def clip(text: str, length: int) -> str:
    """`text` in at most `length` characters, with "…" where it was cut."""
    return text if len(text) <= length else text[: length - 1] + "…"
