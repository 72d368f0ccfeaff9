"""Who watches a pin: which sources speak for it, whether they name it, and how long ago each was read.

That nobody watches a pin, or that nobody has heard of it, is a verdict of its own and never "ok": a model that is not
watched looks as quiet as one that is safe.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.facts import Observation
from monitor.core.freshness import STALE_AFTER, ago
from monitor.core.lifecycle import Lifecycle
from monitor.core.matching import Match

_NEVER_HEARD_OF = "id unknown to every source (typo? private deployment?)"
_MOST = 3  # sources that one line names


class Verdict(enum.StrEnum):
    """Whether a pin is watched, the worst first."""

    UNCOVERED = "uncovered"  # no source of its provider has been read
    UNKNOWN = "unknown"  # sources of its provider have been read, and none names it
    STALE = "stale"  # named, but by nothing that was read lately
    WATCHED = "watched"


@dataclass(frozen=True, slots=True)
class LastRead:
    """A source, and when it was last read well (aware, UTC; None if never).

    `bundled` says that nobody has read it here: what is known is of the bundled catalog, as of `at`. It is stale when
    that is longer ago than `stale_after`.
    """

    source_id: str
    at: datetime | None
    bundled: bool = False
    stale_after: timedelta = STALE_AFTER

    @property
    def provider(self) -> str:
        """Whose models it tells of."""
        return self.source_id.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Watcher:
    """A source that has been read and speaks for the pin's provider, or for the maker of what that one resells.

    `age` is how long before now it was read, at `read_at`; `names_it` whether it names the model, or has named it once.
    `stale` is as in `LastRead`.
    """

    source_id: str
    read_at: datetime
    age: timedelta
    names_it: bool
    bundled: bool = False
    stale: bool = False

    def __str__(self) -> str:
        """The source and its age: "openai/models, read 3 h ago", or the day of the catalog that stands in for it."""
        how = f"bundled catalog of {self.read_at.date()}" if self.bundled else f"read {ago(self.age)}"
        return f"{self.source_id}, {how}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The verdict on a pin, and its watchers: those that name it first, then the freshest.

    A bare id that nobody has is nobody's to watch: it has no watchers, and `asked` is how many sources were read.
    `elsewhere`: they name it, and not for the pin's scope.
    """

    verdict: Verdict
    watchers: tuple[Watcher, ...] = ()
    asked: int = 0
    elsewhere: bool = False

    @property
    def is_watched(self) -> bool:
        """Whether any source names it, so that its end would be heard of."""
        return self.verdict in {Verdict.WATCHED, Verdict.STALE}

    @property
    def in_short(self) -> str:
        """The verdict, and the age of the freshest word, for a column: "stale, 49 h ago"."""
        ages = [w.age for w in self.watchers if w.names_it]
        return f"{self.verdict}, {ago(min(ages))}" if ages else self.verdict.value

    def __str__(self) -> str:
        """One line for a reader."""
        naming = _listed([w for w in self.watchers if w.names_it])
        match self.verdict:
            case Verdict.UNCOVERED:
                return "no source covers this pin"
            case Verdict.UNKNOWN:
                among = _listed(self.watchers) or f"{self.asked} asked"
                why = "named by no source for this scope" if self.elsewhere else _NEVER_HEARD_OF
                return f"{why}: {among}"
            case Verdict.STALE:
                return f"stale: watched by {naming}"
        return f"watched by {naming}"


def coverage(match: Match, sources: Iterable[LastRead], now: datetime) -> Coverage:
    """Who watches a matched pin at `now` (aware, UTC). `sources` are all there are, read or not."""
    heard = [(s, s.at) for s in sources if s.at is not None]
    if match.provider is None:
        return Coverage(Verdict.UNKNOWN if heard else Verdict.UNCOVERED, asked=len(heard))
    found = (match.lifecycle, match.upstream)
    naming = {o.fact.source_id for c in found if c for o in _voices(c)}
    providers = {match.provider, *match.candidates} | {c.provider for c in found if c}
    watchers = [
        Watcher(s.source_id, at, now - at, s.source_id in naming, s.bundled, stale=now - at > s.stale_after)
        for s, at in heard
        if s.provider in providers
    ]
    watchers.sort(key=lambda w: (not w.names_it, w.age, w.source_id))
    return Coverage(_verdict(watchers), tuple(watchers), asked=len(watchers), elsewhere=bool(match.elsewhere))


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


def _listed(watchers: Sequence[Watcher]) -> str:
    more = len(watchers) - _MOST
    return "; ".join((*map(str, watchers[:_MOST]), *([f"{more} more"] if more > 0 else [])))
