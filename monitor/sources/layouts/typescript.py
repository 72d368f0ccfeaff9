"""Object literals of TypeScript, as documentation sites keep their data in: read, never run.

A scanner for `key: 'text'`, numbers, `true`, `null`, lists and nested objects, with comments between them. What is
anything else (a function, a call, a sum, a template with `${}`) is passed over to the end of its member and is UNREAD.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monitor.errors import UnreadableDocument

MAX_DEPTH = 20

_GAP = re.compile(r"(?:\s+|//[^\n]*|/\*.*?(?:\*/|\Z))*", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?![\w.])")
_TEXT = re.compile(r"'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"|`([^`\\$]*)`")
_QUOTED = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\]|\\.)*`", re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)")
_ASIDE = re.compile(r"(?:as\s+const|satisfies\s+[\w$.<>]+(?:\[\])*)")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "undefined": None}
_OPEN, _CLOSE = "([{", ")]}"
_EXPORT = re.compile(r"\bexport\s+default\s+(?=\{)")


@dataclass(frozen=True, slots=True)
class Unread:
    """A value that is no plain data."""


UNREAD = Unread()


@dataclass(frozen=True, slots=True)
class Member:
    """A value of an object, and the member as printed."""

    value: Value
    text: str


Value = str | float | bool | None | Unread | list["Value"] | dict[str, Member]


def exported(text: str) -> Iterator[dict[str, Member]]:
    """The objects that `text`, one file or several joined, exports as `export default {…}`, in their order.

    Raises:
        UnreadableDocument: an object is not closed, or is nested too deep.
    """
    at = 0
    while (found := _EXPORT.search(text, at)) is not None:
        value, at = _Scanner(text).value(found.end(), 0)
        if isinstance(value, dict):
            yield value


class _Scanner:
    """Reads values in `text`; each method takes a place and gives what stands there and the place behind it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def gap(self, at: int) -> int:
        found = _GAP.match(self.text, at)
        return found.end() if found else at

    def peek(self, at: int) -> str:
        if at >= len(self.text):
            raise UnreadableDocument("the document ends inside an object")
        return self.text[at]

    def value(self, at: int, depth: int) -> tuple[Value, int]:
        """A value, with what TypeScript adds to it ("as const"); UNREAD if an expression goes on behind it."""
        if depth > MAX_DEPTH:
            raise UnreadableDocument(f"an object is nested more than {MAX_DEPTH} deep")
        start = at = self.gap(at)
        value, at = self.plain_value(at, depth)
        if depth == 0:
            return value, at
        while (aside := _ASIDE.match(self.text, self.gap(at))) is not None:
            at = aside.end()
        end = self.gap(at)
        if value is not UNREAD and self.peek(end) in ",]}":
            return value, at
        return UNREAD, self.past_expression(start)

    def plain_value(self, at: int, depth: int) -> tuple[Value, int]:
        sign = self.peek(at)
        if sign == "{":
            return self.object(at + 1, depth)
        if sign == "[":
            return self.list(at + 1, depth)
        if (found := _TEXT.match(self.text, at)) is not None:
            return _unescaped(found[1] or found[2] or found[3] or ""), found.end()
        if (found := _NUMBER.match(self.text, at)) is not None:
            return float(found[0]), found.end()
        if (found := _NAME.match(self.text, at)) is not None and found[0] in _WORDS:
            return _WORDS[found[0]], found.end()
        return UNREAD, at

    def object(self, at: int, depth: int) -> tuple[Value, int]:
        members: dict[str, Member] = {}

        def member(at: int) -> int:
            key, behind = self.key(at)
            if key is None or self.peek(behind := self.gap(behind)) != ":":
                return self.past_expression(at)  # a method, a spread, a computed key
            value, end = self.value(behind + 1, depth + 1)
            # Which of two members of one name is meant, nobody can tell
            members[key] = Member(UNREAD if key in members else value, self.text[at:end].strip())
            return end

        return members, self.items(at, "}", member)

    def list(self, at: int, depth: int) -> tuple[Value, int]:
        values: list[Value] = []

        def item(at: int) -> int:
            value, end = self.value(at, depth + 1)
            values.append(value)
            return end

        return values, self.items(at, "]", item)

    def items(self, at: int, closing: str, read: Callable[[int], int]) -> int:
        """The place behind `closing`, after `read` has read what stands between commas before it."""
        while self.peek(at := self.gap(at)) != closing:
            at = self.gap(read(at))
            if self.peek(at) == ",":
                at += 1
            elif self.peek(at) != closing:
                raise UnreadableDocument(f"an object goes on with {self.text[at : at + 20]!r}")
        return at + 1

    def key(self, at: int) -> tuple[str | None, int]:
        for form in (_NAME, _TEXT):
            if (found := form.match(self.text, at)) is not None:
                return found[0].strip("'\"`"), found.end()
        return None, at

    def past_expression(self, at: int) -> int:
        """The place of the comma or bracket that ends the expression at `at`; brackets and texts in it are skipped."""
        depth = 0
        while depth or self.peek(at) not in f",{_CLOSE}":
            sign = self.peek(at)
            if sign in "'\"`":
                if (quoted := _QUOTED.match(self.text, at)) is None:
                    raise UnreadableDocument("a text is not closed")
                at = quoted.end()
                continue
            if (behind := self.gap(at)) > at:
                at = behind
                continue
            depth += (sign in _OPEN) - (sign in _CLOSE)
            at += 1
        return at


def _unescaped(text: str) -> str:
    def sign(found: re.Match[str]) -> str:
        escape = found[1]
        if len(escape) > 1:
            return chr(int(escape[1:], 16))
        return {"n": "\n", "t": "\t", "r": "\r"}.get(escape, escape)

    return _ESCAPE.sub(sign, text) if "\\" in text else text
