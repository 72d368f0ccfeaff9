"""A page of sentences and tables becomes one fact a model, and where the two differ somebody is told."""

from __future__ import annotations

import re
from datetime import date

import pytest

from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.columns import Column
from monitor.sources.prose.notice_page import notice_page
from monitor.sources.prose.sentences import Ids
from monitor.sources.spec import Source
from monitor.sources.tables import TableRules

RULES = TableRules(columns={"Stage": Column.STATUS}, statuses={"Lit": StatedStatus.ACTIVE})
TABLE = """# Models

| Model | Model ID | Stage | Shutdown date | Replacement |
| --- | --- | --- | --- | --- |
| Beam 1 | `beam-1` | Lit | {day} | |
| Beam 2 | `beam-2` | Lit | | |

"""


def read(page: str, rules: TableRules | None = RULES) -> Reading:
    reader = notice_page(Ids.of("beam-"), rules)
    source = Source("acme/x", "acme", Authority.DEPRECATIONS, "https://acme.example", reader, Guards())
    return source.reading_of(page.encode(), "text/markdown", date(2026, 8, 22))


def facts(page: str, rules: TableRules | None = RULES) -> dict[str, Fact]:
    return {fact.model_id: fact for fact in read(page, rules).facts}


def test_a_notice_alone_is_enough_and_its_heading_gives_the_day_of_the_announcement() -> None:
    page = "## June 1, 2026: farewell\n\nbeam-0 will be shut down on October 1, 2026. Please use `beam-1` instead.\n"

    fact = facts(page, None)["beam-0"]

    assert (fact.shutdown_on, fact.deprecated_on) == (date(2026, 10, 1), date(2026, 6, 1))
    assert fact.replacements == ("beam-1",)


def test_a_heading_with_the_day_of_the_end_announces_nothing() -> None:
    page = "## October 1, 2026\n\n`beam-0` will be shut down on October 1, 2026.\n"

    assert facts(page, None)["beam-0"].deprecated_on is None


def test_what_a_row_leaves_open_its_notice_says_with_both_as_evidence() -> None:
    page = TABLE.format(day="") + "`beam-1` will be retired on October 1, 2026. Please use `beam-2` instead.\n"

    fact = facts(page)["beam-1"]

    assert (fact.shutdown_on, fact.replacements) == (date(2026, 10, 1), ("beam-2",))
    assert "October 1" in fact.quote
    assert "| Beam 1 |" in fact.quote
    assert facts(page)["beam-2"].shutdown_on is None


def test_a_deprecation_without_a_day_is_not_lost_in_a_row_that_calls_the_model_active() -> None:
    page = TABLE.format(day="") + "`beam-1` is deprecated.\n"

    assert facts(page)["beam-1"].stated_status is StatedStatus.DEPRECATED


def test_a_row_and_a_notice_that_differ_are_told_and_the_row_counts() -> None:
    page = TABLE.format(day="2026-09-01") + "`beam-1` will be retired on October 1, 2026.\n"

    assert facts(page)["beam-1"].shutdown_on == date(2026, 9, 1)
    assert [re.sub(":.*", "", place) for place in read(page).unread] == ["beam-1 twice"]


@pytest.mark.parametrize(
    "sentence", ["`beam-1` will move on October 1, 2026, to a retirement home.", "beam-1: sunset, see October 1, 2026"]
)
def test_a_sentence_with_a_model_and_a_day_that_is_not_understood_is_told(sentence: str) -> None:
    reading = read(TABLE.format(day="") + f"{sentence}\n\nThe end.\n")

    assert [fact.shutdown_on for fact in reading.facts] == [None, None]
    assert len(reading.unread) == 1
