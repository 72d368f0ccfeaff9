"""What a team got done: pins on models that are ending, and that are gone from its projects since."""

from __future__ import annotations

from datetime import datetime

from monitor.core.alerts import DigestMigrated
from monitor.core.policy import SETTLED
from monitor.service.known import Known
from monitor.service.pins import pinned_models
from monitor.store import registry
from monitor.store.engine import Session
from monitor.store.registry import TeamRow


def migrated(session: Session, team: TeamRow, view: Known, *, since: datetime) -> tuple[DigestMigrated, ...]:
    """The retired or deprecated models that a team's projects stopped pinning after `since` (aware, UTC).

    A pin that moved to another line counts no more than one whose model is well: the project must have left the model.
    """
    rows = registry.pins(session, team=team.name, include_retired=True)
    gone = pinned_models([r for r in rows if r.retired_at and r.retired_at > since], view, ())
    still = {p.key for p in pinned_models([r for r in rows if not r.retired_at], view, ())}
    return tuple(
        DigestMigrated(p.project, p.finding.match.provider or "", p.finding.match.reference.model_id)
        for p in sorted(gone, key=lambda p: (p.project, p.finding.match.reference.model_id))
        if p.key not in still and p.finding.standing.status in SETTLED
    )
