"""No model is suggested on a day on which it was not there yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.core.lifecycle import Lifecycle, merge
from monitor.core.models import Models
from monitor.core.replacements import resolve
from monitor.core.specs import ModelSpecs
from monitor.core.traits import traits_of
from tests.core.build import day, fact, lifecycle, seen
from tests.core.test_suggesting import Book, specs

TODAY, HORIZON = day("2026-08-22"), timedelta(days=180)
OLD = lifecycle("claw-3", shutdown_on="2026-03-26")
LISTED_LATER = datetime(2026, 10, 1, tzinfo=UTC)


def suggested(*others: Lifecycle, today: str = "2026-08-22", **figures: ModelSpecs) -> list[str]:
    models = Models([OLD, *others], figures=Book(**figures))
    return [s.model_id for s in resolve(OLD, models, today=day(today), horizon=HORIZON).suggestions]


def later(**more: Any) -> ModelSpecs:
    """Figures of a table that was made after the day that is rehearsed."""
    return specs(2.0, kind="text", details_source="a table", details_as_of="2026-11-24", **more)


@pytest.mark.parametrize(
    ("model_id", "stated"),
    [
        ("claw-4", {"released_on": "2026-09-29"}),
        ("claw-4-2026-09-29", {}),
        ("claw-4-20260929", {}),
        ("claw-4-2609", {}),
    ],
)
def test_a_release_that_is_stated_or_in_the_id_is_waited_for(model_id: str, stated: dict[str, str]) -> None:
    new = lifecycle(model_id, **stated)

    assert suggested(new) == []
    assert suggested(new, today="2026-09-29") == [model_id]


def test_a_stated_release_counts_before_the_day_in_the_id() -> None:
    assert suggested(lifecycle("claw-4-2026-09-29", released_on="2026-08-01")) == ["claw-4-2026-09-29"]


def test_what_figures_alone_name_is_not_there_before_its_own_release() -> None:
    assert suggested(claw_4_2026_09_29=later()) == []
    assert suggested(claw_4=later(released_on=day("2026-09-29"))) == []
    assert suggested(claw_4=later(released_on=day("2026-08-01"))) == ["claw-4"]


def test_nor_before_the_first_release_of_its_name() -> None:
    assert suggested(claw_4=later(), claw_4_2026_09_29=later()) == []
    assert suggested(claw_4=later(), claw_4_2026_09_29=later(), claw_4_2026_08_01=later()) != []
    assert suggested(today="2026-11-24", claw_4=later()) == ["claw-4"]


def test_of_which_no_release_is_known_it_is_said_that_the_table_is_later() -> None:
    models = Models([OLD], figures=Book(claw_4=later()))

    (now,) = resolve(OLD, models, today=TODAY, horizon=HORIZON).suggestions
    (then,) = resolve(OLD, models, today=day("2026-11-24"), horizon=HORIZON).suggestions

    assert now.caution == f"{then.caution}, which is later than this day"


def test_a_model_that_came_into_its_list_later_was_not_there_and_a_first_reading_says_nothing() -> None:
    new = merge([seen(fact("claw-4", source_id="openai/models"), at=LISTED_LATER, is_list=True)])
    before = merge([seen(fact("owl-1", source_id="openai/models", shutdown_on="2026-03-01"), is_list=True)])

    assert suggested(new) == ["claw-4"]
    assert suggested(new, before) == []
    assert suggested(new, before, today="2026-10-01") == ["claw-4"]


@pytest.mark.parametrize(
    ("model_id", "expected"),
    [
        ("claude-3-haiku-20240307", "2024-03-07"),
        ("gpt-5-2025-08-07", "2025-08-07"),
        ("command-r-03-2024", "2024-03-01"),
        ("mistral-medium-2312", "2023-12-01"),
        ("model-2026-02-31", "2026-02-01"),
        ("gpt-4-0613", None),
    ],
)
def test_the_day_in_an_id(model_id: str, expected: str | None) -> None:
    assert traits_of(model_id).released == (day(expected) if expected else None)
