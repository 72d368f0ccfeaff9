"""Read saved documents: no database, no network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from monitor.core import trust
from monitor.core.facts import Reading
from monitor.core.trust import Judgement
from monitor.errors import UsageError
from monitor.sources.spec import Source

LARGEST = 20 * 2**20

_MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".md": "text/markdown",
    ".mdx": "text/markdown",
    ".json": "application/json",
    ".txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a source's reader makes of one file, and whether it would be believed as a first document."""

    path: Path
    reading: Reading
    judgement: Judgement


def extract(source: Source, path: Path, read_on: date) -> Extracted:
    """Read one saved document as the source's document of a day (UTC).

    Raises:
        UsageError: the file cannot be read, or is larger than 20 MiB.
    """
    reading = source.reading_of(body_of(path), media_type_of(path), read_on)
    return Extracted(path, reading, trust.judge(reading, (), source.guards, read_on=read_on))


def body_of(path: Path) -> bytes:
    """The bytes of a saved document. Raises UsageError as `extract`."""
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", hint="name a saved document") from None
    if len(body) > LARGEST:
        raise UsageError(f"{path}: larger than {LARGEST:,} bytes")
    return body


def media_type_of(path: Path) -> str | None:
    """What a server would call a file of this name."""
    return _MEDIA_TYPES.get(path.suffix.lower())
