"""What changed between two documents, and by the calendar alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.changes import ChangeKind, diff, passed
from monitor.core.facts import Authority, StatedStatus
from monitor.core.lifecycle import merge
from tests.core.build import NOON, day, fact, lifecycle, seen

TODAY = day("2026-08-22")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            {},
            {"shutdown_on": "2027-01-20"},
            [("deprecation_announced", "active", "deprecated"), ("shutdown_date_set", None, "2027-01-20")],
        ),
        (
            {"shutdown_on": "2026-10-16"},
            {"shutdown_on": "2026-12-16"},
            [("shutdown_date_moved", "2026-10-16", "2026-12-16")],
        ),
        ({"shutdown_on": "2026-10-16"}, {}, [("shutdown_date_withdrawn", "2026-10-16", None)]),
        ({}, {"earliest_shutdown_on": "2027-05-07"}, [("earliest_date_set", None, "2027-05-07")]),
        (
            {"earliest_shutdown_on": "2026-07-14"},
            {"earliest_shutdown_on": "2028-05-14"},
            [("earliest_date_moved", "2026-07-14", "2028-05-14")],
        ),
        ({"earliest_shutdown_on": "2026-10-16"}, {}, [("earliest_date_withdrawn", "2026-10-16", None)]),
        (
            {"earliest_shutdown_on": "2026-10-16"},
            {"shutdown_on": "2026-10-16"},
            [("deprecation_announced", "active", "deprecated"), ("shutdown_date_set", "2026-10-16", "2026-10-16")],
        ),
        (
            {"shutdown_on": "2026-10-16"},
            {"shutdown_on": "2026-08-01"},
            [("retired", "deprecated", "retired"), ("shutdown_date_moved", "2026-10-16", "2026-08-01")],
        ),
        (
            {"shutdown_on": "2026-08-01"},
            {"shutdown_on": "2026-10-16"},
            [("reinstated", "retired", "deprecated"), ("shutdown_date_moved", "2026-08-01", "2026-10-16")],
        ),
        ({"replacements": ("a",)}, {"replacements": ("a", "b")}, [("replacement_changed", "a", "a, b")]),
        ({}, {"redirects_to": "grok-4.3"}, [("redirect_announced", None, "grok-4.3")]),
        ({"alias_of": "m-1"}, {"alias_of": "m-2"}, [("alias_repointed", "m-1", "m-2")]),
        (
            {"stated_status": StatedStatus.DEPRECATED},
            {"stated_status": StatedStatus.ACTIVE},
            [("reinstated", "deprecated", "active")],
        ),
        (
            {"stated_status": StatedStatus.ACTIVE},
            {"stated_status": StatedStatus.RETIRED},
            [("retired", "active", "retired")],
        ),
    ],
)
def test_a_difference_is_a_change(before: dict[str, object], after: dict[str, object], expected: list[object]) -> None:
    found = diff(lifecycle("m", **before), lifecycle("m", **after), TODAY)

    assert [(c.kind.value, c.before, c.after) for c in found] == expected
    assert all(c.quote for c in found)


def test_a_new_row_is_announced_with_its_date() -> None:
    found = diff(None, lifecycle("m", deprecated_on="2026-08-20", shutdown_on="2027-01-20"), TODAY)

    assert [c.kind for c in found] == [ChangeKind.DEPRECATION_ANNOUNCED, ChangeKind.SHUTDOWN_DATE_SET]
    assert found[1].effective_on == day("2027-01-20")


def test_a_new_id_in_a_list_is_listed() -> None:
    assert [c.kind for c in diff(None, lifecycle("m"), TODAY)] == [ChangeKind.LISTED]


def test_a_row_that_vanished_is_told_and_its_date_stands() -> None:
    row = fact("m", shutdown_on="2027-01-20")
    found = diff(merge([seen(row)]), merge([seen(row, gone_since=NOON)]), TODAY)

    assert [c.kind for c in found] == [ChangeKind.ROW_VANISHED]


def test_an_id_that_left_its_list_is_unlisted() -> None:
    row = fact("m", source_id="openai/models")
    before = merge([seen(row, authority=Authority.API)])
    after = merge([seen(row, authority=Authority.API, gone_since=NOON)])

    assert [c.kind for c in diff(before, after, TODAY)] == [ChangeKind.UNLISTED]
    assert [c.kind for c in diff(after, before, TODAY)] == [ChangeKind.LISTED]


def test_sources_that_disagree_are_told_once_with_the_other_quote() -> None:
    page, api = (
        seen(fact("m", shutdown_on="2026-12-01")),
        fact("m", shutdown_on="2026-12-31", quote="the other", source_id="openai/models"),
    )
    after = merge([page, seen(api, authority=Authority.API)])

    found = diff(merge([page]), after, TODAY)

    assert [(c.kind, c.before, c.after, c.quote) for c in found] == [
        (ChangeKind.SOURCES_DISAGREE, "2026-12-01", "2026-12-31", "the other")
    ]
    assert diff(after, after, TODAY) == ()


def test_the_calendar_retires_a_model_once_on_its_day() -> None:
    c = lifecycle("m", shutdown_on="2026-03-26")

    assert [x.kind for x in passed([c], day("2026-03-20"), day("2026-03-26"))] == [ChangeKind.RETIRED]
    assert passed([c], day("2026-03-26"), day("2026-04-01")) == ()
    assert passed([c], day("2026-03-01"), day("2026-03-25")) == ()


def test_the_calendar_tells_of_a_floor_that_passed_and_retires_nothing() -> None:
    c = lifecycle("m", earliest_shutdown_on="2026-10-02")

    assert [x.kind for x in passed([c], day("2026-10-01"), day("2026-10-05"))] == [ChangeKind.EARLIEST_DATE_PASSED]


@given(st.dates(day("2025-01-01"), day("2027-12-31")), st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_however_the_days_are_cut_a_retirement_is_told_exactly_once(shutdown: object, steps: list[int]) -> None:
    c = lifecycle("m", shutdown_on=shutdown)
    told, since = 0, day("2026-01-01")
    for step in steps:
        until = since.fromordinal(since.toordinal() + step)
        told += len(passed([c], since, until))
        since = until

    assert told == (day("2026-01-01") < c.shutdown_on <= since)  # type: ignore[operator]
