"""A table of Markdown from its lines: with and without outer pipes, with rows broken over lines.

All lines are without blanks at their ends. Most rows are framed, with a pipe at both ends and one blank at least around
each cell; these are split the short way.
"""

from __future__ import annotations

import re

from monitor.errors import UnreadableDocument
from monitor.sources.cells import MAX_CELL
from monitor.sources.document import CUT_OFF, MAX_COLUMNS, MAX_TABLE_ROWS, Row, Table

MAX_BREAKS = 5  # lines that one row may be broken over

_DASHES = re.compile(r"[|:\- \t]+")
_PIPE = re.compile(r"(?<!\\)\|")
_NO_ROW = ("#", "<", "```", "~~~")
_OPEN_END = re.compile(r"(?:\b(?:or|and)|[,|/])$", re.IGNORECASE)


def underlines(line: str, header: str) -> bool:
    """Whether `line` is the line of dashes that makes the line above it, `header`, the header of a table."""
    if "-" not in line or "|" not in line or _DASHES.fullmatch(line) is None:
        return False
    return _width(line) == _width(header) <= MAX_COLUMNS


def read_pipe_table(lines: list[str], at: int, header: str) -> tuple[Table, int]:
    """The table below `header` whose rows begin at line `at`, and the number of the first line behind it.

    Raises `UnreadableDocument` if it is too large.
    """
    table = _Table(lines, at, header)
    table.read()
    return Table(table.names, tuple(table.rows)), table.at


class _Table:
    """One pass over the lines of a table; `at` is the next line to read."""

    def __init__(self, lines: list[str], at: int, header: str) -> None:
        self.lines, self.at = lines, at
        self.names = _cells(header)
        self.is_open, self.is_closed = header[0] == "|", header[-1] == "|"
        self.rows: list[Row] = []

    def read(self) -> None:
        if self.is_open and self.is_closed:
            self.read_framed_rows()
        while self.at < len(self.lines) and len(self.rows) <= MAX_TABLE_ROWS and (line := self.lines[self.at]):
            has_pipe = "|" in line if "\\" not in line else _PIPE.search(line) is not None
            if (self.is_open and line[0] != "|") or (not has_pipe and line.startswith(_NO_ROW)):
                break
            self.at += 1
            if not has_pipe and self.goes_on():
                *others, last = self.rows[-1].cells
                flaw = CUT_OFF if self.at >= len(self.lines) else self.rows[-1].flaw
                self.rows[-1] = Row((*others, f"{last} {line}"), flaw)
            else:
                self.rows.append(self.row(line))
        if len(self.rows) > MAX_TABLE_ROWS:
            raise UnreadableDocument(f"a table has more than {MAX_TABLE_ROWS} rows")

    def read_framed_rows(self) -> None:
        """Read the rows up to the first that is not as many cells as the header, in a frame: of most tables, all."""
        lines, at, width, rows = self.lines, self.at, len(self.names), self.rows
        while at < len(lines) and (cells := _framed(lines[at])) is not None and len(cells) == width:
            rows.append(Row(cells))
            at += 1
        self.at = at

    def goes_on(self) -> bool:
        """Whether the last row's last cell breaks off in the middle of a list ("`a` or")."""
        last = self.rows[-1].cells[-1] if self.rows and len(self.rows[-1].cells) > 1 else ""
        return len(last) <= MAX_CELL and _OPEN_END.search(last) is not None

    def row(self, line: str) -> Row:
        """The row that begins in `line`; the rest of it stands below if its last cell is not closed."""
        for _ in range(MAX_BREAKS):
            if not self.is_closed or line.endswith("|") or self.at >= len(self.lines):
                break
            if (below := self.lines[self.at]) == "" or below[0] == "|":
                break
            line = f"{line} {below}"
            self.at += 1
        cells, width = _cells(line), len(self.names)
        if self.at >= len(self.lines) and not (self.is_closed and line.endswith("|")):
            return Row(cells, CUT_OFF)
        if len(cells) == width + 1 and not cells[-1]:
            cells = cells[:-1]
        if len(cells) == width or (len(cells) == 1 and not self.is_closed):
            return Row(cells)
        return Row(cells, f"has {len(cells)} cells under {width} headers")


def _width(line: str) -> int:
    """How many cells a line of a table has."""
    return line.count("|") - 1 if line[0] == line[-1] == "|" and "\\" not in line else len(_cells(line))


def _framed(line: str) -> tuple[str, ...] | None:
    """The cells of a line that has a pipe at both ends, and text between all; None if it is another."""
    if not line.isascii():
        return None  # wide and no-break blanks are kept as printed
    text = " ".join(line.split())
    cells = text[2:-2].split(" | ")
    if text.count("|") != len(cells) + 1 or not text[0] == text[-1] == "|" or not text[1] == text[-2] == " ":
        return None
    return tuple(cells)


def _cells(line: str) -> tuple[str, ...]:
    if (cells := _framed(line)) is not None:
        return cells
    parts = _PIPE.split(line) if "\\" in line else line.split("|")
    if line[0] == "|":
        del parts[0]
        if parts and not parts[-1].strip():
            del parts[-1]
    return tuple([" ".join(cell.split()) if "  " in cell else cell for cell in map(str.strip, parts)])
