"""The Markdown reader: headings and texts in all the ways in which pages print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.document import Document
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


def test_a_line_too_long_to_be_one_is_reported_and_left_out() -> None:
    document = read_markdown("x" * 20_000 + "\n\ntext\n")

    assert document.defects == ("1 lines are longer than 10000 characters",)
    assert [t.text for t in document.sections[0].texts] == ["text"]


@given(st.text('#|-`<>!/ \nabN\u00a0:[](){}=*_~\\"', max_size=200))
def test_no_markdown_raises(page: str) -> None:
    document = read_markdown(page)

    assert all(len(row.cells) == len(table.header) or row.flaw or len(row.cells) == 1
               for table in document.tables for row in table.rows)  # fmt: skip


LINES = (
    "", "", "# A", "## A", "#b", "| a | b |", "| - | - |", "| `a` or", "text", "- item", "---", "```", "<Card", ">",
    "<Note>", "</Note>", '<Update label="U">', "</Update>", "<table><tr><td>x", "</table>", "<!--", "-->",
)  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=25), st.booleans())
def test_a_page_says_the_same_whether_its_parts_are_read_apart_or_together(lines: list[str], ends: bool) -> None:
    page = "\n".join(["top", *lines, *[""] * ends])
    together = page.replace("\n\n#", "\n \n#")  # a line of blanks is empty too, and no place to part a page

    assert read_markdown(page) == read_markdown(together)


def test_of_a_page_that_changed_what_did_not_is_the_same_and_its_anchors_are_counted_anew() -> None:
    was = read_markdown(f"# A\n\n{HEADER}| 1 | `a` |\n\n## End\n\nx\n")
    now = read_markdown(f"# A\n\n{HEADER}| 1 | `a` |\n\n## End\n\ny\n\n## End\n\nx\n")

    assert now.sections[0] == was.sections[0]
    assert [(s.anchor, s.texts[0].text) for s in now.sections[1:]] == [("end", "y"), ("end-1", "x")]
    assert [(s.anchor, s.texts[0].text) for s in was.sections[1:]] == [("end", "x")]


def test_a_table_is_cut_off_at_the_end_of_the_page_alone() -> None:
    part = f"# A\n\n{HEADER}| 1 | `a"

    (inside,) = read_markdown(f"{part}\n\n# B\n").tables[0].rows
    (at_the_end,) = read_markdown(part).tables[0].rows

    assert inside.flaw == ""
    assert at_the_end.flaw == "is cut off"
