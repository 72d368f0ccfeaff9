"""0013: what a channel was told to be done, and was pinned again without a word, is known to be done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from monitor.store import engine, registering, schema, threads
from monitor.store.engine import Engine, transaction
from monitor.store.registry import TeamEntry
from monitor.store.states import Owner
from monitor.store.tables import Base
from tests.migrations.test_0002_readings import rows, to
from tests.store.samples import HOUR, NOW

SUBJECTS = {
    scope or model: (model, scope) for model, scope in (("a", ""), ("a", "us"), ("b", ""), ("c", ""), ("d", ""))
}


def add(database: Engine) -> None:
    """What was told before 0013, and the threads of it: those of a in the us and of c are over, that of d in part."""
    with transaction(database) as session:
        for n, (model, scope) in enumerate(SUBJECTS.values()):
            session.execute(
                text(
                    "INSERT INTO told (project_id, subject, provider, model_key, scope, status, unlisted, floor_passed,"
                    " told_at)"
                    " SELECT id, :subject, 'openai', :model, :scope, 'retired', :no, :no, created_at FROM project"
                ),
                {"subject": f"{n}", "model": model, "scope": scope, "no": False},
            )
        for channel, model, scope, ended in (
            ("#search", "a", "", None),
            ("#search", "a", "us", NOW),
            ("#search", "c", "", NOW),
            ("#other", "c", "", NOW + HOUR),
            ("#search", "d", "", NOW),
            ("#other", "d", "", None),
        ):
            subject = ("ranker", "openai", model, scope)
            threads.begin(session, channel, [subject], f"C1/{channel}{model}{scope}")
            threads.end(session, channel, [subject], at=ended)


def closed(database: Engine) -> dict[str, Any]:
    with transaction(database) as session:
        found = session.execute(Base.metadata.tables["told"].select()).all()
    return {row.scope or row.model_key: row.closed_at for row in found}


def test_what_every_channel_was_told_to_be_done_is_done(database_url: str) -> None:
    database = engine.connect(database_url)
    schema.migrate(database)
    with transaction(database) as session:
        registering.add_team(session, TeamEntry("search", emails=("a@example.org",)), owner=Owner.CLI, at=NOW)
        registering.add_project(session, "ranker", team="search", owner=Owner.CLI, at=NOW)
    to(database, "0012")
    add(database)
    before = rows(database, "told")

    to(database, "0013")
    above: dict[str, datetime | None] = closed(database)
    to(database, "0012")

    assert above == {"a": None, "us": NOW, "b": None, "c": NOW + timedelta(hours=1), "d": None}
    assert rows(database, "told") == before
    database.dispose()
