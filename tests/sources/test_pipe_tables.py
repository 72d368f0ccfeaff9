"""Tables of Markdown: the cells of every row, however a page prints it, and rows that cannot be trusted."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from monitor.errors import UnreadableDocument
from monitor.sources.document import MAX_TABLE_ROWS, Document
from monitor.sources.markdown import read_markdown

HEADER = "| Date | Model |\n| --- | --- |\n"


def rows(document: Document) -> list[tuple[str, ...]]:
    return [row.cells for table in document.tables for row in table.rows]


def test_a_table_keeps_its_cells_as_printed() -> None:
    document = read_markdown(HEADER + "| May\u00a01  | `a-1`   \\| `a` |\n\nText\n")

    assert document.tables[0].header == ("Date", "Model")
    assert rows(document) == [("May\u00a01", r"`a-1` \| `a`")]
    assert document.tables[0].rows[0].quote == "| May\u00a01 | `a-1` \\| `a` |"


def test_a_table_without_outer_pipes_may_have_empty_cells_and_headings_inside() -> None:
    page = (
        "Text before\n**Model** | **Date** | **Instead**  \n---|---|---  \n"
        "Preview models  \n`a-1` | |   \n`b-2` | x | `c`\n"
    )
    document = read_markdown(page)

    assert rows(document) == [("Preview models",), ("`a-1`", "", ""), ("`b-2`", "x", "`c`")]
    assert [text.text for text in document.sections[0].texts] == ["Text before"]


def test_a_row_broken_over_lines_is_one_row() -> None:
    bare = "Model | Instead\n---|---\n`a` | `b` or  \n`c`\n`d` | `e`\n"
    framed = HEADER + "| x | `b` or\n`c` |\n| y | `d` |\n"

    assert rows(read_markdown(bare)) == [("`a`", "`b` or `c`"), ("`d`", "`e`")]
    assert rows(read_markdown(framed)) == [("x", "`b` or `c`"), ("y", "`d`")]


@pytest.mark.parametrize(
    ("row", "flaw"),
    [
        ("| x | `a` | z |", "has 3 cells under 2 headers"),
        ("| x |\n| y | `b` |", "has 1 cells under 2 headers"),
    ],
)
def test_a_row_with_other_cells_than_its_header_is_flawed(row: str, flaw: str) -> None:
    assert read_markdown(f"{HEADER}{row}\n").tables[0].rows[0].flaw == flaw


@pytest.mark.parametrize("end", ["| 2026-01-01 | `gpt-4-03", "| 2026-01-01 |", "| 2026-01-01 ", "|"])
def test_a_row_at_which_the_document_breaks_off_is_flawed(end: str) -> None:
    last = read_markdown(HEADER + "| 2025-01-01 | `a` |\n" + end).tables[0].rows[-1]

    assert last.flaw


def test_a_whole_row_at_the_end_of_the_document_is_not_flawed() -> None:
    assert not read_markdown(HEADER + "| 2025-01-01 | `a` |").tables[0].rows[-1].flaw


def test_the_last_row_of_a_table_without_outer_pipes_might_be_cut() -> None:
    assert read_markdown("Date | Model\n---|---\nx | gpt-4-03").tables[0].rows[-1].flaw
    assert read_markdown("Date | Model\n---|---\nx | gpt-4 or\ngpt-4-03").tables[0].rows[-1].flaw
    assert not read_markdown("Date | Model\n---|---\nx | gpt-4-03\n").tables[0].rows[-1].flaw


def test_a_table_in_a_quotation_is_read() -> None:
    assert rows(read_markdown("> Text\n>\n> | Date | Model |\n> |---|---|\n> | x | `a-1` |\n")) == [("x", "`a-1`")]


def test_a_table_too_long_to_be_one_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="rows"):
        read_markdown(HEADER + "| a | b |\n" * (MAX_TABLE_ROWS + 1))


CELLS = st.text("ab1-.`*_ ", max_size=8).map(lambda text: " ".join(text.split()))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5))
def test_framed_tables_have_the_cells_that_commonmark_gives_them(cells: list[tuple[str, str, str]]) -> None:
    page = "| A | B | C |\n|---|:-:|---|\n" + "".join(f"| {' | '.join(row)} |\n" for row in cells)

    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    inline = [token.content.strip() for token in tokens if token.type == "inline"]

    ours = [*read_markdown(page).tables[0].header, *itertools.chain(*rows(read_markdown(page)))]
    assert [cell.replace("\\|", "|") for cell in ours] == [" ".join(cell.split()) for cell in inline]


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5), st.integers(0, 9))
def test_blanks_around_cells_say_nothing(cells: list[tuple[str, str, str]], wide: int) -> None:
    header = "| A | B | C |\n|---|:-:|---|\n"
    padded = header + "".join(f"|{'|'.join(f' {cell:<{wide}}' for cell in row)}|\n" for row in cells)
    bare = header + "".join(f"|{'|'.join(row)}|\n" for row in cells)

    assert rows(read_markdown(padded)) == rows(read_markdown(bare)) == cells
