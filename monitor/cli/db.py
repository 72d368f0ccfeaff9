"""`model-monitor db`: the database's version."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from monitor.cli.options import Options, example
from monitor.cli.terminal import note, say

if TYPE_CHECKING:
    from monitor.store.engine import Engine


@click.group(epilog=example("db upgrade"))
def db() -> None:
    """See and raise the database's version.

    SQLite is created by every command that adds something, and brought up to date by all; on PostgreSQL `db upgrade` is
    a step of its own.
    """


@db.command(epilog=example("db upgrade"))
@click.pass_obj
def upgrade(options: Options) -> None:
    """Bring the database to this program's version, in one transaction."""
    from monitor.store import schema
    from monitor.store.engine import place

    with _database(options, makes=True) as engine:
        before = schema.current(engine)
        schema.migrate(engine)
        if before == schema.head():
            note(f"{place(engine)} has version {before}, as this program needs")
        else:
            note(f"{place(engine)} was brought from {before or 'nothing'} to version {schema.head()}")


@db.command(epilog=example("db current"))
@click.pass_obj
def current(options: Options) -> None:
    """Print the database's version, and the one that this program needs."""
    from monitor.store import schema

    with _database(options) as engine:
        say(f"{schema.current(engine) or 'none'} (this program needs {schema.head()})")


@db.command(epilog=example("db check"))
@click.pass_obj
def check(options: Options) -> None:
    """Do nothing if the database has this program's version; else say so, with exit status 2."""
    from monitor.store import schema

    with _database(options) as engine:
        schema.check(engine)


@contextmanager
def _database(options: Options, *, makes: bool = False) -> Iterator[Engine]:
    from monitor.store.engine import connect

    engine = connect(options.settings.database.address(os.environ), makes=makes)
    try:
        yield engine
    finally:
        engine.dispose()
