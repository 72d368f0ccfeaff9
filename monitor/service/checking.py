"""Are these references safe? One finding for each that was asked, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from monitor.core.alerts import Place, Severity
from monitor.core.findings import Finding
from monitor.core.references import Reference
from monitor.service.known import Known
from monitor.service.pins import look, nearest


@dataclass(frozen=True, slots=True)
class Checked:
    """How one reference stands, where it is used, and the nearest known ids if no source names it."""

    project: str | None
    place: Place
    finding: Finding
    nearest: tuple[str, ...] = ()


def check(
    asked: Sequence[tuple[str | None, Place, Reference]], known: Known, *, horizon: timedelta, within: timedelta
) -> list[Checked]:
    """How each reference stands: (project, place, reference) in, in the same order out.

    `horizon` is how long a suggested replacement must be good for, `within` how far ahead a shutdown is imminent.
    """
    out = []
    looked: dict[Reference, Finding] = {}  # a tree and a project repeat the same few references
    for project, place, reference in asked:
        if (finding := looked.get(reference)) is None:
            finding = looked[reference] = look(reference, known, horizon=horizon, within=within)
        unknown = finding.severity is Severity.UNKNOWN
        out.append(Checked(project, place, finding, nearest(reference, known) if unknown else ()))
    return out
