"""Are these references safe? One finding for each that was asked, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.core.alerts import Place, Severity
from monitor.core.decisions import Decision
from monitor.core.findings import Finding
from monitor.service.known import Known
from monitor.service.pins import look_at_all, nearest


@dataclass(frozen=True, slots=True)
class Checked:
    """How one reference stands, where it is used, and the nearest known ids if no source names it.

    `decision` is what its project decided about it and is in force.
    """

    project: str | None
    place: Place
    finding: Finding
    nearest: tuple[str, ...] = ()
    decision: Decision | None = None


def check(
    asked: Sequence[tuple[str | None, Place]], known: Known, *, horizon: timedelta, within: timedelta
) -> list[Checked]:
    """How each reference stands: (project, place) in, in the same order out.

    `horizon` is how long a suggested replacement must be good for, `within` how far ahead a shutdown is imminent.
    Raises InvalidReference for one that names no model.
    """
    out: dict[int, Checked] = {}
    today = known.now.date()
    texts = look_at_all(range(len(asked)), lambda n: asked[n][1].reference, known, horizon=horizon, within=within)
    for finding, numbers in texts:
        near = nearest(finding.match.reference, known) if finding.severity is Severity.UNKNOWN else ()
        for n in numbers:
            project, place = asked[n]
            told, decision = known.decided.over(project, finding, known.models, today=today, horizon=horizon)
            out[n] = Checked(project, place, told, near, decision)
    return [out[n] for n in range(len(asked))]
