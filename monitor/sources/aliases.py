"""Aliases that a page lists apart from its models: "`x-latest` currently points to `x-2506`". They share their fate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from monitor.sources.cells import Named
from monitor.sources.document import Section, clip
from monitor.sources.entries import Entry


@dataclass(frozen=True, slots=True)
class Pointer:
    """What a page says an alias points at, and the row or sentence that says so.

    `has_moved`: it also says that the alias pointed at another model before.
    """

    alias: str
    target: str
    section: Section
    quote: str
    has_moved: bool = False


def with_aliases(entries: Iterable[Entry], pointers: Iterable[Pointer]) -> Iterator[Entry]:
    """The entries, and one for each alias that has no entry of its own; a dated entry says what it is an alias of.

    An alias of a model that is among the entries has all that is stated of it, in each scope, and both quotes. Of an
    alias of another model there is nothing to say, but where it has moved: that takes back what was said of it before.
    """
    others = [pointer for pointer in pointers if pointer.alias.casefold() != pointer.target.casefold()]
    pointed = {pointer.alias.casefold(): pointer for pointer in reversed(others)}
    by_id: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        own = pointed.get(entry.named.model_id.casefold()) if _is_dated(entry) else None
        by_id[entry.named.model_id.casefold()].append(entry)
        yield entry if own is None else replace(entry, named=Named(entry.named.model_id, own.target))
    for alias, pointer in pointed.items():
        if alias in by_id:
            continue
        named = Named(pointer.alias, pointer.target)
        targets = by_id.get(pointer.target.casefold(), [])
        if not targets and pointer.has_moved:
            yield Entry(named, pointer.section, clip(pointer.quote))
        for target in targets:
            quote = clip(f"{pointer.quote} {target.quote}")
            yield replace(target, named=named, section=pointer.section, quote=quote, name=None, released_on=None)


def _is_dated(entry: Entry) -> bool:
    return any((entry.deprecated_on, entry.firm_day, entry.floor_day))
