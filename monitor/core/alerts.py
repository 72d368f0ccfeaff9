"""What is told to a team, as plain data: alerts, the notice that carries a round of them, and the weekly digest.

These are stored as JSON in the outbox and rendered at delivery, each channel in its own way; so they hold no markup,
and all their texts are foreign (ids, quotes) until a renderer escapes them. All times are aware and in UTC.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime

from monitor.core.lifecycle import Status
from monitor.core.specs import ModelSpecs
from monitor.core.values import value


class AlertKind(enum.StrEnum):
    """Why a team is told of a model now."""

    BASELINE = "baseline"  # already in trouble when first looked at
    ANNOUNCED = "announced"
    DATE_SET = "date_set"
    DATE_MOVED = "date_moved"
    DATE_WITHDRAWN = "date_withdrawn"
    REMINDER = "reminder"  # a lead day was crossed
    RETIRED = "retired"
    REINSTATED = "reinstated"
    REPLACEMENT_DIED = "replacement_died"
    UNLISTED = "unlisted"  # gone from the provider's list without notice
    DATE_FLAPPED = "date_flapped"  # another one was shown for a short while, and then the told one again
    ALIAS_REPOINTED = "alias_repointed"  # same name, another model
    FLOOR_NEAR = "floor_near"  # the day before which it is not shut down comes near
    FLOOR_PASSED = "floor_passed"


class Urgency(enum.StrEnum):
    """How pressing an alert is, the most pressing first: see `core.urgency`."""

    ENDED = "ended"  # retired, or its date has come
    UNLISTED = "unlisted"  # gone from the provider's list without notice
    EARLIER = "earlier"  # its date moved to an earlier day
    WEEK = "week"  # within 7 days
    MONTH = "month"  # within 30
    QUARTER = "quarter"  # within 90
    LATER = "later"


class Severity(enum.StrEnum):
    """How a pin stands on a day, the worst first."""

    RETIRED = "retired"
    IMMINENT = "imminent"  # a firm date within the asked-for days
    UPCOMING = "upcoming"  # deprecated, further off or without a date
    FLOOR = "floor"  # may be retired any day: its earliest shutdown date has passed, or is near
    UNKNOWN = "unknown"  # no source names this id
    UNCOVERED = "uncovered"  # no source of this provider has been read
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a model is pinned: the reference as written, its environment and location, if known.

    `project` is set only in a notice that carries several projects.
    """

    reference: str
    environment: str | None = None
    location: str | None = None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The provider's own words for what an alert says.

    `observed_at` is when the source was last read well; `stale` that this was more than 48 hours ago; `catalog_as_of`
    is set where the fact comes from the bundled catalog, which holds no sentences (`quote` is then empty).
    """

    quote: str
    url: str
    source_id: str
    observed_at: datetime
    stale: bool = False
    catalog_as_of: date | None = None


@value
class Suggestion:
    """A living replacement.

    `origin` says whose word it is: "override" for the user's own, "provider", or "suggestion" for ours. `path` leads
    from the retiring model to it, both ends included; `sources` has the address behind each of its steps, empty where
    only the spelling of an id makes it. `why` is one line, `condition` what the provider says of how it is to be used.
    `good_until` is its own firm or earliest shutdown date, with `good_until_is_floor` telling which; `may_go`: that
    earliest date has passed, so that it may be retired any day. `caution` says
    what speaks against it, if anything; `comparison` what is different with it, a line each, where it was looked up.
    """

    provider: str
    model_id: str
    origin: str
    path: tuple[str, ...]
    why: str
    good_until: date | None = None
    good_until_is_floor: bool = False
    may_go: bool = False
    caution: str | None = None
    specs: ModelSpecs | None = None
    condition: str | None = None
    sources: tuple[str, ...] = ()
    comparison: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that a project is told of one model that it pins.

    `scope` is that of the pins as text, where they name one: the same model may end on other days elsewhere.
    `days_left` counts from the day of the alert to `shutdown_on`, negative after it. `before` is the shutdown date
    that the team was told last, where it moved or was withdrawn; `replaced` the suggestion that died since.
    `strayed_to` is the date that was shown for a short while, where it flapped (None: no date); `points_at` and
    `pointed_at` are the models of an alias, now and as told last, where it was pointed elsewhere; `floor_on` is the day
    before which the model is not shut down, where that is the news. `urgency` is as in `core.urgency`. `at_risk`
    lists recommended models that are themselves about to go, one line each. `upstream` is set for a pin on an
    aggregator whose own list does not end: the provider that makes the model, whose word all of this is. `note` is
    one more line in plain words. `risk_on` is set for an alias of which nothing is announced: the day by which all its
    known snapshots have ended. `tokens` is how many were used through its pins in the last 30 days, where that is
    known.
    """

    dedup_key: str
    kind: AlertKind
    severity: Severity
    provider: str
    model_id: str
    status: Status
    places: tuple[Place, ...]
    scope: str = ""
    upstream: str | None = None
    risk_on: date | None = None
    shutdown_on: date | None = None
    days_left: int | None = None
    deprecated_on: date | None = None
    before: date | None = None
    replaced: str | None = None
    strayed_to: date | None = None
    points_at: str | None = None
    pointed_at: str | None = None
    floor_on: date | None = None
    urgency: Urgency = Urgency.LATER
    redirects_to: str | None = None
    replacement_text: str | None = None
    suggestions: tuple[Suggestion, ...] = ()
    at_risk: tuple[str, ...] = ()
    specs: ModelSpecs | None = None
    tokens: int | None = None
    evidence: Evidence | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """All that one project is told in one round, most urgent first; what one message is made of.

    `team` owns what `project` pins: a pin's owner is the team of its project, and who was named for a planned move
    stands in the alert's note.

    Where many projects of a team have news at once they share one notice: `project` is then "", `projects` names them,
    each model has one alert for all of them, and its places say whose they are.

    `baseline` marks the first look at a project: a summary of what is already in trouble. `today` is the UTC day from
    which days are counted: that of the round, and once it goes out that of its delivery. `as_of` is the oldest good
    reading among the facts used.
    """

    team: str
    project: str
    today: date
    as_of: datetime | None
    alerts: tuple[Alert, ...]
    baseline: bool = False
    projects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DigestChange:
    """One change of the week at a provider that the team uses; `line` says it in words."""

    on: date
    provider: str
    model_id: str
    line: str
    url: str
    concerns_pin: bool


@dataclass(frozen=True, slots=True)
class DigestPin:
    """A pin that no source vouches for: why, in words, and the nearest known ids.

    `decision` is what is decided about it, if anything: "waived until 2027-01-31 by ana: an internal test model".
    """

    project: str
    place: Place
    severity: Severity
    why: str
    nearest: tuple[str, ...] = ()
    decision: str = ""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How one source stands: its state in words, since when, and the last good reading."""

    source_id: str
    state: str
    reason: str
    since: datetime | None
    last_good_at: datetime | None


@dataclass(frozen=True, slots=True)
class DigestProject:
    """One project's models that need work, most urgent first."""

    project: str
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True)
class DigestMigrated:
    """A model that is ending, and that a project has stopped pinning since the last digest."""

    project: str
    provider: str
    model_id: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A team's week. `week` is the ISO week ("2026-W47") in the team's own time zone.

    `today` is the UTC day from which all days are counted, as in a notice; `made_on` that on which it was made, where
    it goes out on another.

    `retired`, `upcoming` (a firm date ahead) and `later` (deprecated without a date, or a floor that is near or has
    passed) list models by project; all empty means there is nothing to do. `migrated` is what was done this week.
    """

    team: str
    week: str
    today: date
    as_of: datetime | None
    pins: int
    sources: int
    retired: tuple[DigestProject, ...] = ()
    upcoming: tuple[DigestProject, ...] = ()
    later: tuple[DigestProject, ...] = ()
    migrated: tuple[DigestMigrated, ...] = ()
    changes: tuple[DigestChange, ...] = ()
    unwatched: tuple[DigestPin, ...] = ()
    unwell_sources: tuple[SourceHealth, ...] = ()
    made_on: date | None = None
    catalog_as_of: date | None = None
