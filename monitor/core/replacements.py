"""What to move to: what the user has decided, else the provider's word followed to a living model, else our own.

A recommendation is often itself about to go. The chain is followed, shortest way first, to living models; each keeps
the path that led to it, and the dead ones on the way are named with the reason. Where that leads nowhere, `suggesting`
ranks what else is alive.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from monitor.core.alerts import Suggestion
from monitor.core.lifecycle import Lifecycle
from monitor.core.living import why_not_living
from monitor.core.models import Models
from monitor.core.recommended import recommended
from monitor.core.suggesting import suggest, unlisted

MOST_SUGGESTIONS = 3
LONGEST_PATH = 8


@dataclass(frozen=True, slots=True)
class Override:
    """A replacement that the user has decided on, for whatever reason, and who did."""

    provider: str
    model_id: str
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Living replacements, the decided ones first; models named as replacements that are not alive, one line each."""

    suggestions: tuple[Suggestion, ...] = ()
    at_risk: tuple[str, ...] = ()


class _Way(NamedTuple):
    """A path of ids, the address behind each step after the first, and the condition of the last one."""

    path: tuple[str, ...]
    sources: tuple[str, ...] = ()
    condition: str | None = None

    def on(self, model_id: str, url: str, condition: str | None = None) -> _Way:
        return _Way((*self.path, model_id), (*self.sources, url), condition)


def resolve(
    lifecycle: Lifecycle, models: Models, *, today: date, horizon: timedelta, overrides: Iterable[Override] = ()
) -> Resolution:
    """The living models to move to from a lifecycle, at most three beside the user's own.

    Living is as in `why_not_living`, on `today` (UTC) and for `horizon`. `overrides` are what the user has decided for
    this model: they come first, and a dead one is named among those at risk. Cycles end; a path has at most eight
    models.
    """
    decided, dead = _decided(lifecycle, models, tuple(overrides), today, horizon)
    followed, at_risk = _followed(lifecycle, models, today, horizon)
    chosen = {(s.provider, s.model_id.casefold()) for s in decided}
    others = tuple(s for s in followed if (s.provider, s.model_id.casefold()) not in chosen)
    if not decided and not others:
        others = suggest(lifecycle, models, today=today, horizon=horizon, most=MOST_SUGGESTIONS)
    return Resolution((*decided, *others), (*dead, *at_risk))


def _decided(
    c: Lifecycle, models: Models, overrides: tuple[Override, ...], today: date, horizon: timedelta
) -> tuple[list[Suggestion], list[str]]:
    living: list[Suggestion] = []
    dead: list[str] = []
    for o in overrides:
        by = f"decided by {o.by}" if o.by else "decided here"
        why = f"{by}: {o.reason}" if o.reason else by
        candidate = models.get(o.provider, o.model_id)
        ending = why_not_living(candidate, models, today=today, horizon=horizon) if candidate else None
        if ending:
            dead.append(f"{o.model_id}: {ending} ({why})")
            continue
        until, is_floor = good_until(candidate, models) if candidate else (None, False)
        living.append(
            Suggestion(
                provider=o.provider,
                model_id=candidate.model_id if candidate else o.model_id,
                origin="override",
                path=(c.model_id, o.model_id),
                why=why,
                good_until=until,
                good_until_is_floor=is_floor,
                caution=None if candidate else "no source names it, so its end is not known",
            )
        )
    return living, dead


def _followed(c: Lifecycle, models: Models, today: date, horizon: timedelta) -> tuple[list[Suggestion], list[str]]:
    """The living models that a lifecycle's recommendations lead to, nearest first, and the dead on the way."""
    living: list[Suggestion] = []
    dead: list[str] = []
    seen = {c.model_id.casefold()}
    ways = deque(_next_steps(c, _Way((c.model_id,)), models))
    while ways and len(living) < MOST_SUGGESTIONS:
        way = ways.popleft()
        model_id = way.path[-1]
        if model_id.casefold() in seen or len(way.path) > LONGEST_PATH:
            continue
        seen.add(model_id.casefold())
        candidate = models.get(c.provider, model_id)
        if candidate is None:
            listed = unlisted(c.provider, model_id, models, today=today, horizon=horizon)
            if listed and listed.ending:
                dead.append(f"{model_id}: {listed.ending}")
            elif listed:
                living.append(_suggestion(c.provider, model_id, way, caution=listed.caution))
            continue
        ending = why_not_living(candidate, models, today=today, horizon=horizon)
        if ending is None:
            until, is_floor = good_until(candidate, models)
            caution = None if until else _claimed(candidate, models, today, horizon)
            living.append(_suggestion(c.provider, candidate.model_id, way, until, is_floor=is_floor, caution=caution))
        else:
            dead.append(f"{candidate.model_id}: {ending}")
            ways.extend(_next_steps(candidate, way, models))
    return living, dead


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


def _suggestion(
    provider: str,
    model_id: str,
    way: _Way,
    until: date | None = None,
    *,
    is_floor: bool = False,
    caution: str | None = None,
) -> Suggestion:
    """The model at the end of a provider's way."""
    between = " → ".join(way.path[1:-1])
    return Suggestion(
        provider=provider,
        model_id=model_id,
        origin="provider",
        path=way.path,
        why=f"recommended by {provider} by way of {between}" if between else f"recommended by {provider}",
        good_until=until,
        good_until_is_floor=is_floor,
        caution=caution,
        condition=way.condition,
        sources=way.sources,
    )


def _claimed(c: Lifecycle, models: Models, today: date, horizon: timedelta) -> str | None:
    """What figures claim of the end of a model whose provider states none."""
    specs = models.figures.of(c.provider, c.model_id)
    if specs is None or specs.ends_on is None:
        return None
    claimed = unlisted(c.provider, c.model_id, models, today=today, horizon=horizon)
    return f"{claimed.ending}, and no page that was read" if claimed and claimed.ending else None
