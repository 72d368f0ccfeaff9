"""From when on a source is stale, how an age is told, and which one is told of what.

A fact is as old as the reading that it is from. An answer of many facts (a message, a digest, a page, a check) is as
old as the oldest that it rests on, and no older: a source that says nothing of these models has no part in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Protocol

from monitor.core.alerts import Evidence

# Without a good reading for so many of its intervals a source is stale, and every answer that rests on it says so.
STALE_INTERVALS = 3
STALE_AFTER = timedelta(hours=48)  # likewise what nobody polls: the bundled catalog, a source that is no longer known

_MINUTES_SHOWN, _HOURS_SHOWN = 100, 72  # an age is told in minutes or hours up to these


class Heard(Protocol):
    """A source that speaks for a model, when it was read, and whether the bundled catalog stands in for it."""

    @property
    def source_id(self) -> str:
        """The source's id."""

    @property
    def read_at(self) -> datetime:
        """When it was read (aware, UTC); of the bundled catalog, its day."""

    @property
    def bundled(self) -> bool:
        """Whether nobody has read it here."""


def rests_on(evidence: Evidence | None, heard: Iterable[Heard]) -> date | None:
    """The day of the bundled facts on which an answer about one model rests; None if it rests on none.

    It is that of the provider's deprecation page, which would tell of an end: how old the list is that has the model
    says nothing of that. Where the page itself has been read here, the catalog is not what the answer rests on.
    """
    if evidence is None or evidence.catalog_as_of is None:
        return None
    page = f"{evidence.source_id.partition('/')[0]}/deprecations"
    for source in heard:
        if source.source_id == page:
            return source.read_at.date() if source.bundled else None
    return evidence.catalog_as_of


def oldest_bundled(proofs: Iterable[Evidence]) -> date | None:
    """The oldest day of the bundled catalog among proofs; None where none is from it."""
    return min((e.catalog_as_of for e in proofs if e.catalog_as_of), default=None)


def bundled(as_of: date, today: date, written: Callable[[date], str] = str) -> str:
    """The catalog with its day and its age: "bundled catalog of 2026-08-21, 102 days old"."""
    days = (today - as_of).days
    age = f"{days:,} {'day' if days == 1 else 'days'} old" if days >= 0 else "later than this day"
    return f"bundled catalog of {written(as_of)}, {age}"


def ago(age: timedelta) -> str:
    """An age in words: "5 min ago", "3 h ago", "30 d ago"; one below zero is none."""
    minutes = max(0, int(age.total_seconds())) // 60
    if minutes < _MINUTES_SHOWN:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < _HOURS_SHOWN else f"{hours // 24} d ago"
