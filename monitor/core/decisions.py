"""What people decided about a model that a project pins, how long it holds, and what it keeps quiet meanwhile.

A decision is an entry that is never altered; the last one on a model counts. It is held against how the model stood
when it was made, so that silence never outlives the reason for it:

| decision | keeps quiet | until |
| --- | --- | --- |
| acknowledged | reminders further than 7 days from the shutdown date | it is retired, or its date moves earlier |
| snoozed | all but word that it is retired or unlisted | its day, it is retired, or its date moves earlier |
| planned | reminders, unless the planned day is after the shutdown date | the planned day has passed |
| waived | all but word that it ends, or has ended, earlier than it was to | its day has passed |
| not ours | all | somebody reopens it |

What was kept quiet is withheld, not dropped: once nothing keeps it quiet, it is told. A model that turns retired, or is
told to end sooner, was not what an acknowledgement or a snooze was about, so these end. A plan does not: it stays, and
is late where its day now lies after the shutdown date, which is a finding of its own. A waiver takes a model out of
the checks too, as a comment `model-monitor: ignore` does; nothing else does. One that stands for such comments has no
day where they have none, and counts for pins alone: where files are checked, they speak for themselves.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime

from monitor.core.alerts import AlertKind
from monitor.core.lifecycle import Status
from monitor.core.policy import SETTLED, Standing, Told, waits

BY_THE_CODE = "a comment in the code"  # who decided what a scan found waived
ACKNOWLEDGED_UNTIL = 7  # days before the shutdown date, from which an acknowledgement keeps nothing quiet

_REMINDERS = frozenset({AlertKind.REMINDER, AlertKind.BASELINE})
_NEVER_SNOOZED = frozenset({AlertKind.RETIRED, AlertKind.UNLISTED})
_ENDS = frozenset(
    {AlertKind.BASELINE, AlertKind.ANNOUNCED, AlertKind.DATE_SET, AlertKind.DATE_MOVED, AlertKind.RETIRED}
)


class DecisionKind(enum.StrEnum):
    """What was decided."""

    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    PLANNED = "planned"
    WAIVED = "waived"
    NOT_OURS = "not_ours"
    REOPENED = "reopened"  # whatever was decided before no longer counts


class Migration(enum.StrEnum):
    """How far a project is in leaving a model."""

    OPEN = "open"
    PLANNED = "planned"
    WAIVED = "waived"
    MIGRATED = "migrated"  # it is no longer pinned


class Lapse(enum.StrEnum):
    """Why a decision no longer holds; to be read after "acknowledged by ana"."""

    ENDED = "its day has come"
    PASSED = "its day has passed"
    OVERDUE = "its day has passed, and the model is still pinned"
    RETIRED = "the model is retired"
    MOVED_EARLIER = "the shutdown date is earlier than it was then"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what, when (aware, UTC), and why.

    `until` is the day (UTC) on which a snooze ends, the planned day, or the last day of a waiver. `owner` is who does
    the planned work. `status` and `shutdown_on` say how the model stood then.
    """

    kind: DecisionKind
    at: datetime
    by: str
    status: Status
    shutdown_on: date | None = None
    until: date | None = None
    owner: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of an alert: its kind now, None for none; `held` if it waits, so that nothing counts as told.

    `ended` is set where the decision ends by this: it is to be closed, so that it ends once, unless that is held too.
    """

    kind: AlertKind | None
    held: bool = False
    ended: Lapse | None = None


def rule(d: Decision | None, kind: AlertKind | None, now: Standing, told: Told | None, at: datetime) -> Ruling:
    """What the last decision on a model makes of an alert, or of none, at `at` (UTC); `told` is as `watched` gave it.

    With the end of a decision a model whose end is decided is told again, whatever else is new; but while a date may be
    a flap that waits too, since it would tell that date as if it had settled.
    """
    if d is None or d.kind is DecisionKind.REOPENED:
        return Ruling(kind)
    ended = lapse(d, now, at.date())
    if ended is None:
        return Ruling(kind, held=kind is not None and silences(d, kind, now))
    if kind is None and told is not None and waits(told, at):
        return Ruling(None, held=True, ended=ended)
    again = AlertKind.REMINDER if now.status in SETTLED or now.unlisted else None
    return Ruling(kind or again, ended=ended)


def lapse(d: Decision, now: Standing, today: date) -> Lapse | None:
    """Why a decision no longer holds on `today` (UTC) for a model that stands as `now`; None while it does."""
    if d.until is not None:
        if d.kind is DecisionKind.SNOOZED and d.until <= today:
            return Lapse.ENDED
        if d.kind is DecisionKind.PLANNED and d.until < today:
            return Lapse.OVERDUE
        if d.kind is DecisionKind.WAIVED and d.until < today:
            return Lapse.PASSED
    if d.kind in {DecisionKind.ACKNOWLEDGED, DecisionKind.SNOOZED}:
        if now.status is Status.RETIRED and d.status is not Status.RETIRED:
            return Lapse.RETIRED
        if moved_earlier(d, now):
            return Lapse.MOVED_EARLIER
    return None


def in_force(d: Decision | None, now: Standing, today: date) -> Decision | None:
    """The decision, if it holds on `today` (UTC); reopening is none."""
    if d is None or d.kind is DecisionKind.REOPENED or lapse(d, now, today):
        return None
    return d


def silences(d: Decision, kind: AlertKind, now: Standing) -> bool:
    """Whether a decision in force keeps an alert quiet."""
    match d.kind:
        case DecisionKind.NOT_OURS:
            return True
        case DecisionKind.WAIVED:
            return not (kind in _ENDS and moved_earlier(d, now))
        case DecisionKind.SNOOZED:
            return kind not in _NEVER_SNOOZED
        case DecisionKind.PLANNED:
            return kind in _REMINDERS and not is_late(d, now)
        case DecisionKind.ACKNOWLEDGED:
            far = now.days_left is None or now.days_left > ACKNOWLEDGED_UNTIL
            return kind in _REMINDERS and far and now.status is not Status.RETIRED
    return False


def is_late(d: Decision, now: Standing) -> bool:
    """Whether the work is planned for a day after the shutdown date."""
    if d.kind is not DecisionKind.PLANNED or d.until is None or now.shutdown_on is None:
        return False
    return d.until > now.shutdown_on


def moved_earlier(d: Decision, now: Standing) -> bool:
    """Whether the shutdown date is earlier than when the decision was made; a first date is, too."""
    return now.shutdown_on is not None and (d.shutdown_on is None or now.shutdown_on < d.shutdown_on)


def migration(d: Decision | None, *, gone: bool = False) -> Migration:
    """How far a project is in leaving a model: `d` is the decision in force, `gone` says that its pin is retired."""
    if gone:
        return Migration.MIGRATED
    if d is not None and d.kind in {DecisionKind.PLANNED, DecisionKind.WAIVED}:
        return Migration(d.kind.value)
    return Migration.OPEN


def in_words(d: Decision) -> str:
    """A decision in one line: "snoozed until 2026-12-01 by ana: the new prompt is being tested"."""
    return f"{in_short(d)} by {d.by}{': ' + d.reason if d.reason else ''}"


def in_short(d: Decision) -> str:
    """What is decided, until when, and who does it: "planned for 2026-12-01 (ben does it)"."""
    kind = {DecisionKind.NOT_OURS: "said to be not ours"}.get(d.kind, d.kind.value)
    day = f" {'for' if d.kind is DecisionKind.PLANNED else 'until'} {d.until}" if d.until else ""
    return f"{kind}{day}{f' ({d.owner} does it)' if d.owner else ''}"


def lateness(d: Decision, now: Standing) -> str:
    """The finding that a plan is late, in one line; empty if it is not."""
    if not is_late(d, now) or d.until is None or now.shutdown_on is None:
        return ""
    days = (d.until - now.shutdown_on).days
    end = "it stops answering" if now.status is not Status.RETIRED else "it was retired"
    return f"planned for {d.until}, {days} day{'s' if days > 1 else ''} after {end} on {now.shutdown_on}"
