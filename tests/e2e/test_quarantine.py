"""R6: a page that has lost more than a fifth of its rows is held back, and the operators are told in time and once."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.facts import Fact
from monitor.service.outcomes import Outcome
from monitor.service.poll import poll
from monitor.service.watch import watch
from monitor.store import facts
from monitor.store.engine import reading
from tests.e2e.mirror import Mirror, Section, mirror, openai_page
from tests.service.office import HOUR, Office, office

SOURCE = "openai/deprecations"
NEW, OLD = 20, 30  # rows of the page
BEGUN, OVER = "The monitor has 1 new trouble", "The monitor: 1 trouble is over"


@pytest.fixture
def shop(tmp_path: Path, database_url: str) -> Iterator[tuple[Office, Mirror]]:
    """An installation that has read one page, and asks for it once a day."""
    with mirror() as pages:
        more = f'[fetch]\nmirror = "{pages.url}"\n[schedule]\npages = "24h"\n'
        with office(tmp_path, database_url, more=more) as made:
            made.service = replace(made.service, sources={SOURCE: made.service.sources[SOURCE]})
            pages.documents[SOURCE] = page()
            assert polled(made) == (Outcome.CHANGED, [])
            yield made, pages


def page(without: Collection[int] = (), old: int = OLD) -> str:
    """The page without some of its new rows, and with so many of the old ones."""
    rows = tuple(("2026-03-26", f"gpt-x-{n}", "`gpt-5`") for n in range(NEW) if n not in without)
    gone = {f"`old-model-{n:03}`" for n in range(old, OLD)}
    lines = openai_page(Section("2025-09-26", rows)).splitlines()
    return "\n".join(line for line in lines if not any(name in line for name in gone)) + "\n"


def polled(shop: Office) -> tuple[Outcome, list[str]]:
    """Poll, look after the monitor twice, deliver: what became of the page, and what the operators are told of it."""
    before = len(shop.slack.ledger)
    (report,) = poll(shop.service)
    watch(shop.service)
    watch(shop.service)
    shop.deliver()
    return report.outcome, [p.text for p in shop.slack.ledger[before:] if SOURCE in str(p.blocks)]


def known(shop: Office) -> list[Fact]:
    with reading(shop.service.engine) as session:
        return [o.fact for o in facts.observations(session)]


def test_up_to_a_fifth_of_the_rows_may_go_at_once(shop: tuple[Office, Mirror]) -> None:
    made, pages = shop
    before = known(made)
    pages.documents[SOURCE] = page(without=range(11))
    made.clock.time += HOUR
    assert polled(made)[0] is Outcome.SUSPECT
    pages.documents[SOURCE] = page(without=range(10))
    made.clock.time += HOUR
    assert polled(made)[0] is Outcome.CHANGED
    assert len(known(made)) == len(before) == NEW + OLD, "what is missing is no end"


def test_the_operators_are_told_after_three_in_a_row_or_a_day_and_once(shop: tuple[Office, Mirror]) -> None:
    """Held against a simple account of the same polls: no two bad pages of a row are the same."""
    made, pages = shop
    before, chance = known(made), random.Random(6)  # noqa: S311 the same polls at every run
    failures, since, is_told = 0, made.clock.time, False
    told_by_three = told_by_the_day = never_told = 0
    for n in range(80):
        made.clock.time += chance.choice((1, 6, 11, 23, 24)) * HOUR
        if chance.random() < 0.7:
            few = chance.random() < 0.2
            first = n % 9
            pages.documents[SOURCE] = page(range(NEW), n % 3) if few else page(range(first, first + 11))
            failures, since = failures + 1, since if failures else made.clock.time
            a_day = made.clock.time - since >= timedelta(hours=24)
            due = failures >= 3 or a_day
            expected = (Outcome.SUSPECT, [BEGUN] if due and not is_told else [])
            told_by_the_day += due and not is_told and failures < 3
            told_by_three += due and not is_told and not a_day
            is_told |= due
        else:
            pages.documents[SOURCE] = page()
            expected = (Outcome.UNCHANGED, [OVER] if is_told else [])
            never_told += failures > 0 and not is_told
            failures, is_told = 0, False
        assert polled(made) == expected, (n, failures)
        assert known(made) == before

    assert min(told_by_three, told_by_the_day, never_told) >= 2
