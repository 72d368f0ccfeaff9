"""What is known of a source after each kind of poll."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from monitor.errors import StoreError
from monitor.store import archive, sources, standing
from monitor.store.engine import Engine, Session, reading, transaction
from monitor.store.standing import Standing
from monitor.store.states import Health, SourceState
from tests.store.samples import HOUR, NOW, SOURCE


def keep(session: Session, body: bytes) -> str:
    return archive.keep(session, body=body, source_id=SOURCE, url="https://x.example", media_type="", at=NOW)


def good(session: Session, body: bytes = b"good", **given: Any) -> SourceState:
    told = {"etag": '"1"', "last_modified": "Sat, 22 Aug 2026", "read_url": "https://x.example", "at": NOW} | given
    return sources.record_good(session, SOURCE, document=keep(session, body), **told)


def stands(session: Session, at: datetime, **renewed: str) -> SourceState:
    """The last good document came again."""
    session.flush()
    state = sources.state(session, SOURCE)
    assert state
    assert state.document_sha256
    found = [Standing(SOURCE, state.document_sha256, state.account or "", at, **renewed)]
    standing.record(session, standing.current(session, found))
    session.expire_all()
    after = sources.state(session, SOURCE)
    assert after
    return after


def test_a_source_that_was_never_polled_is_new(record: Engine) -> None:
    with reading(record) as session:
        found = sources.state(session, SOURCE)

    assert found == SourceState(
        id=SOURCE,
        provider="openai",
        state=Health.NEW,
        reason="",
        since=NOW,
        failures=0,
        last_polled_at=None,
        last_good_at=None,
        document_sha256=None,
        account=None,
        whole=None,
        etag=None,
        last_modified=None,
        read_url=None,
        held_sha256=None,
        held_since=None,
    )


def test_making_it_known_again_changes_nothing(record: Engine) -> None:
    with transaction(record) as session:
        before = good(session)
        sources.ensure(session, {SOURCE: "openai", "xai/models": "xai"}, at=NOW + HOUR)
        after = sources.states(session)

    assert after[SOURCE] == before
    assert list(after) == [SOURCE, "xai/models"]


def test_a_good_document_is_what_the_next_poll_asks_about(record: Engine) -> None:
    with transaction(record) as session:
        found = good(session)

    assert (found.state, found.etag, found.last_modified) == (Health.OK, '"1"', "Sat, 22 Aug 2026")
    assert (found.read_url, found.last_good_at, found.last_polled_at) == ("https://x.example", NOW, NOW)
    assert found.document_sha256 is not None


def test_an_unchanged_document_renews_the_time_and_the_validators_it_was_given(record: Engine) -> None:
    with transaction(record) as session:
        before = good(session)
        after = stands(session, NOW + HOUR, etag='"2"')

    assert (after.etag, after.last_modified) == ('"2"', before.last_modified)
    assert after.document_sha256 == before.document_sha256
    assert (after.last_good_at, after.last_polled_at, after.since) == (NOW + HOUR, NOW + HOUR, NOW)


def test_a_failure_counts_and_keeps_what_was_good(record: Engine) -> None:
    with transaction(record) as session:
        before = good(session)
        sources.record_failure(session, SOURCE, reason="503", at=NOW + HOUR)
        after = sources.record_failure(session, SOURCE, reason="timeout", at=NOW + 2 * HOUR)

    assert (after.state, after.reason, after.failures) == (Health.FAILED, "timeout", 2)
    assert (after.since, after.last_polled_at, after.last_good_at) == (NOW + HOUR, NOW + 2 * HOUR, NOW)
    assert (after.document_sha256, after.etag) == (before.document_sha256, before.etag)


def test_an_episode_lasts_until_the_state_changes(record: Engine) -> None:
    def at(hours: int, reason: str = "r") -> dict[str, Any]:
        return {"reason": reason, "at": NOW + hours * HOUR}

    with transaction(record) as session:
        found = [
            good(session),
            sources.record_failure(session, SOURCE, **at(1)),
            sources.record_failure(session, SOURCE, **at(2)),
            sources.record_suspect(session, SOURCE, **at(3)),
            sources.record_suspect(session, SOURCE, **at(4)),
            good(session, at=NOW + 5 * HOUR),
            stands(session, NOW + 6 * HOUR),
            sources.record_skipped(session, SOURCE, **at(7, "no key")),
        ]

    assert [(s.state.value, (s.since - NOW) // HOUR, s.failures) for s in found] == [
        ("ok", 0, 0),
        ("failed", 1, 1),
        ("failed", 1, 2),
        ("suspect", 3, 3),
        ("suspect", 3, 4),
        ("ok", 5, 0),
        ("ok", 5, 0),
        ("skipped", 7, 0),
    ]
    assert [s.reason for s in found] == ["", "r", "r", "r", "r", "", "", "no key"]


def test_a_skipped_source_was_not_polled(record: Engine) -> None:
    with transaction(record) as session:
        found = sources.record_skipped(session, SOURCE, reason="no key", at=NOW)

    assert found.last_polled_at is None


class TestHeldDocuments:
    def test_the_time_of_the_first_reading_stays_while_it_is_held(self, record: Engine) -> None:
        with transaction(record) as session:
            good(session)
            held = keep(session, b"surprising")
            sources.record_suspect(session, SOURCE, reason="many dates", held=held, at=NOW + HOUR)
            found = sources.record_suspect(session, SOURCE, reason="many dates", held=held, at=NOW + 2 * HOUR)

        assert (found.held_sha256, found.held_since) == (held, NOW + HOUR)

    def test_another_document_begins_anew(self, record: Engine) -> None:
        with transaction(record) as session:
            sources.record_suspect(session, SOURCE, reason="r", held=keep(session, b"1"), at=NOW)
            other = keep(session, b"2")
            found = sources.record_suspect(session, SOURCE, reason="r", held=other, at=NOW + HOUR)

        assert (found.held_sha256, found.held_since) == (other, NOW + HOUR)

    def test_one_that_is_rejected_ends_the_row(self, record: Engine) -> None:
        with transaction(record) as session:
            sources.record_suspect(session, SOURCE, reason="r", held=keep(session, b"1"), at=NOW)
            found = sources.record_suspect(session, SOURCE, reason="a login page", at=NOW + HOUR)

        assert (found.held_sha256, found.held_since) == (None, None)

    @pytest.mark.parametrize("well", ["good", "unchanged"])
    def test_a_good_reading_settles_it(self, record: Engine, well: str) -> None:
        with transaction(record) as session:
            good(session)
            sources.record_suspect(session, SOURCE, reason="r", held=keep(session, b"1"), at=NOW)
            found = good(session) if well == "good" else stands(session, NOW)

        assert (found.held_sha256, found.held_since) == (None, None)

    def test_a_failure_in_between_leaves_it(self, record: Engine) -> None:
        with transaction(record) as session:
            held = keep(session, b"1")
            sources.record_suspect(session, SOURCE, reason="r", held=held, at=NOW)
            found = sources.record_failure(session, SOURCE, reason="503", at=NOW + HOUR)

        assert (found.held_sha256, found.held_since) == (held, NOW)


def test_an_unknown_source_has_no_state_and_none_can_be_recorded(database: Engine) -> None:
    with transaction(database) as session:
        assert sources.state(session, SOURCE) is None
        with pytest.raises(StoreError, match="does not know the source openai/deprecations"):
            sources.record_failure(session, SOURCE, reason="503", at=NOW)
