"""What a command says: its result to standard output, everything else to standard error.

What is printed may come from a provider's page: a terminal gets it without control characters. JSON is plain ASCII,
so that it passes through every terminal and encoding unharmed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import click

NARROWEST = 14  # columns of prose may be squeezed to this
GAP = 2  # blanks between two columns
PIPE_CLOSED = 141  # as a shell reports SIGPIPE: 128 and its number


def say(text: str = "") -> None:
    """Print a line or several of the result."""
    with to_the_reader():
        click.echo(text)


@contextmanager
def to_the_reader() -> Iterator[None]:
    """End the command where whoever read its output has seen enough and left: `… | head`."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still in the buffer
        raise click.exceptions.Exit(PIPE_CLOSED) from None


def note(text: str) -> None:
    """Print a line beside the result: a warning, or what was done."""
    click.echo(text, err=True)


def say_json(value: Any) -> None:
    """Print the result as JSON, for `--json`."""
    say(json.dumps(value, indent=2))


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    whole: Collection[str] = (),
    unbroken: Collection[str] = (),
) -> None:
    """Print rows under headings, as wide as the terminal; None is an empty cell.

    Into a pipe each row is one line, so that grep finds all of it. On a terminal cells of the `whole` columns (ids,
    days) stay on one line; those of the `unbroken` ones are wrapped between words only. Where they need more room than
    there is, the table is wider: nothing is ever cut. A column without any value is left out.
    """
    from rich.console import Console
    from rich.table import Table

    from monitor.notify.foreign import clean

    cells = [["" if cell is None else clean(str(cell)) for cell in row] for row in rows]
    shown = [i for i, name in enumerate(headings) if name in whole or any(row[i] for row in cells)]
    columns = [[headings[i], *(row[i] for row in cells)] for i in shown]
    least = [_least_width(column, whole=column[0] in whole, unbroken=column[0] in unbroken) for column in columns]
    widths = wanted = [max(map(_width, column)) for column in columns]
    if (room := terminal_width()) is not None:
        widths = _shared_out(room - GAP * (len(columns) - 1), least, wanted)
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for column, width in zip(columns, widths, strict=True):
        grid.add_column(column[0], width=width, overflow="fold")
    for row in zip(*(column[1:] for column in columns), strict=True):
        grid.add_row(*map(_plain, row))
    console = Console(file=sys.stdout, width=sum(widths) + GAP * len(widths), highlight=False)
    with console.capture() as printed:
        console.print(grid)
    say("\n".join(line.rstrip() for line in printed.get().splitlines()))


def terminal_width() -> int | None:
    """How many columns the terminal has; None where the output is no terminal."""
    from rich.console import Console

    return Console().width if sys.stdout.isatty() else None


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _least_width(column: Sequence[str], *, whole: bool, unbroken: bool) -> int:
    """How far a column may be narrowed; its heading is never broken."""
    if whole:
        return max(map(_width, column))
    words = max((_width(word) for cell in column for word in cell.split()), default=0)
    return max(_width(column[0]), words if unbroken else min(words, NARROWEST))


def _shared_out(room: int, least: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """Widths that fill the room as far as they are wanted, those that want little more first; never below the least."""
    widths = list(least)
    spare = max(0, room - sum(least))
    order = sorted(range(len(widths)), key=lambda i: wanted[i] - least[i])
    for done, i in enumerate(order):
        more = min(wanted[i] - least[i], spare // (len(order) - done))
        widths[i] += more
        spare -= more
    return widths


def _plain(text: str) -> Any:
    from rich.text import Text

    return Text(text)  # not markup: "[red]" in an id is three signs and a word


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[str], None]]:
    """A progress bar on standard error while the block runs, if a person watches and there is anything to do.

    Call what it yields at each step, with a few words on the last one.
    """
    if not total or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[last]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(what, total=total, last="")
        yield lambda last: bar.update(task, advance=1, last=last)


def day(when: date | None, today: date) -> str | None:
    """2026-03-26 (in 124 days)."""
    from monitor.notify.wording import away

    return f"{when} ({away((when - today).days)})" if when else None


def moment(when: datetime | None) -> str | None:
    """2026-08-22 09:14 UTC."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if when else None


def counted(number: int, one: str, many: str | None = None) -> str:
    """1 pin, 2 pins."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
