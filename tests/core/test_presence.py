"""When the absence of a row counts, and when a row is as good as absent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.core.facts import Fact, StatedStatus
from monitor.core.presence import PRESENT, Confirmation, Presence, missed, only_forgets
from tests.core.build import NOON, fact, seen


def test_a_row_edited_off_a_page_is_gone_at_once() -> None:
    assert missed(PRESENT, is_list=False, at=NOON).gone_since == NOON


def test_one_miss_in_a_list_is_noise_and_a_second_an_hour_later_counts() -> None:
    once = missed(PRESENT, is_list=True, at=NOON)
    soon = missed(once, is_list=True, at=NOON + timedelta(minutes=59))
    later = missed(soon, is_list=True, at=NOON + timedelta(hours=1))

    assert (once.gone_since, soon.gone_since, later.gone_since) == (None, None, NOON)


GONE = fact("veo", shutdown_on="2026-06-30")
LATER = datetime(2026, 7, 9, tzinfo=UTC)


def forgets(old: Fact, *, at: datetime = LATER, gone_since: datetime | None = None, **stated: Any) -> bool:
    return only_forgets(seen(old, gone_since=gone_since), fact("veo", **stated), at)


@pytest.mark.parametrize("stated", [{}, {"words": "No retirement date announced"}, {"replacements": ("veo-3",)}])
def test_a_row_that_has_lost_a_date_that_came_is_as_good_as_absent(stated: dict[str, Any]) -> None:
    assert forgets(GONE, **stated)


@pytest.mark.parametrize(
    "stated",
    [
        {"shutdown_on": "2026-06-30"},
        {"shutdown_on": "2026-12-31"},
        {"earliest_shutdown_on": "2028-01-01"},
        {"stated_status": StatedStatus.ACTIVE},
        {"stated_status": StatedStatus.DEPRECATED},
        {"stated_status": StatedStatus.RETIRED},
    ],
)
def test_a_row_that_states_a_date_a_floor_or_a_status_is_not(stated: dict[str, Any]) -> None:
    assert not forgets(GONE, **stated)


class TestItsProvidersOwnWord:
    def test_retired_counts_at_once_and_since_it_was_first_missed(self) -> None:
        assert missed(PRESENT, is_list=True, at=LATER, word=Confirmation.GONE) == Presence(LATER, LATER)
        first = Presence(missed_since=LATER - timedelta(minutes=10))
        assert missed(first, is_list=True, at=LATER, word=Confirmation.GONE).gone_since == first.missed_since

    def test_a_model_that_answers_is_present_unless_it_is_gone_already(self) -> None:
        waiting = Presence(missed_since=LATER - timedelta(days=1))
        assert missed(waiting, is_list=True, at=LATER, word=Confirmation.LISTED) == PRESENT
        gone = Presence(LATER, LATER)
        assert missed(gone, is_list=True, at=LATER, word=Confirmation.LISTED) == gone

    @pytest.mark.parametrize("word", [Confirmation.MISSING, Confirmation.UNCLEAR, None])
    def test_anything_else_is_no_word(self, word: Confirmation | None) -> None:
        hour = LATER - timedelta(hours=1)
        assert missed(PRESENT, is_list=True, at=LATER, word=word) == Presence(missed_since=LATER)
        assert missed(Presence(missed_since=hour), is_list=True, at=LATER, word=word) == Presence(hour, hour)


def test_a_row_that_said_retired_and_says_nothing_now_is_as_good_as_absent() -> None:
    assert forgets(fact("veo", stated_status=StatedStatus.RETIRED))


def test_a_page_that_goes_on_saying_nothing_for_a_month_means_it() -> None:
    assert forgets(GONE, gone_since=LATER - timedelta(days=29, hours=23))
    assert not forgets(GONE, gone_since=LATER - timedelta(days=30))


def test_a_date_that_is_still_ahead_is_withdrawn_and_not_forgotten() -> None:
    assert forgets(GONE, at=datetime(2026, 6, 30, tzinfo=UTC))
    assert not forgets(GONE, at=datetime(2026, 6, 29, 23, 59, tzinfo=UTC))


@pytest.mark.parametrize("stated", [{}, {"earliest_shutdown_on": "2026-06-30"}, {"deprecated_on": "2026-07-10"}])
def test_a_row_of_a_living_model_forgets_nothing(stated: dict[str, Any]) -> None:
    assert not forgets(fact("veo", **stated))


class TestADeprecationWithoutADay:
    """No more than "deprecated" is still an announcement, which silence does not take back."""

    @pytest.mark.parametrize(
        "said",
        [
            {"stated_status": StatedStatus.DEPRECATED},
            {"deprecated_on": "2026-07-09"},
            {"deprecated_on": "2026-01-01", "earliest_shutdown_on": "2027-01-01"},
        ],
    )
    @pytest.mark.parametrize("stated", [{}, {"words": "To be announced"}, {"replacements": ("veo-3",)}])
    def test_a_row_that_says_nothing_now_is_as_good_as_absent(
        self, said: dict[str, Any], stated: dict[str, Any]
    ) -> None:
        assert forgets(fact("veo", **said), **stated)

    @pytest.mark.parametrize(
        "stated",
        [
            {"deprecated_on": "2026-06-01"},
            {"shutdown_on": "2026-12-31"},
            {"earliest_shutdown_on": "2028-01-01"},
            {"stated_status": StatedStatus.ACTIVE},
            {"stated_status": StatedStatus.LEGACY},
        ],
    )
    def test_a_row_that_states_something_is_not(self, stated: dict[str, Any]) -> None:
        assert not forgets(fact("veo", stated_status=StatedStatus.DEPRECATED), **stated)

    def test_a_page_that_goes_on_saying_nothing_for_a_month_means_it(self) -> None:
        said = fact("veo", stated_status=StatedStatus.DEPRECATED)
        assert forgets(said, gone_since=LATER - timedelta(days=29, hours=23))
        assert not forgets(said, gone_since=LATER - timedelta(days=30))

    def test_with_a_day_ahead_it_is_withdrawn_and_not_forgotten(self) -> None:
        assert not forgets(fact("veo", stated_status=StatedStatus.DEPRECATED, shutdown_on="2026-12-31"))
