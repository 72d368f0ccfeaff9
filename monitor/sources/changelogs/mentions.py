"""What a line of prose mentions: code spans, links, names in bold, names in plain words.

A `Line` is its plain text with one private character in place of each mention, so that the grammar of a sentence can
speak of models without knowing how the page prints them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.core.dates import straighten
from monitor.sources.cells import plain

MAX_MENTIONS = 1_000
MAX_NAME = 60

MENTION = "[\ue000-\uf8ff]"  # the private use area, as a regular expression
LIST = rf"{MENTION}(?:(?: ?(?:,|/|&|\band\b|\bor\b))+ ?(?:the )?{MENTION})*"

_FIRST = 0xE000
_PRIVATE = re.compile(MENTION)
_MARKS = re.compile(
    r"(?<![\\`])(?P<tick>`++)(?P<code>[^`]++)(?P=tick)"
    r"|(?<!\\)!?\[(?P<text>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*+)\]"
    r"\((?P<target>[^()\s]*(?:\([^()]*\)[^()\s]*)?)(?:\s[^()]*)?\)"
    r"|(?<![\w*\\])(?P<stars>\*\*|__)(?=\S)(?P<bold>.{1,300}?)(?<=\S)(?P=stars)"
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_CODE = re.compile(r"(`+)([^`]+)\1")
# A name in plain words: capitals and figures ("R1-1776", "Kimi K2.6"). Months are none, nor what begins sentences.
_WORD = (
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December|Q[1-4]|UTC|HTTP"
    r"|The|Our|Use|All|Both|Some|Please|On|As|In|Starting|Effective|From|Older|Migrate|Requests)\b)"
)
_NAME = re.compile(
    rf"(?<![\w/.@-]){_WORD}[A-Z][\w.]*(?:[ -]{_WORD}(?:[A-Z]|(?<=[\w.] )\d|(?<=-)\w)[\w.]*){{0,7}}", re.ASCII
)
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing that a line mentions: its plain text, as it is printed, and the address that it links to."""

    text: str
    raw: str
    target: str = ""
    is_code: bool = False
    is_bold: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it stands in the text without any marks."""
        return self.raw == self.text


@dataclass(frozen=True, slots=True)
class Line:
    """A line's plain text with a private character for each mention."""

    text: str
    mentions: dict[str, Mention] = field(default_factory=dict)

    def plain(self, part: str) -> str:
        """A part of the text as people read it."""
        return _PRIVATE.sub(lambda mark: self.mentions[mark[0]].text, part)

    def printed(self, part: str) -> str:
        """A part of the text as the page prints it."""
        return _PRIVATE.sub(lambda mark: self.mentions[mark[0]].raw, part)

    def marking(self, pattern: re.Pattern[str], is_mention: Callable[[str], bool]) -> Line:
        """With those parts that match `pattern` as mentions, too, for which `is_mention` is true."""
        mentions = dict(self.mentions)

        def mark(found: re.Match[str]) -> str:
            if len(mentions) >= MAX_MENTIONS or not is_mention(found[0]):
                return found[0]
            mentions[added := chr(_FIRST + len(mentions))] = Mention(found[0], found[0])
            return added

        return Line(pattern.sub(mark, self.text), mentions)

    def found(self, part: str) -> list[Mention]:
        """What a part of the text mentions, in its order."""
        return [self.mentions[mark] for mark in _PRIVATE.findall(part)]


@lru_cache(maxsize=2048)  # most of a changelog is the same from one reading to the next
def read_line(text: str, ids: re.Pattern[str] | None = None, *, names: bool = False) -> Line:
    """The line `text` of Markdown.

    `ids`: what ids look like that also stand in it without marks. `names`: names in plain words are mentions too.
    """
    mentions: dict[str, Mention] = {}

    def keep(mention: Mention) -> str:
        if len(mentions) >= MAX_MENTIONS:
            return mention.text
        mark = chr(_FIRST + len(mentions))
        mentions[mark] = mention
        return mark

    def mark(found: re.Match[str]) -> str:
        if found["code"] is not None:
            return keep(Mention(straighten(found["code"]).strip(), found[0], is_code=True))
        if (bold := found["bold"]) is not None:
            whole = _MARKS.fullmatch(bold)
            if whole is not None and whole["bold"] is None:
                return mark(whole)
            if "`" in bold or "](" in bold:
                return _MARKS.sub(mark, bold)
            return keep(Mention(plain(bold), found[0], is_bold=True)) if is_name(plain(bold)) else bold
        inner = found["text"].strip()
        if found[0].startswith("!") or not inner:
            return ""
        code = _CODE.fullmatch(inner)
        name = plain(inner) if code is None else straighten(code[2]).strip()
        return keep(Mention(name, found[0], found["target"], is_code=code is not None))

    def name(found: re.Match[str]) -> str:
        return keep(Mention(found[0], found[0])) if is_name(found[0]) else found[0]

    marked = _MARKS.sub(mark, _PRIVATE.sub("", text))
    marked = straighten(html.unescape(_ESCAPE.sub(r"\1", _TAG.sub("", marked))))
    if ids is not None:
        marked = ids.sub(lambda found: keep(Mention(found[0], found[0], is_code=True)), marked)
    if names:
        marked = _NAME.sub(name, marked)
    return Line(" ".join(marked.split()), mentions)


def is_name(text: str) -> bool:
    """Whether `text` may be the name of a model: short, with a capital first and a figure, and no date."""
    return (
        len(text) <= MAX_NAME
        and text[:1].isupper()
        and _FIGURE.search(text) is not None
        and _YEAR.search(text) is None
        and not text.endswith(":")
    )
