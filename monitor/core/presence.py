"""When the absence of a row counts, and when a row that is there is as good as absent.

On a page absence counts at once: the row was edited away (its fact stands all the same, marked). In a model list one
miss is noise (partial answers, paging, the permissions of a key): it counts after two good readings at least an hour
apart.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.core.facts import Fact, Observation, StatedStatus

LIST_PATIENCE = timedelta(hours=1)
FORGOTTEN = timedelta(days=30)


class Confirmation(enum.StrEnum):
    """What a provider says of one model that it was asked for by its id."""

    LISTED = "listed"  # it answers with the model, under this name or that of its snapshot
    MISSING = "missing"  # it knows no such model, or hides it from this key
    GONE = "gone"  # it says that the model was retired
    UNCLEAR = "unclear"  # it says nothing of the model: a refused key, a busy server, something else


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a source still holds a row: since when it has been missed, and since when it counts as gone (UTC)."""

    missed_since: datetime | None = None
    gone_since: datetime | None = None


PRESENT = Presence()


def missed(was: Presence, *, is_list: bool, at: datetime, word: Confirmation | None = None) -> Presence:
    """The presence of a row that a good, whole reading at `at` (aware, UTC) does not hold.

    `word` is what its provider said of the model itself: that it was retired counts at once, and that it is there means
    that the list was partial.
    """
    if was.gone_since:
        return was
    if word is Confirmation.LISTED:
        return PRESENT
    since = was.missed_since or at
    counts = not is_list or word is Confirmation.GONE or at - since >= LIST_PATIENCE
    return Presence(missed_since=since, gone_since=since if counts else None)


def only_forgets(was: Observation, new: Fact, at: datetime) -> bool:
    """Whether a page's row only no longer says that its model is deprecated or gone, in a reading at `at` (aware, UTC).

    Such a row brings no model back to life: that takes a statement (another date, a floor, a status). Vertex printed
    "No retirement date announced" over three dates nine days after they had come, and the same dates again two weeks
    later. A page that still says so after a month means it. A date that is still ahead can be withdrawn at once.
    """
    if new.shutdown_on or new.earliest_shutdown_on or new.stated_status:
        return False
    if not _ended(was.fact, at.date()) and (new.deprecated_on or not _only_deprecated(was.fact, at.date())):
        return False
    return was.gone_since is None or at - was.gone_since < FORGOTTEN


def _ended(fact: Fact, today: date) -> bool:
    return fact.stated_status is StatedStatus.RETIRED or (fact.shutdown_on is not None and fact.shutdown_on <= today)


def _only_deprecated(fact: Fact, today: date) -> bool:
    """Whether a row says that its model is deprecated, and not when it ends."""
    announced = fact.deprecated_on is not None and fact.deprecated_on <= today
    return fact.shutdown_on is None and (announced or fact.stated_status is StatedStatus.DEPRECATED)
