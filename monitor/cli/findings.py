"""How a check's report is told on a terminal: one block for each model that needs a look, then one line in sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

import click

from monitor.cli.terminal import counted, day, note, say
from monitor.core.alerts import Evidence, Severity, Suggestion
from monitor.core.cautions import said_once
from monitor.core.freshness import bundled
from monitor.core.lifecycle import Status
from monitor.feeds import wording
from monitor.feeds.results import Report, Result
from monitor.notify.foreign import clean

COLOURS = {Severity.RETIRED: "red", Severity.IMMINENT: "red", Severity.OK: "green"}
DOUBTFUL = "yellow"
LABEL_WIDTH = 10
MOST_PLACES = 20  # of one model in a tree; --json has them all


def show(report: Report, *, all_of_them: bool) -> None:
    """Print the results, the worst first, and how many there are of each kind; those that are ok only if asked for."""
    groups: defaultdict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in report.results:
        groups[result.key].append(result)
    for group in sorted(groups.values(), key=lambda group: _urgency(group[0])):
        if all_of_them or group[0].severity is not Severity.OK or group[0].notes:
            say("\n".join((_headline(group, report.today), *_lines(group, report.today), "")))
    for waiver in report.faulty_waivers:
        say(f"{waiver.spot}  {click.style(clean(wording.fault(waiver)), fg=DOUBTFUL)}")
    for unread in report.unread:
        say(f"{clean(unread.file)}  not read, or not in the best way: {unread.reason}")
    if report.faulty_waivers or report.unread:
        say()
    say(in_sum(report))


def note_unread(report: Report) -> None:
    """Tell beside a result what a format has no room for: waivers that waive nothing, and files that were not read."""
    for waiver in report.faulty_waivers:
        note(f"{waiver.spot}: {clean(wording.fault(waiver))}")
    for unread in report.unread:
        note(f"{clean(unread.file)}: not read, or not in the best way: {unread.reason}")


def in_sum(report: Report) -> str:
    """How many references were checked, and how many there are of each kind."""
    used = [result for result in report.results if not result.waived]
    told = wording.kinds(used, report.within_days)
    if len(used) < len(report.results):
        told.append(f"{len(report.results) - len(used):,} waived")
    where = "" if report.files is None else f" in {counted(report.files, 'file')}"
    return f"{counted(len(report.results), 'reference')} checked{where}" + (f": {', '.join(told)}" if told else "")


def _urgency(result: Result) -> tuple[int, date, tuple[str, str]]:
    return list(Severity).index(result.severity), result.shutdown_on or date.max, result.key


def _headline(group: Sequence[Result], today: date) -> str:
    first = group[0]
    colour = DOUBTFUL if all(r.waived for r in group) else COLOURS.get(first.severity, DOUBTFUL)
    standing = wording.standing_of(first, lambda on: day(on, today) or "")
    return f"{click.style(wording.heading(first), bold=True)}  {click.style(standing, fg=colour)}"


def _lines(group: Sequence[Result], today: date) -> Iterator[str]:
    def when(on: date) -> str:
        return day(on, today) or ""

    first = group[0]
    if first.deprecated_on and first.status in {Status.DEPRECATED, Status.RETIRED}:
        yield _line("deprecated", when(first.deprecated_on))
    if first.shutdown_words:
        yield _line("shutdown", f"“{first.shutdown_words}”")
    yield from _several("used in", list(_places(group)))
    shared, suggestions = said_once(first.suggestions)
    for i, s in enumerate(suggestions):
        yield _line("" if i else "move to", f"{s.provider}/{s.model_id} ({wording.about(s, when)})")
        yield from (_line("", f"· {line}") for line in s.comparison)
    if shared:
        yield _line("", f"of each: {shared}")
    if first.replacement_text and not _says_no_more(first.replacement_text, first.suggestions):
        yield _line("" if first.suggestions else "move to", f"“{first.replacement_text}”")
    yield from _several("but not", first.at_risk)
    yield from _several("nearest", first.nearest)
    yield from _several("note", first.notes)
    if first.watched and first.severity is not Severity.UNCOVERED:  # which its headline says
        yield _line("coverage", first.watched)
    if first.evidence:
        yield from _proof(first.evidence, when, today)


def _says_no_more(text: str, suggestions: Sequence[Suggestion]) -> bool:
    """Whether a recommendation as printed ("Glow 3") is only the name of a model that is suggested: no condition."""
    folded = "-".join(text.lower().replace("_", "-").split())
    return any(folded == s.model_id.lower() for s in suggestions)


def _several(label: str, texts: Sequence[str]) -> Iterator[str]:
    for i, text in enumerate(texts):
        yield _line("" if i else label, text)


def _line(label: str, text: str) -> str:
    return f"  {label:<{LABEL_WIDTH}}  {clean(text)}"


def _places(group: Sequence[Result]) -> Iterator[str]:
    placed = [result for result in group if result.project or result.location]
    for result in placed[:MOST_PLACES]:
        where = (result.project, result.environment, result.location)
        yield ", ".join(filter(None, (*where, f"as {result.reference}", wording.waived(result))))
    if len(placed) > MOST_PLACES:
        yield f"{counted(len(placed) - MOST_PLACES, 'place')} more, which --json tells"


def _proof(evidence: Evidence, when: wording.When, today: date) -> Iterator[str]:
    if evidence.quote:
        yield _line("they say", f"“{evidence.quote}”")
    yield _line("see", evidence.url)
    if evidence.catalog_as_of:
        yield _line("read", f"{bundled(evidence.catalog_as_of, today)}; it holds no quotes")
    else:
        stale = ", stale: what it says now may differ" if evidence.stale else ""
        yield _line("read", f"{when(evidence.observed_at.date())} from {evidence.source_id}{stale}")
