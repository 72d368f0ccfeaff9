"""A witness that reads no more than the question needs: the facts of the providers that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from monitor.core.alerts import Severity
from monitor.core.prefixes import RESELLERS
from monitor.core.references import parse
from monitor.feeds.results import UNVOUCHED
from monitor.service.gate import Here
from monitor.service.known import Known

SAFE = frozenset({Severity.OK.value, Severity.FLOOR.value})

Json = dict[str, Any]


@dataclass(frozen=True)
class Narrow:
    """A witness of references alone. `horizon` and `within` as in `Here`.

    `view` gives what is known by the facts of some providers, or by all with None. With `whole` all are read in any
    case, so that the answer tells the catalog's age as another machine would. References that name a provider who makes
    models rest on that provider's facts alone, so no others are read, unless they leave a question open (what is meant,
    or what to move to): that saves a quarter of the time of a check of one.
    """

    view: Callable[[Collection[str] | None], Known]
    horizon: timedelta
    within: timedelta
    whole: bool = False

    def ids(self) -> Collection[str]:
        """All model ids that are known."""
        return self._whole.ids()

    def of_references(self, references: Sequence[str]) -> Json:
        """The answer on references as written."""
        providers = self._providers(references)
        if providers:
            answer = self._here(providers).of_references(references)
            if all(map(_is_settled, answer["findings"])):
                return answer
        return self._whole.of_references(references)

    def of_pins(self, project: str | None) -> Json:
        """Nothing is pinned here."""
        return self._whole.of_pins(project)

    @cached_property
    def _whole(self) -> Here:
        return self._here(None)

    def _here(self, providers: Collection[str] | None) -> Here:
        view = self.view(providers)
        return Here(view, self.horizon, self.within, pins=lambda _: (view, []))

    def _providers(self, references: Sequence[str]) -> set[str] | None:
        """The providers on which the references rest; None where others may have a word too, or all is to be read."""
        if self.whole:
            return None
        named = {parse(text).provider for text in references}
        return None if None in named or named & RESELLERS else {provider for provider in named if provider}


def _is_settled(finding: Json) -> bool:
    """Whether the facts of one provider were enough: what to move to may else be a model of another."""
    told = finding["evidence"] and finding["severity"] not in UNVOUCHED
    return bool(told and (finding["replacements"] or finding["severity"] in SAFE))
