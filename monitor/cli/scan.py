"""`model-monitor scan`: which models do these files name, and how do they stand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.options import Days, Options, example
from monitor.cli.terminal import note, say_json
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.cli.scan_done import Done
    from monitor.service.known import Known
    from monitor.service.scanning import Scanned
    from monitor.store.scan_entries import Synced

IN_PART = 4


@click.command(
    epilog=example(
        "scan .",
        "scan services/ranker --register ranker",
        "scan . --fix | git apply",
        "scan . --json | jq '.references[] | select(.severity == \"retired\")'",
    )
)
@click.argument("root", metavar="DIR", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True)
@click.option("--register", "project", metavar="PROJECT", help="Make what was found the pins of this project.")
@click.option("--fix", is_flag=True, help="Show the change to models that live, as a diff.")
@click.option("--write", is_flag=True, help="With --fix: change the files.")
@click.option("--markdown", is_flag=True, help="Read Markdown too.")
@click.option("--within", type=Days(), default="90d", show_default=True, help="How near a shutdown is imminent.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.pass_obj
def scan(
    options: Options,
    *,
    root: Path,
    form: str,
    project: str | None,
    fix: bool,
    write: bool,
    markdown: bool,
    within: timedelta,
    as_json: bool,
) -> int | None:
    """Find the models that the files below DIR name.

    DIR may also be one file. How each model stands is told, the worst first.

    A model behind a client of Azure's, Bedrock's or Vertex's is theirs, where the client can be followed by its name;
    where it may be Azure's or OpenAI's, the worse of both is told. Of a name that goes on with something unknown only
    the begin is told, `gpt-4…`, and counts as unknown.

    Files that git ignores and does not track, vendored and minified ones are passed over. A comment `model-monitor:
    ignore[until=2027-01-31] reason` waives its line, or the next one if it stands alone.

    --register makes the references found the pins of a project, at their file and line below DIR, and retires those of
    its earlier scans that are gone: scan the whole of a project at once. Pins that others registered are not touched.
    A model of which every line is waived is pinned with that waiver, until the first of the days.

    --fix shows how literals that name a retired or soon retiring model would change to the replacement that its
    provider recommends, if that is beyond doubt; --write also does it. A request that passes a parameter which the new
    model refuses is left, and so is a model that is said to end within the lead days. A file of secrets (.env), or one
    that git would refuse since it is not in UTF-8, is not in the diff, but written. The exit status of --write is 4 if
    a file could not be written.
    """
    from monitor.cli.scan_done import Done
    from monitor.service import rewriting

    form = "json" if as_json else form
    if write and not fix:
        raise UsageError("--write goes with --fix", hint="--fix shows what it would write")
    if fix and form == "sarif":
        raise UsageError("--fix and --format sarif were both given", hint="--fix shows a diff, or JSON")
    view, project, horizon = _view(options, project)
    scanned = _scanned(root, view, horizon=horizon, within=within, markdown=markdown)
    registered = _register(options, project, scanned) if project else None
    planned = rewriting.plan(scanned) if fix else None
    written = rewriting.write(planned) if planned and write else None
    _tell(scanned, form, Done(registered, planned, written))
    return IN_PART if written and written.refused else None


def _view(options: Options, project: str | None) -> tuple[Known, str | None, timedelta]:
    """What is known, the name of the registered project, and how long a replacement must be good for.

    The database is closed again before files are read, which several processes may do.
    """
    from monitor.service.pins import longest_lead

    if not (options.configured or project):
        from monitor.catalog import facts as catalog
        from monitor.cli.check import LEAD_DAYS
        from monitor.service.known import bundled_only

        note("no configuration: the bundled catalog alone answers")
        return bundled_only(catalog.load(), options.clock().now()), None, longest_lead(LEAD_DAYS)
    from monitor.cli.naming import project_named
    from monitor.service.known import known
    from monitor.store.engine import reading

    with options.service(makes=True) if project else options.service_or_catalog() as service:
        named = project_named(service, project) if project else None
        with reading(service.engine) as session:
            view = known(session, service, service.clock.now())
        return view, named, longest_lead(service.settings.alerts.lead_days)


def _scanned(root: Path, view: Known, *, horizon: timedelta, within: timedelta, markdown: bool) -> Scanned:
    from monitor.service.scanning import look_through

    return look_through(root, view, horizon=horizon, within=within, markdown=markdown)


def _register(options: Options, project: str, scanned: Scanned) -> Synced:
    from monitor.service.scanning import register

    with options.service(makes=True) as service:
        return register(service, project, scanned, who="cli")


def _tell(scanned: Scanned, form: str, done: Done) -> None:
    from monitor.cli import scan_done, scan_report
    from monitor.cli.check import tell_of_the_catalog
    from monitor.service.scanning import report

    found = report(scanned)
    if form == "json":
        say_json(scan_report.as_json(scanned) | scan_done.as_json(scanned, done))
    elif form == "sarif":
        scan_report.show_sarif(scanned)
    elif done.planned is None:
        scan_report.show(found)
    if form != "json":
        scan_done.show(scanned, done)
    tell_of_the_catalog(found)
