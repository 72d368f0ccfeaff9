"""HTML -> Document, by Beautiful Soup with lxml: headings, paragraphs, list items and tables, in one pass.

Scripts, styles and drawings are cut out before the parser sees them: they are all but 70 KB of a page of 2 MB. Cells
and texts become the Markdown that would print them, so that `cells` reads both alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag
from bs4.exceptions import ParserRejectedMarkup
from bs4.filter import SoupStrainer

from monitor.errors import UnreadableDocument
from monitor.sources.cells import MAX_CELL
from monitor.sources.document import (
    CUT_OFF,
    MAX_ATTRIBUTES,
    MAX_COLUMNS,
    MAX_TABLE_ROWS,
    MAX_TAGS,
    Document,
    Outline,
    Row,
    Table,
)

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TEXTS = frozenset({"p", "li", "blockquote", "dd"})
BUILT = frozenset({*HEADINGS, *TEXTS, "table"})
BLOCKS = BUILT | {"ul", "ol", "dl"}
MAX_LINK = 300

_STRUCK = frozenset({"del", "s", "strike"})
_NOT_TEXT = frozenset({"button", "input", "select", "textarea", "template", "iframe", "math", "object"})
_BREAKS = frozenset({"p", "div", "li", "ul", "ol"})
_NOTE = re.compile(r"(?:^|[\s_-])(?:note|notice|callout|admonition|alert|warning)(?:$|[\s_-])")
_OPENING = re.compile(r"<(!--|(?:script|style|svg|noscript)\b)", re.IGNORECASE)
_CLOSING = {
    "!--": re.compile("-->"),
    **{name: re.compile(rf"</{name}\b[^>]*>", re.IGNORECASE) for name in ("script", "style", "svg", "noscript")},
}
_FRAGMENT = re.compile(r"\]\(#([^()\s]+)\)")


class _Blocks(SoupStrainer):
    """Lets the parser build what we read and nothing else. Notes are often `div`s that only a class tells apart."""

    def allow_tag_creation(self, nsprefix: str | None, name: str, attrs: Mapping[str, object] | None) -> bool:  # noqa: ARG002 the parser calls it so
        return name in BUILT or (name in {"div", "span", "aside"} and _is_note(attrs or {}))

    def allow_string_creation(self, string: str) -> bool:  # noqa: ARG002 likewise
        return False


def read_html(text: str) -> Document:
    """The page or fragment `text`. Raises `UnreadableDocument` if it is too large or has no elements."""
    if text.count("<") > MAX_TAGS:
        raise UnreadableDocument(f"the document has more than {MAX_TAGS} tags")
    markup = _without_scripts(text).replace("<?", "&lt;?")
    if markup.count("=") > MAX_ATTRIBUTES:
        raise UnreadableDocument(f"the document has more than {MAX_ATTRIBUTES} attributes")
    try:
        soup = BeautifulSoup(markup, "lxml", parse_only=_Blocks(name=True), multi_valued_attributes=None)
    except ParserRejectedMarkup:
        raise UnreadableDocument("the document has no HTML elements") from None
    return document_of(soup, is_cut=markup.rfind("<table") > markup.rfind("</table"))


def document_of(soup: Tag, *, is_cut: bool = False) -> Document:
    """The document of a parsed page. `is_cut`: it ends inside its last table, whose last row is then not believed."""
    outline = Outline()
    tables: list[Table] = []
    within = [iter(soup.contents)]
    while within:  # no recursion: a hostile page nests 50,000 deep
        node = next(within[-1], None)
        if node is None:
            within.pop()
        elif not isinstance(node, Tag):
            continue
        elif node.name in HEADINGS:
            title = inline(node)
            outline.heading(int(node.name[1]), title, _anchor(node, title))
        elif node.name == "table":
            table = _table(node)
            tables.append(table)
            outline.table(table)
        else:
            if node.name in TEXTS or _is_note(node.attrs):
                outline.text(inline(node, without=BLOCKS), "item" if node.name == "li" else "paragraph")
            if node.name != "p":
                within.append(iter(node.contents))
    document = outline.document()
    return _cut(document, tables[-1]) if is_cut and tables else document


def inline(tag: Tag, *, without: frozenset[str] = frozenset({"table"})) -> str:
    """What `tag` holds, as one line of Markdown: code, links, breaks, struck and raised text; elements `without`."""
    if len(tag.contents) == 1 and type(tag.contents[0]) is NavigableString:  # as in most cells
        return " ".join(_escaped(tag.contents[0]).split())
    parts: list[str] = []
    within = [(iter(tag.contents), "")]
    while within:
        children, closing = within[-1]
        node = next(children, None)
        if node is None:
            within.pop()
            _add(parts, closing)
        elif isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString):
                _add(parts, _escaped(str(node)))
        elif not isinstance(node, Tag) or node.name in without or node.name in _NOT_TEXT:
            continue
        elif node.name in {"code", "tt", "kbd"}:
            beside = " " if parts and parts[-1].endswith("`") else ""
            parts.append(f"{beside}`{node.get_text().strip().replace('`', chr(39))}`")
        elif node.name == "br":
            _add(parts, "<br>")
        else:
            opening, closing = _marks(node)
            _add(parts, opening)
            within.append((iter(node.contents), closing))
    return " ".join("".join(parts).split()).removesuffix("<br>").rstrip()


def _add(parts: list[str], part: str) -> None:
    """Append `part`, without breaks and blanks at an edge or behind another break."""
    if part.startswith("]"):
        while parts and parts[-1] == "<br>":
            del parts[-1]
    if part and not ((part == "<br>" or part.isspace()) and (not parts or parts[-1] in {"<br>", "["})):
        parts.append(part)


def _marks(tag: Tag) -> tuple[str, str]:
    """What Markdown prints before and behind the contents of an inline element."""
    if tag.name in _STRUCK:
        return "~~", "~~"
    if tag.name == "sup":
        return "<sup>", "</sup>"
    if tag.name in _BREAKS:
        return "<br>", "<br>"
    href = str(tag.get("href") or "").strip() if tag.name == "a" else ""
    if href and len(href) <= MAX_LINK and not re.search(r"[()\s]", href):
        return "[", f"]({href})"
    return "", ""


def _table(tag: Tag) -> Table:
    trs = _rows(tag)
    if len(trs) > MAX_TABLE_ROWS:
        raise UnreadableDocument(f"a table has more than {MAX_TABLE_ROWS} rows")
    rows = _grid(trs)
    head = sum(1 for tr in trs if tr.parent is not None and tr.parent.name == "thead") or 1
    header = rows[head - 1] if len(rows) >= head else ()
    return Table(header, tuple(_row(cells, len(header)) for cells in rows[head:] if cells and cells != header))


def _rows(tag: Tag) -> list[Tag]:
    """The rows of a table itself, and not of a table in one of its cells."""
    rows: list[Tag] = []
    for child in tag.contents:
        if isinstance(child, Tag):
            if child.name == "tr":
                rows.append(child)
            elif child.name in {"thead", "tbody", "tfoot"}:
                rows += [tr for tr in child.contents if isinstance(tr, Tag) and tr.name == "tr"]
    return rows


def _grid(trs: list[Tag]) -> list[tuple[str, ...]]:
    """The cells of each row with `rowspan` and `colspan` resolved; a cell that fills its whole row stands alone."""
    open_: dict[int, tuple[int, str]] = {}
    grid: list[tuple[str, ...]] = []
    for tr, below in zip(trs, _below(trs), strict=True):
        row: list[str] = []
        tags = [cell for cell in tr.contents if isinstance(cell, Tag) and cell.name in {"td", "th"}]
        _fill(row, open_)
        if len(tags) == 1 and not row and not open_:
            grid.append((inline(tags[0])[: MAX_CELL + 1],))
            continue
        for cell in tags[:MAX_COLUMNS]:
            text = inline(cell)[: MAX_CELL + 1]  # enough to see that it is too long
            down = _span(cell, "rowspan", below)
            for _ in range(_span(cell, "colspan", MAX_COLUMNS - len(row))):
                if down > 1:
                    open_[len(row)] = (down - 1, text)
                row.append(text)
            _fill(row, open_)
        grid.append(tuple(row))
    return grid


def _below(trs: list[Tag]) -> list[int]:
    """How many rows each row can reach down: to the end of its head, body or foot (HTML, "the td element")."""
    groups = (len(list(group)) for _, group in groupby(trs, key=lambda tr: id(tr.parent)))
    return [rows for size in groups for rows in range(size, 0, -1)]


def _fill(row: list[str], open_: dict[int, tuple[int, str]]) -> None:
    """Append the cells that reach down from the rows above."""
    while len(row) in open_:
        left, text = open_.pop(len(row))
        if left > 1:
            open_[len(row)] = (left - 1, text)
        row.append(text)


def _span(cell: Tag, name: str, most: int) -> int:
    if name not in cell.attrs:
        return min(1, most)
    value = str(cell[name]).strip()
    # Rule: rowspan="0" reaches as far as it can (HTML, "the td element")
    wanted = int(value) if re.fullmatch("[0-9]{1,5}", value) else 1
    return min(wanted or (most if name == "rowspan" else 1), most)


def _row(cells: tuple[str, ...], width: int) -> Row:
    if len(cells) in {1, width}:
        return Row(cells)
    return Row(cells, f"has {len(cells)} cells under {width} headers")


def _cut(document: Document, table: Table) -> Document:
    """`document` with the last row of its last table, `table`, marked: nobody can tell whether it is whole."""
    if not table.rows:
        return document
    marked = Table(table.header, (*table.rows[:-1], Row(table.rows[-1].cells, CUT_OFF)))
    sections = list(document.sections)
    for at, section in enumerate(sections):
        if any(block is table for block in section.blocks):
            blocks = tuple(marked if block is table else block for block in section.blocks)
            sections[at] = type(section)(section.title, section.anchor, section.path, blocks)
    return Document(tuple(sections), (*document.defects, "the document ends inside a table"))


def _anchor(heading: Tag, title: str) -> str | None:
    """The heading's own id, or the fragment that a link in it points to."""
    own = heading.get("id")
    if isinstance(own, str) and own.strip():
        return own.strip()
    found = _FRAGMENT.search(title)
    return found[1] if found else None


def _is_note(attrs: Mapping[str, object]) -> bool:
    if attrs.get("role") in {"note", "alert"} or attrs.get("data-as") == "p":
        return True
    classes = attrs.get("class") or ""
    return _NOTE.search(" ".join(classes) if isinstance(classes, list) else str(classes)) is not None


def _escaped(text: str) -> str:
    """Text as Markdown writes it where a pipe, a backtick or a bracket would mean something."""
    return text.replace("|", r"\|").replace("`", r"\`").replace("<", "&lt;")


def _without_scripts(text: str) -> str:
    """`text` without comments, scripts, styles and drawings; one that is never closed takes the rest with it."""
    kept: list[str] = []
    at = 0
    while (opening := _OPENING.search(text, at)) is not None:
        kept.append(text[at : opening.start()])
        closing = _CLOSING[opening[1].lower()].search(text, opening.end())
        if closing is None:
            return "".join(kept)
        at = closing.end()
    return "".join(kept) + text[at:]
