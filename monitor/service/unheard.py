"""What is said of a pin that nobody watches: to whoever registers it, and once to its team.

Such a model looks as quiet as one that is safe, and a slip in an id is mended by whoever has just typed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from monitor.core.alerts import Severity
from monitor.core.facts import Authority
from monitor.core.findings import Finding
from monitor.core.lifecycle import Status, status_on
from monitor.service.known import Known
from monitor.service.pins import PinnedModel, findings, nearest
from monitor.store.states import Health

UNWATCHED = frozenset({Severity.UNKNOWN, Severity.UNCOVERED})


@dataclass(frozen=True, slots=True)
class Unheard:
    """A reference that no source vouches for: `why` in words, and the nearest known ids."""

    reference: str
    why: str
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        near = f"; nearest: {', '.join(self.nearest)}" if self.nearest else ""
        return f"{self.why}: nobody would hear of its end{near}"


def unheard(references: Iterable[str], view: Known) -> tuple[Unheard, ...]:
    """Those of the references that nobody watches, each text once. Raises InvalidReference."""
    found = findings(dict.fromkeys(references), view)
    return tuple(_told(text, finding, view) for text, finding in found.items() if finding.severity in UNWATCHED)


def undecided(pinned: Iterable[PinnedModel], view: Known) -> Iterator[Unheard]:
    """Those of the pinned models that nobody watches, and about which nobody has decided anything."""
    for p in pinned:
        if p.finding.severity in UNWATCHED and p.decision is None:
            yield _told(p.finding.match.reference.raw, p.finding, view)


def is_missed(finding: Finding, view: Known) -> bool:
    """Whether others than pages of ends name models of its provider that live on, and none names this one.

    A page of ends need not name a model that lives, so where nothing else was read its silence says nothing.
    """
    if finding.severity is not Severity.UNKNOWN:
        return False
    provider, today = finding.match.provider, view.now.date()
    return any(
        status_on(c, today) in {Status.ACTIVE, Status.LEGACY}
        and any(o.authority is not Authority.DEPRECATIONS for o in c.observations)
        for whose in ([provider] if provider else view.covered)
        for model_id in view.models.ids(whose)
        for c in view.models.scopes(whose, model_id)
    )


def may_yet_be_named(finding: Finding, view: Known) -> bool:
    """Whether a source that could name it has never been asked, as in the first minutes of an installation."""
    return any(s.state is Health.NEW and finding.match.provider in {None, s.provider} for s in view.states.values())


def _told(text: str, finding: Finding, view: Known) -> Unheard:
    if finding.severity is Severity.UNCOVERED:
        return Unheard(text, f"no source covers {text}")
    where = " for this scope" if finding.match.elsewhere else " (a typo? a private deployment?)"
    return Unheard(text, f"no source names {text}{where}", nearest(finding.match.reference, view))
