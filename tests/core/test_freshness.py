"""Which age is told of an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from monitor.core.alerts import Evidence
from monitor.core.coverage import Watcher
from monitor.core.freshness import bundled, oldest_bundled, rests_on

AUGUST = datetime(2026, 8, 21, tzinfo=UTC)
LIST = Evidence("", "", "openai/models", AUGUST, catalog_as_of=date(2026, 6, 25))
PAGE = Watcher("openai/deprecations", AUGUST, timedelta(days=100), names_it=False, bundled=True)


def test_an_answer_is_as_old_as_the_page_that_would_tell_of_an_end() -> None:
    assert rests_on(LIST, [PAGE]) == date(2026, 8, 21)
    assert rests_on(LIST, [replace(PAGE, bundled=False)]) is None
    assert rests_on(LIST, []) == date(2026, 6, 25)
    assert rests_on(replace(LIST, catalog_as_of=None), [PAGE]) is None
    assert rests_on(None, [PAGE]) is None


def test_of_several_facts_the_oldest_counts() -> None:
    younger = replace(LIST, catalog_as_of=date(2026, 8, 22))

    assert oldest_bundled([younger, LIST, replace(LIST, catalog_as_of=None)]) == date(2026, 6, 25)
    assert oldest_bundled([]) is None


def test_the_catalog_is_told_with_its_day_and_age() -> None:
    told = [bundled(date(2026, 8, 21), date(2026, 8, day)) for day in (20, 22, 31)]

    assert told == [
        "bundled catalog of 2026-08-21, later than this day",
        "bundled catalog of 2026-08-21, 1 day old",
        "bundled catalog of 2026-08-21, 10 days old",
    ]
