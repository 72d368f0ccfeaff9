"""A service with one team, on a fixed day, and migrated, empty databases of each kind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete

from monitor import config
from monitor.catalog import facts
from monitor.service.app import Service
from monitor.service.clock import Clock
from monitor.store import engine, registering, schema
from monitor.store.registry import TeamEntry
from monitor.store.states import Owner
from monitor.store.tables import Base
from tests.postgres import empty_database

TODAY = date(2026, 11, 24)


@contextmanager
def one_team(folder: Path, database_url: str, *projects: str, more: str = "") -> Iterator[Service]:
    """A service over a migrated, empty database: one team with these projects, and `more` in its configuration."""
    (folder / "config.toml").write_text(f'[database]\nurl = "{database_url}"\n{more}', "utf-8")
    database = engine.connect(database_url)
    made = Service(
        settings=config.load(folder / "config.toml", {}),
        engine=database,
        clock=Clock(TODAY),
        sources={},
        catalog=facts.load(),
        environ={},
    )
    with engine.transaction(database) as session:
        now = made.clock.now()
        registering.add_team(session, TeamEntry("search"), owner=Owner.CLI, at=now)
        for project in projects:
            registering.add_project(session, project, team="search", owner=Owner.CLI, at=now)
    yield made
    database.dispose()


@pytest.fixture
def service(tmp_path: Path, migrated_sqlite: str) -> Iterator[Service]:
    with one_team(tmp_path, migrated_sqlite, "ranker", "indexer") as made:
        yield made


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database, since to migrate one takes longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "monitor.db"
    made = engine.connect(f"sqlite:///{path}")
    schema.prepare(made)
    made.dispose()
    return path


@pytest.fixture
def migrated_sqlite(template: Path, tmp_path: Path) -> str:
    """The address of a migrated, empty SQLite database."""
    shutil.copy(template, tmp_path / "made.db")
    return f"sqlite:///{tmp_path / 'made.db'}"


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[str]:
    with empty_database() as url:
        made = engine.connect(url)
        schema.prepare(made, migrate_postgres=True)
        made.dispose()
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated, empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield str(request.getfixturevalue("migrated_sqlite"))
        return
    url = str(request.getfixturevalue("migrated_postgres"))
    yield url
    made = engine.connect(url)
    with engine.transaction(made) as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))
    made.dispose()
