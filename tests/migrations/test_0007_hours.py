"""0007: what was told keeps its rows and begins settled; the way back loses only what the old table has no word for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from monitor.core.alerts import AlertKind, Severity
from monitor.core.lifecycle import Status
from monitor.core.policy import Told
from monitor.store import alerts, engine, registering, schema
from monitor.store.engine import Engine, transaction
from monitor.store.registry import TeamEntry
from monitor.store.states import Owner
from tests.migrations.test_0002_readings import rows, to
from tests.store.samples import NOW

TABLES = ("team", "project", "told", "alert")
NEW = {
    "team": {"quiet_hours", "working_days", "announce_within"},
    "project": {"lead_days"},
    "told": {
        "points_at",
        "floor_on",
        "floor_passed",
        "unsettled_on",
        "unsettled_since",
        "unsettled_began",
        "strayed_to",
    },
    "alert": set(),
}
TOLD = Told(Status.DEPRECATED, date(2026, 3, 26), 133, ("openai", "gpt-5"), unlisted=False)


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    made = engine.connect(database_url)
    yield made
    made.dispose()


@pytest.fixture
def old(database: Engine) -> Engine:
    """A database of version 0006 in which a project has been told of a model."""
    schema.migrate(database)
    with transaction(database) as session:
        registering.add_team(session, TeamEntry("search", emails=("a@example.org",)), owner=Owner.CLI, at=NOW)
        project = registering.add_project(session, "ranker", team="search", owner=Owner.CLI, at=NOW).id
        alerts.record_told(session, {(project, "openai", "gpt-4-0314", ""): TOLD}, at=NOW)
    to(database, "0006")
    add(database, "announced", AlertKind.ANNOUNCED)
    return database


def add(database: Engine, key: str, kind: AlertKind) -> None:
    """One row more of what was told, with the kind as it stands in the table."""
    with transaction(database) as session:
        session.execute(
            text(
                "INSERT INTO alert (dedup_key, project_id, provider, model_id, kind, severity, payload, created_at)"
                " SELECT :key, id, 'openai', 'gpt-4-0314', :kind, :severity, '{}', created_at FROM project"
            ),
            {"key": key, "kind": kind.value, "severity": Severity.UPCOMING.value},
        )


def shared(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The rows without the columns that 0007 brings."""
    return {t: [{k: v for k, v in row.items() if k not in NEW[t]} for row in has] for t, has in found.items()}


def test_up_and_down_keeps_every_row_of_the_old_version(old: Engine) -> None:
    before = {table: rows(old, table) for table in TABLES}
    to(old, "0007")
    above = {table: rows(old, table) for table in TABLES}
    to(old, "0006")
    after = {table: rows(old, table) for table in TABLES}

    assert [len(found) for found in before.values()] == [1, 1, 1, 1]
    assert shared(above) == before
    assert after == before
    assert {table: set(above[table][0]) - set(before[table][0]) for table in TABLES} == NEW


def test_what_was_told_before_has_settled_and_no_floor_has_passed(old: Engine) -> None:
    to(old, schema.head())
    with transaction(old) as session:
        assert list(alerts.told(session).values()) == [TOLD]


@pytest.mark.parametrize("kind", ["date_flapped", "alias_repointed", "floor_near", "floor_passed"])
def test_the_new_kinds_are_told_above_only_and_leave_with_it(old: Engine, kind: str) -> None:
    with pytest.raises(IntegrityError):
        add(old, "new", AlertKind(kind))
    to(old, "0007")
    add(old, "new", AlertKind(kind))
    above = [row["dedup_key"] for row in rows(old, "alert")]
    to(old, "0006")

    assert sorted(above) == ["announced", "new"]
    assert [row["dedup_key"] for row in rows(old, "alert")] == ["announced"]
