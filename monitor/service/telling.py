"""How a model stands, as lines that a person is answered with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from monitor.core.alerts import Alert, AlertKind, Severity
from monitor.core.coverage import Verdict
from monitor.core.decisions import in_words
from monitor.core.findings import Finding
from monitor.core.references import parse
from monitor.notify import moving, readings, wording
from monitor.notify.phrase import Code, Phrase, Strong, join
from monitor.service.known import Known
from monitor.service.pins import PinnedModel, alert, alert_of, longest_lead, look, nearest

MARKS = {
    Severity.RETIRED: "🔴",
    Severity.IMMINENT: "🟠",
    Severity.UPCOMING: "🟡",
    Severity.FLOOR: "🟡",
    Severity.OK: "🟢",
}
UNENDED = frozenset({Severity.OK, Severity.UNKNOWN, Severity.UNCOVERED})
PAGE = "/deprecations"  # how the source is called that would tell of an end
MOST_WELL = 20  # that are named


class Standing(NamedTuple):
    """How a model stands, and the lines that say so: the first one says it in short."""

    finding: Finding
    lines: list[Phrase]


class Heard(NamedTuple):
    """When a source was read (aware, UTC), or the day of the bundled catalog that stands in for it."""

    at: datetime
    bundled: bool
    stale: bool


def of_reference(text: str, view: Known, lead_days: tuple[int, ...]) -> Standing:
    """What is known of a model. Raises InvalidReference."""
    reference = parse(text, providers=view.providers)
    finding = look(reference, view, horizon=longest_lead(lead_days))
    told = alert_of(finding, AlertKind.BASELINE, view)
    if finding.lifecycle is None:
        if finding.severity is Severity.UNCOVERED and finding.notes:  # it is no typo: somebody has heard of it
            watched = ("⚪ ", wording.identifier(text), " is watched by nobody.")
            return Standing(finding, [watched, (wording.sentence(told.note or ""),)])
        near = join([(wording.identifier(name),) for name in nearest(reference, view)], ", ")
        lines: list[Phrase] = [("⚪ ", wording.identifier(text), " is known to no source that is read.")]
        return Standing(finding, [*lines, *([("Did you mean ", *near, "?")] if near else [])])
    if finding.severity is Severity.OK:
        notes: list[Phrase] = [(wording.sentence(told.note),)] if told.note else []
        return Standing(finding, [_well(finding, told, view, text), *notes])
    proof = [(*readings.origin(told.evidence), ".")] if told.evidence else []
    happens = wording.what_happens(told, view.now.date())
    return Standing(finding, [_line(told, view, wording.identifier(text)), happens, moving.in_short(told), *proof])


def of_pinned(p: PinnedModel, view: Known) -> Phrase:
    """One line on a pinned model as it is written there, with the project that pins it and what is decided there."""
    decided = f" · {wording.our_prose(in_words(p.decision))}" if p.decision else ""
    return (*standing_of(p, view), f" · {wording.name(p.project)}{decided}")


def standing_of(p: PinnedModel, view: Known) -> Phrase:
    """How a pinned model stands, by the reference that is pinned: it says of which provider and scope it is."""
    if p.finding.lifecycle is None:
        return ("⚪ ", _name(p), " is watched by nobody")
    if _is_stale(p.finding):
        return _well(p.finding, alert(p, AlertKind.BASELINE, view), view, p.places[0].reference)
    return _line(alert(p, AlertKind.BASELINE, view), view, _name(p))


def of_well(well: Iterable[PinnedModel], *, others: bool) -> Phrase:
    """One line that names the pinned models with nothing to say of; empty where there are none."""
    told = list(well)
    names = list(dict.fromkeys(map(_name, told)))
    if not names:
        return ()
    more = len(names) - MOST_WELL
    shown = join([(name,) for name in names[:MOST_WELL]], ", ")
    head = wording.counted(len(names), "other is", "others are") if others else wording.counted(len(names), "is", "are")
    by = ", by facts that are stale" if any(_is_stale(p.finding) for p in told) else ""
    return (f"{'and ' if others else ''}{head} well{by}: ", *shown, *((f" and {more:,} more",) if more > 0 else ()))


def places_of(found: Iterable[PinnedModel]) -> list[Phrase]:
    """One line for each place where a model is pinned, with the project and its team."""
    return [
        ("• ", Strong(wording.name(p.project)), f" ({wording.name(p.team.name)}): ", *wording.place(place))
        for p in found
        for place in p.places
    ]


def facts_as_of(found: Iterable[Finding], view: Known) -> Phrase:
    """From when the oldest is that an answer about these rests on, in a sentence; empty where nothing was read."""
    heard = {one for finding in found for one in _heard(finding, view)}
    said = readings.as_of(
        min((one.at.date() for one in heard if one.bundled), default=None),
        min((one.at for one in heard), default=None),
        view.now.date(),
        stale=any(one.stale for one in heard),
    )
    return (said,) if said else ()


def _heard(f: Finding, view: Known) -> Iterator[Heard]:
    """What is said of a model rests on the source of its end; where no end is told, on the page that would tell it."""
    proving = f.risk or f.lifecycle
    proof = view.evidence(proving) if proving else None
    watchers = f.coverage.watchers if f.coverage else ()
    pages = [w for w in watchers if w.source_id.endswith(PAGE)] if f.severity in UNENDED else []
    if _is_stale(f):  # then the freshest that names it is what is told
        pages += [max((w for w in watchers if w.names_it), key=lambda w: w.read_at)]
    if proof and not pages:
        yield Heard(proof.observed_at, proof.catalog_as_of is not None, proof.stale)
    elif watchers:
        yield from (Heard(w.read_at, w.bundled, w.stale) for w in pages or watchers)
    else:  # nobody's model: all sources were asked
        for source in (s for sources in view.read.values() for s in sources):
            if source.at:
                yield Heard(source.at, source.bundled, view.now - source.at > source.stale_after)


def _well(f: Finding, told: Alert, view: Known, name: str) -> Phrase:
    """That no end is known: as things are now, or as they were when a source was read that is stale by now."""
    today = view.now.date()
    if f.coverage and _is_stale(f):
        newest = max(w.read_at for w in f.coverage.watchers if w.names_it).date()
        words = f" was not being retired as of {wording.day_away(newest, today)}: that is stale."
        return ("⚪ ", wording.identifier(name), words)
    end = told.floor_on or (f.lifecycle.earliest_shutdown_on if f.lifecycle else None)
    until = f", until {wording.day(end)} at least" if end and end > today else ""
    return ("🟢 ", wording.identifier(name), f" is not being retired{until}.")


def _is_stale(f: Finding) -> bool:
    """Whether a model is only said to be well by sources that were not read lately."""
    return f.severity is Severity.OK and f.coverage is not None and f.coverage.verdict is Verdict.STALE


def _name(p: PinnedModel) -> Code:
    return wording.identifier(p.places[0].reference)


def _line(told: Alert, view: Known, name: Code) -> Phrase:
    today = view.now.date()
    words = wording.dated(told, wording.standing(told, today)) if told.severity is not Severity.OK else "is well"
    return (f"{MARKS.get(told.severity, '⚪')} ", name, " ", Strong(words))
