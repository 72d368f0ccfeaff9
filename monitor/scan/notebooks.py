"""The code cells of a Jupyter notebook, with the way back from a place in a cell to its place in the file."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from monitor.scan import languages
from monitor.scan.languages import Language, language_of

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]:,]', re.DOTALL)
_PLAIN = re.compile(r"[^\\]+|\\u[0-9a-fA-F]{4}|\\.")
_MAGIC = re.compile(r"^([ \t]*)[%!?]", re.MULTILINE)
_TIMED = re.compile(r"^([ \t]*)%(?:time|timeit|prun|memit)(?=[ \t]+[^-\s])", re.MULTILINE)  # of a statement
_TAKEN = re.compile(r"^([ \t]*\w[\w, \t]*=)[ \t][!%]", re.MULTILINE)  # files = !ls
_ORDER = re.compile(r"^[ \t]*(?:\w[\w, \t]*=[ \t]*)?(?:!!?|%(?!%))(?!(?:time|timeit|prun|memit)\b)(.*)$", re.MULTILINE)
_WHOLE = re.compile(r"\s*%%[ \t]*(\w+)(?:[ \t]+(?:-a[ \t]+)?(\S+))?[^\n]*")
_WHOLES = {
    **dict.fromkeys(("bash", "script", "sh", "system", "cmd", "sx"), languages.SHELL),
    **dict.fromkeys(("javascript", "js"), languages.SCRIPT),
    "ruby": languages.RUBY, "sql": languages.SQL,
}  # fmt: skip
_NO_BREAK = re.compile(r"[^\n]")
_LONGEST_KEY = 40  # characters; a value, a picture for instance, may be long


@dataclass
class Cell:
    """A cell. `starts` and `origins` say from which place of the file each run of its source was taken.

    `source` is what is read in the cell's language, `orders` what is read as a shell's, at the same places in blanks.
    `depth` is the number of brackets that are open inside of it; `parts` are its source while it is being read.
    """

    language: Language
    depth: int
    is_code: bool = False
    source: str = ""
    orders: str = ""
    starts: list[int] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    length: int = 0

    def whole(self) -> Iterator[Cell]:
        """The cell, when all of its source is read; nothing if it holds no code."""
        if self.is_code and self.parts:
            whole = "".join(self.parts)
            if first := _WHOLE.match(whole):
                named = language_of(first[2]) if first[1] in {"writefile", "file"} and first[2] else None
                self.language = _WHOLES.get(first[1]) or named or self.language
            if self.language in {languages.PYTHON, languages.HASHED}:
                self.orders = _orders(whole)
                whole = _TIMED.sub(lambda timed: f"{timed[1]}0{' ' * (len(timed[0]) - len(timed[1]) - 2)};", whole)
                whole = _TAKEN.sub(r"\g<1>0#", whole)
            self.source = _MAGIC.sub(r"\1#", whole)
            yield self

    def outside(self, position: int) -> int:
        """The place in the file of a place in the source."""
        index = bisect_right(self.starts, position) - 1
        return self.origins[index] + position - self.starts[index]

    def inside(self, place: int) -> int | None:
        """The place in the source of a place in the file; None if it is not of this cell."""
        index = bisect_right(self.origins, place) - 1
        if index < 0:
            return None
        position = self.starts[index] + place - self.origins[index]
        end = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.source)
        return position if position < end else None


def _orders(whole: str) -> str:
    """The lines of a cell that are orders to the notebook or the shell, all else in blanks."""
    parts, place = [], 0
    for order in _ORDER.finditer(whole):
        told = order[1]
        for name in ("env", "set_env"):  # %env MODEL gpt-4
            if told.startswith(f"{name} "):
                told = "ENV".ljust(len(name)) + told[len(name) :]
        parts += [_NO_BREAK.sub(" ", whole[place : order.start(1)]), told]
        place = order.end()
    return "".join((*parts, _NO_BREAK.sub(" ", whole[place:]))) if parts else ""


def cells(text: str) -> Iterator[Cell]:
    """The code cells of a notebook. Raises ValueError if the text is no notebook.

    Lines that are no Python but orders to the notebook (`%magic`, `!command`) are turned into comments of equal length,
    and are in `orders`. A cell of another language (`%%bash`) is of that one.
    """
    if not re.search(r'"cells"\s*:', text):
        raise ValueError("it has no cells")
    language = languages.HASHED if re.search(r'"language"\s*:\s*"R"', text) else languages.PYTHON
    keys: list[str] = []  # the key under which each open bracket stands; empty in a list
    cell: Cell | None = None
    last = key = ""
    for match in _TOKEN.finditer(text):
        mark = text[match.start()]
        if mark in "{[":
            keys.append(key)
            key = ""
            if mark == "{" and keys[-2:] == ["cells", ""]:
                cell = Cell(language, len(keys))
        elif mark in "}]":
            if not keys:
                raise ValueError(f"a bracket too many at character {match.start() + 1}")
            if cell and len(keys) == cell.depth:
                yield from cell.whole()
                cell = None
            keys.pop()
            key = ""
        elif mark == '"':
            start, end = match.start() + 1, match.end() - 1
            if cell and _is_source(cell, keys, key):
                _append(cell, text[start:end], start)
            last = text[start : min(end, start + _LONGEST_KEY)]
            if cell and key == "cell_type" and len(keys) == cell.depth:
                cell.is_code = last == "code"
        else:
            key = last if mark == ":" else ""
    if keys:
        raise ValueError("it ends too early")


def _is_source(cell: Cell, keys: list[str], key: str) -> bool:
    """Whether a string is, or belongs to, the source of a cell."""
    depth = len(keys)
    return (depth == cell.depth and key == "source") or (depth == cell.depth + 1 and keys[-1] == "source")


def _append(cell: Cell, raw: str, origin: int) -> None:
    """Add a string of the file, as it is written there, to the source."""
    for match in _PLAIN.finditer(raw):
        part = match[0]
        if part[0] == "\\":
            try:
                part = json.loads(f'"{part}"')
            except ValueError:
                part = "?"
        cell.starts.append(cell.length)
        cell.origins.append(origin + match.start())
        cell.parts.append(part)
        cell.length += len(part)
