"""JSON from strangers: bounded in the number of its values and in its depth, and read without surprise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from monitor.errors import UnreadableDocument

MAX_VALUES = 1_000_000
MAX_DEPTH = 64

Object = dict[str, Any]


def load(text: str) -> Any:
    """The value that a JSON text holds. Raises UnreadableDocument, with the line, where it is none or too large."""
    if text.count(",") + text.count("[") + text.count("{") > MAX_VALUES:  # before memory is spent on them
        raise UnreadableDocument(f"holds more than {MAX_VALUES} values", hint="import it in parts")
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise UnreadableDocument(f"line {error.lineno}, column {error.colno} is no JSON: {error.msg}") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:  # a number of thousands of digits, NaN
        raise UnreadableDocument(f"is no JSON: {error}") from None
    _bounded(value)
    return value


def objects(value: Any) -> Iterator[tuple[int, Object]]:
    """The objects of a list with their indices; a single object counts as a list of one; nothing else has any."""
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        if isinstance(item, dict):
            yield index, item


def member(value: Any, *keys: str) -> Any:
    """What lies under the keys, one below the other; None where the way ends early."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def word(value: Any) -> str:
    """A text, or a whole number as text, without surrounding blanks; "" for anything else."""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _bounded(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        if not level:
            return
        collections = [item for item in level if isinstance(item, dict | list)]
        level = [inner for item in collections for inner in (item.values() if isinstance(item, dict) else item)]
    raise _too_deep()


def _too_deep() -> UnreadableDocument:
    return UnreadableDocument(f"is nested more than {MAX_DEPTH} levels deep")
