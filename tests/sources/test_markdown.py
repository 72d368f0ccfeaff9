"""The Markdown reader: headings, tables and texts in all the ways in which pages print them."""

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


@pytest.mark.parametrize(
    ("page", "title", "anchor"),
    [
        ("## 2025-09-26: Old GPT models", "2025-09-26: Old GPT models", "2025-09-26-old-gpt-models"),
        ("##   Edit models & endpoint ##", "Edit models & endpoint", "edit-models--endpoint"),
        ("## \nOverview\nText", "Overview", "overview"),
        ("[\u200b](#model-status) Model status\n------\n", "Model status", "model-status"),
        ("# [\u200b](#x-1) One", "One", "x-1"),
        ("Title\n=====\n", "Title", "title"),
        ("## Named {#own-id}", "Named", "own-id"),
        ('## <a id="own"></a>Named', "Named", "own"),
        ("## May 1, 2026 \u2013 End", "May 1, 2026 - End", "may-1-2026--end"),
        ("## May 1, 2026 - End", "May 1, 2026 - End", "may-1-2026---end"),
        ("## **Bold** and `code`", "Bold and code", "bold-and-code"),
    ],
)
def test_a_heading_is_read_in_every_spelling(page: str, title: str, anchor: str) -> None:
    (section, *_) = read_markdown(page).sections

    assert (section.title, section.anchor) == (title, anchor)


def test_headings_give_each_section_its_path_and_repeated_titles_their_own_anchor() -> None:
    sections = read_markdown("# A\n## B\n### C\n## B\nx\n# D\n").sections

    assert [s.path for s in sections] == [("A",), ("A", "B"), ("A", "B", "C"), ("A", "B"), ("D",)]
    assert [s.anchor for s in sections] == ["a", "b", "c", "b-1", "d"]


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


def test_front_matter_comments_and_code_are_no_text() -> None:
    page = (
        "---\nsource: x\nurl: y\n---\n\n---\ntitle: T\n---\n<!-- note\n| a | b |\n-->\n"
        f"# Head\n```\n{HEADER}| c | d |\n```\nText\n"
    )
    document = read_markdown(page)

    assert document.tables == ()
    assert [(s.title, [t.text for t in s.texts]) for s in document.sections] == [("Head", ["Text"])]
    assert document.front == {"source": "x", "url": "y", "title": "T"}


def test_front_matter_is_kept_without_its_quotation_marks_and_lists() -> None:
    page = '---\ntitle: "A: b"\ndate: 2026-05-08\ntags:\n  - x\n---\n\nText\n'

    assert read_markdown(page).front == {"title": "A: b", "date": "2026-05-08"}


def test_components_give_their_texts_a_kind_and_a_label_begins_a_section() -> None:
    page = (
        "## Status\n<Note>\n  Two\n  lines\n</Note>\n<Warning>One line</Warning>\n- item\n  goes on\n\n"
        '<Update label="May 4, 2026" description="x">\nGone\n</Update>\nAfter <b>bold</b>\n'
    )
    status, update, after = read_markdown(page).sections

    assert [(t.kind, t.text) for t in status.texts] == [
        ("note", "Two lines"),
        ("warning", "One line"),
        ("item", "item goes on"),
    ]
    assert update.path == ("Status", "May 4, 2026")
    assert [(t.kind, t.text) for t in update.texts] == [("update", "Gone")]
    assert (after.title, after.path) == ("", ("Status",))
    assert [(t.kind, t.text) for t in after.texts] == [("paragraph", "After <b>bold</b>")]


def test_headings_in_a_labelled_component_are_below_its_label_whatever_their_level() -> None:
    page = (
        '# Changes\n<Update label="May 4, 2026">\n# Gone\n## Instead\nx\n</Update>\n'
        "<Update label={'May 1, 2026'} tags={[\"API\"]}>\n# New\ny\n</Update>\n## Older\nz\n"
    )
    assert [(section.path, [text.text for text in section.texts]) for section in read_markdown(page).sections] == [
        (("Changes",), []),
        (("Changes", "May 4, 2026"), []),
        (("Changes", "May 4, 2026", "Gone"), []),
        (("Changes", "May 4, 2026", "Gone", "Instead"), ["x"]),
        (("Changes", "May 1, 2026"), []),
        (("Changes", "May 1, 2026", "New"), ["y"]),
        (("Changes", "Older"), ["z"]),
    ]


@pytest.mark.parametrize(
    "page",
    [
        '<Update label="May">\nGone\n</Update>\nafter',
        '<Update\n  label="May"\n  tags={["a"]}\n>\nGone\n</Update>\nafter',
        '<Update label="May">\n- Gone</Update>\nafter',
        '<Update label="May">\n<Note>Gone</Note></Update> after',
        '<Update label="May"> Gone </Update> after',
        '<Update label="May"><Frame>\nGone</Frame> </Update>\nafter',
    ],
)
def test_a_component_may_open_and_close_anywhere_in_a_line(page: str) -> None:
    update, after = read_markdown(page).sections

    assert (update.path, [text.text for text in update.texts]) == (("May",), ["Gone"])
    assert (after.path, [text.text for text in after.texts]) == ((), ["after"])


def test_a_page_that_ends_inside_a_labelled_component_says_so() -> None:
    cut = '# Changes\n<Update label="May">\nx\n</Update>\n<Update label="April">\n<Note>\ny'

    assert read_markdown(cut).defects == ("the document breaks off inside <update>",)
    assert read_markdown(cut + "\n</Note>\n</Update>").defects == ()


def test_a_raw_html_table_is_read_too() -> None:
    page = "## A\n<table>\n<tr><th>Model</th></tr>\n<tr><td><code>a-1</code></td></tr>\n</table>\n\nText\n"
    document = read_markdown(page)

    assert document.tables[0].header == ("Model",)
    assert rows(document) == [("`a-1`",)]
    assert document.sections[0].texts[0].text == "Text"


def test_closing_tags_that_close_nothing_do_no_harm() -> None:
    assert read_markdown("</Note>text</Note>\n</div>\n<https://example.org>\n").tables == ()


def test_a_table_too_long_to_be_one_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="rows"):
        read_markdown(HEADER + "| a | b |\n" * (MAX_TABLE_ROWS + 1))


def test_a_line_too_long_to_be_one_is_reported_and_left_out() -> None:
    document = read_markdown("x" * 20_000 + "\n\ntext\n")

    assert document.defects == ("1 lines are longer than 10000 characters",)
    assert [t.text for t in document.sections[0].texts] == ["text"]


CELLS = st.text("ab1-.`*_ ", max_size=8).map(lambda text: " ".join(text.split()))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5))
def test_framed_tables_have_the_cells_that_commonmark_gives_them(cells: list[tuple[str, str, str]]) -> None:
    page = "| A | B | C |\n|---|:-:|---|\n" + "".join(f"| {' | '.join(row)} |\n" for row in cells)

    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    inline = [token.content.strip() for token in tokens if token.type == "inline"]

    ours = [*read_markdown(page).tables[0].header, *itertools.chain(*rows(read_markdown(page)))]
    assert [cell.replace("\\|", "|") for cell in ours] == [" ".join(cell.split()) for cell in inline]


@given(st.text('#|-`<>!/ \nabN\u00a0:[](){}=*_~\\"', max_size=200))
def test_no_markdown_raises(page: str) -> None:
    document = read_markdown(page)

    assert all(len(row.cells) == len(table.header) or row.flaw or len(row.cells) == 1
               for table in document.tables for row in table.rows)  # fmt: skip
