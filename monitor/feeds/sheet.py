"""CSV: every reference at every place, a row each, whatever its state. A program may rely on the columns.

A spreadsheet takes a cell that begins like a formula for one, quoted or not, so such a text gets an apostrophe before
it (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date

from monitor.core.parameters import to_leave_out
from monitor.feeds import wording
from monitor.feeds.results import Report, Result

COLUMNS = (
    "project", "team", "environment", "owner", "file", "line", "reference", "provider", "model", "version", "region",
    "deployment", "status", "severity", "shutdown_on", "earliest_shutdown_on", "at_risk_on", "days", "replacement",
    "coverage", "waived", "decision", "decision_until", "decision_owner", "decided_by", "decided_on", "decision_reason",
    "leave_out",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last are full-width
_CONTROLS = re.compile(r"[\x00-\x1f]+")  # a row stays one line, so that grep works


def document(report: Report) -> str:
    """The whole sheet, with its heading; a place that is no file and line stands under `file` as it is."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([*map(_cell, _row(result))] for result in report.results)
    return out.getvalue().rstrip("\n")


def _row(r: Result) -> Iterator[str | int | date | None]:
    best = r.suggestions[0] if r.suggestions else None
    yield from (r.project, r.team, r.environment, r.owner)
    yield from (r.spot.file, r.spot.line) if r.spot else (r.location, None)
    yield from (r.reference, r.provider, r.name.removeprefix(f"{r.provider}/"))
    yield from (r.version, " ".join(r.regions), r.deployment, r.status.value, r.severity.value)
    yield from (r.shutdown_on, r.earliest_shutdown_on, r.at_risk_on, r.days_left)
    yield f"{best.provider}/{best.model_id}" if best else r.replacement_text
    yield from (r.coverage, wording.waived(r))
    d = r.decision
    yield from (d.kind.value, d.until, d.owner, d.by, d.at.date(), d.reason) if d else (None,) * 6
    yield ", ".join(to_leave_out(best)) if best else None


def _cell(value: str | int | date | None) -> str | int:
    if isinstance(value, int):
        return value
    text = "" if value is None else _CONTROLS.sub(" ", str(value)).strip()
    return f"'{text}" if text.startswith(_FORMULA) else text
