"""What a check found, as plain data that every format tells in its own way."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from monitor.core.alerts import Evidence, Severity, Suggestion
from monitor.core.decisions import Decision
from monitor.core.lifecycle import Status

UNSAFE = frozenset({Severity.RETIRED, Severity.IMMINENT})
UNVOUCHED = frozenset({Severity.UNKNOWN, Severity.UNCOVERED})


class Level(enum.StrEnum):
    """How loud a result is told; the values are SARIF's."""

    ERROR = "error"  # it fails the check
    WARNING = "warning"
    NOTE = "note"  # waived in the file itself
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file: a relative path with slashes; line and columns count characters from 1, the end is behind."""

    file: str
    line: int | None = None
    column: int | None = None
    end_column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Waived:
    """A comment or decision that waives a place: through its day, or for good without one."""

    until: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class FaultyWaiver:
    """A comment that waives nothing, and why: it expired, or cannot be read."""

    spot: Spot
    fault: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file or folder that was not read, or not in the best way, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """How one model reference stands, and where it is used.

    `name` is the model as provider/id, or the bare id; `scope` is where the pin holds in words, and `version`,
    `deployment` and `regions` are its parts. `team` and `owner` (who registered it) are those of a pin. `days_left`
    counts to the firm shutdown date, or else to that of `at_risk_on`, by which all known snapshots of an alias have
    ended; negative after it. `shutdown_words` are what the provider prints in the place of a day. `coverage` is the
    verdict on who watches the pin, and `watched` says who, or that nobody does; empty where an older server does not
    tell. `link` is the evidence's address where it is plain https, so that a page may link to it. `waived` is set while
    a comment or a decision waives it, and `decision` is what the project decided about the model and is in force.
    """

    reference: str
    name: str
    provider: str | None
    severity: Severity
    status: Status
    scope: str = ""
    version: str | None = None
    deployment: str | None = None
    regions: tuple[str, ...] = ()
    project: str | None = None
    team: str | None = None
    owner: str | None = None
    environment: str | None = None
    location: str | None = None
    spot: Spot | None = None
    text: str = ""
    deprecated_on: date | None = None
    shutdown_on: date | None = None
    earliest_shutdown_on: date | None = None
    at_risk_on: date | None = None
    shutdown_words: str | None = None
    days_left: int | None = None
    replacement_text: str | None = None
    suggestions: tuple[Suggestion, ...] = ()
    at_risk: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    coverage: str | None = None
    watched: str = ""
    evidence: Evidence | None = None
    link: str | None = None
    waived: Waived | None = None
    decision: Decision | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes two results tell of the same model: its name without regard to case, and the scope."""
        return self.name.casefold(), self.scope


@dataclass(frozen=True, slots=True)
class Report:
    """A whole check. `today` is its day (UTC); `catalog_as_of` the day of the bundled facts that answers rest on.

    `catalog_is_old` tells that this day is too long ago to rely on. `files` is how many were read of a tree. `strict`
    makes errors of what nobody vouches for.
    """

    today: date
    within_days: int
    results: tuple[Result, ...]
    faulty_waivers: tuple[FaultyWaiver, ...] = ()
    unread: tuple[Unread, ...] = ()
    files: int | None = None
    catalog_as_of: date | None = None
    catalog_is_old: bool = False
    strict: bool = False

    def level(self, result: Result) -> Level:
        """How loud a result is told."""
        if result.severity is Severity.OK:
            return Level.NONE
        if result.waived:
            return Level.NOTE
        if result.severity in UNSAFE or (self.strict and result.severity in UNVOUCHED):
            return Level.ERROR
        return Level.WARNING

    @property
    def lesser_level(self) -> Level:
        """The level of a faulty waiver and of an old catalog."""
        return Level.ERROR if self.strict else Level.WARNING

    @property
    def is_unsafe(self) -> bool:
        """Whether a model is retired, or soon will be, at a place that nobody waived."""
        return any(result.severity in UNSAFE and not result.waived for result in self.results)

    @property
    def is_unvouched(self) -> bool:
        """Whether anything rests on nobody's word: an unknown model, an old catalog, a waiver that waives nothing."""
        return bool(self.unvouched) or self.catalog_is_old or bool(self.faulty_waivers)

    @property
    def unvouched(self) -> frozenset[tuple[str, str]]:
        """The models that no source names or covers, at a place that nobody waived, by their keys."""
        return frozenset(r.key for r in self.results if r.severity in UNVOUCHED and not r.waived)

    def told(self) -> Iterator[tuple[Result, Level]]:
        """The results that are worth a word, with their level."""
        for result in self.results:
            if (level := self.level(result)) is not Level.NONE:
                yield result, level
