"""Which version the database has, and bringing it to this program's.

The migrations lie beside the package in a checkout and inside it in a wheel. Revisions are numbered "0001", "0002",
…, so that "older" and "newer" need no more than their file names.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

import monitor
from monitor.errors import DatabaseVersion
from monitor.store.engine import Engine, alteration, place, reading
from monitor.store.schedule import lock

UPGRADE = "run `model-monitor db upgrade`"


def head() -> str:
    """The revision that this program needs."""
    return _revisions()[-1]


def current(engine: Engine) -> str | None:
    """The revision that the database has; None where it has no tables of ours."""
    with reading(engine) as session:
        return _revision(session.connection())


def check(engine: Engine) -> None:
    """Raise DatabaseVersion unless the database has exactly this program's version."""
    _check(engine, current(engine))


def prepare(engine: Engine, *, migrate_postgres: bool = False) -> None:
    """Make the database ready for use, from several processes at once if need be.

    SQLite is created and migrated by itself. PostgreSQL is only checked, since several replicas share it and an
    upgrade is an operator's step, unless `migrate_postgres` says otherwise. Raises DatabaseVersion.
    """
    if engine.dialect.name == "sqlite" or migrate_postgres:
        migrate(engine)
    else:
        check(engine)


def migrate(engine: Engine) -> None:
    """Bring the database to this program's version, in one transaction; nothing happens where it has that version.

    Several processes may do so at once: one works, the others wait for it. Raises DatabaseVersion where the database
    is newer, StoreError where a step is refused: nothing was changed then.
    """
    if current(engine) == head():
        return
    from monitor.store import migrating  # noqa: PLC0415 Alembic costs a quarter of a second at every start

    with alteration(engine) as session:
        lock(session, "schema")
        found = _revision(session.connection())  # another process may have been faster
        if found is None or found in _revisions():
            migrating.upgrade(session.connection(), migrations())
        else:
            _check(engine, found)


def create(engine: Engine) -> None:
    """Make all tables at once, without a version: for a database that is thrown away, where migrating takes longer."""
    from monitor.store.tables import Base  # noqa: PLC0415 only whoever makes one needs it

    with alteration(engine) as session:
        Base.metadata.create_all(session.connection())


def migrations() -> Path:
    """The folder of Alembic's environment."""
    package = Path(monitor.__file__).parent
    shipped = package / "migrations"
    return shipped if shipped.is_dir() else package.parent / "migrations"


def _revisions() -> list[str]:
    return sorted(path.name.split("_")[0] for path in (migrations() / "versions").glob("[0-9]*.py"))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _check(engine: Engine, found: str | None) -> None:
    if found is None:
        raise DatabaseVersion(f"{place(engine)} has no tables yet", hint=UPGRADE)
    if found not in _revisions():
        message = f"{place(engine)} has version {found}, newer than this program's {head()}"
        raise DatabaseVersion(message, hint="install a newer model-deprecation-monitor, or use another database")
    if found != head():
        raise DatabaseVersion(f"{place(engine)} has version {found}, older than this program's {head()}", hint=UPGRADE)
