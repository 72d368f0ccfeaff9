"""The models that a text for people names, such as a message: words that are ids of the record, or look like one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.scan.names import Names
from monitor.scan.words import Word, words_at

_STARTS = re.compile(r"[A-Za-z0-9@][A-Za-z0-9_.:/@~#+-]*")
_ELSEWHERE = re.compile(r"[^\x00-\x7f]|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])")  # other scripts, and what stresses a word
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_SHORT = re.compile(r"o\d", re.IGNORECASE)


def named(text: str, names: Names) -> Iterator[str]:
    """The references in a text, each once, in its order.

    Code has positions that say "model", prose has none: what may be any word ("command"), or is only like an id, counts
    where it is marked as code.
    """
    plain = _ELSEWHERE.sub(" ", text.translate(_HYPHENS))
    seen: set[str] = set()
    for word in words_at(plain, (match.start() for match in _STARTS.finditer(plain)), names):
        for written in _references(plain, word, names):
            if written not in seen:
                seen.add(written)
                yield written


def _references(text: str, word: Word, names: Names) -> Iterator[str]:
    written = text[word.start : word.end]
    verdict = names.judge(written)
    marked = text[word.start - 1 : word.start] + text[word.end : word.end + 1] == "``"
    if verdict and (verdict.sure or marked or (verdict.known and _SHORT.fullmatch(written))):
        yield written
        return
    parts = written.split("/")
    if len(parts) > 1 and all((judged := names.judge(part)) and judged.known for part in parts):  # gpt-4o/gpt-4o-mini
        yield from parts
