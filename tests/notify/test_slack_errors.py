"""Slack's error words, each with its verdict."""

from __future__ import annotations

import pytest

from monitor.errors import Fault
from monitor.notify.slack.errors import AMBIGUOUS, PASSING, PERMANENT, refusal, seconds
from tests.fakes.slack_words import EVERY


@pytest.mark.parametrize("word", EVERY)
def test_every_documented_word_is_in_one_list(word: str) -> None:
    assert [word in PERMANENT, word in PASSING, word in AMBIGUOUS].count(True) == 1


@pytest.mark.parametrize("word", sorted(PERMANENT))
def test_what_is_permanent_says_what_to_do(word: str) -> None:
    error = refusal("posting", 200, word, None)

    assert (error.permanent, error.ambiguous, error.retry_after) == (True, False, None)
    assert error.hint


@pytest.mark.parametrize("word", sorted(PASSING))
def test_what_passes_is_tried_again(word: str) -> None:
    error = refusal("posting", 200, word, "3")

    assert (error.permanent, error.ambiguous, error.retry_after) == (False, False, 3.0)


@pytest.mark.parametrize("word", [None, 7, "", "<script>", "Received a response in a non-JSON format", "x" * 100])
def test_what_is_no_word_is_not_repeated(word: object) -> None:
    assert str(refusal("posting", 403, word, None)) == "posting: Slack answered HTTP 403"


@pytest.mark.parametrize(
    ("header", "expected"),
    [("30", 30.0), (" 1 ", 1.0), ("0", 0.0), (None, None), ("", None), ("soon", None), ("-5", None), ("1e9", None),
     ("nan", None), ("99999999", 86_400.0)],
)  # fmt: skip
def test_a_retry_after_is_whole_seconds_up_to_a_day(header: str | None, expected: float | None) -> None:
    assert seconds(header) == expected


@pytest.mark.parametrize(
    ("word", "fault"),
    [
        ("channel_not_found", Fault.RECIPIENT), ("is_archived", Fault.RECIPIENT), ("not_in_channel", Fault.RECIPIENT),
        ("token_revoked", Fault.CHANNEL), ("missing_scope", Fault.CHANNEL), ("no_service", Fault.CHANNEL),
        ("invalid_blocks", Fault.MESSAGE), ("message_not_found", Fault.MESSAGE),
    ],
)  # fmt: skip
def test_what_else_will_be_refused_is_known(word: str, fault: Fault) -> None:
    assert refusal("posting", 200, word, None).at_fault is fault
