"""What fails a check, what is only said, and what is passed over."""

from __future__ import annotations

import pytest

from monitor.core.alerts import Severity
from monitor.feeds.results import Level, Waived
from tests.feeds.reports import EXPIRED, OK, UNKNOWN, WAIVED, report, result


@pytest.mark.parametrize(
    ("severity", "level", "strict_level"),
    [
        (Severity.RETIRED, Level.ERROR, Level.ERROR),
        (Severity.IMMINENT, Level.ERROR, Level.ERROR),
        (Severity.UPCOMING, Level.WARNING, Level.WARNING),
        (Severity.FLOOR, Level.WARNING, Level.WARNING),
        (Severity.UNKNOWN, Level.WARNING, Level.ERROR),
        (Severity.UNCOVERED, Level.WARNING, Level.ERROR),
        (Severity.OK, Level.NONE, Level.NONE),
    ],
)
def test_every_severity_has_its_level(severity: Severity, level: Level, strict_level: Level) -> None:
    found = result(severity=severity)

    assert report(found).level(found) is level
    assert report(found, strict=True).level(found) is strict_level


@pytest.mark.parametrize("severity", [s for s in Severity if s is not Severity.OK])
def test_what_is_waived_is_told_and_fails_nothing(severity: Severity) -> None:
    waived = result(severity=severity, waived=Waived(None, "known"))
    made = report(waived, strict=True)

    assert [level for _, level in made.told()] == [Level.NOTE]
    assert not made.is_unsafe
    assert not made.is_unvouched


def test_a_check_is_unsafe_by_one_model_that_nobody_waived() -> None:
    assert report(OK, WAIVED, result()).is_unsafe
    assert not report(OK, WAIVED, UNKNOWN).is_unsafe


def test_nobody_vouches_for_the_unknown_an_old_catalog_and_a_waiver_that_expired() -> None:
    assert report(OK, UNKNOWN).is_unvouched
    assert report(OK, catalog_is_old=True).is_unvouched
    assert report(OK, faulty_waivers=(EXPIRED,)).is_unvouched
    assert not report(OK, result()).is_unvouched
