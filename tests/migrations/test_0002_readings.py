"""0002: a database of the first version keeps its rows, and what is new begins with what is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text

from monitor.core.facts import Authority
from monitor.store import engine, facts, migrating, schema, sources
from monitor.store.engine import Engine, alteration, transaction
from tests.store.samples import HOUR, NOW, SOURCE, fact, read

LIST = "openai/models"


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    made = engine.connect(database_url)
    yield made
    made.dispose()


def to(database: Engine, version: str) -> None:
    with alteration(database) as session:
        config = migrating.config(session.connection(), schema.migrations())
        (command.upgrade if version > (schema.current(database) or "") else command.downgrade)(config, version)


def rows(database: Engine, table: str) -> list[dict[str, Any]]:
    with transaction(database) as session:
        found = session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))  # noqa: S608 our own names
        return [dict(row) for row in found.mappings()]


@pytest.fixture
def old(database: Engine) -> Engine:
    """A database of the first version with a page's and a list's rows in it, one of them missed."""
    schema.migrate(database)
    with transaction(database) as session:
        sources.ensure(session, {SOURCE: "openai", LIST: "openai"}, at=NOW)
    read(database, fact("a"), fact("b"))
    document = read(database, fact("a"), page=b"2", at=NOW + HOUR)
    with transaction(database) as session:
        facts.apply(
            session,
            source_id=LIST,
            authority=Authority.API,
            is_list=True,
            facts=[fact("c", source_id=LIST)],
            whole=True,
            document=document,
            at=NOW,
        )
    to(database, "0001")
    return database


def test_up_and_down_and_up_again_loses_nothing_of_the_first_version(old: Engine) -> None:
    tables = ("document", "source", "fact")
    before = {table: rows(old, table) for table in tables}
    to(old, "0002")
    to(old, "0001")
    after = {table: rows(old, table) for table in tables}
    to(old, "0002")

    assert after == before
    assert [len(found) for found in before.values()] == [2, 2, 3]
    assert schema.current(old) == "0002"


def test_rows_that_are_there_were_shown_to_nobody_in_particular_and_lists_are_known_as_such(old: Engine) -> None:
    to(old, "0002")
    with transaction(old) as session:
        found = {o.fact.model_id: o.is_list for o in facts.observations(session)}
        shown = facts.shown_to(session, SOURCE, "")
        states = sources.states(session)

    assert found == {"a": False, "b": False, "c": True}
    assert shown == {facts.row_key(fact("a")), facts.row_key(fact("b"))}
    assert {(state.account, state.whole) for state in states.values()} == {(None, None)}
    assert rows(old, "reading") == []


def test_a_page_of_the_first_version_still_loses_its_rows(old: Engine) -> None:
    to(old, "0002")
    read(old, fact("d"), page=b"3", at=NOW + 2 * HOUR)
    with transaction(old) as session:
        gone = {o.fact.model_id: o.gone_since for o in facts.observations(session)}

    assert gone["a"] == NOW + 2 * HOUR
