"""When the absence of a row counts.

On a page at once: the row was edited away (its fact stands all the same, marked). In a model list one miss is noise
(partial answers, paging, the permissions of a key): it counts after two good readings at least an hour apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LIST_PATIENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a source still holds a row: since when it has been missed, and since when it counts as gone (UTC)."""

    missed_since: datetime | None = None
    gone_since: datetime | None = None


PRESENT = Presence()


def missed(was: Presence, *, is_list: bool, at: datetime) -> Presence:
    """The presence of a row that a good, whole reading at `at` (aware, UTC) does not hold."""
    if was.gone_since:
        return was
    since = was.missed_since or at
    counts = not is_list or at - since >= LIST_PATIENCE
    return Presence(missed_since=since, gone_since=since if counts else None)
