"""Which of a model's names is its snapshot: what a list says of it, and what its names say.

An alias that is pointed elsewhere is a change that people are told of, so a direction that is not certain is none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from monitor.core.facts import Fact

_DATE = re.compile(r"[-@](?:(?P<day>20\d{2}-?[01]\d-?[0-3]\d)|(?P<short>\d{4}))$", re.ASCII)
_YEARS = range(23, 40)  # of ids that end in a year and a month: 2407
_MONTHS = range(1, 13)
_DAYS = range(1, 32)


@dataclass(frozen=True, slots=True)
class Named:
    """The fact of a row, the id that the row points at, if it says so, and other names of the same model."""

    fact: Fact
    points_at: str | None = None
    names: tuple[str, ...] = ()


def stem(model_id: str) -> str:
    """An id without the date at its end; as it is where there is none."""
    found = _DATE.search(model_id)
    if found is None or (found["short"] and not _is_date(found["short"])):
        return model_id
    return model_id[: found.start()]


def is_dated(model_id: str) -> bool:
    """Whether an id ends in a date: of a day ("-20250219", "-2025-04-14", "-0613") or of a month ("-2407")."""
    return stem(model_id) != model_id


def with_aliases(rows: Collection[Named], *, symmetric: bool) -> Iterator[Fact]:
    """The facts of all rows, each with what it is an alias of, and then those of names that are no rows themselves.

    In a `symmetric` list rows of one model name each other, and the row that points at another may be its snapshot.
    """
    listed = {row.fact.model_id.casefold() for row in rows}
    for row in rows:
        target = _snapshot_of(row) if symmetric else row.points_at
        known = target is not None and target.casefold() != row.fact.model_id.casefold()
        yield replace(row.fact, alias_of=target) if known else row.fact
    yield from _others(rows, listed, symmetric=symmetric)


def _snapshot_of(row: Named) -> str | None:
    """The one dated id that this row points at, or that is its own id with a date."""
    own = row.fact.model_id
    if is_dated(own):
        return None
    bare = own.removesuffix("-latest")
    found = {name for name in row.names if is_dated(name) and stem(name) == bare}
    if row.points_at and is_dated(row.points_at):
        found.add(row.points_at)
    return found.pop() if len(found) == 1 else None


def _others(rows: Iterable[Named], listed: Collection[str], *, symmetric: bool) -> Iterator[Fact]:
    """Names that only stand beside a row. A dated one is no alias of an undated row: it may be its snapshot."""
    for row in rows:
        own = row.fact.model_id
        for name in row.names:
            if name.casefold() not in listed:
                likely = is_dated(own) or not (symmetric or is_dated(name))
                certain = likely and not (symmetric and is_dated(name))
                yield replace(row.fact, model_id=name, alias_of=own if certain else None)


def _is_date(digits: str) -> bool:
    first, last = int(digits[:2]), int(digits[2:])
    return (first in _YEARS and last in _MONTHS) or (first in _MONTHS and last in _DAYS)
