"""`model-monitor source rebuild`: the facts once more, from the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.naming import who
from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import counted, note, say, say_json, table

if TYPE_CHECKING:
    from monitor.core.changes import Change
    from monitor.service.rebuilding import Difference, Rebuilt

IN_PART = 4
SHOWN = 50  # differences on a terminal; JSON has them all


@click.command(epilog=example("source rebuild --check", "source rebuild openai/deprecations"))
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--check", is_flag=True, help="Only say where the record differs; exit status 4 if it does.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
@click.pass_obj
def rebuild(options: Options, *, ids: tuple[str, ...], check: bool, yes: bool, as_json: bool) -> int | None:
    """Make the facts of all sources, or of those named, again from the archive, and hold them against the record.

    Every document that was believed is read again as of its day, by the readers of this program. Where the record
    differs, a reader has learnt something since; it is asked for each source whether the record shall have what the
    archive says, and what changes by that is recorded. With --json nothing is asked: without --yes it only shows.
    """
    from monitor.service.rebuilding import rebuild as rebuilt
    from monitor.service.rebuilding import replace
    from monitor.sources.registry import find_source

    found: list[Rebuilt] = []
    replaced: dict[str, tuple[Change, ...]] = {}
    with options.service() as service:
        chosen = [find_source(source_id, service.sources).id for source_id in dict.fromkeys(ids)]
        for one in rebuilt(service, chosen):
            found.append(one)
            if not as_json:
                _show(one)
            if one.differences and not check and (yes or (not as_json and _consent(one))):
                replaced[one.source_id] = replace(service, one, who=who())
    if as_json:
        say_json(_as_json(found, replaced))
    for source_id, changes in () if as_json else replaced.items():
        note(f"{source_id}: the record has what the archive says; {counted(len(changes), 'change')} recorded")
    return IN_PART if any(one.differences and one.source_id not in replaced for one in found) else None


def _consent(one: Rebuilt) -> bool:
    return click.confirm(f"Let the record have what the archive says of {one.source_id}?", err=True)


def _show(one: Rebuilt) -> None:
    if one.not_compared:
        say(f"{one.source_id}: not compared: {one.not_compared}")
        return
    told = f"{counted(one.readings, 'reading')}, {counted(len(one.rows), 'row')}"
    differences = counted(len(one.differences), "difference") if one.differences else "as in the record"
    say(f"{one.source_id}: {told}: {differences}")
    if one.differences:
        shown = [(d.model_id or "(source)", d.scope, d.name, d.recorded, d.rebuilt) for d in one.differences[:SHOWN]]
        table(("model", "scope", "column", "record", "archive"), shown, whole={"model", "column"})
    if len(one.differences) > SHOWN:
        say(f"and {len(one.differences) - SHOWN:,} more: see --json")


def _as_json(found: Sequence[Rebuilt], replaced: Mapping[str, Sequence[Change]]) -> dict[str, Any]:
    from monitor.service import answers

    sources = [
        {
            "id": one.source_id,
            "readings": one.readings,
            "facts": len(one.rows),
            "not_compared": one.not_compared or None,
            "differences": [_difference_as_json(d) for d in one.differences],
            "replaced": one.source_id in replaced,
        }
        for one in found
    ]
    return {"sources": sources, "changes": [answers.of_change(c) for some in replaced.values() for c in some]}


def _difference_as_json(d: Difference) -> dict[str, Any]:
    return {
        "model_id": d.model_id or None,
        "scope": d.scope or None,
        "column": d.name,
        "recorded": d.recorded,
        "rebuilt": d.rebuilt,
    }
