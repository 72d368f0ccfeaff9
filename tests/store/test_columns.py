"""What Python values become in a column, and what they are when they come back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from monitor.core.facts import Authority
from monitor.store import facts, outbox, tables
from monitor.store.columns import MAX_KEY_BYTES, NaiveDatetime, bounded, clean, digest
from monitor.store.engine import Engine, reading, transaction
from tests.store.samples import NASTY, NOW, fact, read

ANY_TEXT = st.text(st.characters() | st.characters(categories=["Cs"]) | st.just("\x00"))


class TestTimes:
    @pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=45)), timezone(-timedelta(hours=8))])
    def test_a_time_of_any_zone_comes_back_in_utc_to_the_microsecond(self, database: Engine, zone: timezone) -> None:
        with transaction(database) as session:
            session.add(tables.Task(name="t", next_due=NOW.astimezone(zone)))
        with reading(database) as session:
            (found,) = session.scalars(select(tables.Task.next_due))

        assert found == NOW
        assert found.tzinfo is UTC

    def test_a_time_without_a_zone_is_refused(self, database: Engine) -> None:
        with (
            pytest.raises(NaiveDatetime, match="2026-08-22T12:30:00 has no time zone"),
            transaction(database) as session,
        ):
            session.add(tables.Task(name="t", next_due=datetime(2026, 8, 22, 12, 30)))  # noqa: DTZ001 the point

    def test_a_comparison_with_a_time_without_a_zone_is_refused_too(self, database: Engine) -> None:
        with pytest.raises(NaiveDatetime), reading(database) as session:
            session.scalar(select(tables.Task.name).where(tables.Task.next_due <= datetime(2026, 8, 22)))  # noqa: DTZ001 the point

    def test_times_of_several_zones_are_compared_by_the_moment(self, database: Engine) -> None:
        east = timezone(timedelta(hours=12))
        with transaction(database) as session:
            session.add(tables.Task(name="earlier", next_due=(NOW - timedelta(hours=1)).astimezone(east)))
            session.add(tables.Task(name="later", next_due=(NOW + timedelta(hours=1)).astimezone(east)))
        with reading(database) as session:
            found = session.scalars(select(tables.Task.name).where(tables.Task.next_due <= NOW)).all()

        assert found == ["earlier"]


class TestText:
    @pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
    def test_it_comes_back_as_it_was(self, record: Engine, text: str) -> None:
        said = fact(text, quote=text, words=text, replacements=(text, "b"), version=text, regions=(text,))
        read(record, said)

        with reading(record) as session:
            (found,) = facts.observations(session)

        assert found.fact == said
        assert found.authority is Authority.DEPRECATIONS

    def test_what_no_database_holds_is_replaced_and_stops_nothing(self, record: Engine) -> None:
        read(record, fact("gpt\x00-4", quote="a\ud800b", replacements=("\x00",), regions=("\udfff",)), fact("o1"))

        with reading(record) as session:
            found = {o.fact.model_id: o.fact for o in facts.observations(session)}

        assert found.keys() == {"gpt\ufffd-4", "o1"}
        assert found["gpt\ufffd-4"].quote == "a\ufffdb"
        assert found["gpt\ufffd-4"].replacements == ("\ufffd",)
        assert found["gpt\ufffd-4"].regions == ("\ufffd",)

    def test_the_same_unstorable_id_is_the_same_row_the_next_time(self, record: Engine) -> None:
        read(record, fact("gpt\x00-4"), page=b"1")
        read(record, fact("gpt\x00-4"), page=b"2")

        with reading(record) as session:
            assert len(facts.observations(session)) == 1

    def test_a_message_with_a_key_of_any_length_goes_out_once(self, record: Engine) -> None:
        message = {"channel": "slack", "recipient": "#a", "kind": "notice", "payload": "{}", "at": NOW}
        with transaction(record) as session:
            first = outbox.enqueue(session, dedup_key="k" * 50_000 + "1", **message)
            other = outbox.enqueue(session, dedup_key="k" * 50_000 + "2", **message)
            again = outbox.enqueue(session, dedup_key="k" * 50_000 + "1", **message)

        assert (first, other, again) == (True, True, False)

    @given(ANY_TEXT)
    def test_cleaned_text_can_be_stored_and_cleaning_twice_changes_nothing(self, text: str) -> None:
        cleaned = clean(text)

        assert "\x00" not in cleaned
        assert cleaned.encode("utf-8").decode("utf-8") == cleaned
        assert clean(cleaned) == cleaned
        assert len(cleaned) == len(text)


class TestKeys:
    @given(ANY_TEXT)
    def test_a_bounded_key_can_be_indexed_and_a_short_one_is_itself(self, text: str) -> None:
        key = bounded(text * 20)

        assert len(key.encode()) <= MAX_KEY_BYTES
        assert bounded(key) == key
        if len(clean(text * 20).encode()) <= MAX_KEY_BYTES:
            assert key == clean(text * 20)

    @given(st.lists(st.none() | st.text(), max_size=4), st.lists(st.none() | st.text(), max_size=4))
    def test_different_parts_have_different_digests(self, a: list[str | None], b: list[str | None]) -> None:
        cleaned = [[p if p is None else clean(p) for p in parts] for parts in (a, b)]

        assert (digest(*a) == digest(*b)) == (cleaned[0] == cleaned[1])
