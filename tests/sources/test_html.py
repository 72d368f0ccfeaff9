"""The HTML reader: the same document as from Markdown, and nothing that a hostile page could do."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UnreadableDocument
from monitor.sources.document import MAX_TAGS, Document, Table
from monitor.sources.html import document_of, read_html
from monitor.sources.markdown import read_markdown


def rows(document: Document) -> list[tuple[str, ...]]:
    return [row.cells for table in document.tables for row in table.rows]


def table(body: str, head: str = "<tr><th>Date</th><th>Model</th></tr>") -> Document:
    return read_html(f"<table><thead>{head}</thead><tbody>{body}</tbody></table>")


def test_a_page_gives_the_document_that_its_markdown_gives() -> None:
    html = read_html(
        '<!doctype html><html><body><h1 id="top">Top</h1><p>See <a href="https://example.org/x">this</a>.</p>'
        "<h2>2025-09-26: Old</h2><ul><li>One</li></ul><table><thead><tr><th>Date</th><th>Model</th></tr></thead>"
        "<tbody><tr><td>2026\u201103\u201126</td><td><code>a-1</code> or <code>b-2*</code></td></tr></tbody></table>"
    )
    markdown = read_markdown(
        "# Top {#top}\n\nSee [this](https://example.org/x).\n\n## 2025-09-26: Old\n\n- One\n\n"
        "| Date | Model |\n|---|---|\n| 2026\u201103\u201126 | `a-1` or `b-2*` |\n"
    )

    assert html == markdown


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("plain  text", "plain text"),
        ("<code>a-1</code>or<code>b-2</code>", "`a-1`or`b-2`"),
        ("<code>a-1</code><code>b-2</code>", "`a-1` `b-2`"),
        ("<strong>a</strong> | b ` c", r"a \| b \` c"),
        ("a<br>b<br><br>c<br>", "a<br>b<br>c"),
        ("<p>a</p><p>b</p>", "a<br>b"),
        ('<a href="https://example.org/x"><code>a-1</code></a>', "[`a-1`](https://example.org/x)"),
        ('<a href="javascript:alert(1)">a</a>', "a"),
        ("<del>2026-01-01</del> 2026-02-02", "~~2026-01-01~~ 2026-02-02"),
        ("1<sup>2</sup>", "1<sup>2</sup>"),
        ("<button>Copy</button>a", "a"),
        ("a &lt;b&gt;", "a &lt;b>"),
        ("<!-- x -->a", "a"),
        ('<span class="x"><span>a</span></span>', "a"),
    ],
)
def test_a_cell_becomes_the_markdown_that_prints_it(cell: str, printed: str) -> None:
    assert rows(table(f"<tr><td>x</td><td>{cell}</td></tr>")) == [("x", printed)]


def test_spans_are_resolved() -> None:
    document = table(
        "<tr><td rowspan=2>d</td><td>a-1</td></tr><tr><td>b-2</td></tr>"
        "<tr><td colspan=2>Preview models</td></tr><tr><td colspan=2>N/A</td></tr>"
        "<tr><td rowspan=0>e</td><td>c-3</td></tr><tr><td>d-4</td></tr>"
    )

    assert rows(document) == [
        ("d", "a-1"),
        ("d", "b-2"),
        ("Preview models",),
        ("N/A",),
        ("e", "c-3"),
        ("e", "d-4"),
    ]


def test_a_cell_reaches_no_further_than_its_head_or_body() -> None:
    document = read_html(
        "<table><thead><tr><th rowspan=3>Date</th><th>Model</th></tr></thead><tbody>"
        "<tr><td rowspan=0>d</td><td>a-1</td></tr><tr><td>b-2</td></tr></tbody><tbody><tr><td>e</td><td>c-3</td></tr>"
        "</tbody></table>"
    )

    assert rows(document) == [("d", "a-1"), ("d", "b-2"), ("e", "c-3")]


def test_a_row_with_other_cells_than_the_header_is_flawed() -> None:
    flaws = [row.flaw for row in table("<tr><td>a<td>b<td>c</tr><tr><td>a<td>b</tr>").tables[0].rows]

    assert flaws == ["has 3 cells under 2 headers", ""]


def test_a_header_without_thead_and_with_two_rows_is_found() -> None:
    plain = read_html("<table><tr><td>Date</td><td>Model</td></tr><tr><td>x</td><td>a-1</td></tr></table>")
    double = table(
        "<tr><td>x</td><td>a-1</td></tr><tr><th>Date</th><th>Model</th></tr>",
        "<tr><th colspan=2>All</th></tr><tr><th>Date</th><th>Model</th></tr>",
    )

    assert plain.tables[0].header == double.tables[0].header == ("Date", "Model")
    assert rows(plain) == rows(double) == [("x", "a-1")]


def test_a_table_in_a_cell_is_not_a_part_of_its_row() -> None:
    document = table("<tr><td>x</td><td>a<table><tr><td>deep</td></tr></table></td></tr>")

    assert rows(document)[0] == ("x", "a")


def test_scripts_drawings_and_comments_are_not_read() -> None:
    document = read_html(
        "<html><script>var x = '<table><tr><td>no</td></tr></table>'; //--></script><h2>A<svg><path d='M0'/></svg></h2>"
        "<!-- <table><tr><td>no</td></tr></table> <script> --><p>text</p><style>p {}</style>"
        "<noscript><p>no</p></noscript><p>more</p><script>if (1<2) {"
    )

    assert document.tables == ()
    assert [(s.title, [t.text for t in s.texts]) for s in document.sections] == [("A", ["text", "more"])]


def test_notes_in_divs_are_read_and_menus_are_not() -> None:
    document = read_html(
        "<html><body><div class='menu'><div>Home</div></div>"
        "<div class='my-4 callout-note'><div><b>N</b> <code>a-1</code></div></div>"
        "<div role='note'>two</div><span data-as='p'>three</span></body></html>"
    )

    assert [text.text for section in document.sections for text in section.texts] == ["N `a-1`", "two", "three"]


def test_a_list_item_does_not_repeat_the_blocks_in_it() -> None:
    document = read_html("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>")

    assert [(t.text, t.kind) for t in document.sections[0].texts] == [("a", "item"), ("b", "item"), ("c", "paragraph")]


@pytest.mark.parametrize("end", ["<tr><td>2026-01-01</td><td><code>gpt-4-03", "<tr><td>2026-", ""])
def test_the_last_row_of_a_page_that_breaks_off_in_a_table_is_flawed(end: str) -> None:
    head = "<table><tr><th>Date</th><th>Model</th></tr><tr><td>2025-01-01</td><td>a-1</td></tr>"
    document = read_html(head + end)

    assert document.defects == ("the document ends inside a table",)
    assert document.tables[0].rows[-1].flaw == "is cut off"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html>" + "<div>" * (MAX_TAGS + 1), "tags"),
        ("<p " + "a=1 " * 300_000, "attributes"),
        ("<table>" + "<tr><td>x" * 6_000, "rows"),
        ("<html>" + "<h2>x</h2>" * 6_000, "sections"),
    ],
)
def test_a_page_too_large_to_be_one_is_refused(page: str, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason):
        read_html(page)


def test_deep_nesting_hides_no_table() -> None:
    document = read_html(f"<html>{'<div>' * 20_000}<table><tr><th>Model</th></tr><tr><td>a-1</td></tr></table>")

    assert rows(document) == [("a-1",)]


@pytest.mark.parametrize(
    "cell", ["<td rowspan=999999999 colspan=999999999>x", "<td rowspan=-1 colspan=x>x", "<td colspan=0>x"]
)
def test_senseless_spans_are_bounded(cell: str) -> None:
    document = read_html("<table><tr><th>A<th>B</tr>" + f"<tr>{cell}</tr>" * 50 + "</table>")

    assert max(len(row) for row in rows(document)) <= 50


PIECES = ["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "<h2>", "</h2>", "<p>", "<li>", "<code>"]
PIECES += [
    "</code>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<svg>",
    "a-1",
    " ",
    "&amp;",
    "&#0;",
    "<?xml?>",
    "<",
    "x|`y",
]
PIECES += [
    "<![CDATA[",
    "<td rowspan=3 colspan=2>",
    "<br>",
    "<a href='#x'>",
    "\x0b",
    "<del>",
    "<thead>",
    "<div class='note'>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_html_raises_anything_but_unreadable(page: str) -> None:
    try:
        document = read_html(page)
    except UnreadableDocument:
        return

    assert all("\n" not in cell for row in rows(document) for cell in row)


def tables_by_html5lib(text: str) -> tuple[Table, ...]:
    return document_of(BeautifulSoup(text, features="html5lib")).tables


@pytest.mark.parametrize(
    "page",
    [
        "openai/deprecations/2025-11-13-deprss-openai_deprecations.html",
        "anthropic/deprecations/2025-05-02-swilliams-html-resources_model-deprecations.html",
        "anthropic/deprecations/2025-05-27-swilliams-html-resources_model-deprecations.html",
        "bedrock/deprecations/2025-11-13-deprss-aws_bedrock_lifecycle.html",
        "azure/deprecations/2025-11-13-deprss-azure_foundry_lifecycle.html",
    ],
)
def test_a_second_parser_reads_the_same_tables_from_real_pages(page: str, shared: Path) -> None:
    text = (shared / "pages" / page).read_text("utf-8")

    assert read_html(text).tables == tables_by_html5lib(text)


def test_a_second_parser_reads_the_same_table_from_clean_html() -> None:
    text = (
        "<html><body><table><thead><tr><th>Date</th><th>Model</th></tr></thead><tbody><tr><td rowspan=2>x</td>"
        "<td><code>a-1</code><br>b</td></tr><tr><td>c</td></tr></tbody></table></body></html>"
    )

    assert read_html(text).tables == tables_by_html5lib(text)
