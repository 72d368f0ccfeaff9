"""When the absence of a row counts."""

from __future__ import annotations

from datetime import timedelta

from monitor.core.presence import PRESENT, missed
from tests.core.build import NOON


def test_a_row_edited_off_a_page_is_gone_at_once() -> None:
    assert missed(PRESENT, is_list=False, at=NOON).gone_since == NOON


def test_one_miss_in_a_list_is_noise_and_a_second_an_hour_later_counts() -> None:
    once = missed(PRESENT, is_list=True, at=NOON)
    soon = missed(once, is_list=True, at=NOON + timedelta(minutes=59))
    later = missed(soon, is_list=True, at=NOON + timedelta(hours=1))

    assert (once.gone_since, soon.gone_since, later.gone_since) == (None, None, NOON)
