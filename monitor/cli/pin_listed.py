"""A registered pin as `pin list` shows it, to a person and to a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.core.decisions import in_short

if TYPE_CHECKING:
    from monitor.core.decisions import Decision
    from monitor.core.findings import Finding
    from monitor.store.registry import PinRow

HEADINGS = (
    "number", "project", "model", "shutdown", "environment", "location", "owner", "requests 30d", "tokens 30d", "state",
    "coverage",
)  # fmt: skip
WHOLE = frozenset({"number", "project", "model"})


def is_watched(finding: Finding) -> bool:
    """Whether any source names the model, so that its end would be heard of."""
    return finding.coverage is not None and finding.coverage.is_watched


@dataclass(frozen=True)
class Listed:
    """A pin, how it stands, what is decided about it, and how much it was used in 30 days."""

    row: PinRow
    finding: Finding
    decision: Decision | None
    requests: int | None
    tokens: int | None

    def cells(self) -> tuple[object, ...]:
        """What stands under HEADINGS."""
        r, covered = self.row, self.finding.coverage
        used = (f"{n:,}" if n else n for n in (self.requests, self.tokens))
        decided = f"{in_short(self.decision)}, says {self.decision.by}" if self.decision else "open"
        place = (r.environment, r.location, r.owner)
        return (r.id, r.project, r.reference, self._end(), *place, *used, decided, covered.in_short if covered else "")

    def as_json(self) -> dict[str, Any]:
        """The same for --json, with every day of its own."""
        from monitor.service.answers import of_coverage, on_a_pin

        r, c, risk, covered = self.row, self.finding.lifecycle, self.finding.risk, self.finding.coverage
        ends = {
            "shutdown_on": c and c.shutdown_on,
            "earliest_shutdown_on": c and c.earliest_shutdown_on,
            "at_risk_on": risk and risk.shutdown_on,
        }
        return {
            "id": r.id,
            "project": r.project,
            "team": r.team.name,
            "reference": r.reference,
            "environment": r.environment,
            "location": r.location,
            "owner": r.owner.value,
            "created_at": r.created_at.isoformat(),
            "status": self.finding.status.value,
            **{key: day.isoformat() if day else None for key, day in ends.items()},
            "requests_30d": self.requests,
            "tokens_30d": self.tokens,
            "coverage": of_coverage(covered) if covered else None,
            **on_a_pin(self.decision),
        }

    def _end(self) -> str:
        """The day on which the model ends, as far as it is known."""
        c, risk = self.finding.lifecycle, self.finding.risk
        if risk and risk.shutdown_on:
            return f"at risk {risk.shutdown_on}"
        if c and c.shutdown_on:
            return str(c.shutdown_on)
        return f"not before {c.earliest_shutdown_on}" if c and c.earliest_shutdown_on else ""
