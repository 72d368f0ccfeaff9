"""0012: an alert knows the scope that stands in its key, whatever stands beside it there."""

from __future__ import annotations

from sqlalchemy import text

from monitor.core.alerts import AlertKind, Severity
from monitor.store import engine, registering, schema
from monitor.store.engine import Engine, transaction
from monitor.store.registry import TeamEntry
from monitor.store.states import Owner
from tests.migrations.test_0002_readings import rows, to
from tests.store.samples import NOW

SCOPES = {
    "ranker:azure:gpt-4o:2024-05-13, standard:announced:2026-10-01:2026-08-22": "2024-05-13, standard",
    "ranker:bedrock:anthropic.claude-v2:1:us-east-1:announced:None:2026-08-22": "us-east-1",
    "ranker:openai:gpt-4::announced:2026-10-01:2026-08-22": "",
    "sha256:of a long key": "",
}
MODELS = ("gpt-4o", "anthropic.claude-v2:1", "gpt-4", "gpt-4")


def add(database: Engine) -> None:
    with transaction(database) as session:
        for key, model in zip(SCOPES, MODELS, strict=True):
            session.execute(
                text(
                    "INSERT INTO alert (dedup_key, project_id, provider, model_id, kind, severity, payload, created_at)"
                    " SELECT :key, id, :provider, :model, :kind, :severity, '{}', created_at FROM project"
                ),
                {
                    "key": key,
                    "provider": key.split(":")[1],
                    "model": model,
                    "kind": AlertKind.ANNOUNCED.value,
                    "severity": Severity.UPCOMING.value,
                },
            )


def test_the_scope_of_what_was_told_before_is_found_in_its_key(database_url: str) -> None:
    database = engine.connect(database_url)
    schema.migrate(database)
    with transaction(database) as session:
        registering.add_team(session, TeamEntry("search", emails=("a@example.org",)), owner=Owner.CLI, at=NOW)
        registering.add_project(session, "ranker", team="search", owner=Owner.CLI, at=NOW)
    to(database, "0011")
    add(database)
    before = rows(database, "alert")

    to(database, "0012")
    above = rows(database, "alert")
    to(database, "0011")

    assert {row["dedup_key"]: row["scope"] for row in above} == SCOPES
    assert rows(database, "alert") == before
    database.dispose()
