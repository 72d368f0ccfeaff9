"""How pressing an alert is: by what happens, how soon, where it is pinned, and whose word it is."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import date

from monitor.core.alerts import Alert, AlertKind, Place, Urgency
from monitor.core.lifecycle import Status

WEEK, MONTH, QUARTER = 7, 30, 90  # days
_GOOD_NEWS = frozenset({AlertKind.REINSTATED, AlertKind.DATE_WITHDRAWN})
_LIVE = frozenset({"", "prod", "production", "prd", "live"})
_BEFORE_LIVE = frozenset({"staging", "stage", "stg", "preprod", "pre-prod", "uat", "qa", "canary"})
_ORDER = {urgency: n for n, urgency in enumerate(Urgency)}


class Stage(enum.IntEnum):
    """How near to users an environment is. One that is not named counts as live, and one of unknown name nearly so."""

    LIVE = 0
    STAGING = 1
    OTHER = 2
    DEVELOPMENT = 3


_DEVELOPMENT = frozenset({"dev", "development", "test", "testing", "ci", "local", "sandbox", "experiment"})


def stage(places: Iterable[Place]) -> Stage:
    """The stage nearest to users of several places; LIVE where there are none."""
    return min((_stage(place.environment or "") for place in places), default=Stage.LIVE)


def _stage(environment: str) -> Stage:
    name = environment.strip().casefold()
    if name in _LIVE:
        return Stage.LIVE
    if name in _BEFORE_LIVE:
        return Stage.STAGING
    return Stage.DEVELOPMENT if name in _DEVELOPMENT else Stage.OTHER


def urgency(alert: Alert) -> Urgency:
    """What happens, and how soon; `alert.days_left` counts to the firm shutdown date."""
    if alert.kind in _GOOD_NEWS:
        return Urgency.LATER
    if alert.kind is AlertKind.UNLISTED:
        return Urgency.UNLISTED
    if alert.status is Status.RETIRED:  # of what has gone before, that another replacement is needed can wait
        return Urgency.LATER if alert.kind is AlertKind.REPLACEMENT_DIED else Urgency.ENDED
    if alert.kind is AlertKind.DATE_MOVED and alert.before and alert.shutdown_on and alert.shutdown_on < alert.before:
        return Urgency.EARLIER
    left = alert.days_left
    if left is None:
        return Urgency.QUARTER if alert.kind is AlertKind.FLOOR_PASSED else Urgency.LATER
    near = ((WEEK, Urgency.WEEK), (MONTH, Urgency.MONTH), (QUARTER, Urgency.QUARTER))
    return next((named for days, named in near if left <= days), Urgency.LATER)


def order(alert: Alert) -> tuple[int, bool, Stage, bool, date, str]:
    """Sorts alerts, the most urgent first.

    Then comes what is still ahead before what has gone, live before development, what the provider that answers the pin
    says itself before what is only known of the model's maker, and at last the earlier date.
    """
    gone = alert.status is Status.RETIRED
    upstream = alert.upstream is not None
    when = alert.shutdown_on or date.max
    return _ORDER[alert.urgency], gone, stage(alert.places), upstream, when, alert.model_id


def cannot_wait(alert: Alert) -> bool:
    """Whether it goes through quiet hours: ended, gone from the list, or 7 days off at most, beyond development."""
    if stage(alert.places) is Stage.DEVELOPMENT:
        return False
    soon = alert.urgency is Urgency.EARLIER and alert.days_left is not None and alert.days_left <= WEEK
    return soon or alert.urgency in {Urgency.ENDED, Urgency.UNLISTED, Urgency.WEEK}
