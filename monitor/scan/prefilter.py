"""Where in a file something of a reference stands: the quick look that most files end with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from monitor.scan.names import Anchor
from monitor.scan.waivers import MARK

_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789")
_WORD_OR_HYPHEN = _WORD | frozenset(b"_-")


class _Automaton(Protocol):
    def find_matches_as_indexes(self, haystack: bytes, overlapping: bool) -> list[tuple[int, int, int]]: ...  # noqa: FBT001 the library's own


class _Plain:
    """What the library does, by the standard library: some thirty times slower, for machines it has no wheel for."""

    def __init__(self, patterns: list[bytes]) -> None:
        self._index = {pattern: number for number, pattern in enumerate(patterns)}
        ordered = sorted(patterns, key=len, reverse=True)
        self._pattern = re.compile(b"(?=(" + b"|".join(map(re.escape, ordered)) + b"))")

    def find_matches_as_indexes(self, haystack: bytes, overlapping: bool) -> list[tuple[int, int, int]]:  # noqa: ARG002, FBT001 as above
        return [(self._index[m[1]], m.start(1), m.end(1)) for m in self._pattern.finditer(haystack)]


class Prefilter:
    """Finds the anchors of references, and of waivers, in bytes; made once for a scan."""

    def __init__(self, anchors: tuple[Anchor, ...]) -> None:
        self._anchors = (*anchors, Anchor(MARK.encode()))
        self._mark = len(anchors)
        self._automaton = _automaton([anchor.text for anchor in self._anchors])

    def places(self, data: bytes) -> list[int] | None:
        """The offsets at which references may begin; None where nothing is, not even a waiver."""
        lowered = data.lower()
        matches = self._automaton.find_matches_as_indexes(lowered, overlapping=True)
        if not matches:
            return None
        places = list(self._places(lowered, matches))
        return places if places or any(number == self._mark for number, _, _ in matches) else None

    def _places(self, lowered: bytes, matches: list[tuple[int, int, int]]) -> Iterator[int]:
        for number, start, end in matches:
            anchor = self._anchors[number]
            place = start + anchor.lead
            if anchor.whole:
                if end == len(lowered) or lowered[end] not in _WORD_OR_HYPHEN:
                    yield place
            elif number != self._mark and (place == 0 or lowered[place - 1] not in _WORD):
                yield place


def _automaton(patterns: list[bytes]) -> _Automaton:
    try:
        from ahocorasick_rs import BytesAhoCorasick, Implementation  # noqa: PLC0415 see _Plain
    except ImportError:
        return _Plain(patterns)
    return BytesAhoCorasick(patterns, implementation=Implementation.DFA)
