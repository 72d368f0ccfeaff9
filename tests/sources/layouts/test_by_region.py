"""Rows by region: a day holds where the page says so, and nowhere else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.columns import Column
from monitor.sources.layouts.by_region import by_region

MODEL, REGIONS, SHUTDOWN, LEGACY, RELEASED = (
    Column.MODEL, Column.REGIONS, Column.SHUTDOWN, Column.LEGACY, Column.RELEASED
)  # fmt: skip
WORDS = [
    "us-east-1",
    "eu-west-1",
    "May 1, 2026",
    "June 1, 2026",
    "NA",
    "(all Regions)",
    "(us-east-1)",
    "<br>",
    "(*)",
    "",
]


def rows(cells: dict[Column, str]) -> list[dict[Column, str]]:
    return [dict(row) for row in by_region({MODEL: "a-1", **cells}, month_first=True)]


def test_a_row_without_regions_stays_as_it_is() -> None:
    assert rows({SHUTDOWN: "May 1, 2026"}) == [{MODEL: "a-1", SHUTDOWN: "May 1, 2026"}]


def test_regions_in_brackets_are_those_of_the_row() -> None:
    assert rows({SHUTDOWN: "May 1, 2026 (only in us-west-2)", LEGACY: "April 1, 2025"}) == [
        {MODEL: "a-1", SHUTDOWN: "May 1, 2026", LEGACY: "April 1, 2025", REGIONS: "us-west-2"}
    ]


def test_all_regions_are_no_scope() -> None:
    assert rows({SHUTDOWN: "May 1, 2026 (all Regions)"}) == [{MODEL: "a-1", SHUTDOWN: "May 1, 2026"}]


def test_a_day_of_other_regions_than_the_end_is_not_the_rows() -> None:
    [row] = rows({SHUTDOWN: "May 1, 2026 (us-east-1)", LEGACY: "April 1, 2025 (eu-west-1)"})

    assert (row[SHUTDOWN], row[LEGACY], row[REGIONS]) == ("May 1, 2026", "", "us-east-1")


def test_lines_with_their_own_regions_are_rows() -> None:
    found = rows({SHUTDOWN: "May 1, 2026 (us-east-1, us-west-2)<br>June 1, 2026 (eu-west-1)", LEGACY: "April 1, 2025"})

    assert [(row[REGIONS], row[SHUTDOWN], row[LEGACY]) for row in found] == [
        ("us-east-1, us-west-2", "May 1, 2026", "April 1, 2025"),
        ("eu-west-1", "June 1, 2026", "April 1, 2025"),
    ]


def test_as_many_lines_of_days_as_regions_belong_to_them_in_order() -> None:
    cells = {REGIONS: "us-east-1*<br>eu-west-1 (Gated)<br>us-west-2", SHUTDOWN: "5/1/2026<br>6/1/2026<br>5/1/2026"}

    assert [(row[REGIONS], row[SHUTDOWN]) for row in rows(cells)] == [
        ("us-east-1, us-west-2", "5/1/2026"),
        ("eu-west-1", "6/1/2026"),
    ]


def test_lines_that_nobody_can_assign_are_left_to_be_told() -> None:
    cells = {MODEL: "a-1", REGIONS: "us-east-1<br>eu-west-1<br>us-west-2", SHUTDOWN: "5/1/2026<br>6/1/2026"}

    assert rows(cells) == [cells]


def test_brackets_that_are_no_regions_are_left_to_be_told() -> None:
    cells = {MODEL: "a-1", SHUTDOWN: "May 1, 2026 (was April 1, 2026)"}

    assert rows(cells) == [cells]


def test_the_first_launch_day_stands_for_all() -> None:
    [row] = rows({RELEASED: "3/14/2024<br>1/2/2024<br>8/30/2024", SHUTDOWN: "NA", REGIONS: "us-east-1<br>eu-west-1"})

    assert (row[RELEASED], row[SHUTDOWN]) == ("1/2/2024", "NA")


@given(regions=st.lists(st.sampled_from(WORDS), max_size=4), day=st.lists(st.sampled_from(WORDS), max_size=6))
def test_no_day_is_made_up_and_no_row_is_lost(regions: list[str], day: list[str]) -> None:
    cells = {MODEL: "a-1", REGIONS: " ".join(regions), SHUTDOWN: " ".join(day)}

    found = rows(cells)
    assert found
    assert all(row[SHUTDOWN] in cells[SHUTDOWN] and row[MODEL] == "a-1" for row in found)
