"""The models that a message names, in the spellings that people write."""

from __future__ import annotations

import time

import pytest

from monitor.scan.names import Names
from monitor.scan.prose import named

NAMES = Names({"gpt-4-0314", "gpt-4o", "gpt-4o-mini", "command", "command-r", "o1", "claude-3-haiku-20240307"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we use gpt-4-0314, gpt-4o. And (gpt-4o-mini)?", ["gpt-4-0314", "gpt-4o", "gpt-4o-mini"]),
        ("*gpt-4o* _gpt-4-0314_ ~gpt-4o-mini~", ["gpt-4o", "gpt-4-0314", "gpt-4o-mini"]),
        ("gpt-4o gpt-4o", ["gpt-4o"]),
        ("<https://docs.example.org/gpt-4-0314|gpt-4-0314>", ["gpt-4-0314"]),
        ("model=gpt-4o or openai:gpt-4o", ["gpt-4o", "openai:gpt-4o"]),
        ("gpt-4o/gpt-4o-mini", ["gpt-4o", "gpt-4o-mini"]),
        ("gpt\u20114\u20110314 \u4f7f\u7528gpt-4o\u3002", ["gpt-4-0314", "gpt-4o"]),
        ("o1 and command-r", ["o1", "command-r"]),
        ("the command is: run it", []),
        ("it is `command`, by Cohere", ["command"]),
        ("gpt-4-0315", ["gpt-4-0315"]),
        ("gpt-4-based things, a GPT, an llm-app-3, v1.2 at 12:30 in src/gpt-4o/main.py", []),
    ],
)
def test_ids_are_found_and_words_are_not(text: str, expected: list[str]) -> None:
    assert list(named(text, NAMES)) == expected


@pytest.mark.parametrize("piece", ["gpt-4o ", "a", "/", "x_", "openai/gpt-4o:", "`", "@"])
def test_a_message_of_the_longest_kind_takes_no_time(piece: str) -> None:
    text = (piece * 40_000)[:40_000]
    began = time.process_time()

    list(named(text, NAMES))

    assert time.process_time() - began < 5
