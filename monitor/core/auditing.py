"""How well every ended model is served: whether there is one to move to, and whose word that is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.core.alerts import Suggestion
from monitor.core.lifecycle import Lifecycle, status_on
from monitor.core.living import ENDING, why_not_living
from monitor.core.models import Models
from monitor.core.recommended import recommended
from monitor.core.replacements import Resolution, resolve


@dataclass(frozen=True, slots=True)
class Without:
    """A model with nothing to move to, and why, in words."""

    provider: str
    model_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Audit:
    """Counts of models, each counted once in whatever scopes; `dead` are suggestions that do not live on the day."""

    models: int
    by_provider: int
    by_us: int
    elsewhere: int
    without: tuple[Without, ...]
    dead: tuple[str, ...]

    @property
    def served(self) -> int:
        """How many have a living suggestion."""
        return self.by_provider + self.by_us

    @property
    def share(self) -> float:
        """Of all, 0 to 1; 1 if there is none."""
        return self.served / self.models if self.models else 1.0


def audit(models: Models, *, today: date, horizon: timedelta, providers: Collection[str] = ()) -> Audit:
    """Every model that is deprecated or retired on `today` (UTC), of these providers or of all.

    A model with several scopes is taken in the one that ends first.
    """
    found: list[tuple[Lifecycle, Resolution]] = []
    for provider in models.providers:
        ended = (c for c in _models(models, provider, today) if not providers or provider in providers)
        found += [(c, resolve(c, models, today=today, horizon=horizon)) for c in ended]
    first = [r.suggestions[0] for _, r in found if r.suggestions]
    return Audit(
        models=len(found),
        by_provider=sum(s.origin == "provider" for s in first),
        by_us=sum(s.origin != "provider" for s in first),
        elsewhere=sum(s.provider != c.provider for c, r in found for s in r.suggestions[:1]),
        without=tuple(Without(c.provider, c.model_id, _why(c, r, models)) for c, r in found if not r.suggestions),
        dead=tuple(
            f"{c.provider}/{c.model_id} → {s.provider}/{s.model_id}"
            for c, r in found
            for s in r.suggestions
            if not _lives(s, models, today, horizon)
        ),
    )


def _models(models: Models, provider: str, today: date) -> list[Lifecycle]:
    """Each model of a provider that has ended or is about to, named rows with it."""
    ids = dict.fromkeys(c.model_id.casefold() for c in models if c.provider == provider)
    ended = []
    for model_id in ids:
        scopes = [c for c in models.scopes(provider, model_id) if status_on(c, today) in ENDING]
        if scopes:
            ended.append(min(scopes, key=lambda c: (bool(c.scope), c.shutdown_on or date.max)))
    return ended


def _lives(s: Suggestion, models: Models, today: date, horizon: timedelta) -> bool:
    model = models.get(s.provider, s.model_id)
    return model is None or why_not_living(model, models, today=today, horizon=horizon) is None


def _why(c: Lifecycle, r: Resolution, models: Models) -> str:
    if r.at_risk:
        return f"{c.provider} recommends only what ends itself ({'; '.join(r.at_risk)}), and nothing alike lives"
    text = f", but says “{c.replacement_text}”" if c.replacement_text and not recommended(c, models) else ""
    return f"{c.provider} names no replacement{text}; no model of the same kind lives there, nor this one elsewhere"
