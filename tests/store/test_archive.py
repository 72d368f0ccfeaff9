"""Documents are kept as they came."""

from __future__ import annotations

import hashlib
import zlib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from monitor.errors import StoreError
from monitor.store import archive, tables
from monitor.store.engine import Engine, Session, reading, transaction
from tests.store.samples import NOW, SOURCE


def keep(session: Session, body: bytes, *, source_id: str = SOURCE, days: int = 0) -> str:
    return archive.keep(
        session,
        body=body,
        source_id=source_id,
        url=f"https://example.com/{source_id}",
        media_type="text/html",
        at=NOW + timedelta(days=days),
    )


@pytest.mark.parametrize("body", [b"", b"a page", bytes(range(256)) * 5000, b"\x00" * 2_000_000])
def test_a_document_comes_back_to_the_byte_under_its_sha256(database: Engine, body: bytes) -> None:
    with transaction(database) as session:
        sha256 = keep(session, body)
    with reading(database) as session:
        assert archive.body(session, sha256) == body
        size = session.scalar(select(func.length(tables.Document.body)))

    assert sha256 == hashlib.sha256(body).hexdigest()
    assert size <= max(100, len(body) * 1.01)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(body=st.binary())
def test_any_bytes_can_be_kept(database: Engine, body: bytes) -> None:
    with transaction(database) as session:
        assert archive.body(session, keep(session, body)) == body


def test_the_same_bytes_are_kept_once_as_they_first_came(database: Engine) -> None:
    with transaction(database) as session:
        first = keep(session, b"a page")
        again = keep(session, b"a page", source_id="other/models", days=1)
        (kept,) = archive.documents(session, SOURCE)
        of_the_other = archive.documents(session, "other/models")

    assert first == again == kept.sha256
    assert (kept.source_id, kept.fetched_at, kept.url) == (SOURCE, NOW, f"https://example.com/{SOURCE}")
    assert (kept.size, kept.media_type) == (6, "text/html")
    assert of_the_other == []


def test_the_documents_of_a_source_come_newest_first(database: Engine) -> None:
    with transaction(database) as session:
        kept = [keep(session, body, days=days) for days, body in enumerate([b"1", b"2", b"3"])]
        keep(session, b"4", source_id="other/models")

        found = [document.sha256 for document in archive.documents(session, SOURCE)]

    assert found == kept[::-1]


def test_an_unknown_document_is_an_error_in_words(database: Engine) -> None:
    with reading(database) as session, pytest.raises(StoreError, match="no document abc in the archive"):
        archive.body(session, "abc")


def test_a_document_that_is_too_large_is_refused(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 10)

    with transaction(database) as session, pytest.raises(StoreError, match="has 11 bytes: at most 10 are kept"):
        keep(session, b"01234567890")


@pytest.mark.parametrize("damage", [b"", b"no zlib", zlib.compress(b"another page")])
def test_a_damaged_document_is_never_passed_off_as_evidence(database: Engine, damage: bytes) -> None:
    with transaction(database) as session:
        sha256 = keep(session, b"a page")
        session.execute(update(tables.Document).values(body=damage))

    with reading(database) as session, pytest.raises(StoreError, match="is damaged in the archive"):
        archive.body(session, sha256)


def test_a_bomb_in_the_database_is_inflated_no_further_than_the_limit(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 1000)
    with transaction(database) as session:
        sha256 = keep(session, b"a page")
        session.execute(update(tables.Document).values(body=zlib.compress(b"\x00" * 10_000_000)))

    with reading(database) as session, pytest.raises(StoreError, match="is damaged"):
        archive.body(session, sha256)
