"""The sentences that all formats share."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.alerts import Severity
from monitor.core.lifecycle import Status
from monitor.feeds import wording
from monitor.feeds.results import Result
from tests.feeds.reports import OK, UNKNOWN, result


def alias(on: date, left: int) -> Result:
    return result(
        severity=Severity.IMMINENT,
        status=Status.ACTIVE,
        shutdown_on=None,
        at_risk_on=on,
        days_left=left,
        suggestions=(),
    )


@pytest.mark.parametrize(
    ("on", "left", "words"),
    [
        (date(2026, 8, 23), 1, "at risk: it may stop answering on 2026-08-23"),
        (date(2026, 8, 22), 0, "at risk: it may no longer answer, since 2026-08-22"),
        (date(2026, 5, 23), -91, "at risk: it may no longer answer, since 2026-05-23"),
    ],
)
def test_an_alias_at_risk_is_told_in_the_right_tense(on: date, left: int, words: str) -> None:
    assert wording.standing_of(alias(on, left)) == words


def test_what_is_at_risk_is_counted_as_such_and_not_as_going_to_retire() -> None:
    going = result(severity=Severity.IMMINENT, status=Status.DEPRECATED, shutdown_on=date(2026, 9, 1))
    found = [OK, alias(date(2026, 5, 23), -91), result(), going, UNKNOWN, alias(date(2026, 9, 1), 10)]

    told = wording.kinds(found, 90)
    assert told == ["1 retired", "1 retiring within 90 days", "2 at risk", "1 unknown", "1 ok"]


def test_one_day_is_one() -> None:
    going = result(severity=Severity.IMMINENT, status=Status.DEPRECATED, shutdown_on=date(2026, 8, 23))

    assert wording.kinds([going], 1) == ["1 retiring within 1 day"]
