"""A list of flat mappings is read to the letter, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.layouts.yaml_rows import is_yaml_list, read_yaml_rows

TEXT = """# sorted by day
- name: 'It''s "A"'  # the first
  day: 2026-02-17
  note: ~

- name: "B: the second"
  day: '2025-10-23'
"""


def test_quoted_and_plain_scalars_are_read_and_comments_are_not() -> None:
    rows, defects = read_yaml_rows(TEXT)

    assert [row.values for row in rows] == [
        {"name": 'It\'s "A"', "day": "2026-02-17", "note": ""},
        {"name": "B: the second", "day": "2025-10-23"},
    ]
    assert (defects, [row.number for row in rows]) == ([], [2, 6])


@pytest.mark.parametrize(
    "line",
    ["  day: [2026, 2]", "  day: &x 1", "  day: |", "  day: 'open", "  name: again", "  - nested", "  day", "top: 1"],
)
def test_what_is_more_than_a_flat_mapping_takes_its_mapping_with_it(line: str) -> None:
    rows, defects = read_yaml_rows(f"- name: a\n  other: 1\n{line}\n- name: b\n  other: 2\n")

    assert [row.values["name"] for row in rows] == ["b"]
    assert defects


def test_a_value_that_may_go_on_behind_the_end_of_the_file_is_not_believed() -> None:
    whole = "- name: one\n  day: 2026-02-17\n- name: two\n  day: '2026-02-16'\n"
    true = {("name", "one"), ("day", "2026-02-17"), ("name", "two"), ("day", "2026-02-16")}

    for end in range(len(whole)):
        rows, _ = read_yaml_rows(whole[:end])
        assert {pair for row in rows for pair in row.values.items()} <= true, whole[:end]


@given(st.text(alphabet="- nameday:'\"#{}[]|>&*\n20-17", max_size=80))
def test_no_text_raises_and_every_value_stands_in_it(text: str) -> None:
    rows, _ = read_yaml_rows(text)

    for row in rows:
        for value in row.values.values():
            assert value.replace("'", "''") in text or value in text


def test_a_list_of_mappings_is_told_from_a_page() -> None:
    assert is_yaml_list(TEXT)
    assert not is_yaml_list("# Title\n\n- an item\n- [name](x): another\n")
