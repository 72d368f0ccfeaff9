"""What to move to: the provider's word followed to a living model, else our own.

A recommendation is often itself about to go. The chain is followed, shortest way first, to living models; each keeps
the path that led to it, and the dead ones on the way are named with the reason. Where that leads nowhere, `suggesting`
ranks what else is alive.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from monitor.core.alerts import Suggestion
from monitor.core.lifecycle import Lifecycle
from monitor.core.living import claim, unlisted, why_not_living
from monitor.core.models import Models
from monitor.core.recommended import recommended
from monitor.core.suggesting import suggest
from monitor.core.values import value

MOST_SUGGESTIONS = 3
LONGEST_PATH = 8


@value
class Resolution:
    """Living replacements, nearest first; models named as replacements that are not alive, one line each."""

    suggestions: tuple[Suggestion, ...] = ()
    at_risk: tuple[str, ...] = ()


class _Way(NamedTuple):
    """A path of ids, the address behind each step after the first, and the condition of the last one."""

    path: tuple[str, ...]
    sources: tuple[str, ...] = ()
    condition: str | None = None

    def on(self, model_id: str, url: str, condition: str | None = None) -> _Way:
        return _Way((*self.path, model_id), (*self.sources, url), condition)


@value
class _Met:
    """A recommended model: why it does not live, in words, or None; how long it is good for, and what to mind.

    `lifecycle` is None where figures alone know it.
    """

    model_id: str
    ending: str | None
    lifecycle: Lifecycle | None = None
    until: date | None = None
    is_floor: bool = False
    caution: str | None = None


def resolve(lifecycle: Lifecycle, models: Models, *, today: date, horizon: timedelta) -> Resolution:
    """The living models to move to from a lifecycle, at most three.

    Living is as in `why_not_living`, on `today` (UTC) and for `horizon`. Cycles end; a path has at most eight models.
    What the user has decided goes before all of it: see `overrides`.
    """
    followed, at_risk = _followed(lifecycle, models, today, horizon)
    if not followed:
        followed = _behind_the_name(lifecycle, models, today, horizon)
    if not followed:
        followed = [*suggest(lifecycle, models, today=today, horizon=horizon, most=MOST_SUGGESTIONS)]
    return Resolution(tuple(followed), tuple(at_risk))


def _followed(c: Lifecycle, models: Models, today: date, horizon: timedelta) -> tuple[list[Suggestion], list[str]]:
    """The living models that a lifecycle's recommendations lead to, nearest first, and the dead on the way."""
    living: list[Suggestion] = []
    dead: list[str] = []
    seen = {c.model_id.casefold()}
    ways = deque(_next_steps(c, _Way((c.model_id,)), models))
    while ways and len(living) < MOST_SUGGESTIONS:
        way = ways.popleft()
        key = way.path[-1].casefold()
        if key in seen or len(way.path) > LONGEST_PATH:
            continue
        seen.add(key)
        met = _met(c.provider, way.path[-1], models, today, horizon)
        if met is None:
            continue
        if met.ending is None:
            living.append(_suggestion(c.provider, met, way, today))
        else:
            dead.append(f"{met.model_id}: {met.ending}")
            ways.extend(_next_steps(met.lifecycle, way, models) if met.lifecycle else ())
    return living, dead


def _behind_the_name(c: Lifecycle, models: Models, today: date, horizon: timedelta) -> list[Suggestion]:
    """The living models that an ending name points at: they go on under their own."""
    found = [_met(c.provider, s.model_id, models, today, horizon) for s in models.snapshots(c)]
    why = f"{c.provider} lets {c.model_id} point at it"
    url = c.evidence.fact.url if c.evidence else ""
    ways = [(met, _Way((c.model_id, met.model_id), (url,))) for met in found if met and met.ending is None]
    return [replace(_suggestion(c.provider, met, way, today), why=why) for met, way in ways][:MOST_SUGGESTIONS]


def _met(provider: str, model_id: str, models: Models, today: date, horizon: timedelta) -> _Met | None:
    """How a recommended model stands, judged once: many lead to the same. None where nothing at all is known of it."""

    def judge() -> _Met | None:
        c = models.get(provider, model_id)
        if c is None:
            over = unlisted(provider, model_id, models, today=today, horizon=timedelta())
            soon = unlisted(provider, model_id, models, today=today, horizon=horizon)
            if over is None or soon is None:
                return None
            # That it ends soon is not the provider's word, who recommends it: to mind, until the day has come.
            mind = "; ".join(filter(None, (soon.caution, soon.ending)))
            return _Met(model_id, over.ending, caution=mind)
        for scoped in models.scopes(provider, model_id):  # a reference to it says no scope, so all must live
            if ending := why_not_living(scoped, models, today=today, horizon=horizon):
                return _Met(c.model_id, ending, scoped)
        until, is_floor = good_until(c, models)
        caution = None if until else claimed_end(c, models, today, horizon)
        return _Met(c.model_id, None, c, until, is_floor=is_floor, caution=caution)

    return models.once(("met", provider, model_id, today, horizon), judge)


def _next_steps(c: Lifecycle, way: _Way, models: Models) -> Iterator[_Way]:
    """Where a model's recommendations lead; an alias without any takes those of its snapshots, by way of them."""
    own = recommended(c, models)
    for r in own:
        yield way.on(r.model_id, r.url, r.condition)
    if own:
        return
    for s in models.snapshots(c):
        by_way = way.on(s.model_id, c.evidence.fact.url if c.alias_of and c.evidence else "")
        for r in recommended(s, models):
            yield by_way.on(r.model_id, r.url, r.condition)


def good_until(c: Lifecycle, models: Models) -> tuple[date | None, bool]:
    """How long a model is good for by its own words, and whether that is a floor; an alias by its last snapshot's."""
    if c.shutdown_on or c.earliest_shutdown_on:
        return c.shutdown_on or c.earliest_shutdown_on, c.shutdown_on is None
    behind = [s for s in models.snapshots(c) if s.shutdown_on or s.earliest_shutdown_on]
    last = max(behind, key=lambda s: s.shutdown_on or s.earliest_shutdown_on or date.min, default=None)
    if last is None or len(behind) < len(models.snapshots(c)):
        return None, False
    return last.shutdown_on or last.earliest_shutdown_on, last.shutdown_on is None


def _suggestion(provider: str, met: _Met, way: _Way, today: date) -> Suggestion:
    """The model at the end of a provider's way."""
    between = " → ".join(way.path[1:-1])
    return Suggestion(
        provider=provider,
        model_id=met.model_id,
        origin="provider",
        path=way.path,
        why=f"recommended by {provider} by way of {between}" if between else f"recommended by {provider}",
        good_until=met.until,
        good_until_is_floor=met.is_floor,
        may_go=met.is_floor and met.until is not None and met.until <= today,
        caution=met.caution,
        condition=way.condition,
        sources=way.sources,
    )


def claimed_end(c: Lifecycle, models: Models, today: date, horizon: timedelta) -> str | None:
    """What figures claim of an end within `horizon` of a model whose provider states none, in words."""
    specs = models.figures.of(c.provider, c.model_id)
    near = specs and specs.ends_on and specs.ends_on - today <= horizon
    return claim(c, models, today) if near else None
