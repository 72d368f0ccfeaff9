"""What every use case works with: settings, database, clock, sources, and the points where a test may stop it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from monitor.catalog.facts import Catalog
from monitor.config import Settings
from monitor.core.freshness import STALE_AFTER, STALE_INTERVALS
from monitor.service.clock import Clock
from monitor.sources.spec import Source
from monitor.store.engine import Engine


def _pass_on(_: str) -> None:
    """Production's checkpoint: go on."""


@dataclass(frozen=True)
class Service:
    """One process's view of the world, made once by `assemble` and handed to every use case.

    `environ` is where secrets named by the settings are looked up. `checkpoint` is called with a name at each point
    where a crash must be harmless; tests put a crash there.
    """

    settings: Settings
    engine: Engine
    clock: Clock
    sources: Mapping[str, Source]
    catalog: Catalog
    environ: Mapping[str, str]
    checkpoint: Callable[[str], None] = _pass_on

    def every(self, source_id: str) -> timedelta:
        """How often a source is due."""
        usual, own = self.settings.schedule, self.settings.sources.get(source_id)
        return (own.every if own else None) or (usual.lists if self.sources[source_id].is_list else usual.pages)

    def stale_after(self, source_id: str) -> timedelta:
        """How long what a source said counts as fresh; one that is not polled has its last reading judged by days."""
        return STALE_INTERVALS * self.every(source_id) if source_id in self.sources else STALE_AFTER
