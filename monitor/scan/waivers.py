"""Comments that waive a line: `model-monitor: ignore[until=2027-01-31] reason`."""

from __future__ import annotations

import json
import re
from datetime import date

from monitor.scan.finds import Waiver
from monitor.scan.languages import Span, span_at

MARK = "model-monitor:"

_WAIVER = re.compile(r"model-monitor:[ \t]*ignore\b(?:\[([^\]\n]*)\])?[ \t]*([^\n\r]*)")
_OPENING = re.compile(r"""(?:\#|//|/\*+|\*|--|;|!|%|<!--|\{\{-?\s*/\*|\bREM|["'])[ \t]*$""", re.IGNORECASE)
_ALONE = re.compile(r"""[\s{,]*(?:["'][^"']*["']\s*:\s*)?$""")
_CLOSING = re.compile(r"""\s*(?:\*/(?:\s*-?\}\})?|-->|["'],?|\\n["'],?)\s*$""")
_STRING = re.compile(r'(?:[^"\\]|\\[^nr])*')
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def waivers_in(text: str, spans: list[Span] | None, path: str, *, in_strings: bool = False) -> dict[int, Waiver]:
    """The waivers of a file by the number of the line that each concerns.

    `spans` are the comments and strings of a language that has both; a waiver must then stand in a comment. Without
    them the mark of a comment, or a quote as in JSON, must stand before it. With `in_strings` comments stand inside of
    JSON's strings, as in a notebook: they end with their string or its line break.
    """
    found: dict[int, Waiver] = {}
    for match in _WAIVER.finditer(text):
        start = match.start()
        line_start = text.rfind("\n", 0, start) + 1
        opening = _OPENING.search(text, max(line_start, start - 40), start)
        if spans is not None:
            span = span_at(spans, start)
            if span is None or not span.comment:
                continue
        elif not opening:
            continue
        line = text.count("\n", 0, start) + 1
        before = text[line_start : opening.start() if opening else start]
        is_quoted = in_strings or (spans is None and opening is not None and opening[0][0] == '"')
        reason = _in_string(match[2]) if is_quoted else match[2]
        found[line + 1 if _ALONE.match(before) else line] = _read(match[1], reason, line, path)
    return found


def _in_string(rest: str) -> str:
    """What of the rest of a line stands in the same string of JSON, and on the same line of what that holds."""
    raw = _STRING.match(rest)
    try:
        return str(json.loads(f'"{raw[0]}"')) if raw else rest
    except ValueError:
        return rest


def _read(option: str | None, rest: str, line: int, path: str) -> Waiver:
    reason = _CLOSING.sub("", rest).strip().removeprefix(":").strip()
    if option is None:
        return Waiver(None, reason, line, path)
    key, _, value = (part.strip() for part in option.partition("="))
    if key != "until" or not _DAY.fullmatch(value):
        return Waiver(None, reason, line, path, problem=f"write ignore[until=2027-01-31], not ignore[{option}]")
    try:
        return Waiver(date.fromisoformat(value), reason, line, path)
    except ValueError:
        return Waiver(None, reason, line, path, problem=f"{value} is no day")
