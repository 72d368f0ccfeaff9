"""The code cells of a Jupyter notebook, with the way back from a place in a cell to its place in the file."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]:,]', re.DOTALL)
_PLAIN = re.compile(r"[^\\]+|\\u[0-9a-fA-F]{4}|\\.")
_MAGIC = re.compile(r"^([ \t]*)[%!?]", re.MULTILINE)
_ANY_KEY = "*"


@dataclass
class Cell:
    """A code cell. `starts` and `origins` say from which place of the file each run of its source was taken."""

    language: str
    source: str = ""
    starts: list[int] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    length: int = 0

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


def cells(text: str) -> Iterator[Cell]:
    """The code cells of a notebook. Raises ValueError if the text is no notebook.

    Lines that are no Python but orders to the notebook (`%magic`, `!command`) are turned into comments of equal length.
    """
    if not re.search(r'"cells"\s*:', text):
        raise ValueError("it has no cells")
    language = "r" if re.search(r'"language"\s*:\s*"R"', text) else "python"
    path: list[str | None] = []  # the key under which each open bracket stands; None in a list
    cell, kind, depth, last, key = Cell(language), "", 0, "", ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token in "{[":
            path.append(key)
            key = ""
            if token == "{" and path[-2:] == ["cells", ""]:
                cell, kind, depth = Cell(language), "", len(path)
        elif token in "}]":
            if not path:
                raise ValueError(f"a bracket too many at character {match.start() + 1}")
            if token == "}" and len(path) == depth and depth:
                depth = 0
                if kind == "code" and cell.parts:
                    cell.source = _MAGIC.sub(r"\1#", "".join(cell.parts))
                    yield cell
            path.pop()
            key = ""
        elif token == ":":
            key = last
        elif token == ",":
            key = ""
        else:
            last = token[1:-1]
            if depth and len(path) == depth and key == "cell_type":
                kind = last
            elif depth and ((len(path) == depth and key == "source") or (len(path) == depth + 1 and path[-1] == "source")):
                _append(cell, last, match.start() + 1)
    if path:
        raise ValueError("it ends too early")


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
