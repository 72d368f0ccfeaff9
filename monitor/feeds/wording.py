"""The sentences that all formats share, so that a terminal, a pull request and a test report agree word for word.

Days are told as dates, so that the same finding reads the same tomorrow; a terminal may pass `when` to say more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from monitor.core.alerts import Evidence, Severity, Suggestion
from monitor.core.cautions import said_once
from monitor.core.lifecycle import Status
from monitor.core.parameters import leave_out
from monitor.feeds.results import FaultyWaiver, Report, Result

When = Callable[[date], str]

_AT_RISK = "at risk"


def standing(
    severity: Severity,
    status: Status,
    *,
    shutdown_on: date | None,
    earliest_shutdown_on: date | None,
    at_risk_on: date | None,
    days_left: int | None,
    when: When = str,
) -> str:
    """How a model stands, to be read after its name."""
    if at_risk_on:
        is_over = days_left is not None and days_left <= 0
        return f"at risk: it may {'no longer answer, since' if is_over else 'stop answering on'} {when(at_risk_on)}"
    match severity:
        case Severity.UNKNOWN:
            return "unknown: no source names this id"
        case Severity.UNCOVERED:
            return "not covered: no source covers this pin"
        case Severity.FLOOR if earliest_shutdown_on:
            return f"may be retired from {when(earliest_shutdown_on)} on"
        case Severity.FLOOR:
            return f"{status}, but at risk"
        case Severity.OK if earliest_shutdown_on:
            return f"ok: {status}, not retired before {when(earliest_shutdown_on)}"
        case Severity.OK:
            return f"ok: {status}, no retirement announced"
    if status is Status.RETIRED:
        return f"retired on {when(shutdown_on)}" if shutdown_on else "retired, the day is not stated"
    return f"retires on {when(shutdown_on)}" if shutdown_on else "deprecated, no shutdown date is stated"


def standing_of(result: Result, when: When = str) -> str:
    """The same for a result."""
    return standing(
        result.severity,
        result.status,
        shutdown_on=result.shutdown_on,
        earliest_shutdown_on=result.earliest_shutdown_on,
        at_risk_on=result.at_risk_on,
        days_left=result.days_left,
        when=when,
    )


def kinds(results: Iterable[Result], within_days: int) -> list[str]:
    """How many results there are of each kind, the worst first: "2 retired", "1 at risk".

    An alias whose snapshots end is at risk, whenever they do: nobody has said that it is going to be retired.
    """
    words = {
        Severity.RETIRED: "retired",
        Severity.IMMINENT: f"retiring within {within_days:,} {'day' if within_days == 1 else 'days'}",
        _AT_RISK: _AT_RISK,
        Severity.UPCOMING: "deprecated",
        Severity.FLOOR: "that may be retired",
        Severity.UNKNOWN: "unknown",
        Severity.UNCOVERED: "not covered",
        Severity.OK: "ok",
    }
    found = Counter(_AT_RISK if result.at_risk_on else result.severity for result in results)
    return [f"{found[kind]:,} {word}" for kind, word in words.items() if found[kind]]


def title(result: Result) -> str:
    """One line: the model, and how it stands."""
    return f"{heading(result)}: {standing_of(result)}"


def heading(result: Result) -> str:
    """The model, and where the pin holds if it says so: it may end on another day elsewhere."""
    return f"{result.name} ({result.scope})" if result.scope else result.name


def sentences(result: Result) -> Iterator[str]:
    """All that a reader needs at the place itself: how it stands, what to move to, what to know, and who says so."""
    yield f"{title(result)}."
    if not f"/{result.name}".endswith(f"/{result.reference}"):
        yield f"It is written as {result.reference}."
    if told := waived(result):
        yield told
    if result.suggestions:
        shared, suggestions = said_once(result.suggestions)
        yield f"Move to {' or '.join(map(suggestion, suggestions))}."
        if shared:
            yield f"Of each of them: {shared}."
    elif result.replacement_text:
        yield f"The provider says of a replacement: “{result.replacement_text}”."
    if result.nearest:
        yield f"The nearest known: {', '.join(result.nearest)}."
    yield from (f"{note[:1].upper()}{note[1:]}." for note in result.notes)
    if result.severity is Severity.UNKNOWN and result.watched:
        yield f"{result.watched[:1].upper()}{result.watched[1:]}."
    if result.evidence:
        yield f"See {result.evidence.url} ({_read_on(result.evidence)})."


def message(result: Result) -> str:
    """The sentences as one text."""
    return " ".join(sentences(result))


def suggestion(s: Suggestion, when: When = str) -> str:
    """A replacement with all that `about` says, and what a request to it must leave out."""
    return f"{s.provider}/{s.model_id} ({'; '.join(filter(None, (about(s, when), leave_out(s))))})"


def about(s: Suggestion, when: When = str) -> str:
    """Why a replacement is one, on what condition, how long it is good for, and what to mind.

    It is for forms that list the comparison below it: that says at length what to leave out.
    """
    why = f"our suggestion: {s.why}" if s.origin == "suggestion" else s.why
    return "; ".join(filter(None, (why, s.condition, good_until(s, when) if s.good_until else "", s.caution)))


def good_until(s: Suggestion, when: When = str) -> str:
    """How long a replacement with an end of its own is good for."""
    assert s.good_until is not None  # noqa: S101 it is asked of no other
    if s.may_go:
        return f"may itself be retired any day: its earliest date, {s.good_until}, has passed"
    return f"good until {'at least ' if s.good_until_is_floor else ''}{when(s.good_until)}"


def waived(result: Result) -> str:
    """Until when, and why, a line is waived; empty if it is not."""
    if result.waived is None:
        return ""
    until = f"until {result.waived.until}" if result.waived.until else "for good"
    return f"Waived {until}{': ' + result.waived.reason if result.waived.reason else ', without a reason'}."


def fault(waiver: FaultyWaiver) -> str:
    """What is wrong with a waiver."""
    reason = f" Its reason was: {waiver.reason}." if waiver.reason else ""
    return f"A waiver that waives nothing: it {waiver.fault}.{reason}"


def old_catalog(report: Report) -> str:
    """What an answer from an old bundled catalog is worth."""
    return f"Answers rest on the bundled catalog of {report.catalog_as_of}; dates may have moved since."


def _read_on(evidence: Evidence) -> str:
    if evidence.catalog_as_of:
        return f"bundled catalog of {evidence.catalog_as_of}"
    return f"read on {evidence.observed_at.date()}{', stale' if evidence.stale else ''}"
