"""Fact sheets: labels and what they say of one model, below each other ("Model ID", then the id) or in a table's rows.

Google's model cards and partner models are such sheets. One mirror prints them as paragraphs and items, another as HTML
tables with the labels on the left; as lines they are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.sources.cells import plain, read_models
from monitor.sources.document import Section, Text

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def lines_of(section: Section) -> Iterator[str]:
    """The texts and cells of `section` from top to bottom, a line each, as printed; rows that are cut off left out."""
    for block in section.blocks:
        if isinstance(block, Text):
            yield block.text
            continue
        for cells in (block.header, *(row.cells for row in block.rows if not row.flaw)):
            for cell in cells:
                yield from filter(None, (part.strip() for part in _BREAK.split(cell)))


def label_of(line: str) -> tuple[str, str]:
    """What stands before the colon of `line`, in lower case, and what stands behind it; all of it where there is none.

    Both are plain text: "**Launch stage:** GA" is "launch stage" and "GA".
    """
    label, _, value = plain(line).partition(":")
    return label.strip().lower(), value.strip()


def id_of(line: str) -> str | None:
    """The model id, if `line` consists of one, as often as it may stand there."""
    models = read_models(line)
    if not models or len({named.model_id for named in models}) != 1:
        return None
    return models[0].model_id
