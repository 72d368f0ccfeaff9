"""`model-monitor check`: are these models safe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.options import Days, Options, example
from monitor.cli.terminal import note, say, say_json
from monitor.errors import UnreadableDocument, UsageError

if TYPE_CHECKING:
    from monitor.feeds.results import Report
    from monitor.service.gate import Witness
    from monitor.service.known import Known
    from monitor.store.registry import PinRow

UNSAFE, UNVOUCHED = 1, 3
FORMATS = ("text", "json", "sarif", "github", "junit", "csv")
LEAD_DAYS = (180,)  # the longest of the settings' default, without the cost of loading them


@click.command(
    epilog=example(
        "check openai/gpt-4-0314 anthropic/claude-3-haiku-20240307",
        "check azure/gpt-4o@2024-05-13",
        "check --project ranker --within 180d --strict",
        "check --path . --format sarif > models.sarif",
        "check --path . --project ranker",
        "check --path . --server https://monitor.example",
        "check --format csv > pins.csv",
        "check --json | jq '.findings[] | select(.severity != \"ok\")'",
    )
)
@click.argument("references", metavar="[REF]...", nargs=-1)
@click.option("--project", metavar="NAME", help="The pins of this project; with --path, whose files they are.")
@click.option(
    "--path", type=click.Path(exists=True, path_type=Path), metavar="DIR", help="What this file or folder names."
)
@click.option("--markdown", is_flag=True, help="With --path: read Markdown too.")
@click.option("--within", type=Days(), default="90d", show_default=True, help="How near a shutdown is unsafe.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "--strict", is_flag=True, help="Status 3 if a model is unknown, or if an old catalog or an expired waiver counts."
)
@click.option(
    "--server", metavar="URL", help="Ask the service at this address, with the token in $MONITOR_TOKEN if it wants one."
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.pass_obj
def check(
    options: Options,
    *,
    references: tuple[str, ...],
    project: str | None,
    path: Path | None,
    markdown: bool,
    within: timedelta,
    form: str,
    strict: bool,
    server: str | None,
    as_json: bool,
) -> int | None:
    """Say how models stand: named ones, pins, or those in files.

    REF is what a request sends, with its provider. Azure's version stands behind an @, and its deployment type before
    the model: azure/gpt-4o@2024-05-13, azure/global-standard/gpt-4o@2024-05-13. A region of Bedrock stands before the
    id, bedrock/REGION/ID, and so does a geography, bedrock/eu.ID.

    Without a reference, project or path, all pins are checked. With --path and --project, what the project decided
    counts for its files as for its pins: what it waived is passed. The exit status is 1 if a model is retired or
    retires within the given days, and with --strict 3 if nobody knows one. Without a configuration the catalog answers
    that comes with this program, and its age is told. A comment `model-monitor: ignore[until=2027-01-31] reason` waives
    its line, or the next one if it stands alone.
    """
    from monitor.service import verdicts

    _one_at_a_time(references, project, path)
    form = "json" if as_json else form
    who: Witness
    if server:
        from monitor.service.remote import Remote

        who = Remote(server, token=_token(), within=within, project=project if path else None)
    else:
        who = _here(options, references, project, path, within=within, whole=form == "json")
    answer = _answer(who, references, project, path, markdown=markdown)
    try:
        report = verdicts.report(answer, within=within, strict=strict)
    except UnreadableDocument as error:  # another version's server; a check that was not made says nothing of a model
        raise UsageError(error.message, hint="is the server of this version?") from None
    _print(answer, report, form, all_of_them=bool(references))
    _tell_of_the_unknown(report)
    tell_of_the_catalog(report)
    if report.is_unsafe:
        return UNSAFE
    return UNVOUCHED if strict and report.is_unvouched else None


def _one_at_a_time(references: Sequence[str], project: str | None, path: Path | None) -> None:
    asked = [name for name, given in (("references", references), ("--project", project), ("--path", path)) if given]
    if references and len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} were all given", hint="ask for one of them at a time")


def _token() -> str:
    import os

    from monitor.service.remote import TOKEN_ENV

    return os.environ.get(TOKEN_ENV, "")


def _here(
    options: Options,
    references: Sequence[str],
    project: str | None,
    path: Path | None,
    *,
    within: timedelta,
    whole: bool,
) -> Witness:
    """The witness at hand. The database is closed again before files are read, which may need processes."""
    from monitor.service.pins import longest_lead

    if references or (path and not project):
        now = options.clock().now()
        if not options.configured:
            from monitor.service.bundled import bundled

            note("no configuration: the bundled catalog alone answers")
            return bundled(now, longest_lead(LEAD_DAYS), within, whole=whole)
        from monitor.service.glancing import glanced

        if witness := glanced(options.file, now, within, whole=whole):
            return witness
    from monitor.cli.naming import project_named
    from monitor.service.gate import Here
    from monitor.service.known import known
    from monitor.service.weighing import weighed
    from monitor.store import registry
    from monitor.store.engine import reading

    answerable = references or path or any(p.pins for p in options.settings.projects)
    with options.service_or_catalog() if answerable else options.service() as service:
        named = project_named(service, project) if project else None
        with reading(service.engine) as session:
            view = known(session, service, service.clock.now())
            rows = [] if references or path else registry.pins(session, project=named)
            used = weighed(session, rows, view)
    pins: tuple[Known, list[PinRow]] = used, rows
    return Here(view, longest_lead(service.settings.alerts.lead_days), within, pins=lambda _: pins, project=named)


def _answer(
    who: Witness, references: Sequence[str], project: str | None, path: Path | None, *, markdown: bool
) -> dict[str, Any]:
    if references:
        return who.of_references(references)
    if path:
        from monitor.service.tree import of_tree

        return of_tree(path, who, markdown=markdown)
    answer = who.of_pins(project)
    if not answer["findings"]:
        note("nothing is pinned there: `model-monitor pin add` registers what a project uses")
    return answer


def _print(answer: dict[str, Any], report: Report, form: str, *, all_of_them: bool) -> None:
    if form == "json":
        say_json(answer)
    elif form == "sarif":
        from monitor import __version__
        from monitor.feeds import sarif

        say(sarif.document(report, version=__version__))
    elif form == "csv":
        from monitor.cli import findings
        from monitor.feeds import sheet

        say(sheet.document(report))
        findings.note_unread(report)
    elif form == "junit":
        from monitor.feeds import junit

        say(junit.document(report))
    else:
        from monitor.cli import findings

        if form == "github":
            from monitor.feeds import github

            for command in github.commands(report):
                say(command)
            say(findings.in_sum(report))
        else:
            findings.show(report, all_of_them=all_of_them)


def _tell_of_the_unknown(report: Report) -> None:
    """Say loudly that what nobody knows is not ok, since without --strict a check passes it."""
    if not report.unvouched:
        return
    several = len(report.unvouched) > 1
    models, end = ("models are", "their ends") if several else ("model is", "its end")
    strict = "" if report.strict else "; --strict makes that status 3"
    told = f"NOT OK: {len(report.unvouched):,} {models} known to no source, so nobody would hear of {end}{strict}"
    note(click.style(told, fg="yellow"))


def tell_of_the_catalog(report: Report) -> None:
    """Say how old the bundled catalog is where an answer rests on it."""
    if report.catalog_as_of is None:
        return
    from monitor.core.freshness import bundled
    from monitor.service.verdicts import OLD_CATALOG

    old = f"older than {OLD_CATALOG.days} days, dates may have moved since; "
    loud = f"{'error' if report.strict else 'warning'}: {old}" if report.catalog_is_old else ""
    poll = "`model-monitor poll` reads the sources themselves"
    note(f"in use: the {bundled(report.catalog_as_of, report.today)} ({loud}{poll})")
