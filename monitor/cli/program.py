"""The program: its global options, and its commands, each of which is imported when it is asked for."""

from __future__ import annotations

import os
from datetime import date
from importlib import import_module
from pathlib import Path

import click

from monitor import __version__
from monitor.cli.options import Day, Options, example

COMMANDS = (  # in the order of the help: the daily work, what is registered, what is known, the operations
    "run", "poll", "deliver", "digest", "check", "scan",
    "team", "project", "pin", "override", "usage",
    "model", "change", "source", "extract", "catalog",
    "config", "db", "health", "outbox", "token",
)  # fmt: skip


class Commands(click.Group):
    """The commands, one module each, under the module's name."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 the interface
        """All names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 the interface
        """The command of a name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"monitor.cli.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the words ask for; an unknown one is refused with the nearest."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            meant = get_close_matches(name, COMMANDS, n=1)
            hint = f", did you mean {meant[0]}?" if meant else ""
            raise click.UsageError(f"there is no command {name!r}{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=Commands,
    epilog=example(
        "check openai/gpt-4-0314",
        "--config config.toml run",
        "--today 2026-03-01 check --project ranker",
    ),
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The configuration; else $MONITOR_CONFIG, else ./config.toml.",
)
@click.option(
    "--today",
    type=Day(),
    help="Believe that it is this day, in all that is stored and sent too: rehearse with a database of its own.",
)
@click.option("-v", "--verbose", count=True, help="Say on standard error what is done; -vv says more.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def program(ctx: click.Context, config: Path | None, today: date | None, verbose: int) -> None:
    """Watch what AI providers retire, and tell the teams that still use it.

    Results go to standard output, everything else to standard error. Exit status: 0 all is well; 1 it is not, or an
    error; 2 the call or the configuration is at fault; 3 unknown models under --strict; 4 done in part.
    """
    ctx.obj = Options(config, today, verbose)
    if os.environ.get("NO_COLOR"):
        ctx.color = False
