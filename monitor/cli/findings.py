"""How a check's findings are told on a terminal: one block for each model that needs a look, then one line in sum."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import click

from monitor.cli.terminal import counted, day, say
from monitor.core.alerts import Evidence, Severity, Suggestion
from monitor.core.findings import Finding
from monitor.core.lifecycle import Status
from monitor.notify.foreign import clean
from monitor.service.checking import Checked
from monitor.service.known import Known

COLOURS = {Severity.RETIRED: "red", Severity.IMMINENT: "red", Severity.OK: "green"}
DOUBTFUL = "yellow"
LABEL_WIDTH = 10


def show(findings: Sequence[Checked], known: Known, within: timedelta, *, all_of_them: bool) -> None:
    """Print the findings, the worst first, and how many there are of each kind; those that are ok only if asked for."""
    groups: defaultdict[tuple[str, str, str], list[Checked]] = defaultdict(list)
    for c in findings:
        groups[c.finding.match.key].append(c)
    for group in sorted(groups.values(), key=lambda group: _urgency(group[0].finding)):
        finding = group[0].finding
        if all_of_them or finding.severity is not Severity.OK or finding.notes:
            say("\n".join((_headline(group[0], known.now.date()), *_lines(group, known), "")))
    say(_sum(findings, within))


def _urgency(finding: Finding) -> tuple[int, date, tuple[str, str, str]]:
    shutdown = finding.lifecycle.shutdown_on if finding.lifecycle else None
    return list(Severity).index(finding.severity), shutdown or date.max, finding.match.key


def _headline(checked: Checked, today: date) -> str:
    finding = checked.finding
    reference = finding.match.reference
    name = f"{finding.match.provider}/{reference.model_id}" if finding.match.provider else str(reference)
    colour = COLOURS.get(finding.severity, DOUBTFUL)
    return f"{click.style(clean(name), bold=True)}  {click.style(_standing(finding, today), fg=colour)}"


def _standing(finding: Finding, today: date) -> str:
    c = finding.lifecycle
    when = day(c.shutdown_on, today) if c else None
    if finding.risk:
        return f"at risk: it may stop answering on {day(finding.risk.shutdown_on, today)}"
    match finding.severity:
        case Severity.UNKNOWN:
            return "unknown: no source names this id"
        case Severity.UNCOVERED:
            return "not covered: no source of its provider has been read"
        case Severity.FLOOR if c and c.earliest_shutdown_on:
            return f"may be retired from {day(c.earliest_shutdown_on, today)} on"
        case Severity.FLOOR:
            return f"{finding.status}, but at risk"
        case Severity.OK if c and c.earliest_shutdown_on:
            return f"ok: {finding.status}, not retired before {day(c.earliest_shutdown_on, today)}"
        case Severity.OK:
            return f"ok: {finding.status}, no retirement announced"
    if finding.status is Status.RETIRED:
        return f"retired on {when}" if when else "retired, the day is not stated"
    return f"retires on {when}" if when else "deprecated, no shutdown date is stated"


def _lines(group: Sequence[Checked], known: Known) -> Iterator[str]:
    today, finding = known.now.date(), group[0].finding
    c = finding.lifecycle
    if c and c.deprecated_on and finding.status in {Status.DEPRECATED, Status.RETIRED}:
        yield _line("deprecated", day(c.deprecated_on, today))
    yield from _several("used in", [_place(checked) for checked in group if checked.project])
    yield from _several("move to", [_suggestion(s, today) for s in finding.suggestions])
    if c and c.replacement_text and not finding.suggestions:
        yield _line("move to", f"“{c.replacement_text}”")
    yield from _several("but not", finding.at_risk)
    yield from _several("nearest", group[0].nearest)
    yield from _several("note", finding.notes)
    evidence = known.evidence(finding.risk or c) if c else None
    if evidence:
        yield from _proof(evidence, today)


def _several(label: str, texts: Sequence[str]) -> Iterator[str]:
    for i, text in enumerate(texts):
        yield _line("" if i else label, text)


def _line(label: str, text: str | None) -> str:
    return f"  {label:<{LABEL_WIDTH}}  {clean(text or '')}"


def _place(checked: Checked) -> str:
    place = checked.place
    return ", ".join(filter(None, (checked.project, place.environment, place.location, f"as {place.reference}")))


def _suggestion(s: Suggestion, today: date) -> str:
    about = [s.why]
    if s.good_until:
        about.append(f"good until {'at least ' if s.good_until_is_floor else ''}{day(s.good_until, today)}")
    if s.caution:
        about.append(s.caution)
    return f"{s.provider}/{s.model_id} ({'; '.join(about)})"


def _proof(evidence: Evidence, today: date) -> Iterator[str]:
    if evidence.quote:
        yield _line("they say", f"“{evidence.quote}”")
    yield _line("see", evidence.url)
    if evidence.catalog_as_of:
        yield _line("read", f"{day(evidence.catalog_as_of, today)}: bundled catalog, which holds no quotes")
    else:
        stale = ", stale: what it says now may differ" if evidence.stale else ""
        yield _line("read", f"{day(evidence.observed_at.date(), today)} from {evidence.source_id}{stale}")


def _sum(findings: Sequence[Checked], within: timedelta) -> str:
    found = Counter(c.finding.severity for c in findings)
    words = {
        Severity.RETIRED: "retired",
        Severity.IMMINENT: f"retiring within {counted(within.days, 'day')}",
        Severity.UPCOMING: "deprecated",
        Severity.FLOOR: "that may be retired",
        Severity.UNKNOWN: "unknown",
        Severity.UNCOVERED: "not covered",
        Severity.OK: "ok",
    }
    told = [f"{found[severity]} {words[severity]}" for severity in Severity if found[severity]]
    return f"{counted(len(findings), 'reference')} checked" + (f": {', '.join(told)}" if told else "")
