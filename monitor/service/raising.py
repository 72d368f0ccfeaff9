"""What people's decisions do to a round of telling: what is withheld, and what is raised again once they have ended."""

from __future__ import annotations

from dataclasses import replace

from monitor.core.alerts import Alert, AlertKind
from monitor.core.decisions import Decision, DecisionKind, Ruling, in_words, rule
from monitor.core.policy import Told
from monitor.service import conversations
from monitor.service.app import Service
from monitor.service.known import Known
from monitor.service.pins import PinnedModel
from monitor.store import audit, decisions
from monitor.store.engine import Session

US = "model-monitor"  # who ends a decision whose time is up


class Decisions:
    """The decisions as they are at the start of a round; nobody decides until its transaction ends."""

    def __init__(self, session: Session, service: Service, view: Known) -> None:
        decisions.one_at_a_time(session)
        self._session = session
        self._service = service
        self._now = view.now
        self._last = decisions.last(session)

    def ruling(self, p: PinnedModel, kind: AlertKind | None, told: Told | None) -> Ruling:
        """What becomes of an alert on a pinned model, or of its silence."""
        row = self._last.get((p.project, *p.finding.match.key))
        return rule(row.decision, kind, p.finding.standing, told, self._now) if row else Ruling(kind)

    def explained(self, p: PinnedModel, news: Alert, ruled: Ruling) -> Alert:
        """The alert, with the decision that has ended and why, where it is raised again for that."""
        if ruled.ended is None:
            return news
        because = f"{in_words(self._last[p.project, *p.finding.match.key].decision)}; {ruled.ended}"
        return replace(news, note="; ".join(filter(None, (because, news.note))))

    def show_end(self, p: PinnedModel, ruled: Ruling) -> None:
        """Have the first message about a model no longer show a decision that has ended."""
        if ruled.ended is not None:
            key = (p.project, *p.finding.match.key)
            because = f"end of decision {self._last[key].id}"
            conversations.refresh_decided(self._session, self._service, [key], because=because)

    def close(self, p: PinnedModel, ruled: Ruling) -> None:
        """Close a decision that has ended, now that its end is told or there is nothing to tell."""
        if ruled.ended is None:
            return
        row, standing = self._last[p.project, *p.finding.match.key], p.finding.standing
        closing = Decision(
            kind=DecisionKind.REOPENED,
            at=self._now,
            by=US,
            status=standing.status,
            shutdown_on=standing.shutdown_on,
            reason=f"{row.decision.kind} by {row.decision.by}: {ruled.ended}",
        )
        decisions.add(self._session, p.project_id, row.key, row.reference, closing)
        detail = f"{p.project} {row.reference}: {closing.reason}"
        audit.note(self._session, who=US, what="decision ended", detail=detail, at=self._now)
