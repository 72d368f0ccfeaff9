"""A plain text with one model reference a line, as requirements files are written; `#` begins a comment."""

from __future__ import annotations

import re

from monitor.imports.entries import Contents, Entry, contents

_COMMENT = re.compile(r"(?:^|\s)#.*")  # but not `model#deployment`, which Fireworks writes


def read(text: str) -> Contents:
    """One entry for each line that is not empty."""
    lines = ((number, _COMMENT.sub("", line).strip()) for number, line in enumerate(text.splitlines(), 1))
    return contents("text", (Entry(written, str(number)) for number, written in lines if written))
