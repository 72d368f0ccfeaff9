"""The week as a Slack message: what it says first, and that it fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.core.alerts import DigestMigrated, DigestProject
from monitor.notify import weekly as words
from monitor.notify.slack import weekly
from monitor.notify.slack.parts import MOST_BLOCKS, MOST_CHARACTERS, characters
from tests.fakes.slack import check_message
from tests.notify import samples
from tests.notify.hostile import HOSTILE


def text_of(message: weekly.SlackMessage) -> str:
    return "\n".join(b["text"]["text"] for b in message.blocks if "text" in b)


def test_the_worst_comes_first_and_each_model_is_one_line() -> None:
    retired = (DigestProject("ranker", (samples.retired(),)),)
    week = samples.digest(retired=retired, migrated=(DigestMigrated("ranker", "openai", "gpt-4-0613"),))

    said = text_of(weekly.digest(week, link="https://models.example.org/"))

    assert said.index("Retired and still pinned") < said.index("Done this week")
    assert "`gpt-4-0613` (OpenAI): ranker no longer pins it" in said
    assert "<https://models.example.org/pins|All models and dates>" in said


def test_a_week_that_goes_out_late_counts_from_then_and_is_still_that_week() -> None:
    upcoming = (DigestProject("ranker", (samples.alert(), samples.alert(model_id="o1", shutdown_on=date(2026, 5, 1)))),)
    late = replace(samples.digest(upcoming=upcoming), today=date(2026, 3, 28), made_on=date(2025, 12, 26))

    message = weekly.digest(late)

    assert "1 was to stop, 1 stops in 34 days" in message.text
    assert "1 model was to stop answering before today; the next one stops answering in 34 days." in message.text
    assert "`gpt-4-0314` was to stop answering 2 days ago, on 26 March 2026" in text_of(message)
    assert "the week to 26 December 2025" in words.subtitle(late)


@pytest.mark.parametrize("projects", [1, 40, 400])
def test_it_stays_within_the_limits_and_says_how_many_more_there_are(projects: int) -> None:
    many = tuple(DigestProject(f"project {n}", (samples.alert(), samples.retired())) for n in range(projects))

    message = weekly.digest(samples.digest(retired=many, upcoming=many, later=many))

    check_message(message.text, message.blocks)
    assert len(message.blocks) <= MOST_BLOCKS
    assert characters(message.blocks) <= MOST_CHARACTERS
    assert (f"and {2 * projects - 10} more" in text_of(message)) is (projects > 5)


@pytest.mark.parametrize("text", HOSTILE[::10])
def test_foreign_words_mention_nobody(text: str) -> None:
    done = (DigestMigrated(text, text, text),)

    message = weekly.digest(samples.digest(team=text, migrated=done))

    check_message(message.text, message.blocks)
