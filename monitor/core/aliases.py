"""What an alias has pointed at, and since when: `gpt-4o` is one model today and may be another tomorrow.

A page or a list says where an alias points (`Fact.alias_of`); that it points elsewhere since is a recorded change. The
record keeps only the newest words of a source, so the past is read out of the changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.core.changes import Change, ChangeKind
from monitor.core.lifecycle import Lifecycle


@dataclass(frozen=True, slots=True)
class Pointing:
    """What an alias points at for a time. Both times are aware and in UTC.

    `since` is when this was first read, not when the provider did it, which it rarely says; None where even that is
    not known. `until` is None for what it points at now. `url` is where the provider says so, empty if not known.
    """

    target: str
    since: datetime | None
    until: datetime | None = None
    url: str = ""


def histories(
    lifecycles: Iterable[Lifecycle], recorded: Iterable[tuple[Change, datetime]]
) -> dict[tuple[str, str], tuple[Pointing, ...]]:
    """What every alias has pointed at, oldest first, by provider and casefolded id.

    `recorded` are changes of any kind, in any order, each with when it was recorded (aware, UTC).
    """
    repointed: defaultdict[tuple[str, str], list[tuple[datetime, Change]]] = defaultdict(list)
    for change, at in recorded:
        if change.kind is ChangeKind.ALIAS_REPOINTED:
            repointed[change.provider, change.model_id.casefold()].append((at, change))
    aliases = {(c.provider, c.model_id.casefold()): c for c in lifecycles if c.alias_of}
    return {
        key: tuple(_history(c, sorted(repointed.get(key, ()), key=lambda step: step[0]))) for key, c in aliases.items()
    }


def repointed(history: tuple[Pointing, ...]) -> tuple[Pointing, Pointing] | None:
    """The last two models that an alias has pointed at, then and now; None where only one is known."""
    return (history[-2], history[-1]) if len(history) > 1 else None


def _history(alias: Lifecycle, steps: list[tuple[datetime, Change]]) -> list[Pointing]:
    """The stretches of an alias. Where the changes and the newest words do not join, no day is invented between."""
    said = [o for o in alias.observations if _same(o.fact.alias_of, alias.alias_of)]
    url = said[0].fact.url if said else ""
    first = min((o.first_seen for o in alias.observations if o.fact.alias_of), default=None)
    out: list[Pointing] = []
    for at, change in steps:
        before, after = change.before or "", change.after or ""
        if out and _same(out[-1].target, before):
            out[-1] = Pointing(out[-1].target, out[-1].since, at, out[-1].url)
        else:
            out.append(Pointing(before, None if out else _before(first, at), at))
        out.append(Pointing(after, at, url=change.url))
    if not out:
        return [Pointing(alias.alias_of or "", first, url=url)]
    if not _same(out[-1].target, alias.alias_of):
        out.append(Pointing(alias.alias_of or "", None, url=url))
    return out


def _before(first: datetime | None, at: datetime) -> datetime | None:
    """When the first stretch was first read: the row keeps its first day while its words change."""
    return first if first is not None and first < at else None


def _same(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one.casefold() == other.casefold()
