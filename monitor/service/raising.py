"""What people's decisions do to a round of telling: what is withheld, and what is raised again once they have ended."""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.core.alerts import Alert, AlertKind
from monitor.core.decisions import Decision, DecisionKind, Lapse, in_words, lapse, silences
from monitor.core.policy import SETTLED
from monitor.service.known import Known
from monitor.service.pins import PinnedModel
from monitor.store import audit, decisions
from monitor.store.decisions import DecisionRow
from monitor.store.engine import Session

US = "model-monitor"  # who ends a decision whose time is up


@dataclass(frozen=True, slots=True)
class Ruling:
    """What becomes of an alert: its kind now, None for none; `held` if it waits, so that nothing counts as told.

    `because` says which decision has ended, and why, for the alert to say.
    """

    kind: AlertKind | None
    held: bool = False
    because: str = ""

    def on(self, alert: Alert) -> Alert:
        """The alert, with the reason why it is raised again."""
        if not self.because:
            return alert
        return replace(alert, note="; ".join(filter(None, (self.because, alert.note))))


class Decisions:
    """The decisions as they are at the start of a round; nobody decides until its transaction ends."""

    def __init__(self, session: Session, view: Known) -> None:
        decisions.one_at_a_time(session)
        self._session = session
        self._now = view.now
        self._last = decisions.last(session)

    def ruling(self, p: PinnedModel, kind: AlertKind | None) -> Ruling:
        """What becomes of an alert on a pinned model, or of its silence.

        A decision that has ended is closed here, once, and then its model is told again if its end is decided.
        """
        row = self._last.get((p.project, *p.finding.match.key))
        if row is None or row.decision.kind is DecisionKind.REOPENED:
            return Ruling(kind)
        standing = p.finding.standing
        ended = lapse(row.decision, standing, self._now.date())
        if ended is None:
            return Ruling(kind, held=kind is not None and silences(row.decision, kind, standing))
        self._close(row, p, ended)
        if kind is None and (standing.status in SETTLED or standing.unlisted):
            kind = AlertKind.REMINDER
        return Ruling(kind, because=f"{in_words(row.decision)}; {ended}")

    def _close(self, row: DecisionRow, p: PinnedModel, ended: Lapse) -> None:
        standing = p.finding.standing
        closing = Decision(
            kind=DecisionKind.REOPENED,
            at=self._now,
            by=US,
            status=standing.status,
            shutdown_on=standing.shutdown_on,
            reason=f"{row.decision.kind} by {row.decision.by}: {ended}",
        )
        decisions.add(self._session, p.project_id, row.key, row.reference, closing)
        detail = f"{p.project} {row.reference}: {closing.reason}"
        audit.note(self._session, who=US, what="decision ended", detail=detail, at=self._now)
