"""Facts as bare rows: read whole, and put back whole."""

from __future__ import annotations

from datetime import date

from monitor.store import archive, fact_rows, facts, sources, tables
from monitor.store.columns import clean
from monitor.store.engine import Engine, reading, transaction
from tests.store.samples import HOUR, NASTY, NOW, SOURCE, fact, read


def test_they_have_every_column_but_their_key(record: Engine) -> None:
    read(record, fact("a", regions=("eu", "us"), shutdown_on=date(2026, 3, 26)))
    with reading(record) as session:
        ((key, row),) = fact_rows.rows(session, SOURCE).items()

    assert key == facts.row_key(fact("a", regions=("eu", "us")))
    assert {"source_id", "row_key", *row} == set(tables.Fact.__table__.columns.keys())
    assert (row["regions"], row["shutdown_on"], row["first_seen"]) == (("eu", "us"), date(2026, 3, 26), NOW)


def test_what_is_put_back_is_what_was_read(record: Engine) -> None:
    read(record, *(fact(f"{name} model", quote=text, replacements=(text,)) for name, text in NASTY.items()))
    read(record, fact("a"), page=b"2", at=NOW + HOUR)
    with transaction(record) as session:
        before = fact_rows.rows(session, SOURCE)
        fact_rows.replace(session, SOURCE, before)
        after = fact_rows.rows(session, SOURCE)

    assert after == before
    assert {row["quote"] for row in after.values()} >= {clean(text) for text in NASTY.values()}


def test_a_source_has_then_these_rows_and_no_others_and_other_sources_keep_theirs(record: Engine) -> None:
    read(record, fact("a"), fact("b"))
    with transaction(record) as session:
        sources.ensure(session, {"openai/models": "openai"}, at=NOW)
        rows = fact_rows.rows(session, SOURCE)
        fact_rows.replace(session, "openai/models", rows)
        fact_rows.replace(session, SOURCE, dict(list(rows.items())[:1]))
        left = fact_rows.rows(session, SOURCE)
        fact_rows.replace(session, SOURCE, {})
        none = fact_rows.rows(session, SOURCE)
        others = fact_rows.rows(session, "openai/models")

    assert (len(left), none, len(others)) == (1, {}, 2)


def test_a_document_can_be_known_without_its_bytes(record: Engine) -> None:
    with transaction(record) as session:
        archive.mention(session, "0" * 64, source_id=SOURCE, at=NOW)
        archive.mention(session, "0" * 64, source_id=SOURCE, at=NOW + HOUR)
        (known,) = archive.documents(session, SOURCE)

    assert (known.sha256, known.size, known.fetched_at) == ("0" * 64, 0, NOW)
