"""What a scan of a tree says: the references that it found, what it left out and why, and the waivers it met."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiver:
    """A comment `model-monitor: ignore[until=2027-01-31] reason`; without a date it holds for good.

    `line` is where the comment stands, 1-based. `path` is relative to the scan's root. A waiver whose date could not be
    read waives nothing: `problem` says what is wrong with it, else it is empty.
    """

    until: date | None
    reason: str
    line: int
    path: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Find:
    """One model reference in a file.

    `path` is relative to the root, with slashes; `line` and `column` count from 1, in characters; `reference` is as
    written, without quotes, or what is meant where the text around says more: in a deployment of Azure `gpt-4o` is
    `azure/gpt-4o@2024-05-13`. `text` is the line, at most 200 characters of it. `known` is false where the id only
    looks like one of a known family. `exact` is true where the literal is the reference and nothing else, so that it
    can be rewritten; `start` and `end` are its offsets in the line, in characters from 0. `candidates` are the
    providers to whose clients the request may go, where that cannot be followed.
    """

    path: str
    line: int
    column: int
    reference: str
    text: str
    known: bool
    waiver: Waiver | None
    exact: bool
    start: int
    end: int
    candidates: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """An exact literal as it stands there: the reference without the provider that only its client says."""
        return self.reference[len(self.reference) - (self.end - self.start) :]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was not read, or not in the best way, and why in words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What a whole tree holds. `files` is the number of files that were read; `finds` are in order of path and place.

    `waivers` are all that were met, used or not, so that those that expired, waive nothing or cannot be read can be
    told.
    """

    finds: tuple[Find, ...]
    skipped: tuple[Skipped, ...]
    files: int
    waivers: tuple[Waiver, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file holds."""

    finds: tuple[Find, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    skipped: tuple[Skipped, ...] = ()
