"""Which sources of a provider name a model, and which do not: shown to people, and nothing is concluded from it.

A page may name what no list has (retired long ago, a name in prose, another account), and a list what no page has (most
pages only name what ends). Neither makes a model unknown, retired or safe.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.core.freshness import ago
from monitor.core.lifecycle import Lifecycle


@dataclass(frozen=True, slots=True)
class Witness:
    """A source that has been read well, the last time at `read_at` (aware, UTC): a page, or a model list.

    A list that is not `whole` can name a model, and says nothing of those that it lacks.
    """

    source_id: str
    provider: str
    is_list: bool
    read_at: datetime
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Naming:
    """Who names a model now, and the sources of the other kind where none of them does."""

    named_by: tuple[str, ...] = ()
    silent: tuple[Witness, ...] = ()


def naming(scopes: Iterable[Lifecycle], witnesses: Iterable[Witness]) -> Naming:
    """Who names a model, given its lifecycles in all scopes, and who of its provider's sources does not.

    A row that is gone from a source does not name the model any more. Pages are held against lists and lists against
    pages; several pages of one provider divide its models among them, and so do lists.
    """
    names = {o.fact.source_id for c in scopes for o in c.observations if not o.gone_since}
    heard = sorted(witnesses, key=lambda w: w.source_id)
    named_by = tuple(w.source_id for w in heard if w.source_id in names)
    kinds = {w.is_list for w in heard if w.source_id in names}
    if len(kinds) != 1:
        return Naming(named_by)
    silent = tuple(w for w in heard if w.is_list not in kinds and w.whole)
    return Naming(named_by, silent)


def as_note(told: Naming, now: datetime) -> str:
    """Say that no source of the other kind names a model: "named by a/deprecations, not in a/models (read 2 h ago)"."""
    by, silent = " and ".join(told.named_by), told.silent
    if not silent:
        return ""
    ages = " nor ".join(f"{w.source_id} (read {ago(now - w.read_at)})" for w in silent)
    return f"named by {by}, not in {ages}" if silent[0].is_list else f"in {by}, not named by {ages}"
