"""When is a team told, and of what? Decided from two states: how a model stands now, and what the team was told last.

Because both are states, not events, a round that was missed, repeated or cut short changes nothing: the next one finds
the same difference and tells it once. Lead days are crossings (previous > lead >= now), never equalities.

A round goes `watched` (a date that left the told one is noted, see `settling`), `decide`, and `telling` for what is
told, or again `watched` alone for what must wait until the team's quiet hours are over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.core.alerts import AlertKind, Place, Severity
from monitor.core.lifecycle import Status
from monitor.core.settling import Unsettled, watch
from monitor.core.urgency import Stage

SETTLED = frozenset({Status.DEPRECATED, Status.RETIRED})  # its end is decided
NEAR = 30  # days: a date that comes this near is told without waiting for it to settle
FLOOR_NEAR = 90  # days before a floor passes that it is told
_QUIET_IF_FAR = frozenset({AlertKind.BASELINE, AlertKind.ANNOUNCED, AlertKind.DATE_SET})
_OF_FLOORS = frozenset({AlertKind.FLOOR_NEAR, AlertKind.FLOOR_PASSED, AlertKind.BASELINE})

Replacement = tuple[str, str]
"""A provider and the id of its model; the provider is empty where that of the replaced model is meant."""


@dataclass(frozen=True, slots=True)
class Rules:
    """When a project wants to be told: its lead days, and how many days ahead an announcement is worth a message.

    What ends later than `announce_within` days from now is left to the digest, until a lead day is crossed.
    """

    lead_days: Collection[int]
    announce_within: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a model stands on a day, as far as a team is concerned.

    `replacement` is the living model that is suggested first in its place now; `unlisted` says that it left the
    provider's model list; `points_at` is the model of an alias. `floor_on` is the day before which an active model is
    not shut down, `floor_left` the days until then. `unheard` says that no source names it, though they name models of
    its provider that live on: a page of ends alone names no living model. `stage` is how near to users it is pinned.
    """

    status: Status
    shutdown_on: date | None = None
    days_left: int | None = None
    replacement: Replacement | None = None
    unlisted: bool = False
    points_at: str | None = None
    floor_on: date | None = None
    floor_left: int | None = None
    unheard: bool = False
    stage: Stage | None = None

    @property
    def floor_passed(self) -> bool:
        """Whether it may be retired any day."""
        return self.floor_left is not None and self.floor_left <= 0

    @property
    def floor_near(self) -> bool:
        """Whether the floor is worth a word."""
        return self.floor_left is not None and self.floor_left <= FLOOR_NEAR


@dataclass(frozen=True, slots=True)
class Told:
    """What a project was last told of a model. `days_left` is as of that telling, or the lead day that it stood for.

    `floor_on` is the floor that it was told of, `floor_passed` that this one passed. `unsettled` is what the page has
    shown since in place of `shutdown_on`, of which nothing was told yet.

    `stage` is the one nearest to users at which it was told, `team` the number of the team that was, `places` where it
    was pinned at the last look; None where that is not known, which counts as told. `closed_at` is when it was told
    that there is nothing left to do, so that the next look is a first one; `team` is None then where another had it.
    """

    status: Status
    shutdown_on: date | None = None
    days_left: int | None = None
    replacement: Replacement | None = None
    unlisted: bool = False
    points_at: str | None = None
    floor_on: date | None = None
    floor_passed: bool = False
    unsettled: Unsettled | None = None
    stage: Stage | None = None
    team: int | None = None
    places: tuple[Place, ...] | None = None
    closed_at: datetime | None = None


def watched(now: Standing, told: Told | None, at: datetime) -> Told | None:
    """What was told, with what the page shows at `at` (aware) instead of the told shutdown date noted."""
    if told is None or told.shutdown_on is None:
        return told
    unsettled = watch(now.shutdown_on, told.shutdown_on, told.unsettled, at)
    return told if unsettled == told.unsettled else replace(told, unsettled=unsettled)


def decide(
    now: Standing, told: Told | None, rules: Rules, *, at: datetime, lives: Callable[[Replacement], bool]
) -> AlertKind | None:
    """Why the project must be told of the model now; None if there is nothing new. `told` is as `watched` gave it.

    At most one reason a round, the most urgent: so after any pause there is one message, not one per missed lead day.
    The first look at a model (`told` is None) is a baseline. `lives` tells whether a model that was suggested is still
    alive; that a provider now recommends another one is no news as long as it is.
    """
    kind = _first_look(now) if told is None else _news(now, told, rules, at)
    if kind in _QUIET_IF_FAR and _far(now.days_left, rules):
        return None
    if kind or told is None or waits(told, at):
        return kind
    if now.status in SETTLED:
        died = told.replacement and not lives(told.replacement) and not _far(now.days_left, rules)
        kind = AlertKind.REPLACEMENT_DIED if died else None
    else:
        kind = _floor_news(now, told)
    return kind or _repointed(now, told) or _brought_nearer(now, told, rules)


def is_nearer(now: Standing, told: Told | None) -> bool:
    """Whether a model is pinned nearer to users than it ever was when the project was told of it."""
    return told is not None and told.stage is not None and now.stage is not None and now.stage < told.stage


def crossed(before: int | None, now: int | None, lead_days: Collection[int]) -> int | None:
    """The most urgent lead day crossed on the way from `before` to `now` days left; None if none was."""
    if before is None or now is None:
        return None
    return min((lead for lead in lead_days if before > lead >= now), default=None)


def stands_for(days_left: int | None, lead_days: Collection[int]) -> int | None:
    """The lead day that a message so many days before also stands for, if it is at most a twentieth of itself away.

    Providers like to announce an end a few days more than half a year ahead: nobody needs to hear it twice in a week.
    """
    if days_left is None:
        return None
    return min((lead for lead in lead_days if 0 <= days_left - lead <= lead // 20), default=days_left)


def telling(now: Standing, told: Told | None, kind: AlertKind | None, rules: Rules, *, at: datetime) -> Told:
    """What the project has been told once an alert of `kind` (or none) is on its way. `told` is as `watched` gave it.

    Without an alert the days left stay as last told, so that a lead day is crossed from there; a model that was no
    news is recorded as seen, and a date that has not settled leaves all as it was.
    """
    if kind is None and told is not None and waits(told, at):
        return told
    quiet = kind is None and told is not None and now.shutdown_on == told.shutdown_on
    days_left = now.days_left
    if kind not in {None, AlertKind.REMINDER}:
        days_left = stands_for(days_left, rules.lead_days)
    floor_on, floor_passed = _floor_told(now, told, kind)
    points_at = told.points_at if told and kind is not AlertKind.ALIAS_REPOINTED else None
    return Told(
        status=now.status,
        shutdown_on=now.shutdown_on,
        days_left=told.days_left if quiet and told else days_left,
        replacement=told.replacement if quiet and told else now.replacement,
        unlisted=now.unlisted,
        points_at=points_at or now.points_at,
        floor_on=floor_on,
        floor_passed=floor_passed,
        stage=min((s for s in (now.stage, told.stage if told else None) if s is not None), default=None),
    )


def severity(status: Status, days_left: int | None, *, floor_near: bool, within: int) -> Severity:
    """How a known model stands, for a check that looks `within` days ahead."""
    if status is Status.RETIRED:
        return Severity.RETIRED
    if days_left is not None and days_left <= within:
        return Severity.IMMINENT
    if status is Status.DEPRECATED:
        return Severity.UPCOMING
    return Severity.FLOOR if floor_near else Severity.OK


def _first_look(now: Standing) -> AlertKind | None:
    trouble = now.status in SETTLED or now.unlisted or now.floor_near or now.unheard
    return AlertKind.BASELINE if trouble else None


def _news(now: Standing, told: Told, rules: Rules, at: datetime) -> AlertKind | None:
    if now.status is Status.RETIRED and told.status is not Status.RETIRED:
        return AlertKind.RETIRED
    if now.unlisted and not told.unlisted and now.status not in SETTLED and told.status is not Status.RETIRED:
        return AlertKind.UNLISTED
    if now.shutdown_on != told.shutdown_on and told.shutdown_on and not _cannot_wait(now, told, rules):
        return None if waits(told, at) else _moved(now, told, rules, at)
    if told.status is Status.RETIRED:
        return AlertKind.REINSTATED if now.status is not Status.RETIRED else None
    if now.shutdown_on != told.shutdown_on:
        return _date_kind(now, told)
    if now.status is Status.DEPRECATED and told.status is not Status.DEPRECATED:
        return AlertKind.ANNOUNCED
    if told.status is Status.DEPRECATED and now.status is not Status.DEPRECATED:
        return AlertKind.REINSTATED
    if crossed(told.days_left, now.days_left, rules.lead_days) is not None:
        return AlertKind.REMINDER
    return _flapped(now, told, rules, at)


def _cannot_wait(now: Standing, told: Told, rules: Rules) -> bool:
    """Whether a date that moved is so near that it is told before it has settled."""
    if now.days_left is None or now.days_left > NEAR or now.shutdown_on is None or told.shutdown_on is None:
        return False
    if told.status is Status.RETIRED:
        return False
    return now.shutdown_on < told.shutdown_on or crossed(told.days_left, now.days_left, rules.lead_days) is not None


def waits(told: Told, at: datetime) -> bool:
    """Whether the page shows another date than the told one, or did so, and has not settled."""
    return told.unsettled is not None and not told.unsettled.settled(at)


def _moved(now: Standing, told: Told, rules: Rules, at: datetime) -> AlertKind | None:
    """A date that has settled elsewhere; no word of it where the digest alone told the old one and has the new one."""
    if told.status is Status.RETIRED:
        return AlertKind.REINSTATED if now.status is not Status.RETIRED else None
    was_far = told.shutdown_on is not None and _far((told.shutdown_on - at.date()).days, rules)
    if was_far and (now.days_left is None or _far(now.days_left, rules)):
        return None
    return _date_kind(now, told)


def _flapped(now: Standing, told: Told, rules: Rules, at: datetime) -> AlertKind | None:
    """A date that went and came back, and has settled; no word of one that is left to the digest."""
    if told.unsettled is None or waits(told, at) or _far(now.days_left, rules):
        return None
    return AlertKind.DATE_FLAPPED


def _far(days_left: int | None, rules: Rules) -> bool:
    return days_left is not None and days_left > rules.announce_within


def _date_kind(now: Standing, told: Told) -> AlertKind:
    if not now.shutdown_on:
        return AlertKind.DATE_WITHDRAWN
    if told.shutdown_on:
        return AlertKind.DATE_MOVED
    return AlertKind.DATE_SET if told.status is Status.DEPRECATED else AlertKind.ANNOUNCED


def _floor_news(now: Standing, told: Told) -> AlertKind | None:
    """A floor is told once when it comes near, and once when it passes; where it moves meanwhile, the digest says."""
    if now.floor_passed:
        return None if told.floor_passed else AlertKind.FLOOR_PASSED
    return AlertKind.FLOOR_NEAR if now.floor_near and told.floor_on is None else None


def _floor_told(now: Standing, told: Told | None, kind: AlertKind | None) -> tuple[date | None, bool]:
    if kind in _OF_FLOORS and now.floor_near:
        return now.floor_on, now.floor_passed
    if told is None:
        return None, False
    return told.floor_on, told.floor_passed and not (now.floor_on and not now.floor_passed)


def _brought_nearer(now: Standing, told: Told, rules: Rules) -> AlertKind | None:
    """What was told of a pin in development is told again once it is pinned nearer to users."""
    in_trouble = _first_look(now) is not None and not _far(now.days_left, rules)
    return AlertKind.REMINDER if in_trouble and is_nearer(now, told) else None


def _repointed(now: Standing, told: Told) -> AlertKind | None:
    """An alias that is pointed elsewhere: same name, another model."""
    if now.points_at is None or told.points_at is None or now.points_at.casefold() == told.points_at.casefold():
        return None
    return AlertKind.ALIAS_REPOINTED
