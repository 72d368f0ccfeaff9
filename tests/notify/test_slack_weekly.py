"""The week as a Slack message: what it says first, and that it fits."""

from __future__ import annotations

import pytest

from monitor.core.alerts import DigestMigrated, DigestProject
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
