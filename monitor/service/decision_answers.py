"""What people decided and stated, as JSON: in the answers of commands and of the HTTP interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.service.answers import Json, of_decision

if TYPE_CHECKING:  # a check without a database loads none
    from monitor.service.deciding import Entry
    from monitor.store.decisions import DecisionRow
    from monitor.store.overrides import OverrideRow


def of_decision_row(row: DecisionRow) -> Json:
    """One decision, with what it is about."""
    project, provider, model_id, scope = row.key
    about = {"id": row.id, "project": project, "reference": row.reference}
    return (
        about | {"provider": provider or None, "model_id": model_id, "scope": scope or None} | of_decision(row.decision)
    )


def of_entry(entry: Entry) -> Json:
    """One decision of the past or present."""
    return of_decision_row(entry.row) | {"holds": entry.holds}


def of_override(row: OverrideRow) -> Json:
    """One stated replacement."""
    o = row.override
    return {
        "level": o.level.value,
        "name": row.about or None,
        "model": o.model,
        "replacement": o.replacement,
        "reason": o.reason or None,
        "by": o.by,
        "at": row.at.isoformat(),
        "owner": row.owner.value,
    }
