"""What comes first in a notice, and what may wake people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.core.alerts import Alert, AlertKind, Place, Severity, Urgency
from monitor.core.lifecycle import Status
from monitor.core.urgency import Stage, cannot_wait, order, stage, urgency

DAY = date(2026, 3, 26)


def alert(kind: AlertKind, left: int | None = 50, status: Status = Status.DEPRECATED, **more: object) -> Alert:
    made = Alert("key", kind, Severity.OK, "openai", "gpt-4-0314", status, (), shutdown_on=DAY, days_left=left)
    made = replace(made, **more)  # type: ignore[arg-type] # any field of an alert
    return replace(made, urgency=urgency(made))


@pytest.mark.parametrize(
    ("made", "expected", "waits"),
    [
        (alert(AlertKind.RETIRED, 0, Status.RETIRED), Urgency.ENDED, False),
        (alert(AlertKind.BASELINE, -9, Status.RETIRED), Urgency.ENDED, False),
        (alert(AlertKind.REPLACEMENT_DIED, -99, Status.RETIRED), Urgency.LATER, True),
        (alert(AlertKind.UNLISTED, None, Status.ACTIVE), Urgency.UNLISTED, False),
        (alert(AlertKind.DATE_MOVED, 50, before=date(2026, 4, 1)), Urgency.EARLIER, True),
        (alert(AlertKind.DATE_MOVED, 5, before=date(2026, 4, 1)), Urgency.EARLIER, False),
        (alert(AlertKind.DATE_MOVED, 50, before=date(2026, 1, 1)), Urgency.QUARTER, True),
        (alert(AlertKind.REMINDER, 7), Urgency.WEEK, False),
        (alert(AlertKind.REMINDER, 8), Urgency.MONTH, True),
        (alert(AlertKind.REMINDER, 30), Urgency.MONTH, True),
        (alert(AlertKind.REMINDER, 90), Urgency.QUARTER, True),
        (alert(AlertKind.REMINDER, 91), Urgency.LATER, True),
        (alert(AlertKind.FLOOR_PASSED, None, Status.ACTIVE), Urgency.QUARTER, True),
        (alert(AlertKind.REINSTATED, 5), Urgency.LATER, True),
    ],
)
def test_what_happens_and_how_soon(made: Alert, expected: Urgency, waits: bool) -> None:
    assert made.urgency is expected
    assert cannot_wait(made) is not waits


@pytest.mark.parametrize(
    ("environments", "expected"),
    [
        ([], Stage.LIVE),
        ([None], Stage.LIVE),
        (["dev", "Production"], Stage.LIVE),
        (["staging", "dev"], Stage.STAGING),
        (["eu-cluster"], Stage.OTHER),
        (["dev", "ci"], Stage.DEVELOPMENT),
    ],
)
def test_the_environment_nearest_to_users_counts(environments: list[str | None], expected: Stage) -> None:
    assert stage([Place("gpt-4", environment) for environment in environments]) is expected


def test_development_alone_wakes_nobody() -> None:
    assert not cannot_wait(alert(AlertKind.RETIRED, 0, Status.RETIRED, places=(Place("gpt-4", "dev"),)))


def test_the_order_is_by_urgency_then_environment_then_whose_word_it_is_then_date() -> None:
    live, dev = (Place("m", "prod"),), (Place("m", "dev"),)
    wanted = [
        alert(AlertKind.RETIRED, 0, Status.RETIRED, places=dev),
        alert(AlertKind.UNLISTED, None, Status.ACTIVE, places=dev),
        alert(AlertKind.REMINDER, 7, places=live),
        alert(AlertKind.REMINDER, 6, places=dev),
        alert(AlertKind.REMINDER, 29, places=live),
        alert(AlertKind.REMINDER, 29, places=live, upstream="openai", shutdown_on=date(2026, 1, 1)),
        alert(AlertKind.ANNOUNCED, 150, places=live),
        alert(AlertKind.REPLACEMENT_DIED, -50, Status.RETIRED, places=live, shutdown_on=date(2026, 1, 1)),
    ]
    shuffled = [wanted[n] for n in (5, 2, 7, 0, 3, 6, 1, 4)]

    assert sorted(shuffled, key=order) == wanted
