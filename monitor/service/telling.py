"""How a model stands, as lines that a person is answered with."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.core.alerts import Alert, AlertKind, Severity
from monitor.core.decisions import in_words
from monitor.core.references import parse
from monitor.notify import moving, readings, wording
from monitor.notify.phrase import Phrase, Strong, join
from monitor.service.known import Known
from monitor.service.pins import PinnedModel, alert, alert_of, longest_lead, look, nearest

MARKS = {
    Severity.RETIRED: "🔴",
    Severity.IMMINENT: "🟠",
    Severity.UPCOMING: "🟡",
    Severity.FLOOR: "🟡",
    Severity.OK: "🟢",
}


def of_reference(text: str, view: Known, lead_days: tuple[int, ...]) -> list[Phrase]:
    """What is known of a model: a line, and what is to be said beyond it. Raises InvalidReference."""
    reference, today = parse(text, providers=view.providers), view.now.date()
    finding = look(reference, view, horizon=longest_lead(lead_days))
    told = alert_of(finding, AlertKind.BASELINE, view)
    if finding.lifecycle is None:
        if finding.severity is Severity.UNCOVERED and finding.notes:  # it is no typo: somebody has heard of it
            return [("⚪ ", wording.identifier(text), " is watched by nobody."), (wording.sentence(told.note or ""),)]
        near = join([(wording.identifier(name),) for name in nearest(reference, view)], ", ")
        lines: list[Phrase] = [("⚪ ", wording.identifier(text), " is known to no source that is read.")]
        return [*lines, *([("Did you mean ", *near, "?")] if near else [])]
    if finding.severity is Severity.OK:
        end = told.floor_on or (finding.lifecycle.earliest_shutdown_on)
        until = f", until {wording.day(end)} at least" if end and end > today else ""
        notes: list[Phrase] = [(wording.sentence(told.note),)] if told.note else []
        return [("🟢 ", wording.identifier(text), f" is not being retired{until}."), *notes]
    proof = [(*readings.origin(told.evidence), ".")] if told.evidence else []
    return [_line(told, view, text), wording.what_happens(told, today), moving.in_short(told), *proof]


def of_pinned(p: PinnedModel, view: Known) -> Phrase:
    """One line on a pinned model, with the project that pins it, and what is decided about it."""
    told = alert(p, AlertKind.BASELINE, view)
    whose = f" · {wording.name(p.project)}{f' · {wording.our_prose(in_words(p.decision))}' if p.decision else ''}"
    if p.finding.lifecycle is None:
        return ("⚪ ", wording.identifier(told.model_id), f" is watched by nobody{whose}")
    return (*_line(told, view, told.model_id), whose)


def places_of(found: Iterable[PinnedModel]) -> list[Phrase]:
    """One line for each place where a model is pinned, with the project and its team."""
    return [
        ("• ", Strong(wording.name(p.project)), f" ({wording.name(p.team.name)}): ", *wording.place(place))
        for p in found
        for place in p.places
    ]


def _line(told: Alert, view: Known, name: str) -> Phrase:
    today = view.now.date()
    words = wording.dated(told, wording.standing(told, today)) if told.severity is not Severity.OK else "is well"
    return (f"{MARKS.get(told.severity, '⚪')} ", wording.identifier(name), " ", Strong(words))
