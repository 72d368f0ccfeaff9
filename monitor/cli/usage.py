"""`model-monitor usage`: how often projects use models, from exports of providers and proxies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.options import Options, as_json, example
from monitor.cli.pin_import import IN_PART, failures, files_at, show_told, told
from monitor.cli.terminal import counted, note, say_json, table
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.service.using import Figures, Intake
    from monitor.store.usage import UsageRow

FORMATS = ("auto", "openai", "anthropic", "litellm")


@click.group(epilog=example("usage import usage.json --map proj_abc=ranker", "usage proposals --accept"))
def usage() -> None:
    """Weigh pins by use, and find models that nobody pinned."""


@usage.command(
    "import",
    epilog=example(
        "usage import completions_usage.csv --project ranker",
        "usage import page1.json page2.json --map key_123=ranker --map wrkspc_9=indexer",
    ),
)
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--project", metavar="NAME", help="Whose it is, but for what --map says.")
@click.option(
    "--map", "pairs", metavar="WHO=PROJECT", multiple=True, help="Whose a key, project or workspace is, by name or id."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="auto", show_default=True, help="What they are.")
@click.option("--dry-run", is_flag=True, help="Say what would be kept, and keep nothing.")
@click.option("--skip-bad", is_flag=True, help="Keep the rest where a file cannot be read.")
@as_json
@click.pass_obj
def import_usage(
    options: Options,
    *,
    paths: tuple[Path, ...],
    project: str | None,
    pairs: tuple[str, ...],
    form: str,
    dry_run: bool,
    skip_bad: bool,
    as_json: bool,
) -> int | None:
    """Keep how often models were used in the last 30 days, by project and day.

    Read are answers of OpenAI's and Anthropic's usage APIs, the CSV that their consoles export, and LiteLLM's spend
    logs in JSON or CSV. Without --project and --map, what is called like a project of ours is that project's. Give all
    files of a day at once: a later import replaces the days that it has. The exit status is 4 if something in the files
    was of no use, or is nobody's.
    """
    from monitor.cli.naming import project_named
    from monitor.service import using

    with options.service(makes=True) as service:
        mapping = {who: project_named(service, name) for who, name in map(_pair, pairs)}
        named = project_named(service, project) if project else None
        made = using.intake(service, files_at(paths), form, project=named, mapping=mapping)
        if made.failed and not skip_bad:
            raise UsageError(failures(made.failed), hint="nothing was kept; --skip-bad keeps the rest")
        if not dry_run:
            using.write(service, made, who="cli")
    if as_json:
        say_json(_as_json(made, dry_run=dry_run))
    else:
        _show(made, dry_run=dry_run)
    return IN_PART if made.unread or made.failed or made.unmapped else None


@usage.command(epilog=example("usage proposals", "usage proposals --project ranker --accept"))
@click.option("--project", metavar="NAME", help="Only this project's.")
@click.option("--accept", is_flag=True, help="Register all of them as pins.")
@as_json
@click.pass_obj
def proposals(options: Options, *, project: str | None, accept: bool, as_json: bool) -> None:
    """List the models that projects used in the last 30 days and do not pin."""
    from monitor.cli.naming import project_named
    from monitor.service import importing, weighing

    with options.service() as service:
        named = project_named(service, project) if project else None
        rows = weighing.proposals(service, named)
        for name in dict.fromkeys(row.project for row in rows) if accept else ():
            importing.write(service, weighing.as_plan(name, rows), who="cli", owner="cli")
    if as_json:
        say_json({"accepted": accept, "proposals": [_row(row) for row in rows]})
        return
    if rows:
        shown = [(row.project, row.reference, *map(_figure, (row.requests, row.tokens))) for row in rows]
        table(("project", "model", "requests 30d", "tokens 30d"), shown, whole={"project", "model"})
    done = "registered" if accept else "used and not pinned; --accept registers them"
    note(f"{counted(len(rows), 'model')} {done}" if rows else "nothing is used that is not pinned")


def _pair(text: str) -> tuple[str, str]:
    who, sign, project = text.rpartition("=")
    if not (sign and who and project):
        raise UsageError(f"{text!r} maps nothing", hint="write --map key_123=ranker")
    return who, project


def _show(made: Intake, *, dry_run: bool) -> None:
    if made.models:
        shown = [(*key, *map(_figure, figures)) for key, figures in sorted(made.models.items())]
        table(("project", "model", "requests", "tokens"), shown, whole={"project", "model"})
    show_told((*made.failed, *made.unread))
    for who, figures in made.unmapped.items():
        note(f"{who}: no project of ours, {_said(figures)}; --map {who.partition(',')[0]}=PROJECT says whose")
    if made.old:
        note(f"{counted(made.old, 'figure')} older than 30 days left out")
    done = "would be kept" if dry_run else "kept"
    note(f"{counted(len(made.models), 'model')} of projects {done}")


def _said(figures: Figures) -> str:
    requests, tokens = figures
    return counted(requests, "request") if requests is not None else counted(tokens or 0, "token")


def _figure(figure: int | None) -> str | None:
    return None if figure is None else f"{figure:,}"


def _row(row: UsageRow) -> dict[str, object]:
    return {
        "project": row.project,
        "reference": row.reference,
        "requests_30d": row.requests,
        "tokens_30d": row.tokens,
    }


def _as_json(made: Intake, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "formats": made.formats,
        "usage": [
            {"project": project, "reference": reference, "requests_30d": requests, "tokens_30d": tokens}
            for (project, reference), (requests, tokens) in sorted(made.models.items())
        ],
        "unmapped": [
            {"who": who, "requests_30d": requests, "tokens_30d": tokens}
            for who, (requests, tokens) in made.unmapped.items()
        ],
        "older": made.old,
        "unread": told(made.unread),
        "failed": told(made.failed),
    }
