"""What a check of references needs to know of the settings, as the record remembers it from when they were last read.

While the file is the same to the byte, and read by the same program, nobody need read it again to know what it says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

from monitor.core.freshness import STALE_AFTER


@dataclass(frozen=True, slots=True)
class Outline:
    """Of one reading of the settings: `digest` names it, `revision` is the version of the database it came with.

    `stale_after` is how long the word of a source that is read is fresh, in seconds, by its id; `tables` are the user's
    own files of figures, and `offering` the sources whose pages offer models.
    """

    digest: str
    revision: str
    lead_days: tuple[int, ...]
    stale_after: Mapping[str, float]
    tables: tuple[str, ...] = ()
    offering: tuple[str, ...] = ()

    def fresh_for(self, source_id: str) -> timedelta:
        """How long what a source said counts as fresh."""
        seconds = self.stale_after.get(source_id)
        return STALE_AFTER if seconds is None else timedelta(seconds=seconds)

    def as_text(self) -> str:
        """The outline as the record keeps it."""
        return json.dumps(asdict(self), sort_keys=True)


def read(text: str) -> Outline | None:
    """The outline that a record keeps; None where another version of the program wrote it."""
    try:
        told = json.loads(text)
        lists = {key: tuple(told[key]) for key in ("lead_days", "tables", "offering")}
        return Outline(**(told | lists))
    except (ValueError, TypeError, KeyError):
        return None


def digest(version: str, path: str, content: bytes) -> str:
    """What names one reading of a file at an absolute path, by one version of the program."""
    return hashlib.sha256(b"\0".join((version.encode(), path.encode("utf-8", "replace"), content))).hexdigest()
