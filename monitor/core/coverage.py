"""Who watches a pin: which sources speak for it, whether they name it, and how long ago each was read.

That nobody watches a pin, or that nobody has heard of it, is a verdict of its own and never "ok": a model that is not
watched looks as quiet as one that is safe.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.facts import Observation
from monitor.core.lifecycle import Lifecycle
from monitor.core.matching import Match

STALE_AFTER = timedelta(hours=48)
_MINUTES_SHOWN, _HOURS_SHOWN = 100, 72  # an age is told in minutes or hours up to these


class Verdict(enum.StrEnum):
    """Whether a pin is watched, the worst first."""

    UNCOVERED = "uncovered"  # no source of its provider has been read
    UNKNOWN = "unknown"  # sources of its provider have been read, and none names it
    STALE = "stale"  # named, but by nothing that was read within two days
    WATCHED = "watched"


@dataclass(frozen=True, slots=True)
class LastRead:
    """A source, and when it was last read well (aware, UTC; None if never).

    `bundled` says that nobody has read it here: what is known is of the bundled catalog, as of `at`.
    """

    source_id: str
    at: datetime | None
    bundled: bool = False

    @property
    def provider(self) -> str:
        """Whose models it tells of."""
        return self.source_id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Watcher:
    """A source that has been read and speaks for the pin's provider, or for the maker of what that one resells.

    `age` is how long ago it was read; `names_it` whether it names the model, or has named it once.
    """

    source_id: str
    age: timedelta
    names_it: bool
    bundled: bool = False

    @property
    def stale(self) -> bool:
        """Whether it was last read more than 48 hours ago."""
        return self.age > STALE_AFTER

    def __str__(self) -> str:
        """The source and its age: "openai/models (read 3 h ago)"."""
        return f"{self.source_id} ({'bundled catalog, read' if self.bundled else 'read'} {_ago(self.age)})"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The verdict on a pin, and its watchers: those that name it first, then the freshest."""

    verdict: Verdict
    watchers: tuple[Watcher, ...] = ()

    def __str__(self) -> str:
        """One line for a reader."""
        naming = ", ".join(map(str, (w for w in self.watchers if w.names_it)))
        match self.verdict:
            case Verdict.UNCOVERED:
                return "no source covers this pin"
            case Verdict.UNKNOWN:
                asked = "; ".join(map(str, self.watchers))
                return f"id unknown to every source (a typo, or a private deployment?): {asked}"
            case Verdict.STALE:
                return f"watched, but not read for two days: {naming}"
        return f"watched: {naming}"


def coverage(match: Match, sources: Iterable[LastRead], now: datetime) -> Coverage:
    """Who watches a matched pin at `now` (aware, UTC). `sources` are all there are, read or not."""
    found = (match.lifecycle, match.upstream)
    naming = {o.fact.source_id for c in found if c for o in _voices(c)}
    providers = {match.provider, *match.candidates} | {c.provider for c in found if c}
    watchers = [
        Watcher(s.source_id, now - s.at, s.source_id in naming, s.bundled)
        for s in sources
        if s.at is not None and (s.provider in providers or match.provider is None)
    ]
    watchers.sort(key=lambda w: (not w.names_it, w.age, w.source_id))
    return Coverage(_verdict(watchers), tuple(watchers))


def _voices(c: Lifecycle) -> Iterator[Observation]:
    yield from c.observations
    if c.named_by:
        yield c.named_by


def _verdict(watchers: list[Watcher]) -> Verdict:
    if not watchers:
        return Verdict.UNCOVERED
    naming = [w for w in watchers if w.names_it]
    if not naming:
        return Verdict.UNKNOWN
    return Verdict.STALE if all(w.stale for w in naming) else Verdict.WATCHED


def _ago(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds())) // 60
    if minutes < _MINUTES_SHOWN:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < _HOURS_SHOWN else f"{hours // 24} d ago"
