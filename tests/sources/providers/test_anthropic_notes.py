"""Anthropic's release notes: deprecations and retirements of models among everything else."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.sources.registry import find_source

SOURCE = find_source("anthropic/release-notes")
DAY = date(2026, 8, 22)

NOTES = """# Claude Platform

For release notes on other products, see elsewhere.

### August 5, 2026
* We've retired the Claude Opus 4 model (`claude-opus-4-20990514`) and the Claude Haiku 3 model \
(`claude-3-haiku-20990307`). They answer no more. We recommend upgrading to [Claude Opus 5](/a) and \
[Claude Haiku 4](/b) respectively.
* New: **Claude Opus 5** (`claude-opus-5`); its old way of thinking is deprecated on `claude-opus-5`.
* We've retired the large window beta (`window-1m`) for Claude Sonnet 4.
* We've deprecated [a fast way](/fast) for `claude-opus-4-7`, with removal on July 24, 2026.

### June 5, 2026
- We announced the deprecation of the Claude Opus 4 model (`claude-opus-4-20990514`), with retirement on the API \
scheduled for August 5, 2026. We recommend migrating to [Claude Opus 4.8](/guide).

### October 28th, 2025
- We announced the deprecation of the Claude Haiku 3 model.
- We announced the deprecation of the Claude Sonnet 3 models (`claude-3-sonnet-20990620` and \
`claude-3-sonnet-20991022`). These models will be retired on November 28, 2025. We recommend migrating to \
Claude Sonnet 4 (`claude-sonnet-4-20990929`) for improved answers.
- We announced the deprecation of the Claude 1 models.
"""


def read(text: str) -> Reading:
    return SOURCE.reading_of(text.encode(), "text/markdown", DAY)


@pytest.fixture
def facts() -> dict[str, Fact]:
    reading = read(NOTES)
    assert reading.unread == ()
    return {fact.model_id: fact for fact in reading.facts}


def test_only_models_that_have_an_id_in_the_notes_are_read(facts: dict[str, Fact]) -> None:
    assert set(facts) == {
        "claude-opus-4-20990514",
        "claude-3-haiku-20990307",
        "claude-3-sonnet-20990620",
        "claude-3-sonnet-20991022",
    }


def test_an_announcement_gives_its_own_day_and_the_scheduled_one(facts: dict[str, Fact]) -> None:
    opus, sonnet = facts["claude-opus-4-20990514"], facts["claude-3-sonnet-20990620"]

    assert (opus.deprecated_on, opus.shutdown_on) == (date(2026, 6, 5), date(2026, 8, 5))
    assert (sonnet.deprecated_on, sonnet.shutdown_on) == (date(2025, 10, 28), date(2025, 11, 28))
    assert sonnet.replacements == ("claude-sonnet-4-20990929",)
    assert sonnet.stated_status is StatedStatus.DEPRECATED


def test_the_day_of_a_note_is_no_shutdown_date(facts: dict[str, Fact]) -> None:
    haiku = facts["claude-3-haiku-20990307"]

    assert (haiku.stated_status, haiku.shutdown_on) == (StatedStatus.RETIRED, None)
    assert haiku.deprecated_on == date(2025, 10, 28), "announced by a name whose id stands in the later note"


def test_the_newer_note_says_what_to_move_to(facts: dict[str, Fact]) -> None:
    assert facts["claude-opus-4-20990514"].replacements == ("claude-opus-5",)
    assert facts["claude-3-haiku-20990307"].replacement_text == "Claude Haiku 4"


def test_notes_without_their_beginning_are_not_believed() -> None:
    reading = read(NOTES[NOTES.index("### June") :])

    assert reading.facts == ()
    assert "begin" in (reading.problem or "")


def test_a_retirement_whose_announcement_is_cut_off_is_told_and_not_stated() -> None:
    reading = read(NOTES[: NOTES.index("### October")])

    assert [fact.model_id for fact in reading.facts] == ["claude-opus-4-20990514"]
    assert reading.unread == ("claude-3-haiku-20990307 was retired, and no note announces its deprecation",)


def test_a_note_on_a_model_in_other_words_is_told() -> None:
    reading = read(NOTES.replace("We've retired the Claude Opus 4 model", "We've deprecated the Claude Opus 4 model"))

    assert len(reading.unread) == 1
