"""When is a team told, and of what? Decided from two states: how a model stands now, and what the team was told last.

Because both are states, not events, a round that was missed, repeated or cut short changes nothing: the next one finds
the same difference and tells it once. Lead days are crossings (previous > lead >= now), never equalities.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from monitor.core.alerts import AlertKind, Severity
from monitor.core.lifecycle import Status

SETTLED = frozenset({Status.DEPRECATED, Status.RETIRED})  # its end is decided


@dataclass(frozen=True, slots=True)
class Standing:
    """How a model stands on a day, as far as a team is concerned.

    `replacement` is the living model that is suggested first in its place now; `unlisted` says that it left the
    provider's model list.
    """

    status: Status
    shutdown_on: date | None = None
    days_left: int | None = None
    replacement: str | None = None
    unlisted: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a project was last told of a model. `days_left` is as of that telling."""

    status: Status
    shutdown_on: date | None = None
    days_left: int | None = None
    replacement: str | None = None
    unlisted: bool = False


def decide(
    now: Standing, told: Told | None, lead_days: Collection[int], *, lives: Callable[[str], bool]
) -> AlertKind | None:
    """Why the project must be told of the model now; None if there is nothing new.

    At most one reason a round, the most urgent: so after any pause there is one message, not one per missed lead day.
    The first look at a model (`told` is None) is a baseline. `lives` tells whether a model that was suggested is still
    alive; that a provider now recommends another one is no news as long as it is.
    """
    if told is None:
        return AlertKind.BASELINE if now.status in SETTLED or now.unlisted else None
    if now.status is Status.RETIRED:
        if told.status is not Status.RETIRED:
            return AlertKind.RETIRED
    elif told.status is Status.RETIRED:
        return AlertKind.REINSTATED
    elif now.unlisted and not told.unlisted and now.status is not Status.DEPRECATED:
        return AlertKind.UNLISTED
    elif now.shutdown_on != told.shutdown_on:
        return _date_kind(now, told)
    elif now.status is Status.DEPRECATED and told.status is not Status.DEPRECATED:
        return AlertKind.ANNOUNCED
    elif told.status is Status.DEPRECATED and now.status is not Status.DEPRECATED:
        return AlertKind.REINSTATED
    elif crossed(told.days_left, now.days_left, lead_days) is not None:
        return AlertKind.REMINDER
    if now.status in SETTLED and told.replacement and not lives(told.replacement):
        return AlertKind.REPLACEMENT_DIED
    return None


def crossed(before: int | None, now: int | None, lead_days: Collection[int]) -> int | None:
    """The most urgent lead day crossed on the way from `before` to `now` days left; None if none was."""
    if before is None or now is None:
        return None
    return min((lead for lead in lead_days if before > lead >= now), default=None)


def telling(now: Standing, told: Told | None, kind: AlertKind | None) -> Told:
    """What the project has been told once an alert of `kind` (or none) is on its way.

    Without an alert the days left stay as last told, so that a lead day is crossed from there; a model that was no
    news is recorded as seen.
    """
    if kind is None and told is not None and now.shutdown_on == told.shutdown_on:
        return Told(now.status, told.shutdown_on, told.days_left, told.replacement, now.unlisted)
    return Told(now.status, now.shutdown_on, now.days_left, now.replacement, now.unlisted)


def severity(status: Status, days_left: int | None, *, floor_near: bool, within: int) -> Severity:
    """How a known model stands, for a check that looks `within` days ahead."""
    if status is Status.RETIRED:
        return Severity.RETIRED
    if days_left is not None and days_left <= within:
        return Severity.IMMINENT
    if status is Status.DEPRECATED:
        return Severity.UPCOMING
    return Severity.FLOOR if floor_near else Severity.OK


def _date_kind(now: Standing, told: Told) -> AlertKind:
    if not now.shutdown_on:
        return AlertKind.DATE_WITHDRAWN
    if told.shutdown_on:
        return AlertKind.DATE_MOVED
    return AlertKind.DATE_SET if told.status is Status.DEPRECATED else AlertKind.ANNOUNCED
