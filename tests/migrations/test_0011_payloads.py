"""0011: messages keep what they say, which stands once for all that say the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from monitor.store import engine, outbox, schema
from monitor.store.engine import Engine, transaction
from tests.migrations.test_0002_readings import rows, to
from tests.store.samples import NOW

SAID = {"a": '{"n": 1}', "b": '{"n": "é"}', "c": '{"n": 1}'}


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    made = engine.connect(database_url)
    yield made
    made.dispose()


@pytest.fixture
def old(database: Engine) -> Engine:
    """A database of version 0010 with three messages, two of which say the same."""
    schema.migrate(database)
    with transaction(database) as session:
        for key, payload in SAID.items():
            outbox.enqueue(
                session, dedup_key=key, channel="slack", recipient=f"#{key}", kind="notice", payload=payload, at=NOW
            )
    to(database, "0010")
    return database


def test_up_and_down_keeps_every_message_and_what_it_says(old: Engine) -> None:
    before = rows(old, "outbox")
    to(old, "0011")
    shared = rows(old, "payload")
    to(old, "0010")

    assert {row["dedup_key"]: row["payload"] for row in before} == SAID
    assert sorted(row["body"] for row in shared) == sorted(set(SAID.values()))
    assert rows(old, "outbox") == before


def test_what_was_queued_before_is_sent_after_and_not_queued_again(old: Engine) -> None:
    to(old, schema.head())
    with transaction(old) as session:
        again = outbox.enqueue(
            session, dedup_key="a", channel="slack", recipient="#a", kind="notice", payload=SAID["a"], at=NOW
        )
        claimed = outbox.claim(session, now=NOW, limit=9, token="t")

    assert not again
    assert {one.dedup_key: one.payload for one in claimed} == SAID
    assert len(rows(old, "payload")) == len(set(SAID.values()))
