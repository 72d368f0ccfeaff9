"""Whether a model was there on a day: by its release, where that is known, or else by the first list that has it.

Today's lists hold no model of tomorrow, so this matters only where a day is rehearsed that lies behind them. The first
reading of a source, the bundled catalog and a table of figures say that a model is there, and not since when.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain

from monitor.core.facts import Observation
from monitor.core.lifecycle import Lifecycle
from monitor.core.models import Models
from monitor.core.specs import ModelSpecs
from monitor.core.traits import traits_of

_MAY_BE_DATED = re.compile(r"[0-9]{4}")  # most ids are told by this much


def is_to_come(
    model_id: str, scopes: Sequence[Lifecycle], specs: ModelSpecs | None, models: Models, today: date
) -> bool:
    """Whether a model is known to be released after `today` (UTC); `scopes` is empty where figures alone name it."""
    stated = [c.released_on for c in scopes if c.released_on]
    if specs and specs.released_on:
        stated.append(specs.released_on)
    released = min(stated, default=None) or traits_of(model_id).released
    if released:
        return released > today
    if scopes:
        return _was_first_listed_after(today, scopes, models)
    later = specs is not None and specs.known_on is not None and specs.known_on > today
    first = _first_releases(models).get(traits_of(model_id).name) if later else None
    return first is not None and first > today


def _was_first_listed_after(today: date, scopes: Iterable[Lifecycle], models: Models) -> bool:
    """Whether every source that names a model was read before without it, and has it only since a later day."""
    seen = [o for c in scopes for o in _voices(c)]
    if not seen or any(o.first_seen.date() <= today for o in seen):
        return False
    begun = _first_readings(models)
    return all(o.first_seen > begun[o.fact.source_id] for o in seen)


def _first_readings(models: Models) -> dict[str, datetime]:
    """When each source was first read well, as far as its facts tell."""

    def work_out() -> dict[str, datetime]:
        first: dict[str, datetime] = {}
        for o in chain.from_iterable(map(_voices, models)):
            first[o.fact.source_id] = min(o.first_seen, first.get(o.fact.source_id, o.first_seen))
        return first

    return models.once("first readings", work_out)


def _voices(c: Lifecycle) -> tuple[Observation, ...]:
    return c.observations or ((c.named_by,) if c.named_by else ())


def _first_releases(models: Models) -> dict[str, date]:
    """The earliest release that is known of each name, as in `Traits`, at whatever provider."""

    def work_out() -> dict[str, date]:
        first: dict[str, date] = {}
        ids = chain.from_iterable((*models.ids(p), *models.figures.ids(p)) for p in models.providers)
        dated = (traits_of(model_id) for model_id in ids if _MAY_BE_DATED.search(model_id))
        stated = [(traits_of(c.model_id).name, c.released_on) for c in models if c.released_on]
        for name, released in (*stated, *((traits.name, traits.released) for traits in dated)):
            if released:
                first[name] = min(released, first.get(name, released))
        return first

    return models.once("first releases", work_out)
