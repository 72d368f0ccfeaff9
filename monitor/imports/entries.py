"""What a file says of the models that a project uses, before anything is registered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.errors import UnreadableDocument

MAX_ENTRIES = 10_000  # of one file, read or not; no project pins as many models
MAX_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One model as a file names it; nothing of it has been checked yet, and what the file leaves out is "".

    `place` is where it stands in the file: a line's number, a JSON path, or the address of a resource. `location` is
    where, in the file's own words, the model is used. `project` is whose it is, where the file says so.
    """

    reference: str
    place: str
    environment: str = ""
    location: str = ""
    region: str = ""
    version: str = ""
    deployment: str = ""
    project: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in a file that should name a model and does not: its text, clipped, where it stands, and why."""

    text: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a file says, in its order, and the format in which it was read."""

    form: str
    entries: tuple[Entry, ...]
    unread: tuple[Unread, ...] = ()


def contents(form: str, found: Iterable[Entry | Unread]) -> Contents:
    """The contents of a file, from what is found in it in order. Raises UnreadableDocument where that is too much."""
    entries: list[Entry] = []
    unread: list[Unread] = []
    for item in found:
        if isinstance(item, Entry):
            entries.append(item)
        else:
            unread.append(item)
        if len(entries) + len(unread) > MAX_ENTRIES:
            raise UnreadableDocument(f"names more than {MAX_ENTRIES} models", hint="import it in parts")
    return Contents(form, tuple(entries), tuple(unread))


def clip(text: str) -> str:
    """A foreign text, short enough to be shown on a line."""
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
