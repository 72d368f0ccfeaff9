"""0010: episodes keep their rows; the two new kinds are known above only, and leave with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from monitor.store import engine, schema
from monitor.store.engine import Engine, transaction
from tests.migrations.test_0002_readings import rows, to

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def old(database_url: str) -> Iterator[Engine]:
    """A database of version 0009 with one trouble in it."""
    made = engine.connect(database_url)
    schema.migrate(made)
    to(made, "0009")
    add(made, "dead letters")
    yield made
    made.dispose()


def add(database: Engine, kind: str) -> None:
    with transaction(database) as session:
        row = "INSERT INTO episode (kind, subject, what, began_at) VALUES (:kind, 'it', 'it is wrong', :at)"
        session.execute(text(row), {"kind": kind, "at": NOW})


def kinds(database: Engine) -> list[str]:
    return [row["kind"] for row in rows(database, "episode")]


@pytest.mark.parametrize("kind", ["reminders", "socket"])
def test_the_new_kinds_are_known_above_only_and_leave_with_it(old: Engine, kind: str) -> None:
    before = rows(old, "episode")
    with pytest.raises(IntegrityError):
        add(old, kind)
    to(old, "0010")
    add(old, kind)
    above = kinds(old)
    with pytest.raises(IntegrityError):
        add(old, "weather")
    to(old, "0009")

    assert above == ["dead letters", kind]
    assert rows(old, "episode") == before
