"""Running text as sentences in which each model id is one character, whichever way the page prints it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.sources.cells import marked
from monitor.sources.document import Text
from monitor.sources.prose import phrases

CODE_MARKS = frozenset(map(chr, range(0xE000, 0xE800)))  # what `marked` puts in the place of code
MORE_MARKS = tuple(map(chr, range(0xE800, 0xEA00)))  # what stands here in the place of words


@dataclass(frozen=True, slots=True)
class Ids:
    """How a page writes ids in its sentences: as code, and what else.

    `family`: what all ids begin with; other code is no model. Where no family is known, a name with an underscore is
    none. `bare`: an id that stands in a sentence without marks.
    """

    family: re.Pattern[str] | None = None
    bare: re.Pattern[str] | None = None

    @classmethod
    def of(cls, *beginnings: str) -> Ids:
        """Ids that begin with one of these ("kimi-"), in lower case, marked as code or not."""
        any_of = "|".join(map(re.escape, beginnings))
        return cls(family=re.compile(any_of), bare=re.compile(rf"(?:{any_of})[\w.-]*\w"))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as plain text with each id as one private character, the ids behind them, and as it is printed."""

    text: str
    ids: Mapping[str, str]
    quote: str = ""

    @property
    def has_id(self) -> bool:
        """Whether it names a model by its id: most sentences do not, and need no search for what is said of models."""
        return phrases.AN_ID.search(self.text) is not None

    def named(self, part: str) -> tuple[str, ...]:
        """The ids in a part of the text, in its order."""
        return tuple(dict.fromkeys(self.ids[mark] for mark in phrases.AN_ID.findall(part)))

    def printed(self, part: str) -> str:
        """A part of the text as a person reads it."""
        return phrases.AN_ID.sub(lambda mark: self.ids[mark[0]], part).strip(" .,;:")


def sentences(text: Text, ids: Ids) -> list[Sentence]:
    """The sentences of a paragraph or item."""
    line, found = _marked(text.text, ids)
    parts = phrases.SENTENCE_END.split(line)
    printed = phrases.SENTENCE_END.split(text.text)
    if len(printed) != len(parts):  # a mark that is not printed, or the reverse, ends a sentence
        printed = [text.text] * len(parts)
    return [Sentence(part, found, quote.strip()) for part, quote in zip(parts, printed, strict=True) if part]


def _marked(text: str, how: Ids) -> tuple[str, dict[str, str]]:
    """`text` as one plain line with ids as private characters: code, links that are ids, and what `how` says."""
    if how.family is not None and "](" in text:
        family = how.family
        text = phrases.LINK.sub(lambda link: f"`{link[1]}`{link[2]}" if family.match(link[1]) else link[0], text)
    line, ids = marked(text)
    for mark, token in list(ids.items()):
        is_id = "_" not in token if how.family is None else how.family.match(token) is not None
        if mark not in CODE_MARKS or not is_id:
            line = line.replace(mark, token)
            del ids[mark]

    if how.bare is not None and how.bare.search(line) is not None:
        line = _with_bare(line, how.bare, ids)
    return " ".join(line.split()), ids


def _with_bare(line: str, id_: re.Pattern[str], ids: dict[str, str]) -> str:
    """`line` with the words that are ids as private characters, which are added to `ids`."""
    more = iter(MORE_MARKS)

    def word(found: re.Match[str]) -> str:
        if id_.fullmatch(found[0]) is None or (mark := next(more, None)) is None:
            return found[0]
        ids[mark] = found[0]
        return mark

    return phrases.WORD.sub(word, line)
