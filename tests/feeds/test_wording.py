"""The sentences that all formats share."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from monitor.core.alerts import Severity, Suggestion
from monitor.core.lifecycle import Status
from monitor.feeds import github, junit, sarif, sheet, wording
from monitor.feeds.results import Result
from tests.feeds.reports import NEXT, OK, UNKNOWN, report, result


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


OPUS = Suggestion(
    "anthropic", "claude-opus-4-8", "provider", ("claude-opus-4-1", "claude-opus-4-8"), "recommended by anthropic"
)


def test_what_requests_must_leave_out_is_said_in_every_format_that_names_the_replacement() -> None:
    made = report(result(name="anthropic/claude-opus-4-1", provider="anthropic", suggestions=(OPUS,)))
    words = "leave out temperature, top_p, top_k or requests fail"

    (sheet_row,) = csv.DictReader(io.StringIO(sheet.document(made)))
    assert words in wording.message(made.results[0])
    assert any(words in command for command in github.commands(made))
    assert words in sarif.document(made, version="1")
    assert words in junit.document(made)
    assert sheet_row["leave_out"] == "temperature, top_p, top_k"
    assert words not in wording.about(OPUS)  # for forms that list the comparison, which says it at length


def test_a_title_says_where_the_pin_holds() -> None:
    assert wording.title(result(scope="eu-west-1")) == "openai/gone (eu-west-1): retired on 2026-06-01"


def test_what_speaks_against_all_suggestions_is_said_once() -> None:
    several = tuple(replace(NEXT, model_id=f"next-{n}", caution=f"no page names it; only {n}") for n in (1, 2))
    told = wording.message(result(suggestions=several))

    assert told.count("no page names it") == 1
    assert "Of each of them: no page names it." in told
    assert "only 1" in told
    assert "only 2" in told
