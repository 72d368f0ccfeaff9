"""`model-monitor extract`: what a source's reader makes of saved documents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.options import Options, example
from monitor.cli.terminal import note, say

if TYPE_CHECKING:
    from monitor.sources.spec import Source

IN_PART = 4


@click.command(
    epilog=example(
        "--today 2025-11-13 extract openai/deprecations deprecations.md",
        "extract openai/models list.json | jq .model_id",
    )
)
@click.argument("source")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_obj
def extract(options: Options, *, source: str, files: tuple[Path, ...]) -> int | None:
    """Read saved documents of SOURCE and print their facts.

    One fact a line, as JSON. It needs no database and no network, and a configuration only for a page or list of your
    own. The documents are read as of today, or of --today. Cells that were not understood, and documents that would not
    be believed, are named on standard error; with one of the latter the exit status is 4.
    """
    from monitor.core.trust import Verdict
    from monitor.notify.foreign import clean
    from monitor.service.extracting import extract as extracted
    from monitor.sources.registry import find_source

    reader = find_source(source, _sources(options, source))
    read_on = options.clock().today()
    rejected = False
    for file in files:
        found = extracted(reader, file, read_on)
        if found.reading.facts:
            say("\n".join(json.dumps(fact.as_json(str(file))) for fact in found.reading.facts))
        for place in found.reading.unread:
            note(f"{file}: not understood: {clean(place)}")
        if found.judgement.verdict is not Verdict.ADMIT:
            rejected = True
            note(f"{file}: rejected: {clean(found.judgement.reason)}")
    return IN_PART if rejected else None


def _sources(options: Options, source_id: str) -> Mapping[str, Source]:
    """Our own sources, and those of the configuration, if there is one, where it is none of ours."""
    from monitor.sources.registry import all_sources

    ours = all_sources()
    if source_id in ours or not options.configured:
        return ours
    from monitor.service.sources import sources_of

    return sources_of(options.settings)
