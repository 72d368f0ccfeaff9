"""The story of a pinned model, from its announcement to its end, as its team is told it."""

from __future__ import annotations

import pytest

from monitor.service.poll import Outcome
from monitor.service.remind import remind
from monitor.store import facts
from monitor.store.engine import reading
from tests.e2e.conftest import World
from tests.e2e.mirror import Section, openai_page

OURS = Section("2025-09-26", (("2026-03-26", "gpt-4-0314", "`gpt-5` or `gpt-4.1*`"),))


def test_one_message_a_crossed_lead_day_then_one_on_the_day(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)

    for day in ["2025-11-13", "2025-12-01", "2025-12-26", "2026-01-25", "2026-02-24", "2026-03-12", "2026-03-19"]:
        world.round(day)
        world.round(day)
    for day in ["2026-03-24", "2026-03-25", "2026-03-26", "2026-03-27", "2026-06-01"]:
        world.round(day)
        world.round(day)

    assert world.told == [
        "gpt-4-0314 stops answering in 133 days · ranker",
        "gpt-4-0314 stops answering in 90 days · ranker",
        "gpt-4-0314 stops answering in 60 days · ranker",
        "gpt-4-0314 stops answering in 30 days · ranker",
        "gpt-4-0314 stops answering in 14 days · ranker",
        "gpt-4-0314 stops answering in 7 days · ranker",
        "gpt-4-0314 stops answering tomorrow · ranker",
        "gpt-4-0314 retired today · ranker",
    ]


def test_lead_days_missed_in_a_pause_are_one_message(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    world.round("2025-11-13")

    world.round("2026-03-14")

    assert world.told[1:] == ["gpt-4-0314 stops answering in 12 days · ranker"]


def test_an_unchanged_page_is_not_read_again_and_changes_nothing(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    first = world.round("2025-11-13")["openai/deprecations"]
    second = world.round("2025-11-13")["openai/deprecations"]

    assert (first.outcome, second.outcome) == (Outcome.CHANGED, Outcome.UNCHANGED)
    assert second.changes == ()
    assert [status for source, status in world.pages.asked if source == "openai/deprecations"] == [200, 304]
    assert len(world.told) == 1


def test_a_model_announced_later_is_told_at_once_with_its_evidence(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page()
    world.round("2025-09-20")
    assert world.told == []

    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    report = world.round("2025-09-27")["openai/deprecations"]

    assert [c.kind.value for c in report.changes] == ["deprecation_announced", "shutdown_date_set"]
    assert report.changes[1].after == "2026-03-26"
    assert world.told == ["gpt-4-0314 stops answering in 180 days · ranker"]
    said = str(world.slack.ledger[0].blocks)
    assert "gpt-5" in said
    assert "gpt-4.1" in said
    assert "| 2026-03-26 | `gpt-4-0314`".replace("`", "") in said.replace("`", "")


@pytest.mark.parametrize(
    ("moved", "header"),
    [
        ("2026-05-26", "gpt-4-0314 stays 61 days longer, until 26 May 2026 · ranker"),
        ("2026-02-26", "gpt-4-0314 stops 28 days earlier, on 26 February 2026 · ranker"),
    ],
)
def test_a_date_that_moves_is_told_once_it_has_settled(world: World, moved: str, header: str) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    world.round("2025-11-13")
    later = Section("2025-09-26", ((moved, "gpt-4-0314", "`gpt-5`"),))
    world.pages.documents["openai/deprecations"] = openai_page(later)

    report = world.round("2025-11-20")["openai/deprecations"]
    told = len(world.told)
    world.round("2025-11-22")
    world.round("2025-11-23")

    assert told == 1
    assert ("shutdown_date_moved", "2026-03-26", moved) in [(c.kind.value, c.before, c.after) for c in report.changes]
    assert world.told[1:] == [header]


def test_a_row_that_vanishes_is_recorded_and_no_reprieve(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    world.round("2025-11-13")
    world.pages.documents["openai/deprecations"] = openai_page()

    report = world.round("2025-11-20")["openai/deprecations"]
    world.round("2026-03-26")

    assert [c.kind.value for c in report.changes] == ["row_vanished"]
    assert world.told[-1] == "gpt-4-0314 retired today · ranker"


def test_the_calendar_alone_retires_a_model_and_the_record_says_so_once(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    world.round("2026-03-20")
    world.pages.documents.clear()

    with world.service("2026-03-27") as service:
        remind(service)
        remind(service)
        with reading(service.engine) as session:
            kinds = [r.change.kind.value for r in facts.changes(session)]

    assert kinds == ["retired"]


def test_a_replacement_that_dies_is_told_to_those_who_still_wait(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    world.round("2025-11-13")
    world.round("2026-03-27")
    ends = Section("2026-06-11", (("2026-12-11", "gpt-5", "`gpt-5.6-sol`"),))
    world.pages.documents["openai/deprecations"] = openai_page(ends, OURS)

    world.round("2026-08-22")
    world.round("2026-08-23")

    assert world.told[1:] == ["gpt-4-0314 retired yesterday · ranker", "gpt-4-0314 needs another replacement · ranker"]


def test_an_alias_is_told_of_the_end_of_its_only_known_snapshot(world: World) -> None:
    world.pins = ("openai/gpt-5",)
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    world.round("2026-06-01")
    ends = Section("2026-06-11", (("2026-12-11", "gpt-5-2025-08-07", "`gpt-5.6-sol`"),))
    world.pages.documents["openai/deprecations"] = openai_page(ends, OURS)

    for day in ("2026-06-12", "2026-06-13", "2026-11-27", "2026-12-11", "2026-12-12"):
        world.round(day)

    assert world.told == [
        "gpt-5 may stop answering in 182 days · ranker",
        "gpt-5 may stop answering in 14 days · ranker",
        "gpt-5 may no longer answer · ranker",
    ]
    said = str(world.slack.ledger[0].blocks)
    assert "has announced no end of this name itself" in said
    assert "whether gpt-5 will be pointed at another is not stated" in said.casefold()
    assert "gpt-5.6-sol" in said
