"""`model-monitor source replay`: what a source's old documents would have come to, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import counted, note, say, say_json
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.core.changes import Change
    from monitor.service.manifest import Saved
    from monitor.service.replaying import Step
    from monitor.sources.spec import Source

IN_PART = 4
INDENT = 12  # what changed stands below the document, to the right of its day


@click.command(
    epilog=example(
        "source replay openai/deprecations saved/openai",
        "source replay openai/models --manifest saved/MANIFEST.tsv --json",
    )
)
@click.argument("source_id", metavar="ID")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--manifest",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Take the documents of a tab-separated table of source, date and path instead of DIR.",
)
@as_json
@click.pass_obj
def replay(
    options: Options, *, source_id: str, folder: Path | None, manifest: Path | None, as_json: bool
) -> int | None:
    """Feed old documents of a source through a poll, each on its own day, and print what changed by each.

    The names of the documents in DIR begin with their day, 2026-08-22.md; those in a folder within it are another
    account's, which matters to model lists. In a table, a column account or origin says so. A document that is held
    back is read a second time, an hour later. All of it happens in a database that is thrown away; neither
    configuration nor network is needed. The exit status is 4 if a document was not believed.
    """
    from monitor.service.replaying import replay as replayed

    if (folder is None) == (manifest is None):
        raise UsageError("say where the documents are", hint="either a folder, or --manifest with a table of them")
    source, suspect, steps = _source(options, source_id), 0, []
    for step in replayed(source, _saved(source, folder, manifest)):
        suspect += step.last.outcome == "suspect"
        if as_json:
            steps.append(_step_as_json(step))
        else:
            _show_step(step)
    if as_json:
        say_json({"source": source.id, "documents": steps})
    return IN_PART if suspect else None


def _source(options: Options, source_id: str) -> Source:
    """The source of an id: one of ours, or of the user's own where there is a configuration."""
    from monitor.sources.registry import all_sources, find_source

    sources: Mapping[str, Source] = all_sources()
    if options.configured:
        from monitor.service.sources import sources_of

        sources = sources_of(options.settings)
    return find_source(source_id, sources)


def _saved(source: Source, folder: Path | None, manifest: Path | None) -> Sequence[Saved]:
    from monitor.service.manifest import saved_documents
    from monitor.service.replaying import documents_of

    if folder:
        return documents_of(folder, source.id)
    found = [saved for saved in saved_documents(manifest or Path()) if saved.source_id == source.id]
    for saved in found:
        if saved.day is None:
            note(f"passed over: {saved.path}: its day is not known")
    dated = [saved for saved in found if saved.day]
    if not dated:
        raise UsageError(f"{manifest}: no document of {source.id} with a day", hint="see its columns source and date")
    return dated


def _show_step(step: Step) -> None:
    from monitor.notify.foreign import clean

    first, last = step.first, step.last
    for change in step.turned:
        _show_change("by the calendar", change)
    word = first.verdict or last.outcome
    twice = f", then {last.outcome}" if len(step.looks) > 1 else ""
    reason = f" ({first.reason})" if first.reason else ""
    account = f", shown to {step.document.account}" if step.document.account else ""
    rows = f", {counted(first.facts, 'row')}" if first.verdict else ""
    say(f"{step.document.day}  {clean(f'{step.document.path.name}{account}: {word}{reason}{twice}{rows}')}")
    for place in first.unread:
        say(f"{'':<{INDENT}}not understood: {clean(place)}")
    for change in last.changes:
        _show_change("", change)


def _show_change(why: str, change: Change) -> None:
    from monitor.cli.poll import in_words
    from monitor.notify.foreign import clean

    scope = f" ({change.scope})" if change.scope else ""
    words = f"{in_words(change)}{', ' if why else ''}{why}"
    say(f"{'':<{INDENT}}{clean(f'{change.provider}/{change.model_id}{scope}')}  {clean(words)}")


def _step_as_json(step: Step) -> dict[str, Any]:
    from monitor.service import answers

    first, last, document = step.first, step.last, step.document
    return {
        "date": document.day.isoformat() if document.day else None,
        "at": step.at.isoformat(),
        "path": str(document.path),
        "account": document.account or None,
        "document_sha256": last.document_sha256,
        "verdict": first.verdict.value if first.verdict else None,
        "reason": first.reason or None,
        "looks": len(step.looks),
        "outcome": last.outcome.value,
        "facts": first.facts,
        "unread": list(first.unread),
        "by_calendar": [answers.of_change(c) for c in step.turned],
        "changes": [answers.of_change(c) for c in last.changes],
    }
