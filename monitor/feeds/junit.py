"""JUnit's XML: each reference a test case, failed where the check fails, skipped where a comment waives it."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from monitor.feeds import wording
from monitor.feeds.results import Level, Report, Result

# What XML 1.0 (section 2.2) allows in a document; the rest cannot even be written as a character reference.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SUITE = "model-monitor"


def document(report: Report) -> str:
    """The whole document. A case is named after the model, and belongs to its file or else to its project."""
    cases = [_case(report, result) for result in report.results]
    for waiver in report.faulty_waivers:
        failed = _failure("waiver", wording.fault(waiver)) if report.strict else _output(wording.fault(waiver))
        cases.append(_element(waiver.spot.file, f"waiver ({waiver.spot})", failed, file=waiver.spot.file))
    if report.catalog_is_old:
        told = wording.old_catalog(report)
        cases.append(_element(_SUITE, "bundled catalog", _failure("catalog", told) if report.strict else _output(told)))
    body = "\n".join(cases)
    failures, skipped = body.count("<failure "), body.count("<skipped ")
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="{_SUITE}" {counts}>\n<testsuite name="{_SUITE}" {counts}>\n'
        f"{body}\n</testsuite>\n</testsuites>"
    )


def _case(report: Report, result: Result) -> str:
    where = result.spot or result.location
    name = f"{result.reference} ({where})" if where else result.reference
    owner = result.spot.file if result.spot else result.project or _SUITE
    match report.level(result):
        case Level.ERROR:
            told = _failure(result.severity.value, wording.message(result), wording.title(result))
        case Level.NOTE:
            told = f"<skipped message={_attribute(wording.message(result))}/>"
        case _:
            told = _output(wording.message(result))
    return _element(owner, name, told, file=result.spot.file if result.spot else None)


def _element(owner: str, name: str, content: str, *, file: str | None = None) -> str:
    place = f" file={_attribute(file)}" if file else ""
    return f"<testcase classname={_attribute(owner)} name={_attribute(name)}{place}>{content}</testcase>"


def _failure(kind: str, text: str, summary: str = "") -> str:
    return f"<failure type={_attribute(kind)} message={_attribute(summary or text)}>{_text(text)}</failure>"


def _output(text: str) -> str:
    return f"<system-out>{_text(text)}</system-out>"


def _text(text: str) -> str:
    return escape(_NO_XML.sub("", text))


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("", text))
