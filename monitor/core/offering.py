"""The same model under the id that a reseller gives it: what is suggested can be sent where the pin is.

A pin on an aggregator ends with its maker's model, and it is the maker that recommends another one. Where the
aggregator's own list has that one too, and it lives there, its id there is the suggestion; else the maker's stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from monitor.core.alerts import Suggestion
from monitor.core.living import lives
from monitor.core.matching import Match, upstream_at_maker
from monitor.core.models import Models
from monitor.core.prefixes import LISTED_SUFFIXES

_Key = tuple[str, str, str]  # maker, its id, the suffix of the reseller's id


def where_it_is_asked(
    suggestions: tuple[Suggestion, ...], match: Match, models: Models, today: date
) -> tuple[Suggestion, ...]:
    """The suggestions for a pin, each as the provider that answers the pin offers it on `today` (UTC), if it does."""
    provider = match.provider
    if provider is None or match.upstream is None or all(s.provider == provider for s in suggestions):
        return suggestions
    ids, suffix = _ids(provider, models), _suffix(match.reference.model_id)
    return tuple(
        _offered(s, provider, ids.get((s.provider, s.model_id.casefold(), suffix)), models, today) for s in suggestions
    )


def _offered(s: Suggestion, provider: str, model_id: str | None, models: Models, today: date) -> Suggestion:
    if model_id is None or not all(lives(c, models, today) for c in models.scopes(provider, model_id)):
        return s
    return replace(s, provider=provider, model_id=model_id, path=(*s.path[:-1], model_id))


def _ids(provider: str, models: Models) -> Mapping[_Key, str]:
    """A reseller's ids by the makers' models that they stand for; of several for one model the shortest."""

    def work_out() -> Mapping[_Key, str]:
        found: dict[_Key, str] = {}
        for model_id in sorted(models.ids(provider), key=len):
            if made := upstream_at_maker(provider, model_id, models):
                for c in (made, *models.snapshots(made)):  # a name there is its snapshot too
                    found.setdefault((c.provider, c.model_id.casefold(), _suffix(model_id)), model_id)
        return found

    return models.once(("offered", provider), work_out)


def _suffix(model_id: str) -> str:
    """What follows the last colon, where that makes another model of it: "free" is at another price."""
    suffix = model_id.rpartition(":")[2].casefold()
    return suffix if suffix in LISTED_SUFFIXES else ""
