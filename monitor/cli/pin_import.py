"""`model-monitor pin import`: pins from files that a project already has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.terminal import counted, note, say_json, table
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.service.app import Service
    from monitor.service.checkouts import Scanned
    from monitor.service.importing import File, Plan, Told
    from monitor.service.unheard import Unheard

FORMATS = ("auto", "litellm", "terraform", "csv", "json", "text", "cyclonedx")
IN_PART = 4
EACH = "-"  # in the place of a project: the one that each entry names


@click.command(
    "import",
    epilog=example(
        "pin import ranker litellm/config.yaml terraform.tfstate",
        "pin import ranker models.csv --dry-run",
        "pin import - models-of-all.csv --dry-run",
        "pin import ranker --checkouts ~/src --dry-run",
        "pin import ranker --clone repositories.txt",
    ),
)
@click.argument("project")
@click.argument("paths", metavar="FILE...", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), default="auto", show_default=True, help="What they are.")
@click.option(
    "--checkouts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Scan the code of all checkouts in this folder.",
)
@click.option(
    "--clone",
    "addresses",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="LIST",
    help="Clone, scan and remove the repositories that this file lists, an address a line.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be registered, and register nothing.")
@click.option("--skip-bad", is_flag=True, help="Register the rest where a file cannot be read.")
@as_json
@click.pass_obj
def import_pins(
    options: Options,
    *,
    project: str,
    paths: tuple[Path, ...],
    form: str,
    checkouts: Path | None,
    addresses: Path | None,
    dry_run: bool,
    skip_bad: bool,
    as_json: bool,
) -> int | None:
    """Register the models that files name as pins of PROJECT.

    With - in the place of PROJECT each row says whose it is, in a column `project` (in JSON, under that key). The
    projects must be registered.

    Read are LiteLLM proxy configurations, Terraform states and plans in JSON, CSV, JSON, texts with one reference a
    line, and CycloneDX bills of materials; `model-monitor scan` reads code. If one file cannot be read, nothing is
    registered. The exit status is 4 if something in the files names no model that could be registered: it is listed
    with its place and the reason.

    --checkouts and --clone scan code instead. Repositories are cloned with your own git, over https or ssh, and only
    the newest commit.
    """
    from monitor.cli.naming import project_named
    from monitor.service import importing
    from monitor.service.known import known
    from monitor.service.unheard import unheard
    from monitor.store.engine import reading

    if not (paths or checkouts or addresses):
        raise UsageError("nothing to import was named", hint="name files, --checkouts DIR or --clone LIST")
    each = project == EACH
    if each and (checkouts or addresses):
        raise UsageError("code names no project", hint="name the PROJECT whose code it is")
    with options.service(makes=True) as service:
        if each:
            plans = importing.plan_each(service, files_at(paths), form)
        else:
            named, files = project_named(service, project), files_at(paths)
            scanned, failed = _of_code(service, checkouts, addresses)
            plans = [importing.plan(service, named, files, form, scanned=scanned)]
            plans[0].failed += failed
        if plans[0].failed and not skip_bad:
            raise UsageError(failures(plans[0].failed), hint="nothing was registered; --skip-bad registers the rest")
        if not dry_run:
            importing.write(service, *plans, who="cli", owner="cli")
        with reading(service.engine) as session:
            view = known(session, service, service.clock.now())
    unwatched = unheard((p.reference for made in plans for p in made.new), view)
    if as_json:
        shown = _of_each(plans, unwatched, dry_run=dry_run) if each else _as_json(plans[0], unwatched, dry_run=dry_run)
        say_json(shown)
    else:
        _show(plans, unwatched, dry_run=dry_run)
    return IN_PART if any(made.unread or made.failed for made in plans) else None


def _of_code(service: Service, folder: Path | None, addresses: Path | None) -> tuple[Scanned, list[Told]]:
    """What the code of checkouts and of clones says, and the repositories that could not be cloned."""
    if not (folder or addresses):
        return [], []
    from monitor.service import checkouts

    scanned = checkouts.scanned(service, checkouts.below(folder)) if folder else []
    if not addresses:
        return scanned, []
    with checkouts.cloned(_addresses(addresses), service.environ) as (clones, failed):
        return scanned + checkouts.scanned(service, clones), failed


def _addresses(path: Path) -> list[str]:
    """The addresses that a file lists. Raises UsageError where it is no list."""
    from monitor.errors import UnreadableDocument
    from monitor.imports import read

    (file,) = files_at([path])
    try:
        return [entry.reference for entry in read(file.data, "text").entries]
    except UnreadableDocument as error:
        raise UsageError(f"{file.name} {error.message}", hint="write one address a line") from None


def files_at(paths: Sequence[Path]) -> list[File]:
    """The files, of each no more than is ever read. Raises UsageError for one that cannot be opened."""
    from monitor.imports import MAX_BYTES
    from monitor.service.importing import File

    files = []
    for path in paths:
        try:
            with path.open("rb") as opened:
                whole = path.parent.resolve() / path.name
                files.append(File(_shown(path, whole), opened.read(MAX_BYTES + 1), whole.as_posix()))
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}", hint="nothing was registered") from None
    return files


def _shown(path: Path, whole: Path) -> str:
    """The path as pins show it: below the current folder without the way there, else as it was given."""
    return (whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else path).as_posix()


def failures(failed: Sequence[Told]) -> str:
    """Which files could not be read, and why, on one line."""
    return "; ".join(f"{one.at} {one.reason}" for one in failed)


def _show(plans: Sequence[Plan], unwatched: Sequence[Unheard], *, dry_run: bool) -> None:
    """What is new in one table, what is told beside it, and a line for each project."""
    rows = [(made.project, p.reference, p.environment, p.location) for made in plans for p in made.new]
    first = len(plans) == 1  # whose they are is plain
    if rows:
        table(("project", "model", "environment", "location")[first:], [row[first:] for row in rows], whole={"model"})
    for made in plans:
        show_told((*made.failed, *made.unread, *made.repeated))
    for one in unwatched:
        note(str(one))
    done = "would be registered" if dry_run else "registered"
    for made in plans:
        if made.project:
            note(f"{made.project}: {counted(len(made.new), 'pin')} {done}, {len(made.known)} there already")


def _of_each(plans: Sequence[Plan], unwatched: Sequence[Unheard], *, dry_run: bool) -> dict[str, object]:
    nobodys, *others = plans
    return {
        "dry_run": dry_run,
        "formats": nobodys.formats,
        "projects": [_as_json(made, unwatched, dry_run=dry_run) for made in others],
        "unread": told(nobodys.unread),
        "failed": told(nobodys.failed),
    }


def _as_json(made: Plan, unwatched: Sequence[Unheard], *, dry_run: bool) -> dict[str, object]:
    new = {p.reference for p in made.new}
    return {
        "project": made.project,
        "dry_run": dry_run,
        "formats": made.formats,
        "pins": [{"reference": p.reference, "environment": p.environment, "location": p.location} for p in made.new],
        "unwatched": [{"reference": u.reference, "nearest": list(u.nearest)} for u in unwatched if u.reference in new],
        "known": told(made.known),
        "repeated": told(made.repeated),
        "unread": told(made.unread),
        "failed": told(made.failed),
    }


def told(them: Sequence[Told]) -> list[dict[str, str]]:
    """What was not registered, for JSON."""
    return [{"text": one.text, "at": one.at, "reason": one.reason} for one in them]


def show_told(them: Sequence[Told]) -> None:
    """What was not registered, a line each."""
    for one in them:
        text = f"{one.text}: " if one.text and one.text not in one.reason else ""
        note(f"{one.at}: {text}{one.reason}")
