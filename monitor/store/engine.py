"""The way to the database: one engine a process, one short transaction a use case.

SQLite writers begin with BEGIN IMMEDIATE: with pysqlite's defaults, read-then-update from four threads lost 600 of
800 updates without an error. A look (`reading`) takes no write lock and sees one moment; it cannot write.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, exc, make_url, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from monitor.errors import DatabaseUnreachable, NoDatabase, StoreError

__all__ = ["Engine", "Session", "alteration", "connect", "missing", "place", "reading", "transaction"]

SQLITE = {"sqlite", "sqlite+pysqlite"}
POSTGRESQL = {"postgresql", "postgresql+psycopg"}
OLDEST_SQLITE = (3, 35, 0)  # the first with RETURNING
PATIENCE = 30  # seconds that a SQLite writer waits for another: giving up after a message was sent would repeat it
ALTERATION_PATIENCE = 60  # seconds that it waits for a migration
CONNECT_TIMEOUT = 10  # seconds for PostgreSQL to answer
MAKE_ONE = "`model-monitor run` makes it, as does whatever adds something (`pin add`, `poll`); else check database.url"

_READING = "monitor_reading"
_ALTERING = "monitor_altering"
_NO_CONNECTION = ("08", "28", "3D", "57P")  # PostgreSQL's classes: connection, sign-in, no such database, shutdown
_OUR_MISTAKES = (exc.IntegrityError, exc.ProgrammingError)  # these keep their traceback


def connect(url: str, *, makes: bool = True) -> Engine:
    """The engine for a database address, after one successful connection.

    `url` is `sqlite:///file.db` or `postgresql://user@host/name` (psycopg 3). A SQLite file is created where it does
    not exist, empty; NoDatabase without `makes`. Raises StoreError for an address that cannot be used or a missing
    driver, and DatabaseUnreachable; no message ever holds a password.
    """
    address = _address(url)
    if not makes and (file := missing(url)):
        raise NoDatabase(f"there is no database yet, {file}", hint=MAKE_ONE)
    options: dict[str, Any] = {}
    if address.drivername in POSTGRESQL:
        options["connect_args"] = {"connect_timeout": CONNECT_TIMEOUT, "application_name": "model-monitor"}
        options["pool_pre_ping"] = True  # a server that was restarted meanwhile is no error
    try:
        engine = create_engine(address, **options)
    except ImportError as error:
        hint = "pip install 'model-deprecation-monitor[postgres]'"
        raise StoreError("the PostgreSQL driver psycopg is not installed", hint=hint) from error
    if address.drivername in SQLITE:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        with engine.connect():
            return engine
    except exc.DBAPIError as error:
        engine.dispose()
        raise _busy(engine) if _is_locked(error) else _unreachable(engine, error) from error


def missing(url: str) -> Path | None:
    """The SQLite file of an address that is not made yet; None where there is one, or where none could be made.

    Raises StoreError for an address that cannot be used.
    """
    address = _address(url)
    name = address.database or ""
    if address.drivername not in SQLITE or name in {"", ":memory:"} or name.startswith("file:"):
        return None
    file = Path(name)
    return file if file.parent.is_dir() and not file.exists() else None


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session whose work is committed at the end of the block, or rolled back if that ends with an error.

    Raises DatabaseUnreachable where the connection cannot be made or breaks, StoreError where the database is busy
    or refuses for reasons of its own (a full disk, a deadlock): nothing was written then.
    """
    with _typed_errors(engine), Session(engine, expire_on_commit=False) as session, session.begin():
        session.connection()  # begins now, not with the first statement: on SQLite that takes the write lock
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one moment of the record and cannot write. Errors as in `transaction`."""
    options: dict[str, Any] = {_READING: True}
    if engine.dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    look = engine.execution_options(**options)
    with _typed_errors(engine), Session(look) as session, session.begin():
        session.connection()
        yield session


@contextmanager
def alteration(engine: Engine) -> Iterator[Session]:
    """A transaction that may change tables. Errors as in `transaction`; also every statement that is refused.

    It waits a minute for another process's. On SQLite, where changing a table means copying it, foreign keys are
    checked at the end and not on the way.
    """
    try:
        with transaction(engine.execution_options(**{_ALTERING: True})) as session:
            yield session
            if engine.dialect.name == "sqlite" and session.execute(text("PRAGMA foreign_key_check")).first():
                raise StoreError(f"{place(engine)}: rows would be left without what they refer to")
    except exc.DBAPIError as error:
        raise _refusal(engine, error) from error


def place(engine: Engine) -> str:
    """Where the database is, in words fit for a message: the file, or host, port and name."""
    url = engine.url
    if url.drivername in SQLITE:
        return f"SQLite file {url.database}"
    host = url.host or url.query.get("host") or "localhost"
    return f"PostgreSQL database {url.database} at {host}:{url.port or 5432}"


def _address(url: str) -> URL:
    kinds = "write sqlite:///monitor.db or postgresql://user@host/name"
    try:
        address = make_url(url)
    except (exc.ArgumentError, ValueError) as error:
        hint = f"{kinds}; in a password, write @ : / as %40 %3A %2F"
        raise StoreError("the database address cannot be read", hint=hint) from error
    if address.drivername not in SQLITE | POSTGRESQL:
        raise StoreError(f"databases of the kind {address.drivername} are not supported", hint=kinds)
    if address.drivername in SQLITE and address.database in {None, "", ":memory:"}:
        raise StoreError("a SQLite database in memory is lost between two threads", hint="name a file")
    return address


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE[:2]))
        raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old", hint=f"{needed} or newer is needed")
    connection.isolation_level = None  # we say BEGIN ourselves
    connection.execute(f"PRAGMA busy_timeout = {1000 * PATIENCE}")
    _use_wal(connection)
    connection.execute("PRAGMA synchronous = FULL")  # the last commits survive a power cut


def _use_wal(connection: sqlite3.Connection) -> None:
    """Turn to WAL, once in a file's life; SQLite does not wait by itself where two connections do so at once."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    look, altering = options.get(_READING, False), options.get(_ALTERING, False)
    direct = connection.connection.driver_connection
    if isinstance(direct, sqlite3.Connection):  # these hold until the next BEGIN on this connection
        direct.execute(f"PRAGMA query_only = {'ON' if look else 'OFF'}")
        direct.execute(f"PRAGMA foreign_keys = {'OFF' if altering else 'ON'}")
        direct.execute(f"PRAGMA busy_timeout = {1000 * (ALTERATION_PATIENCE if altering else PATIENCE)}")
    connection.exec_driver_sql("BEGIN" if look else "BEGIN IMMEDIATE")


@contextmanager
def _typed_errors(engine: Engine) -> Iterator[None]:
    try:
        yield
    except exc.TimeoutError as error:
        raise StoreError(f"{place(engine)}: all connections are in use", hint="try again later") from error
    except OverflowError as error:  # by SQLite's driver, for a number that somebody asked for
        raise StoreError(f"{place(engine)} refuses: {error}", hint="give a smaller number") from error
    except _OUR_MISTAKES:
        raise
    except exc.DBAPIError as error:
        raise _refusal(engine, error) from error


def _refusal(engine: Engine, error: exc.DBAPIError) -> StoreError:
    reason = _reason(engine, error)
    if error.connection_invalidated or _never_connected(engine, error, reason):
        return _unreachable(engine, error)
    if _is_locked(error):
        return _busy(engine)
    return StoreError(f"{place(engine)} refuses: {reason}", hint="nothing was written; try again once it is mended")


def _is_locked(error: exc.DBAPIError) -> bool:
    return isinstance(error.orig, sqlite3.OperationalError) and "locked" in str(error.orig)


def _busy(engine: Engine) -> StoreError:
    message = f"{place(engine)} is busy: another process has been writing for more than {PATIENCE} seconds"
    return StoreError(message, hint="try again; if this stays, look for a stuck process")


def _never_connected(engine: Engine, error: exc.DBAPIError, reason: str) -> bool:
    if engine.url.drivername in SQLITE:
        return "unable to open" in reason
    state = getattr(error.orig, "sqlstate", None)  # None where no server has spoken
    return state is None or state.startswith(_NO_CONNECTION)


def _unreachable(engine: Engine, error: exc.DBAPIError) -> DatabaseUnreachable:
    if engine.url.drivername in SQLITE:
        hint = "check that its folder exists, that it is a database, and that this user may write there"
    else:
        hint = "check that the server runs, and the user and password of the database address"
    return DatabaseUnreachable(f"cannot use the {place(engine)}: {_reason(engine, error)}", hint=hint)


def _reason(engine: Engine, error: exc.DBAPIError) -> str:
    lines = str(error.orig).strip().splitlines()
    reason = lines[0] if lines else type(error.orig).__name__
    return reason.replace(engine.url.password, "***") if engine.url.password else reason
