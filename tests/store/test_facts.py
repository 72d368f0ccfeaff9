"""Facts persist; presence follows `core.presence`; changes are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from monitor.core.changes import Change, ChangeKind
from monitor.core.facts import Authority, Fact, Observation, Scope, StatedStatus
from monitor.core.presence import PRESENT, missed
from monitor.errors import StoreError
from monitor.store import facts, sources, tables
from monitor.store.engine import Engine, reading, transaction
from tests.store.samples import HOUR, NOW, SOURCE, fact, read


def seen(database: Engine, providers: Sequence[str] | None = None) -> dict[str, Observation]:
    with reading(database) as session:
        return {o.fact.model_id: o for o in facts.observations(session, providers=providers)}


def confirm(database: Engine, document: str, *, at: datetime, is_list: bool = False) -> None:
    with transaction(database) as session:
        facts.confirm(session, source_id=SOURCE, is_list=is_list, document=document, at=at)


class TestApply:
    def test_a_fact_comes_back_whole_with_its_document_and_when_it_was_seen(self, record: Engine) -> None:
        said = Fact(
            provider="openai",
            model_id="GPT-4-0314",
            source_id=SOURCE,
            url="https://example.com/deprecations#gpt-4",
            quote="2026-03-26 | gpt-4-0314 | gpt-5 or gpt-4.1*",
            alias_of="gpt-4",
            display_name="GPT-4 (March)",
            version="0314",
            deployment="standard",
            regions=("eu-west-1", "us-east-1"),
            released_on=date(2023, 3, 14),
            legacy_on=date(2024, 1, 1),
            deprecated_on=date(2025, 9, 26),
            shutdown_on=date(2026, 3, 26),
            extended_access_on=date(2026, 4, 1),
            stated_status=StatedStatus.LEGACY,
            replacements=("gpt-5", "gpt-4.1"),
            replacement_text="gpt-5 or gpt-4.1*",
            redirects_to="gpt-5",
            words="March 26",
        )
        floor = fact("o1", shutdown_on=None, earliest_shutdown_on=date(2027, 1, 1))
        document = read(record, said, floor)

        assert seen(record) == {
            "GPT-4-0314": Observation(said, Authority.DEPRECATIONS, document, first_seen=NOW, last_seen=NOW),
            "o1": Observation(floor, Authority.DEPRECATIONS, document, first_seen=NOW, last_seen=NOW),
        }

    def test_newer_words_replace_older_ones_and_the_first_time_stays(self, record: Engine) -> None:
        read(record, fact(shutdown_on=date(2026, 3, 26)))
        newer = read(record, fact(shutdown_on=date(2026, 6, 26)), at=NOW + HOUR)

        (found,) = seen(record).values()
        assert found.fact.shutdown_on == date(2026, 6, 26)
        assert found.document == newer
        assert (found.first_seen, found.last_seen) == (NOW, NOW + HOUR)

    def test_the_same_id_in_another_spelling_is_the_same_row(self, record: Engine) -> None:
        read(record, fact("GPT-4"))
        read(record, fact("gpt-4"))

        assert list(seen(record)) == ["gpt-4"]

    def test_each_scope_of_a_model_is_a_row_of_its_own(self, record: Engine) -> None:
        scopes = [
            {},
            {"version": "1"},
            {"deployment": "1"},
            {"regions": ("1",)},
            {"regions": ("1", "2")},
            {"regions": ("1 2",)},
        ]
        read(record, *(fact(quote=str(scope), **scope) for scope in scopes))

        with reading(record) as session:
            found = facts.observations(session)
        assert {o.fact.quote: o.fact.scope for o in found} == {str(scope): Scope(**scope) for scope in scopes}

    def test_the_same_regions_in_another_order_are_the_same_row(self, record: Engine) -> None:
        read(record, fact(regions=("us", "eu")))
        read(record, fact(regions=("eu", "us")), at=NOW + HOUR)

        with reading(record) as session:
            assert [o.gone_since for o in facts.observations(session)] == [None]

    def test_of_two_facts_with_one_key_the_first_stands(self, record: Engine) -> None:
        read(record, fact(quote="the newest announcement"), fact(quote="history"))

        (found,) = seen(record).values()
        assert found.fact.quote == "the newest announcement"

    def test_a_row_gone_from_a_page_stands_and_is_marked_at_once(self, record: Engine) -> None:
        first = read(record, fact("a"), fact("b"))
        read(record, fact("a"), at=NOW + HOUR)

        b = seen(record)["b"]
        assert b.fact == fact("b")
        assert (b.document, b.last_seen, b.gone_since) == (first, NOW, NOW + HOUR)

    def test_a_row_gone_from_a_list_counts_after_a_second_whole_reading_an_hour_later(self, record: Engine) -> None:
        gone = []
        read(record, fact("a"), fact("b"), is_list=True)
        for minutes in (10, 60, 70):
            read(record, fact("a"), page=str(minutes).encode(), is_list=True, at=NOW + timedelta(minutes=minutes))
            gone.append(seen(record)["b"].gone_since)

        assert gone == [None, None, NOW + timedelta(minutes=10)]

    def test_since_when_a_row_is_gone_never_moves(self, record: Engine) -> None:
        read(record, fact("a"), fact("b"))
        for hours in (1, 2, 3):
            read(record, fact("a"), page=bytes([hours]), at=NOW + hours * HOUR)

        assert seen(record)["b"].gone_since == NOW + HOUR

    def test_a_row_that_is_back_is_present_again(self, record: Engine) -> None:
        read(record, fact("a"), fact("b"))
        read(record, fact("a"), at=NOW + HOUR)
        read(record, fact("a"), fact("b"), page=b"again", at=NOW + 2 * HOUR)

        b = seen(record)["b"]
        assert (b.first_seen, b.last_seen, b.gone_since) == (NOW, NOW + 2 * HOUR, None)

    def test_one_good_reading_in_between_makes_a_miss_noise(self, record: Engine) -> None:
        read(record, fact("a"), fact("b"), is_list=True)
        read(record, fact("a"), is_list=True, at=NOW + HOUR)
        read(record, fact("a"), fact("b"), page=b"2", is_list=True, at=NOW + 2 * HOUR)
        read(record, fact("a"), page=b"3", is_list=True, at=NOW + 3 * HOUR)

        assert seen(record)["b"].gone_since is None

    def test_what_a_part_of_a_list_lacks_is_not_missed(self, record: Engine) -> None:
        read(record, fact("a"), fact("b"), is_list=True)
        for hours in (1, 2, 3):
            read(record, fact("a"), page=bytes([hours]), is_list=True, whole=False, at=NOW + hours * HOUR)

        found = seen(record)
        assert found["a"].last_seen == NOW + 3 * HOUR
        assert (found["b"].last_seen, found["b"].gone_since) == (NOW, None)

    def test_sources_do_not_touch_each_others_rows(self, record: Engine) -> None:
        read(record, fact("a"))
        with transaction(record) as session:
            sources.ensure(session, {"openai/models": "openai"}, at=NOW)
            facts.apply(
                session,
                source_id="openai/models",
                authority=Authority.API,
                is_list=True,
                facts=[],
                whole=True,
                document="",
                at=NOW + HOUR,
            )

        assert seen(record)["a"].gone_since is None

    def test_an_unknown_source_is_refused(self, database: Engine) -> None:
        with pytest.raises(StoreError, match="does not know the source openai/deprecations"):
            read(database, fact())

    def test_a_fact_of_another_source_is_refused(self, record: Engine) -> None:
        with pytest.raises(ValueError, match="a fact of google/models among those of openai/deprecations"):
            read(record, fact(source_id="google/models"))

    def test_observations_can_be_asked_of_some_providers(self, record: Engine) -> None:
        read(record, fact("a"), fact("b", provider="azure"))

        assert list(seen(record, ["azure", "xai"])) == ["b"]
        assert list(seen(record, [])) == []


class TestAccounts:
    """What one account was never shown cannot go missing from its list."""

    def rows(self, record: Engine) -> dict[str, tuple[str, ...]]:
        with reading(record) as session:
            return {row.model_id: row.listed_by for row in session.scalars(select(tables.Fact))}

    def test_each_row_remembers_who_was_shown_it(self, record: Engine) -> None:
        read(record, fact("a"), fact("b"), is_list=True, account="ours")
        read(record, fact("a"), is_list=True, account="theirs", at=NOW + HOUR)
        read(record, fact("a"), is_list=True, account="ours", page=b"2", at=NOW + 2 * HOUR)

        assert self.rows(record) == {"a": ("ours", "theirs"), "b": ("ours",)}

    def test_a_row_is_missed_by_those_who_were_shown_it_only(self, record: Engine) -> None:
        read(record, fact("a"), fact("b"), is_list=True, account="ours")
        for hours in (1, 2, 3):
            read(record, fact("a"), is_list=True, account="theirs", page=bytes([hours]), at=NOW + hours * HOUR)
        assert seen(record)["b"].gone_since is None

        for hours in (4, 5):
            read(record, fact("a"), is_list=True, account="ours", page=bytes([hours]), at=NOW + hours * HOUR)
        assert seen(record)["b"].gone_since == NOW + 4 * HOUR

    def test_rows_that_are_missed_already_can_be_left_out(self, record: Engine) -> None:
        read(record, fact("a"), fact("b"), is_list=True, account="ours")
        read(record, fact("a"), is_list=True, account="ours", at=NOW + HOUR)
        with reading(record) as session:
            shown = facts.shown_to(session, SOURCE, "ours")
            expected = facts.shown_to(session, SOURCE, "ours", missed=False)
            others = facts.shown_to(session, SOURCE, "theirs")

        assert shown == {facts.row_key(fact("a")), facts.row_key(fact("b"))}
        assert expected == {facts.row_key(fact("a"))}
        assert others == frozenset()

    def test_a_row_says_whether_its_source_is_a_list(self, record: Engine) -> None:
        read(record, fact("a"), is_list=True)
        assert seen(record)["a"].is_list is True

        read(record, fact("a"), page=b"2", is_list=False)
        assert seen(record)["a"].is_list is False


class TestConfirm:
    def test_an_unchanged_document_is_another_good_reading_of_its_rows(self, record: Engine) -> None:
        read(record, fact("gone"), fact("a"))
        document = read(record, fact("a"), fact("b"), at=NOW + HOUR)
        confirm(record, document, at=NOW + 5 * HOUR)

        found = seen(record)
        assert {model_id: o.last_seen - NOW for model_id, o in found.items()} == {
            "a": 5 * HOUR,
            "b": 5 * HOUR,
            "gone": 0 * HOUR,
        }
        assert found["gone"].gone_since == NOW + HOUR

    def test_a_late_word_on_an_older_document_brings_back_nothing_that_is_missed(self, record: Engine) -> None:
        older = read(record, fact("a"), fact("b"))
        read(record, fact("a"), at=NOW + HOUR)
        confirm(record, older, at=NOW + 2 * HOUR)

        b = seen(record)["b"]
        assert (b.last_seen, b.gone_since) == (NOW, NOW + HOUR)

    def test_an_unchanged_list_that_lacks_a_row_is_the_second_miss(self, record: Engine) -> None:
        read(record, fact("a"), fact("b"), is_list=True)
        document = read(record, fact("a"), is_list=True, at=NOW + HOUR)
        assert seen(record)["b"].gone_since is None

        confirm(record, document, is_list=True, at=NOW + HOUR + timedelta(minutes=59))
        assert seen(record)["b"].gone_since is None

        confirm(record, document, is_list=True, at=NOW + 2 * HOUR)
        assert seen(record)["b"].gone_since == NOW + HOUR

    def test_an_unchanged_part_of_a_list_misses_nothing_and_vouches_only_for_what_it_holds(
        self, record: Engine
    ) -> None:
        read(record, fact("a"), fact("b"), fact("c"), is_list=True)
        read(record, fact("a"), fact("b"), is_list=True, at=NOW + HOUR)
        part = read(record, fact("a"), is_list=True, whole=False, at=NOW + 2 * HOUR)
        confirm(record, part, is_list=True, at=NOW + 9 * HOUR)

        found = seen(record)
        assert {model_id: o.last_seen - NOW for model_id, o in found.items()} == {
            "a": 9 * HOUR,
            "b": HOUR,
            "c": 0 * HOUR,
        }
        assert found["c"].gone_since is None


ROWS = st.sets(st.sampled_from("abcd"))
READINGS = st.lists(st.tuples(ROWS, st.booleans(), st.integers(1, 90)), min_size=1, max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(readings=READINGS, is_list=st.booleans())
def test_any_row_of_readings_leaves_what_the_rule_of_presence_says(
    record: Engine, readings: list[tuple[set[str], bool, int]], is_list: bool
) -> None:
    with transaction(record) as session:
        session.execute(delete(tables.Fact))
    presence, first, last, at = {}, {}, {}, NOW
    for number, (rows, whole, minutes) in enumerate(readings):
        at += timedelta(minutes=minutes)
        read(record, *map(fact, sorted(rows)), page=bytes([number]), is_list=is_list, whole=whole, at=at)
        for row in rows:
            presence[row], last[row] = PRESENT, at
            first.setdefault(row, at)
        for row in presence.keys() - rows if whole else ():
            presence[row] = missed(presence[row], is_list=is_list, at=at)

    found = seen(record)
    assert {row: o.gone_since for row, o in found.items()} == {row: p.gone_since for row, p in presence.items()}
    assert {row: (o.first_seen, o.last_seen) for row, o in found.items()} == {
        row: (first[row], last[row]) for row in first
    }


class TestChanges:
    def change(self, model_id: str, **fields: object) -> Change:
        given = {
            "kind": ChangeKind.SHUTDOWN_DATE_MOVED,
            "provider": "openai",
            "scope": Scope("0314", "standard", ("eu", "us")),
            "before": "2026-03-26",
            "after": "2026-06-26",
            "effective_on": date(2026, 6, 26),
            "quote": "the row",
            "url": "https://example.com/#a",
            "source_id": SOURCE,
            "document": "0" * 64,
        }
        return Change(model_id=model_id, **(given | fields))  # type: ignore[arg-type]

    def test_they_come_back_whole_and_newest_first(self, database: Engine) -> None:
        plain = self.change("c", scope=Scope(), before=None, after=None, effective_on=None, document="", source_id="")
        with transaction(database) as session:
            facts.add_changes(session, [self.change("a"), self.change("b")], NOW)
            facts.add_changes(session, [plain], NOW + HOUR)
        with reading(database) as session:
            found = facts.changes(session)

        assert found == [(plain, NOW + HOUR), (self.change("b"), NOW), (self.change("a"), NOW)]

    def test_they_can_be_asked_of_days_and_providers_and_only_the_newest(self, database: Engine) -> None:
        midnight = datetime(2026, 8, 22, tzinfo=NOW.tzinfo)
        with transaction(database) as session:
            facts.add_changes(session, [self.change("before")], midnight - timedelta(microseconds=1))
            facts.add_changes(session, [self.change("first"), self.change("other", provider="xai")], midnight)
            facts.add_changes(session, [self.change("last")], NOW)
            facts.add_changes(session, [], NOW)

            asked = [
                facts.changes(session, since=date(2026, 8, 22)),
                facts.changes(session, since=date(2026, 8, 22), providers=["openai"]),
                facts.changes(session, limit=1),
                facts.changes(session, providers=[]),
            ]

        assert [[c.change.model_id for c in found] for found in asked] == [
            ["last", "other", "first"],
            ["last", "first"],
            ["last"],
            [],
        ]

    def test_every_kind_of_change_has_its_place(self, database: Engine) -> None:
        with transaction(database) as session:
            facts.add_changes(session, [self.change(kind, kind=kind) for kind in ChangeKind], NOW)
            found = facts.changes(session)

        assert {c.change.kind for c in found} == set(ChangeKind)
