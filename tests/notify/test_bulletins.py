"""Word of the monitor itself, on every way that takes it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest

from monitor.core.watch import Bulletin
from monitor.notify.email import bulletin as email
from monitor.notify.slack import bulletin as slack
from tests.fakes.slack_rules import check_message, violations
from tests.notify.hostile import HOSTILE

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_foreign_text_in_it_is_words_and_nothing_else(text: str) -> None:
    word = Bulletin(f"New trouble {text}", (text, f"openai/deprecations: {text}"), NOW)
    message, mail = slack.bulletin(word, repeat=True), email.bulletin(word, repeat=True)

    check_message(message.text, message.blocks)
    assert violations(message.text, message.blocks) == []
    assert not any(unicodedata.category(c) == "Cc" for c in mail.subject)
    assert "://" not in mail.text
    assert "<script" not in mail.html.lower()
    assert "Possible repeat" in mail.text


def test_what_does_not_fit_is_counted() -> None:
    word = Bulletin("Many", tuple(f"source {n} is failing: {'x' * 100}" for n in range(200)), NOW)

    message = slack.bulletin(word)

    check_message(message.text, message.blocks)
    assert "more" in message.blocks[-1]["text"]["text"]
