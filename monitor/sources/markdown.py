"""Markdown and MDX -> Document, line by line: what deprecation pages are made of, and no more of the language.

Headings in all spellings, tables with and without outer pipes and with rows broken over lines, list items, paragraphs,
front matter, comments, code fences, components (`<Note>`, `<Update label="…">`) and raw HTML tables. What stands in a
labelled component is below its label, whatever the level of its own headings.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from monitor.sources.document import BREAKS_OFF, HEADING_LEVELS, Document, Outline
from monitor.sources.pipe_tables import read_pipe_table, underlines

MAX_LINE = 10_000
MAX_PART = 50_000  # the longest that is remembered
MAX_TAG_LINES = 10  # likewise, for a component's opening tag

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n((?:(?!---)[^\n]+\n)+)---[ \t]*(?=\n|\Z)")
_FRONT_LINE = re.compile(r"^([A-Za-z][\w-]*):[ \t]+(\S.*?)[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_BEFORE_HEADING = re.compile(r"\n\n(?=#{1,6}[ \t])")
_HEADING = re.compile(r"#{1,6}(?=\s|$)")
_UNDERLINE = re.compile(r"=+|-{2,}")
_RULE = re.compile(r"([-*_])(?:\s*\1){2,}")
_ITEM = re.compile(r"(?:[-*+]|\d{1,9}[.)])\s+")
_COMPONENT = re.compile(r"<(/?)([A-Za-z][\w.]*)(?=[\s/>])([^<>]*)>")
_INLINE = frozenset(
    {"a", "b", "br", "code", "del", "em", "i", "img", "kbd", "p", "s", "span", "strong", "sub", "sup", "u"}
)
_OPEN_TAG = re.compile(r"<[A-Z][\w.]*(?:\s[^<>]*)?")
_CLOSED = re.compile(r"(?:\s*</[A-Za-z][\w.]*>)+$")
_LABEL = re.compile(r"""\blabel=(?:\{\s*)?(["'])(.+?)\1""")
_OWN_ANCHOR = re.compile(r"\[([^\[\]]*)\]\(#([^()\s]+)\)|\s*\{#([^{}\s]+)\}$|<a (?:id|name)=\"([^\"<>]+)\">(?:</a>)?")
_MAY_HAVE_ANCHOR = re.compile(r"[\[{<]")


def read_markdown(text: str) -> Document:
    """The page `text`. Raises `UnreadableDocument` if a table or the page is too large."""
    if "<!--" in text:
        text = _COMMENT.sub("", text)
    matter: dict[str, str] = {}
    while (front := _FRONT_MATTER.match(text)) is not None:
        matter |= {key: value.strip("\"'") for key, value in _FRONT_LINE.findall(front[1])}
        text = text[front.end() :]
    outline = Outline(front=matter)
    begins = [0, *(blank.end() for blank in _BEFORE_HEADING.finditer(text))]
    for begin, end in pairwise([*begins, len(text) + 1]):
        if end - begin > MAX_PART or (part := _read(text[begin : end - 1])) is None:
            outline.add(_Reader(text[begin:]).read())
            break
        outline.add(part)
    return outline.document()


@lru_cache(maxsize=512)  # of a page that changed, most parts are those of its last reading
def _read(part: str) -> Outline | None:
    """What a part of a page consists of; None if something begins in it that goes on behind it."""
    reader = _Reader(part)
    outline = reader.read()
    return None if reader.is_open else outline


class _Reader:
    """One pass over the lines; `at` is the next line to read, `is_open` that something in them has no end."""

    def __init__(self, text: str) -> None:
        self.at = 0
        self.outline = Outline()
        lines = text.split("\n")
        self.lines = [line.lstrip("> ") if line[:1] == ">" else line for line in map(str.strip, lines)]
        if len(text) > MAX_LINE and (too_long := sum(1 for line in lines if len(line) > MAX_LINE)) > 0:
            self.lines = [line if len(whole) <= MAX_LINE else "" for line, whole in zip(self.lines, lines, strict=True)]
            self.outline.defects.append(f"{too_long} lines are longer than {MAX_LINE} characters")
        self.is_open = False
        self.level = 0
        self.base = 0  # the level of the label that we are below
        self.paragraph: list[str] = []
        self.components: list[str] = []
        self.labelled: list[tuple[int, int, int]] = []  # how deep each open label is, the level and the base around it
        self.kind = "paragraph"

    def read(self) -> Outline:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if not line:
                if self.paragraph:
                    self.end_paragraph()
            elif line[0] in "#`~<-=*_+0123456789" and self.is_special(line):
                continue
            elif "|" in line and self.is_delimiter(self.at, line):
                self.read_table(line)
            else:
                self.add(line)
        self.end_paragraph()
        if self.labelled:
            name = self.components[self.labelled[0][0]]
            self.outline.defects.append(f"{BREAKS_OFF} <{name}>")
        self.is_open = self.is_open or bool(self.components)
        return self.outline

    def is_special(self, line: str) -> bool:
        """Read `line` as something else than a paragraph, if it is."""
        if line[0] == "#" and (heading := _HEADING.match(line)) is not None:
            self.heading(heading.end(), line[heading.end() :].strip().rstrip("#").rstrip() or self.title_below())
        elif line.startswith(("```", "~~~")):
            self.skip_fence(line[:3])
        elif self.paragraph and self.kind == "paragraph" and _UNDERLINE.fullmatch(line):
            title = " ".join(self.paragraph)
            self.paragraph = []
            self.heading(1 if line[0] == "=" else 2, title)
        elif _RULE.fullmatch(line):
            self.end_paragraph()
        elif line[0] == "<":
            return self.is_component(line)
        elif "|" in line and self.is_delimiter(self.at, line):
            return False
        elif (item := _ITEM.match(line)) is not None:
            self.end_paragraph()
            self.kind = "item"
            self.add(line[item.end() :])
        else:
            return False
        return True

    def add(self, line: str) -> None:
        """Add a line of text; it may end with the tags that close the components it stands in."""
        if not self.components or line[-1:] != ">" or (closed := _CLOSED.search(line)) is None:
            self.paragraph.append(line)
            return
        if line[: closed.start()]:
            self.paragraph.append(line[: closed.start()])
        self.end_paragraph()
        for tag in _COMPONENT.finditer(closed[0]):
            self.close(tag[2].lower())

    def end_paragraph(self) -> None:
        if self.paragraph:
            kind = self.kind if self.kind == "item" or not self.components else self.components[-1]
            self.outline.text(" ".join(self.paragraph), kind)
            self.paragraph = []
        self.kind = "paragraph"

    def heading(self, level: int, title: str) -> None:
        self.end_paragraph()
        self.level = self.base + level
        self.outline.heading(self.level, *_titled(title))

    def title_below(self) -> str:
        """The title of a heading whose mark stands alone on the line above ("## " and then "Overview")."""
        below = self.lines[self.at] if self.at < len(self.lines) else ""
        if not below or below[0] in "#|<" or self.is_delimiter(self.at + 1, below):
            return ""
        self.at += 1
        return below

    def skip_fence(self, fence: str) -> None:
        self.end_paragraph()
        while self.at < len(self.lines) and not self.lines[self.at].startswith(fence):
            self.at += 1
        self.is_open = self.at >= len(self.lines)
        self.at += 1

    def is_component(self, line: str) -> bool:
        """Read a line that begins with a tag: a raw table, or components and the text between them."""
        if line.lower().startswith("<table"):
            self.read_html_table(line)
            return True
        if _OPEN_TAG.fullmatch(line) is not None:
            line = self.whole_tag(line)
        if (tag := _COMPONENT.match(line)) is None or tag[2].lower() in _INLINE:
            return False
        self.end_paragraph()
        self.step(tag)
        rest = line[tag.end() :].strip()
        inner, closing, after = rest.partition(f"</{tag[2]}>")
        if closing and not tag[1]:
            if inner.strip():
                self.paragraph.append(inner.strip())
            self.end_paragraph()
            self.close(tag[2].lower())
            rest = after.strip()
        if rest:  # it is a line of its own
            self.at -= 1
            self.lines[self.at] = rest
        return True

    def whole_tag(self, line: str) -> str:
        """`line` with the rest of the opening tag that begins in it; as it was if the tag has no end."""
        for at in range(self.at, min(self.at + MAX_TAG_LINES, len(self.lines))):
            below = self.lines[at]
            if not below or ">" in below:  # a ">" alone looks like the mark of a quotation and is gone
                whole = " ".join([line, *self.lines[self.at : at], below or ">"])
                self.at = at + 1
                return whole
        return line

    def step(self, tag: re.Match[str]) -> None:
        """Go into or out of a component. A labelled one (`<Update label="…">`) begins a section below the current."""
        name = tag[2].lower()
        if tag[1]:
            self.close(name)
        elif not tag[3].endswith("/"):
            self.components.append(name)
            if (label := _LABEL.search(tag[3])) is not None:
                self.labelled.append((len(self.components) - 1, self.level, self.base))
                self.base = self.level = min(self.level + 1, HEADING_LEVELS)
                self.outline.heading(self.level, label[2])

    def close(self, name: str) -> None:
        """Leave the innermost component of that name; the text behind a label's is not below the label any more."""
        if name not in self.components:
            return
        depth = len(self.components) - 1 - self.components[::-1].index(name)
        del self.components[depth:]
        while self.labelled and self.labelled[-1][0] >= depth:
            _, self.level, self.base = self.labelled.pop()
            self.outline.leave(self.level)

    def read_html_table(self, line: str) -> None:
        self.end_paragraph()
        raw = [line]
        while "</table" not in raw[-1].lower() and self.at < len(self.lines):
            raw.append(self.lines[self.at])
            self.at += 1
        self.is_open = "</table" not in raw[-1].lower()
        from monitor.sources.html import read_html  # noqa: PLC0415 as in `pages`: its parser takes a while to load

        inner = read_html("\n".join(raw))
        self.outline.defects += inner.defects
        for table in inner.tables:
            self.outline.table(table)

    def is_delimiter(self, at: int, header: str) -> bool:
        """Whether line `at` is the line of dashes below the table header `header`."""
        return at < len(self.lines) and underlines(self.lines[at], header)

    def read_table(self, header: str) -> None:
        self.end_paragraph()
        table, self.at = read_pipe_table(self.lines, self.at + 1, header)
        self.outline.table(table)


def _titled(heading: str) -> tuple[str, str | None]:
    """The title in a heading's text, and the anchor that stands in it."""
    title, anchor = " ".join(heading.split()), None
    if _MAY_HAVE_ANCHOR.search(title) is not None and (own := _OWN_ANCHOR.search(title)) is not None:
        anchor = own[2] or own[3] or own[4]
        title = title.replace(own[0], own[1] or "", 1)
    return title, anchor
