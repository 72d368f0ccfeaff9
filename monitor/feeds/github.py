"""Workflow commands of GitHub Actions: each finding as an annotation at its line of the pull request.

The runner takes every printed line that begins with `::` for a command, so what is foreign is escaped as the runner
itself does it (toolkit, core/src/command.ts): `%` and line breaks everywhere, `:` and `,` in properties.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.feeds import wording
from monitor.feeds.results import Level, Report, Spot

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}
_TITLE = "model-monitor"


def commands(report: Report) -> Iterator[str]:
    """The commands, one line each, the loudest first, as GitHub shows only the first of each kind."""
    order = list(_COMMANDS)
    for result, level in sorted(report.told(), key=lambda told: order.index(told[1])):
        yield _command(level, result.spot, wording.title(result), wording.message(result))
    for waiver in report.faulty_waivers:
        yield _command(report.lesser_level, waiver.spot, f"{_TITLE}: waiver", wording.fault(waiver))
    if report.catalog_is_old:
        yield _command(report.lesser_level, None, f"{_TITLE}: old catalog", wording.old_catalog(report))


def _command(level: Level, spot: Spot | None, title: str, message: str) -> str:
    place: dict[str, object | None] = {}
    if spot:
        place = {"file": spot.file, "line": spot.line, "col": spot.column, "endColumn": spot.end_column}
    given = [(key, value) for key, value in (*place.items(), ("title", title)) if value is not None]
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in given)
    return f"::{_COMMANDS[level]} {properties}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
