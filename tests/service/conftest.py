"""A service over an empty SQLite database, with one team and one project, on a fixed day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from monitor import config
from monitor.catalog import facts
from monitor.service.app import Service
from monitor.service.clock import Clock
from monitor.store import engine, registering, schema
from monitor.store.registry import TeamEntry
from monitor.store.states import Owner

TODAY = date(2026, 11, 24)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    (tmp_path / "config.toml").write_text(f'[database]\nurl = "{url}"\n', "utf-8")
    database = engine.connect(url)
    schema.prepare(database)
    made = Service(
        settings=config.load(tmp_path / "config.toml", {}),
        engine=database,
        clock=Clock(TODAY),
        sources={},
        catalog=facts.load(),
        environ={},
    )
    with engine.transaction(database) as session:
        now = made.clock.now()
        registering.add_team(session, TeamEntry("search"), owner=Owner.CLI, at=now)
        for project in ("ranker", "indexer"):
            registering.add_project(session, project, team="search", owner=Owner.CLI, at=now)
    yield made
    database.dispose()
