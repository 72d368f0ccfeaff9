"""A migrated, empty database of each kind, and one that knows a source.

Each kind is made once a session and emptied after every test: to migrate it anew would take most of the tests' time.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import delete

from monitor.store import engine, schema, sources
from monitor.store.engine import Engine, transaction
from monitor.store.tables import Base
from tests.conftest import POSTGRES
from tests.store.samples import NOW, SOURCE


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with _migrated(f"sqlite:///{tmp_path_factory.mktemp('store') / 'monitor.db'}") as made:
        yield made


@pytest.fixture(scope="session")
def postgres_engine() -> Iterator[Engine]:
    psycopg = pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed")
    name = f"monitor_store_{os.getpid()}_{secrets.token_hex(6)}"
    try:
        server = psycopg.connect(f"postgresql://postgres@{POSTGRES}/postgres", connect_timeout=2, autocommit=True)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL answers the user postgres at {POSTGRES}: {str(error).strip().splitlines()[0]}")
    with server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            with _migrated(f"postgresql://postgres@{POSTGRES}/{name}") as made:
                yield made
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    made: Engine = request.getfixturevalue("sqlite_engine" if request.param == "sqlite" else "postgres_engine")
    yield made
    with transaction(made) as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))


@pytest.fixture
def record(database: Engine) -> Engine:
    """The database once the program has started: it knows `SOURCE`."""
    with transaction(database) as session:
        sources.ensure(session, {SOURCE: "openai"}, at=NOW)
    return database


@contextmanager
def _migrated(url: str) -> Iterator[Engine]:
    made = engine.connect(url)
    schema.prepare(made, migrate_postgres=True)
    yield made
    made.dispose()
