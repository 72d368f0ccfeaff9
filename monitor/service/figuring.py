"""Figures about models: the user's own tables, what resellers' lists say, and the table that comes with the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import structlog

from monitor.catalog import figures, library, shapes
from monitor.catalog.figures import Table
from monitor.errors import UnreadableDocument, UsageError
from monitor.sources.registry import all_sources

log = structlog.get_logger()


def own_tables(files: Iterable[str]) -> list[Callable[[], Table]]:
    """The user's own tables, each read when a figure is first asked for, as of the day its file was written (UTC).

    One that cannot be read is logged and left out: no alert waits for a price.
    """
    return [partial(_own, Path(file)) for file in files]


def _own(file: Path) -> Table:
    try:
        written = datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
        return shapes.read(file.read_bytes(), file.name, written.isoformat())
    except (OSError, UnreadableDocument) as error:
        log.warning("figures.unread", file=str(file), reason=str(error))
        return Table((), {})


def made_of(tables: Sequence[tuple[str, Path]], today: date) -> str:
    """The text of the bundled table: the figures of genai-prices, and after them those of other tables, as of today.

    Only providers of which there is a source are kept. Raises UsageError where a table cannot be read.
    """
    found = [library.table(today)]
    for name, path in tables:
        try:
            found.append(shapes.read(path.read_bytes(), name, today.isoformat()))
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror}", hint="name a file that can be read") from None
        except UnreadableDocument as error:
            raise UsageError(error.message, hint=error.hint) from None
    whole = figures.merged(found)
    watched = {source.provider for source in all_sources().values()}
    return figures.export(Table(whole.makers, {p: rows for p, rows in whole.models.items() if p in watched}))
