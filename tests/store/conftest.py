"""A migrated, empty database of each kind, and one that knows a source.

Each kind is made once a session and emptied after every test: to migrate it anew would take most of the tests' time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import delete

from monitor.store import engine, schema, sources
from monitor.store.engine import Engine, transaction
from monitor.store.tables import Base
from tests.postgres import empty_database
from tests.store.samples import NOW, SOURCE


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with _migrated(f"sqlite:///{tmp_path_factory.mktemp('store') / 'monitor.db'}") as made:
        yield made


@pytest.fixture(scope="session")
def postgres_engine() -> Iterator[Engine]:
    with empty_database() as url, _migrated(url) as made:
        yield made


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
