"""Fact sheets as lines, whether they are paragraphs or tables."""

from __future__ import annotations

import pytest

from monitor.sources.document import Row, Section, Table, Text
from monitor.sources.html import CUT_OFF
from monitor.sources.layouts.sheets import id_of, label_of, lines_of


def test_paragraphs_and_tables_give_the_same_lines() -> None:
    texts = Section(blocks=(Text("Model ID"), Text("`x-1`"), Text("Launch stage: GA", "item")))
    table = Section(blocks=(Table(("Model ID", "`x-1`<br>Launch stage: GA"), ()),))

    assert list(lines_of(texts)) == list(lines_of(table)) == ["Model ID", "`x-1`", "Launch stage: GA"]


def test_a_row_that_is_cut_off_has_no_lines() -> None:
    section = Section(blocks=(Table(("A", "b"), (Row(("Release date", "May 7, 20"), CUT_OFF),)),))

    assert list(lines_of(section)) == ["A", "b"]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("**Launch stage:** GA", ("launch stage", "GA")),
        ("Versions", ("versions", "")),
        ("Release date: May 7, 2026: at noon", ("release date", "May 7, 2026: at noon")),
    ],
)
def test_a_label_is_what_stands_before_the_colon(line: str, label: tuple[str, str]) -> None:
    assert label_of(line) == label


@pytest.mark.parametrize(
    ("line", "model_id"),
    [("`x-1`", "x-1"), ("`x-1*`", "x-1"), ("`x-1` `x-1`", "x-1"), ("`x-1`, `x-2`", None), ("The `x-1` model", None)],
)
def test_an_id_stands_alone_in_its_line(line: str, model_id: str | None) -> None:
    assert id_of(line) == model_id
