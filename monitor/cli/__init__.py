"""The command line, `model-monitor`: one module a noun, and what a command needs is imported inside it.

    program.py     the global options and the list of commands
    options.py     what the global options come to: settings, clock, service; how days are written
    terminal.py    results to standard output, everything else to standard error; tables, progress, JSON

A command returns its exit status (None is 0) and raises MonitorError for what the user can mend; `main` turns that
into one line.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from monitor.errors import MonitorError

NAME = "model-monitor"
FAILED, USAGE, INTERRUPTED = 1, 2, 130  # the last one as a shell reports a signal: 128 and its number


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (default: this process's) and return its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--version"]:  # asked in every container's start, and click alone takes longer than all of it
        from monitor import __version__

        sys.stdout.write(f"{NAME} {__version__}\n")
        return 0
    import click

    from monitor.cli.program import program
    from monitor.cli.terminal import to_the_reader

    try:
        status = program.main(words, NAME, standalone_mode=False)
        with to_the_reader():
            sys.stdout.flush()
    except MonitorError as error:
        return _refused(str(error), _status(error), getattr(error, "__notes__", ()))
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else NAME
        return _refused(f"{error.format_message().rstrip('.')} (see `{where} --help`)", USAGE)
    except click.ClickException as error:
        return _refused(error.format_message(), FAILED)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.Abort:
        return _refused("interrupted", INTERRUPTED)
    except OSError as error:
        return _refused(f"{error.filename}: {error.strerror}" if error.filename else str(error), FAILED)
    return status if isinstance(status, int) else 0


def _status(error: MonitorError) -> int:
    from monitor.errors import DatabaseUnreachable, DatabaseVersion, UsageError

    return USAGE if isinstance(error, UsageError | DatabaseUnreachable | DatabaseVersion) else FAILED


def _refused(message: str, status: int, further: Sequence[str] = ()) -> int:
    """Say on one line why nothing, or nothing more, was done, and on one each what else is wrong.

    What the lines quote may come from anywhere.
    """
    from monitor.cli.terminal import note
    from monitor.notify.foreign import clean

    for line in (message, *further):
        note(f"{NAME}: {clean(line)}")
    return status
