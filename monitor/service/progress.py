"""What projects have left behind: models in trouble that they no longer pin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.core.decisions import Decision
from monitor.core.overrides import IN_TROUBLE
from monitor.service.known import Known
from monitor.service.pins import pinned_models
from monitor.store import decisions, registry
from monitor.store.engine import Session


@dataclass(frozen=True, slots=True)
class Migrated:
    """A model that was retired, deprecated or at risk when a project stopped to pin it, at `at` (UTC).

    `decision` is the last that was decided about it: a plan, for example, of which this is the end.
    """

    team: str
    project: str
    provider: str
    model_id: str
    reference: str
    at: datetime
    decision: Decision | None = None


def migrated(
    session: Session, view: Known, lead_days: tuple[int, ...], *, since: datetime, team: str | None = None
) -> list[Migrated]:
    """What the projects of a team, or all, have left since a moment (aware), the latest first.

    A pin that only moved to another line, or of which another place is left, is no migration; nor is the end of a pin
    of a model that was well, as far as is known now. `lead_days` as in `pinned_models`.
    """
    rows = registry.pins(session, team=team, include_retired=True)
    left = [row for row in rows if row.retired_at and row.retired_at > since]
    if not left:
        return []
    kept = {p.key for p in pinned_models((row for row in rows if not row.retired_at), view, lead_days)}
    last = decisions.last(session)

    def found() -> Iterator[Migrated]:
        for p in pinned_models(left, view, lead_days):
            if p.key in kept or p.finding.severity not in IN_TROUBLE:
                continue
            written = {place.reference for place in p.places}
            mine = [pin for pin in left if pin.project_id == p.project_id and pin.reference in written]
            row = last.get((p.project, *p.finding.match.key))
            yield Migrated(
                team=p.team.name,
                project=p.project,
                provider=p.finding.match.provider or "",
                model_id=p.finding.match.reference.model_id,
                reference=p.places[0].reference,
                at=max(pin.retired_at for pin in mine if pin.retired_at),
                decision=row.decision if row else None,
            )

    return sorted(found(), key=lambda m: m.at, reverse=True)
