"""Merging facts, and the status of a model on a day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.facts import Authority, Fact, StatedStatus
from monitor.core.lifecycle import Status, floor_passed, merge, merge_all, status_on
from tests.core.build import NOON, day, fact, lifecycle, seen

DAYS = st.dates(day("2024-01-01"), day("2028-12-31"))


def test_a_model_retires_on_its_day_though_no_page_was_read() -> None:
    c = lifecycle("gpt-4-0314", deprecated_on="2025-09-26", shutdown_on="2026-03-26")

    assert status_on(c, day("2026-03-25")) is Status.DEPRECATED
    assert status_on(c, day("2026-03-26")) is Status.RETIRED


def test_a_floor_that_passed_retires_nothing() -> None:
    c = lifecycle("gemini-2.5-flash-image", earliest_shutdown_on="2026-10-02")

    assert status_on(c, day("2026-11-22")) is Status.ACTIVE
    assert floor_passed(c, day("2026-11-22"))


def test_a_floor_that_passed_and_a_list_without_the_model_retire_it() -> None:
    page = seen(fact("m-1", earliest_shutdown_on="2026-10-02"))
    listed = seen(fact("m-1", source_id="openai/models"), authority=Authority.API, gone_since=NOON)

    assert status_on(merge([page, listed]), day("2026-10-03")) is Status.RETIRED
    assert status_on(merge([page, listed]), day("2026-10-01")) is Status.ACTIVE


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ({}, Status.ACTIVE),
        ({"stated_status": StatedStatus.ACTIVE}, Status.ACTIVE),
        ({"stated_status": StatedStatus.LEGACY}, Status.LEGACY),
        ({"legacy_on": "2026-01-01"}, Status.LEGACY),
        ({"legacy_on": "2027-01-01"}, Status.ACTIVE),
        ({"stated_status": StatedStatus.DEPRECATED}, Status.DEPRECATED),
        ({"deprecated_on": "2026-01-01"}, Status.DEPRECATED),
        ({"deprecated_on": "2027-01-01"}, Status.ACTIVE),
        ({"shutdown_on": "2027-01-01"}, Status.DEPRECATED),
        ({"stated_status": StatedStatus.RETIRED}, Status.RETIRED),
        ({"stated_status": StatedStatus.RETIRED, "shutdown_on": "2027-01-01"}, Status.DEPRECATED),
    ],
)
def test_status_follows_from_the_facts_and_the_day(stated: dict[str, object], status: Status) -> None:
    assert status_on(lifecycle("m", **stated), day("2026-08-22")) is status


def test_the_earliest_date_of_the_providers_own_sources_is_used_and_the_other_shown() -> None:
    page = seen(fact("m", shutdown_on="2026-12-31"))
    api = seen(fact("m", shutdown_on="2026-12-01", source_id="openai/models"), authority=Authority.API)

    c = merge([page, api])

    assert c.shutdown_on == day("2026-12-01")
    assert c.disputed == (page,)


def test_a_third_party_never_makes_a_date_where_the_provider_states_one() -> None:
    page = seen(fact("m", earliest_shutdown_on="2027-06-01"))
    other = seen(fact("m", shutdown_on="2026-01-01", source_id="x/models"), authority=Authority.AGGREGATOR)

    c = merge([page, other])

    assert c.shutdown_on is None
    assert c.earliest_shutdown_on == day("2027-06-01")


def test_the_text_of_a_recommendation_comes_from_the_source_of_its_ids() -> None:
    page = seen(fact("m", replacements=("a",)))
    api = seen(fact("m", replacement_text="something else"), authority=Authority.API)

    c = merge([page, api])

    assert (c.replacements, c.replacement_text) == (("a",), None)


def test_a_fact_never_has_a_firm_date_and_a_floor() -> None:
    with pytest.raises(ValueError, match="never both"):
        fact("m", shutdown_on="2026-01-01", earliest_shutdown_on="2026-01-01")


def test_a_model_named_only_as_a_replacement_is_known_and_active() -> None:
    all_of_them = merge_all([seen(fact("old", replacements=("New-1",), shutdown_on="2026-01-01"))])

    new = next(c for c in all_of_them if c.model_id == "New-1")
    assert status_on(new, day("2026-08-22")) is Status.ACTIVE
    assert new.evidence is not None
    assert new.evidence.fact.model_id == "old"


def test_the_same_id_in_other_letters_is_one_model_and_another_deployment_is_not() -> None:
    all_of_them = merge_all(
        [
            seen(fact("M-1", shutdown_on="2026-01-01")),
            seen(fact("m-1", source_id="openai/models"), authority=Authority.API),
            seen(fact("m-1", deployment="fine-tuned", shutdown_on="2026-02-01")),
        ]
    )

    assert [(c.model_id, str(c.scope)) for c in all_of_them] == [("M-1", ""), ("m-1", "fine-tuned")]


def test_evidence_is_the_row_that_gives_the_date() -> None:
    status_row = seen(fact("m", stated_status=StatedStatus.DEPRECATED, quote="status"))
    dated_row = seen(fact("m", shutdown_on="2026-12-01", quote="dated", source_id="p/2"), authority=Authority.PAGE)

    evidence = merge([status_row, dated_row]).evidence

    assert evidence is not None
    assert evidence.fact.quote == "dated"


def test_a_model_that_left_an_aggregators_list_is_unlisted_there() -> None:
    gone = seen(fact("m"), authority=Authority.AGGREGATOR, gone_since=NOON, is_list=True)

    assert merge([gone]).unlisted_since == NOON
    assert merge([gone, seen(fact("m", source_id="x/pages"), authority=Authority.AGGREGATOR)]).unlisted_since == NOON


def test_a_row_that_left_a_page_of_an_aggregator_is_not_unlisted() -> None:
    page = seen(fact("m", source_id="x/pages"), authority=Authority.AGGREGATOR, gone_since=NOON)

    assert merge([page]).unlisted_since is None


def test_a_model_is_unlisted_once_it_is_gone_from_every_list() -> None:
    ours = seen(fact("m"), authority=Authority.API, gone_since=NOON)
    eu = seen(fact("m", source_id="openai/models-eu"), authority=Authority.AGGREGATOR, is_list=True)

    assert merge([ours, eu]).unlisted_since is None


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    shutdown = draw(st.none() | DAYS)
    return fact(
        "m",
        source_id=draw(st.sampled_from(["openai/deprecations", "openai/models", "openai/page"])),
        shutdown_on=shutdown,
        earliest_shutdown_on=None if shutdown else draw(st.none() | DAYS),
        deprecated_on=draw(st.none() | DAYS),
        replacements=tuple(draw(st.lists(st.sampled_from(["a", "b", "c"]), max_size=2, unique=True))),
    )


@given(
    st.lists(st.tuples(facts(), st.integers(0, 4)), min_size=1, max_size=5, unique_by=lambda x: x[0].source_id),
    st.randoms(),
)
def test_any_order_of_the_same_observations_gives_the_same_lifecycle(
    rows: list[tuple[Fact, int]], random: object
) -> None:
    observations = [
        seen(f, authority=Authority(rank), at=NOON + timedelta(hours=i)) for i, (f, rank) in enumerate(rows)
    ]
    shuffled = observations.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert merge(observations) == merge(shuffled)


@given(facts(), DAYS, DAYS)
def test_a_retired_model_stays_retired_as_days_pass(f: Fact, one: object, other: object) -> None:
    c = merge([seen(f)])
    earlier, later = sorted([one, other])  # type: ignore[type-var]

    if status_on(c, earlier) is Status.RETIRED:
        assert status_on(c, later) is Status.RETIRED


def test_what_a_page_once_said_does_not_dispute_what_is_said_now() -> None:
    now = seen(fact("m", shutdown_on="2026-04-20"))
    once = seen(fact("m", shutdown_on="2026-04-19", source_id="openai/overview"), gone_since=NOON)

    merged = merge([now, once])

    assert (str(merged.shutdown_on), merged.disputed) == ("2026-04-20", ())
    assert str(merge([once]).shutdown_on) == "2026-04-19"


class TestWhatAnAliasPointsAt:
    """A page's word goes before a list's as long as the page says it."""

    PAGE = fact("gpt-x", alias_of="gpt-x-2025")
    LIST = fact("gpt-x", alias_of="gpt-x-2026", source_id="openai/models")

    @pytest.mark.parametrize("gone_since", [None, NOON])
    def test_a_page_that_no_longer_has_the_row_does_not_say_it_against_a_list_that_does(
        self, gone_since: datetime | None
    ) -> None:
        page, listed = seen(self.PAGE, gone_since=gone_since), seen(self.LIST, authority=Authority.API, is_list=True)

        assert merge([page, listed]).alias_of == ("gpt-x-2026" if gone_since else "gpt-x-2025")

    def test_a_row_that_is_gone_stands_where_nobody_says_otherwise(self) -> None:
        page = seen(self.PAGE, gone_since=NOON)
        silent = seen(fact("gpt-x", source_id="openai/models"), authority=Authority.API, is_list=True)
        bundled = seen(fact("gpt-x", alias_of="gpt-x-2024"), authority=Authority.CATALOG)

        assert merge([page, silent, bundled]).alias_of == "gpt-x-2025"

    def test_a_list_without_the_alias_does_not_say_it_against_a_page(self) -> None:
        listed = seen(self.LIST, authority=Authority.API, is_list=True, gone_since=NOON)

        assert merge([seen(self.PAGE), listed]).alias_of == "gpt-x-2025"
