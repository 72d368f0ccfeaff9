"""What a poll of one source came to."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from monitor.core.changes import Change
from monitor.core.trust import Verdict


class Outcome(enum.StrEnum):
    """What a poll of one source came to."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SUSPECT = "suspect"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class SourceReport:
    """The outcome for one source; `facts` is how many its document holds, `reason` says why it is not well.

    `verdict` is that on a document that was read, with what its reader did not understand in `unread`.
    """

    id: str
    outcome: Outcome
    facts: int = 0
    changes: tuple[Change, ...] = ()
    reason: str = ""
    document_sha256: str | None = None
    verdict: Verdict | None = None
    unread: tuple[str, ...] = ()
