"""What a team, a project or the operator itself says to move to, before anybody's recommendation.

Such a word is shown first, and still held against the record: a model that is about to go is no replacement, whoever
chose it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from monitor.core.alerts import Severity, Suggestion
from monitor.core.findings import Finding
from monitor.core.living import why_not_living
from monitor.core.matching import match
from monitor.core.models import Models
from monitor.core.references import Reference
from monitor.core.replacements import MOST_SUGGESTIONS, claimed_end, good_until

ORIGIN = "override"

IN_TROUBLE = frozenset({Severity.RETIRED, Severity.IMMINENT, Severity.UPCOMING, Severity.FLOOR})


class Level(enum.StrEnum):
    """Whose word it is, the nearest to the work first: that one counts."""

    PROJECT = "project"
    TEAM = "team"
    OPERATOR = "operator"  # for all


@dataclass(frozen=True, slots=True)
class Override:
    """`model` is to be replaced by `replacement`, both as references; `by` says who states it, at which level."""

    model: str
    replacement: str
    reason: str
    by: str
    level: Level


def nearest(stated: Iterable[Override]) -> Override | None:
    """Of the words on one model, the one that counts: the project's before its team's before the operator's."""
    return min(stated, key=lambda o: list(Level).index(o.level), default=None)


def stated_first(
    f: Finding, o: Override, instead: Reference, models: Models, *, today: date, horizon: timedelta
) -> Finding:
    """The finding with the stated replacement first; where that one does not live, it is named as at risk instead.

    `instead` is the replacement, read. `today` (UTC) and `horizon` as in `replacements.resolve`. A finding of a model
    that is well stays as it is.
    """
    if f.lifecycle is None or f.severity not in IN_TROUBLE:
        return f
    found = match(instead, models, ())
    target = found.subject(today)
    why = f"stated by {o.by}{': ' + o.reason if o.reason else ''}"
    ending = why_not_living(target, models, today=today, horizon=horizon) if target else None
    if target and ending:
        return replace(f, at_risk=(f"{target.model_id}: {ending} ({why})", *f.at_risk))
    provider = found.provider or ""
    model_id = found.lifecycle.model_id if found.lifecycle else found.reference.model_id
    until, is_floor = good_until(target, models) if target else (None, False)
    caution = claimed_end(target, models, today, horizon) if target and not until else None
    first = Suggestion(
        provider=provider,
        model_id=model_id,
        origin=ORIGIN,
        path=(f.lifecycle.model_id, model_id),
        why=why,
        good_until=until,
        good_until_is_floor=is_floor,
        may_go=is_floor and until is not None and until <= today,
        caution=caution if target else "no source names it: nobody watches whether it lives",
    )
    others = [s for s in f.suggestions if (s.provider, s.model_id.casefold()) != (provider, model_id.casefold())]
    return replace(f, suggestions=(first, *others)[:MOST_SUGGESTIONS])
