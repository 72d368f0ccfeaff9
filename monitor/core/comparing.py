"""What a document says otherwise than the record does: for a person who decides about it.

Unlike `changes`, which tells what happened to a merged lifecycle, this holds one source's rows against one document of
the same source, before anything is recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.core.facts import Fact, Reading

DATES = ("deprecated_on", "legacy_on", "shutdown_on", "earliest_shutdown_on", "extended_access_on", "released_on")
OTHERS = ("stated_status", "replacements", "redirects_to", "alias_of")


@dataclass(frozen=True, slots=True)
class Altered:
    """One thing that a row says otherwise: the name of the field, and its printed values (None is nothing)."""

    fact: Fact
    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows that would appear, rows that the document lacks, dates that move, and what else is said otherwise."""

    appear: tuple[Fact, ...]
    vanish: tuple[Fact, ...]
    dates: tuple[Altered, ...]
    others: tuple[Altered, ...]

    def __bool__(self) -> bool:
        return bool(self.appear or self.vanish or self.dates or self.others)


def compare(known: Sequence[Fact], reading: Reading) -> Comparison:
    """A document of a source against the facts of its last good readings that are not gone.

    Of several facts with one key the first counts, as in the record. A reading that is not whole lacks nothing. What
    appears and what is altered is in the document's order, what vanishes in that of the ids.
    """
    before = {fact.key: fact for fact in sorted(known, key=lambda fact: (fact.model_id.casefold(), str(fact.scope)))}
    after: dict[object, Fact] = {}
    for fact in reading.facts:
        after.setdefault(fact.key, fact)
    pairs = [(before[key], fact) for key, fact in after.items() if key in before]
    return Comparison(
        appear=tuple(fact for key, fact in after.items() if key not in before),
        vanish=tuple(fact for key, fact in before.items() if key not in after) if reading.whole else (),
        dates=tuple(_altered(pairs, DATES)),
        others=tuple(_altered(pairs, OTHERS)),
    )


def _altered(pairs: Iterable[tuple[Fact, Fact]], names: Sequence[str]) -> Iterator[Altered]:
    for old, new in pairs:
        for name in names:
            was, now = getattr(old, name), getattr(new, name)
            if was != now:
                yield Altered(new, name, _printed(was), _printed(now))


def _printed(value: Any) -> str | None:
    if not value:
        return None
    if isinstance(value, date):
        return value.isoformat()
    return ", ".join(value) if isinstance(value, tuple) else str(value)
