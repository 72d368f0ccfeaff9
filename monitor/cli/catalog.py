"""`model-monitor catalog`: the facts that come with this program."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import counted, day, note, say_json, table
from monitor.errors import UsageError


@click.group(epilog=example("catalog show"))
def catalog() -> None:
    """See or make the facts that come with this program.

    They stand in for sources that were never read, on a machine that reaches none.
    """


@catalog.command(epilog=example("catalog show --json"))
@as_json
@click.pass_obj
def show(options: Options, *, as_json: bool) -> None:
    """List the sources that the bundled catalog stands in for, with the date of each."""
    from monitor.catalog.facts import load

    today = options.clock().today()
    sources = load().sources
    if as_json:
        found = [
            {"id": source_id, "as_of": section.as_of.isoformat(), "facts": len(section.facts)}
            for source_id, section in sources.items()
        ]
        say_json({"today": today.isoformat(), "sources": found})
        return
    rows = [(source_id, day(section.as_of, today), len(section.facts)) for source_id, section in sources.items()]
    table(("source", "as of", "facts"), rows, whole={"source", "as of"})


@catalog.command(
    epilog=example("catalog export facts.json", "catalog export --documents saved/MANIFEST.tsv facts.json"),
)
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--documents",
    metavar="MANIFEST",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Take the facts from saved documents: a tab-separated table of source, date and path.",
)
@click.pass_obj
def export(options: Options, *, file: Path | None, documents: Path | None) -> None:
    """Write the catalog of the facts in the database to FILE, or to standard output.

    It holds ids, dates, statuses, replacements and addresses, and no sentence of any page. With --documents, neither
    configuration nor database is used: it is what the saved documents that can be believed say, as a record would
    hold it.
    """
    from monitor.service.exporting import of_documents, of_record
    from monitor.sources.registry import all_sources

    if documents:
        made = of_documents(documents, all_sources())
    else:
        with options.service() as service:
            made = of_record(service)
    for line in made.passed_over:
        note(f"passed over: {line}")
    _write(made.text, file)


@catalog.command(
    epilog=example(
        "catalog figures figures.json", 'catalog figures --table "LiteLLM 1.110.2=model_prices.json" figures.json'
    ),
)
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--table",
    "tables",
    metavar="NAME=FILE",
    multiple=True,
    help="Add what this table of models.dev, LiteLLM or OpenRouter says, under the name of who made it. Repeatable.",
)
@click.pass_obj
def figures(options: Options, *, file: Path | None, tables: tuple[str, ...]) -> None:
    """Write the figures that come with this program to FILE, or to standard output: prices, context windows and more.

    They are those of the installed genai-prices, as of today, and after them those of the tables. A user's own tables
    need no command: name them in the settings, under [figures].
    """
    from monitor.service.figuring import made_of

    named = [table.partition("=") for table in tables]
    if any(not (name and path) for name, _, path in named):
        raise UsageError("a table has no name or no file", hint='write --table "LiteLLM 1.110.2=model_prices.json"')
    _write(made_of([(name, Path(path)) for name, _, path in named], options.clock().today()), file)


def _write(text: str, file: Path | None) -> None:
    from monitor.cli.terminal import say

    if file is None:
        say(text.rstrip("\n"))
        return
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}", hint="name a file that can be written") from None
    note(f"written to {file}, {counted(len(text.encode()), 'byte')}")
