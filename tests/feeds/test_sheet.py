"""CSV, read back as a spreadsheet reads it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given

from monitor.core.decisions import Decision, DecisionKind
from monitor.core.lifecycle import Status
from monitor.feeds import sheet
from monitor.feeds.results import Report
from tests.feeds.reports import OK, REPORTS, SPOT, UNKNOWN, WAIVED, report, result


def rows(made: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(sheet.document(made), newline="")))


def test_a_row_has_all_that_a_list_of_pins_needs() -> None:
    pinned = result(
        name="azure/gone",
        provider="azure",
        reference="azure/standard/gone@1",
        project="ranker",
        team="search",
        owner="cli",
        environment="prod",
        version="1",
        regions=("eu", "us"),
        deployment="standard",
        days_left=-82,
        coverage="watched",
        decision=Decision(
            DecisionKind.PLANNED,
            datetime(2026, 8, 20, 23, 30, tzinfo=UTC),
            "ana",
            Status.RETIRED,
            until=date(2026, 10, 1),
            owner="ben",
            reason="with the new prompt",
        ),
    )
    (row,) = rows(report(pinned))

    assert row == {
        "project": "ranker",
        "team": "search",
        "environment": "prod",
        "owner": "cli",
        "file": "src/rank.py",
        "line": "12",
        "reference": "azure/standard/gone@1",
        "provider": "azure",
        "model": "gone",
        "version": "1",
        "region": "eu us",
        "deployment": "standard",
        "status": "retired",
        "severity": "retired",
        "shutdown_on": "2026-06-01",
        "earliest_shutdown_on": "",
        "at_risk_on": "",
        "days": "-82",
        "replacement": "openai/next",
        "coverage": "watched",
        "waived": "",
        "decision": "planned",
        "decision_until": "2026-10-01",
        "decision_owner": "ben",
        "decided_by": "ana",
        "decided_on": "2026-08-20",
        "decision_reason": "with the new prompt",
        "leave_out": "",
    }
    assert tuple(row) == sheet.COLUMNS


def test_every_reference_has_a_row_also_those_that_are_ok_unknown_or_waived() -> None:
    made = rows(report(result(), OK, UNKNOWN, WAIVED))

    assert [row["reference"] for row in made] == ["gone", "fine", "unheard-of", "gone"]
    assert made[3]["waived"] == "Waived until 2027-01-31: moved in the first quarter."


def test_a_place_that_is_no_line_of_a_file_is_told_as_it_is() -> None:
    (row,) = rows(report(result(spot=None, location="the setting MODEL, in prod")))

    assert (row["file"], row["line"]) == ("the setting MODEL, in prod", "")


def test_nothing_that_begins_like_a_formula_is_left_for_a_spreadsheet_to_run() -> None:
    signs = ("=", "+", "-", "@", "\t=", "\r\n+", "\uff1d")
    nasty = [result(reference=f"{sign}cmd|'/c calc'!A0", spot=replace(SPOT, file=f"{sign}a")) for sign in signs]

    for row in rows(report(*nasty)):
        assert row["reference"].startswith("'")
        assert row["file"].startswith("'")


@given(REPORTS)
def test_whatever_a_report_holds_each_result_is_a_row_and_no_cell_a_formula(made: Report) -> None:
    read = rows(made)

    assert len(read) == len(made.results) == len(sheet.document(made).split("\n")) - 1
    for row in read:
        texts = {key: text for key, text in row.items() if key not in {"days", "line"}}
        assert not any(text.startswith(("=", "+", "-", "@")) for text in texts.values())


def test_days_are_numbers() -> None:
    (row,) = rows(report(result(days_left=-5, at_risk_on=date(2026, 8, 17))))

    assert int(row["days"]) == -5
