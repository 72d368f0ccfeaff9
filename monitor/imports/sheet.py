"""CSV as spreadsheets save it -> its rows under their headings; cells are text, whatever they look like.

The separator is the one of comma, semicolon and tab that the line of headings has most of. A cell that a spreadsheet
would take for a formula is no reference to a model, and is never evaluated or written back by us.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from monitor.errors import UnreadableDocument

MAX_ROWS = 500_000
SEPARATORS = ",;\t"

Row = tuple[int, dict[str, str]]


def headings(text: str) -> list[str]:
    """The headings of a sheet, folded; a text that is none gives its first line."""
    return next(_raw(text), (1, []))[1]


def rows(text: str) -> Iterator[Row]:
    """The line number, and the cells under their folded headings, of each row that is not empty.

    Raises UnreadableDocument, with the line, for a sheet that cannot be read or has two columns of one heading.
    """
    lines = _raw(text)
    _, names = next(lines, (1, []))
    twice = next((name for name in names if name and names.count(name) > 1), None)
    if twice:
        raise UnreadableDocument(f"has two columns {twice[:40]!r}", hint="keep one of them")
    for count, (line, cells) in enumerate(lines):
        if count == MAX_ROWS:
            raise UnreadableDocument(f"has more than {MAX_ROWS} rows", hint="import it in parts")
        if any(cells):
            yield line, dict(zip(names, cells, strict=False))


def folded(heading: str) -> str:
    """A heading as it is compared: case, blanks, underscores and hyphens say nothing."""
    return " ".join(heading.casefold().replace("_", " ").replace("-", " ").split())


def _raw(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with the number of its first line; the first row that is not empty holds the headings, folded."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begun, line = False, 1
    while True:
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableDocument(f"line {max(reader.line_num, 1)} is no CSV: {error}") from None
        if begun:
            yield line, cells
        elif any(cells):
            begun = True
            yield line, [folded(cell) for cell in cells]
        line = reader.line_num + 1
