"""One shape for every page: sections with their heading path and anchor, and in them texts and tables in order.

Markdown and HTML readers build the same `Document`, so that what follows need not know which of them a provider
served. Texts and cells are Markdown as printed (see `cells`). All input is untrusted and bounded here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from monitor.core.values import value
from monitor.errors import UnreadableDocument
from monitor.sources.cells import plain

CUT_OFF = "is cut off"
MAX_BYTES = 6 * 1024 * 1024
MAX_LINES = 100_000
MAX_TAGS = 50_000  # the largest real page has 3,500; each costs about a kilobyte once parsed
MAX_ATTRIBUTES = 200_000
MAX_TABLE_ROWS = 5_000
MAX_COLUMNS = 50
MAX_TEXT = 4_000
MAX_QUOTE = 300
MAX_SECTIONS = 5_000

HEADING_LEVELS = 6
BREAKS_OFF = "the document breaks off inside"

_PUNCTUATION = re.compile(r"[^\w\- ]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")  # `plain` makes them hyphens, and a slug has hyphens and no dashes


@value
class Text:
    """A paragraph, or a list item; `kind` is "paragraph", "item", or the component it stands in ("note", "update")."""

    text: str
    kind: str = "paragraph"


@value
class Row:
    """A table's row. `flaw` says why its cells cannot be trusted; a row of one cell is a heading inside the table."""

    cells: tuple[str, ...]
    flaw: str = ""

    @property
    def quote(self) -> str:
        """The row as Markdown prints it, at most `MAX_QUOTE` characters."""
        return clip(f"| {' | '.join(self.cells)} |".replace("|  |", "| |"))


@value
class Table:
    """A table: the cells of its header, and its rows with spans resolved."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


@value
class Section:
    """What stands under one heading. `path` are the titles from the top down to this one, all plain text.

    `tables` and `texts` are the blocks of each kind in order; a reader asks for them several times.
    """

    title: str = ""
    anchor: str | None = None
    path: tuple[str, ...] = ()
    blocks: tuple[Text | Table, ...] = field(default=(), hash=False)  # to compare them is faster than to hash them
    tables: tuple[Table, ...] = field(init=False, compare=False, repr=False)
    texts: tuple[Text, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        self.tables = tuple([b for b in self.blocks if isinstance(b, Table)])  # type: ignore[misc]  # it is being made
        self.texts = tuple([b for b in self.blocks if isinstance(b, Text)])  # type: ignore[misc]  # likewise


@dataclass(frozen=True, slots=True)
class Document:
    """A whole page. `defects` are what is wrong with it as a document, in words; `front` is its front matter."""

    sections: tuple[Section, ...]
    defects: tuple[str, ...] = ()
    front: Mapping[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in order."""
        return tuple(table for section in self.sections for table in section.tables)

    @property
    def headings(self) -> tuple[str, ...]:
        """Section titles and table headers in order, plain text."""
        found: list[str] = []
        for section in self.sections:
            found += [section.title] if section.title else []
            found += [plain(cell) for table in section.tables for cell in table.header]
        return tuple(found)


class Heading(NamedTuple):
    """Where a section begins, and those of its level and deeper ones end; without a title no more than that.

    Its `anchor` is its own; without one, it is found by its `slug`, which another of that name may have too.
    """

    level: int
    title: str | None = None
    anchor: str | None = None
    slug: str | None = None


@dataclass(slots=True)
class Outline:
    """Collects what a document, or a part of one, consists of while it is read from top to bottom."""

    defects: list[str] = field(default_factory=list)
    front: Mapping[str, str] = field(default_factory=dict)
    steps: list[Heading | Text | Table] = field(default_factory=list)

    def heading(self, level: int, printed: str, anchor: str | None = None) -> None:
        """Begin a section; without an anchor of its own it gets the one that GitHub would give it."""
        title = clip(_title(printed))
        self.steps.append(Heading(level, title, anchor, None if anchor else _slug(title, printed)))

    def leave(self, level: int) -> None:
        """Go back out of the sections below `level`: what follows stands in an untitled section there."""
        self.steps.append(Heading(level + 1))

    def text(self, text: str, kind: str = "paragraph") -> None:
        """Add a paragraph or an item to the current section."""
        if text:
            self.steps.append(Text(clip(text, MAX_TEXT), kind))

    def table(self, table: Table) -> None:
        """Add a table to the current section."""
        self.steps.append(table)

    def add(self, part: Outline) -> None:
        """Add what the next part of the document consists of."""
        self.defects += part.defects
        self.steps += part.steps

    def document(self) -> Document:
        """What was collected."""
        sections = tuple(_sections(self.steps))
        if len(sections) > MAX_SECTIONS:
            raise UnreadableDocument(f"the document has more than {MAX_SECTIONS} sections")
        return Document(sections, tuple(self.defects), self.front)


def _sections(steps: Iterable[Heading | Text | Table]) -> Iterator[Section]:
    path: list[tuple[int, str]] = []
    slugs: dict[str, int] = {}
    title, anchor, blocks = "", None, []
    for step in (*steps, Heading(0)):
        if not isinstance(step, Heading):
            blocks.append(step)
            continue
        if title or blocks:
            yield Section(title, anchor, tuple([name for _, name in path]), tuple(blocks))
        path = [(level, name) for level, name in path if level < step.level]
        title, anchor, blocks = step.title or "", step.anchor, []
        if step.title is not None:
            path.append((step.level, title))
        if step.slug is not None:  # Rule: "-1" for the second of a name, and so on (github-slugger)
            number = slugs.get(step.slug, 0)
            slugs[step.slug] = number + 1
            anchor = (f"{step.slug}-{number}" if number else step.slug) or None


def _slug(title: str, printed: str) -> str:
    """The anchor of a title: lower case, punctuation dropped, spaces to hyphens (as github-slugger does)."""
    if not printed.isascii():
        title = clip(_title(_DASHES.sub("\u00b7", printed)))  # a mark that is dropped as they are
    return _PUNCTUATION.sub("", title.lower()).replace(" ", "-")


def _title(printed: str) -> str:
    """A heading's text, without the mark of a link to it that some sites print."""
    return plain(printed).strip(" #\u00b6\u00a7")


def decoded(body: bytes) -> str:
    """The text of `body`. Raises `UnreadableDocument` if it is not UTF-8, or there is no text, or too much of it.

    A page with broken characters is rejected as a whole: what they hid, an id or a date, nobody could tell.
    """
    if len(body) > MAX_BYTES:
        raise UnreadableDocument(f"the document is larger than {MAX_BYTES} bytes")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        at = broken.start + len(body) - len(broken.object)  # it counts from behind a byte order mark
        raise UnreadableDocument(f"the document is not UTF-8 text: byte {at} is {body[at]:#04x}") from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if b"\x00" in body:
        text = text.replace("\x00", "\ufffd")
    if not text or text.isspace():
        raise UnreadableDocument("the document is empty")
    if len(text) > MAX_LINES < text.count("\n"):
        raise UnreadableDocument(f"the document has more than {MAX_LINES} lines")
    return text


def clip(text: str, limit: int = MAX_QUOTE) -> str:
    """`text` if it is short enough, else its beginning and an ellipsis."""
    return text if len(text) <= limit else f"{text[: limit - 1]}\u2026"
