"""Whether a model may be moved to: it is alive, and nobody has announced its end within the time that counts."""

from __future__ import annotations

from datetime import date, timedelta

from monitor.core.lifecycle import Lifecycle, Status, status_on
from monitor.core.models import Models

ENDING = frozenset({Status.DEPRECATED, Status.RETIRED})


def why_not_living(c: Lifecycle, models: Models, *, today: date, horizon: timedelta) -> str | None:
    """Why a model is no replacement on `today` (UTC), in words; None if it is one.

    Living is: neither retired nor deprecated, and no firm shutdown date within `horizon`, which is the longest lead
    time of the team that asks. An alias without an end of its own is as good as the snapshots it may point at: where
    all of them are ending, nothing says that it will be pointed elsewhere.
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
