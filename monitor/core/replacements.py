"""Follow a provider's recommendations to models that are alive.

A recommendation is often itself about to go. The chain is followed, shortest way first, to living models; each keeps
the path that led to it, and the dead ones on the way are named with the reason.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.core.alerts import Suggestion
from monitor.core.lifecycle import Lifecycle, Status, status_on
from monitor.core.models import Models

ENDING = frozenset({Status.DEPRECATED, Status.RETIRED})
MOST_SUGGESTIONS = 3
LONGEST_PATH = 8


@dataclass(frozen=True, slots=True)
class Resolution:
    """Living replacements, nearest first; the recommended models that are not alive, one line each."""

    suggestions: tuple[Suggestion, ...] = ()
    at_risk: tuple[str, ...] = ()


def resolve(lifecycle: Lifecycle, models: Models, *, today: date, horizon: timedelta) -> Resolution:
    """The living models that a lifecycle's recommendations lead to.

    Living is: neither retired nor deprecated on `today` (UTC), and no firm shutdown date within `horizon`, which is
    the longest lead time of the team that asks. Cycles end; a path has at most eight models.
    """
    suggestions: list[Suggestion] = []
    at_risk: list[str] = []
    seen = {lifecycle.model_id.casefold()}
    ways = deque((lifecycle.model_id, *step) for step in _next_steps(lifecycle, models))
    while ways and len(suggestions) < MOST_SUGGESTIONS:
        path = ways.popleft()
        model_id = path[-1]
        if model_id.casefold() in seen or len(path) > LONGEST_PATH:
            continue
        seen.add(model_id.casefold())
        candidate = models.get(lifecycle.provider, model_id)
        if candidate is None:
            continue
        ending = why_not_living(candidate, models, today=today, horizon=horizon)
        if ending is None:
            suggestions.append(_suggestion(candidate, path))
        else:
            at_risk.append(f"{candidate.model_id}: {ending}")
            ways.extend((*path, *step) for step in _next_steps(candidate, models))
    return Resolution(tuple(suggestions), tuple(at_risk))


def why_not_living(c: Lifecycle, models: Models, *, today: date, horizon: timedelta) -> str | None:
    """Why a model is no replacement on `today` (UTC), in words; None if it is one.

    An alias without an end of its own is as good as the snapshots it may point at: where all of them are ending,
    nothing says that it will be pointed elsewhere.
    """
    status = status_on(c, today)
    if status is Status.RETIRED:
        return f"retired on {c.shutdown_on}" if c.shutdown_on else "retired"
    if c.shutdown_on and c.shutdown_on - today <= horizon:
        return f"ends on {c.shutdown_on}"
    if status is Status.DEPRECATED:
        return f"deprecated, ends on {c.shutdown_on}" if c.shutdown_on else "deprecated"
    snapshots = [s for s in models.snapshots(c) if s.model_id.casefold() != c.model_id.casefold()]
    endings = [(s, why_not_living(s, models, today=today, horizon=horizon)) for s in snapshots]
    if not endings or any(ending is None for _, ending in endings):
        return None
    said = "; ".join(f"{s.model_id} {(ending or '').removeprefix('deprecated, ')}" for s, ending in endings)
    which = "its only known snapshot" if len(endings) == 1 else "all its known snapshots are ending:"
    return f"{which} {said}; whether {c.model_id} will be pointed at another is not stated"


def last_of_ending(alias: Lifecycle, models: Models, *, today: date) -> Lifecycle | None:
    """Of the snapshots that an alias is known to point at, the one that ends last, if all of them have a firm end.

    `today` is in UTC. None for a model without snapshots, and where one of them has no end.
    """
    snapshots = [s for s in models.snapshots(alias) if s.model_id.casefold() != alias.model_id.casefold()]
    if not snapshots or any(s.shutdown_on is None or status_on(s, today) not in ENDING for s in snapshots):
        return None
    return max(snapshots, key=lambda s: (s.shutdown_on or date.max, s.model_id))


def _next_steps(c: Lifecycle, models: Models) -> list[tuple[str, ...]]:
    """Where a model's recommendations lead; an alias without any takes those of its snapshots, by way of them."""
    if c.replacements:
        return [(r,) for r in c.replacements]
    return [(s.model_id, r) for s in models.snapshots(c) for r in s.replacements]


def _suggestion(c: Lifecycle, path: tuple[str, ...]) -> Suggestion:
    between = " → ".join(path[1:-1])
    return Suggestion(
        provider=c.provider,
        model_id=c.model_id,
        origin="provider",
        path=path,
        why=f"recommended by {c.provider} by way of {between}" if between else f"recommended by {c.provider}",
        good_until=c.shutdown_on or c.earliest_shutdown_on,
        good_until_is_floor=not c.shutdown_on and c.earliest_shutdown_on is not None,
    )
