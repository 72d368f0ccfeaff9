"""One file -> the references in it, its waivers, and what hindered the reading."""

from __future__ import annotations

import re

from monitor.scan import languages
from monitor.scan.finds import Find, Reading, Skipped, Waiver
from monitor.scan.languages import Language, Span
from monitor.scan.names import Names
from monitor.scan.search import Hit, Text, references
from monitor.scan.waivers import MARK, waivers_in

CLIP = 200  # characters of a line that are shown

_LONG_LINE, _LONG_MEAN = 2_000, 200  # characters; code that people write has no such lines
# Where comments are no part of the language, or of no reader of ours, a waiver may stand behind any mark of one.
_NO_COMMENTS = (languages.JSON, languages.MARKDOWN, languages.NOTEBOOK)


def read(data: bytes, path: str, language: Language, names: Names, places: list[int]) -> Reading:
    """Read a file; `places` are the offsets in it, in bytes, where something of a reference was seen."""
    if b"\0" in data:
        return Reading(skipped=(Skipped(path, "binary"),))
    problems = []
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
        problems.append("not in UTF-8: read as Latin-1")
    if language is languages.SCRIPT and _is_minified(text):
        return Reading(skipped=(Skipped(path, "minified"),))
    if not problems and not data.isascii():
        places = _in_characters(data, places)
    file = Text(text, places, problems)
    hits = references(file, language, names)
    lines: dict[int, str] = {}  # many finds may share a line
    waivers: dict[int, Waiver] = {}
    if MARK in text:
        in_strings = language is languages.NOTEBOOK
        waivers = waivers_in(text, _comments(text, language), path, in_strings=in_strings)
    return Reading(
        tuple(_find(path, file, hit, waivers, lines) for hit in hits),
        tuple(waivers.values()),
        tuple(Skipped(path, reason) for reason in problems),
    )


def _in_characters(data: bytes, places: list[int]) -> list[int]:
    """Offsets in bytes as offsets in characters."""
    found, characters, last = [], 0, 0
    for place in sorted(places):
        characters += len(data[last:place].decode(errors="ignore"))
        last = place
        found.append(characters)
    return found


def _is_minified(text: str) -> bool:
    lines = text.count("\n") + 1
    return len(text) / lines > _LONG_MEAN and re.search(rf"[^\n]{{{_LONG_LINE}}}", text) is not None


def _comments(text: str, language: Language) -> list[Span] | None:
    return None if language in _NO_COMMENTS else language.spans(text)


def _find(path: str, file: Text, hit: Hit, waivers: dict[int, Waiver], lines: dict[int, str]) -> Find:
    line = file.line_of(hit.start)
    start = file.lines[line - 1]
    if line not in lines:
        end = file.lines[line] if line < len(file.lines) else len(file.text)
        lines[line] = file.text[start : min(end, start + CLIP)].rstrip("\r\n")
    waiver = waivers.get(line)
    return Find(
        path=path,
        line=line,
        column=hit.start - start + 1,
        reference=hit.reference,
        text=lines[line],
        known=hit.known,
        waiver=waiver if waiver and not waiver.problem else None,
        exact=hit.exact,
        start=hit.start - start,
        end=hit.end - start,
        candidates=hit.candidates,
    )
