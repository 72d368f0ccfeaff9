"""The bundled catalog alone as the witness, for a machine without database and network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from monitor.catalog import facts as catalog
from monitor.core.prefixes import RESELLERS
from monitor.core.references import parse
from monitor.feeds.results import UNVOUCHED
from monitor.service.gate import Here
from monitor.service.known import bundled_only

Json = dict[str, Any]


@dataclass(frozen=True)
class Bundled:
    """The catalog as it is at `now` (aware, UTC). `horizon`, `within` and `figures` as in `Here`.

    References that name a provider who makes models rest on that provider's facts alone, so no others are read, unless
    they leave a question open: that saves a quarter of the time of a check of one.
    """

    now: datetime
    horizon: timedelta
    within: timedelta
    figures: bool

    def ids(self) -> Collection[str]:
        """All model ids that the catalog knows."""
        return self._whole.ids()

    def of_references(self, references: Sequence[str]) -> Json:
        """The answer on references as written."""
        providers = self._providers(references)
        if providers:
            answer = self._here(providers).of_references(references)
            if all(f["evidence"] and f["severity"] not in UNVOUCHED for f in answer["findings"]):
                return answer
        return self._whole.of_references(references)

    def of_pins(self, project: str | None) -> Json:
        """Nothing is pinned here."""
        return self._whole.of_pins(project)

    @cached_property
    def _whole(self) -> Here:
        return self._here(None)

    def _here(self, providers: Collection[str] | None) -> Here:
        view = bundled_only(catalog.load(providers), self.now)
        return Here(view, self.horizon, self.within, self.figures, pins=lambda _: (view, []))

    def _providers(self, references: Sequence[str]) -> set[str] | None:
        """The providers on which the references rest; None where others may have a word too, or all is to be told."""
        if self.figures:
            return None
        named = {parse(text).provider for text in references}
        return None if None in named or named & RESELLERS else {provider for provider in named if provider}
