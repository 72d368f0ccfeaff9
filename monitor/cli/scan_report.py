"""How the models that a scan found are told: to a person, the worst first, or to a program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.terminal import counted, day, say
from monitor.core.alerts import Severity
from monitor.core.cautions import said_once
from monitor.core.parameters import to_leave_out
from monitor.feeds import wording
from monitor.feeds.results import UNSAFE, UNVOUCHED, Report, Result

if TYPE_CHECKING:
    from monitor.service.scanning import Located, Scanned

MOST_PLACES = 20  # of one model; --json has them all


def show(report: Report) -> None:
    """Print the models with their places, the worst first, then what is unknown, waived or unread, and the sum."""
    used = [r for r in report.results if not r.waived]
    _blocks("", [r for r in used if r.severity not in UNVOUCHED], report.today)
    _blocks("No source vouches for these:", [r for r in used if r.severity in UNVOUCHED], report.today)
    waived = [f"  {r.spot}  {r.reference}  {wording.waived(r)}" for r in report.results if r.waived]
    _lines("Waived:", waived)
    _lines("Waivers that waive nothing:", [f"  {w.spot}  it {w.fault}  {w.reason}" for w in report.faulty_waivers])
    _lines("Not read, or not in the best way:", [f"  {u.file}  {u.reason}" for u in report.unread])
    say(_sum(report, used))


def _blocks(heading: str, results: Sequence[Result], today: date) -> None:
    groups: defaultdict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        groups[result.key].append(result)
    if groups and heading:
        say(f"{heading}\n")
    for group in sorted(groups.values(), key=_urgency):
        say("\n".join((*_block(group, today), "")))


def _urgency(group: Sequence[Result]) -> tuple[int, date, str]:
    first = group[0]
    return list(Severity).index(first.severity), first.shutdown_on or first.at_risk_on or date.max, first.name


def _block(group: Sequence[Result], today: date) -> Iterator[str]:
    def when(on: date) -> str:
        return day(on, today) or ""

    first = group[0]
    colour = "red" if first.severity in UNSAFE else "green" if first.severity is Severity.OK else "yellow"
    standing = click.style(wording.standing_of(first, when), fg=colour)
    yield f"{click.style(wording.heading(first), bold=True)}  {standing}"
    shared, suggestions = said_once(first.suggestions)
    if suggestions:
        yield from (f"  move to  {wording.suggestion(s, when)}" for s in suggestions)
        yield from [f"           of each: {shared}"] if shared else []
    elif first.replacement_text:
        yield f"  move to  “{first.replacement_text}”"
    yield from (f"  but not  {text}" for text in first.at_risk)
    if first.nearest:
        yield f"  nearest  {', '.join(first.nearest)}"
    common = [text for text in first.notes if all(text in r.notes for r in group)]
    yield from (f"  note     {text}" for text in common)
    yield from (f"  note     {r.spot}: {text}" for r in group[:MOST_PLACES] for text in r.notes if text not in common)
    width = max(len(str(r.spot)) for r in group[:MOST_PLACES])
    yield from (f"  {r.spot!s:<{width}}  {r.text}" for r in group[:MOST_PLACES])
    if len(group) > MOST_PLACES:
        yield f"  and {counted(len(group) - MOST_PLACES, 'place')} more, which --json tells"


def _lines(heading: str, lines: Iterable[str]) -> None:
    if told := [line.rstrip() for line in lines]:
        say("\n".join((heading, *told, "")))


def _sum(report: Report, used: Sequence[Result]) -> str:
    """3 references to 2 models in 1 of 12 files: 1 retired, 2 ok; 1 waived."""
    where = f"{counted(len({r.spot.file for r in used if r.spot}), 'file')}, of {report.files or 0:,} read"
    told = f"{counted(len(used), 'reference')} to {counted(len({r.key for r in used}), 'model')} in {where}"
    kinds = wording.kinds(used, report.within_days)
    waived = len(report.results) - len(used)
    return (f"{told}: {', '.join(kinds)}" if kinds else told) + (f"; {waived:,} waived" if waived else "")


def show_sarif(scanned: Scanned) -> None:
    """Print the scan as SARIF, with paths below the folder in which the command runs, if they are."""
    from monitor import __version__
    from monitor.feeds import sarif
    from monitor.service.scanning import report
    from monitor.service.tree import base_of

    say(sarif.document(report(scanned, base_of(scanned.root)), version=__version__))


def as_json(scanned: Scanned) -> dict[str, Any]:
    """The scan as --json prints it; paths are below its root."""
    return {
        "today": scanned.known.now.date().isoformat(),
        "references": [_reference(item) for item in scanned.located],
        "files": scanned.scan.files,
        "skipped": [{"file": item.path, "reason": item.reason} for item in scanned.scan.skipped],
        "waivers": [
            {
                "file": waiver.path,
                "line": waiver.line,
                "until": waiver.until.isoformat() if waiver.until else None,
                "reason": waiver.reason,
                "fault": why,
            }
            for waiver, why in scanned.waivers
        ],
    }


def _reference(item: Located) -> dict[str, Any]:
    find, finding = item.find, item.finding
    c, risk, best = finding.lifecycle, finding.risk, next(iter(finding.suggestions), None)
    return {
        "file": find.path,
        "line": find.line,
        "column": find.column,
        "reference": find.reference,
        "provider": finding.match.provider,
        "model_id": finding.match.reference.model_id,
        "status": finding.status.value,
        "severity": finding.severity.value,
        "shutdown_on": c.shutdown_on.isoformat() if c and c.shutdown_on else None,
        "at_risk_on": risk.shutdown_on.isoformat() if risk and risk.shutdown_on else None,
        "days_left": finding.days_left,
        "replacement": best.model_id if best else None,
        "replacement_provider": best.provider if best else None,
        "leave_out": list(to_leave_out(best)) if best else [],
        "known": find.known,
        "waived": item.waived,
        "text": find.text,
    }
