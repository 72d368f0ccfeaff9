"""Sentences that state a lifecycle, and sentences that only look as if they did."""

from __future__ import annotations

import re
from datetime import date

import pytest

from monitor.core.facts import StatedStatus
from monitor.sources.document import Section, Text
from monitor.sources.prose import is_about, says_retired, statement

FAMILY = re.compile("claude-|gpt-")


@pytest.mark.parametrize(
    "sentence",
    [
        "These models were retired July 21, 2025.",
        "**These models were retired on July 21, 2025 at 9AM PT.**",
        "This model was retired January 5, 2026.",
        "Access to these models was shut down on March 26, 2026.",
        "The following older models have been discontinued.",
        "All is well. The model has been shut off.",
    ],
)
def test_a_sentence_that_the_models_above_are_gone_is_understood(sentence: str) -> None:
    assert says_retired(Section(blocks=(Text("Before."), Text(sentence))))


@pytest.mark.parametrize(
    "sentence",
    [
        "Access to these models will be shut down on the dates below.",
        "The Realtime API Beta was deprecated and removed from the API on May 12, 2026.",
        "The three original versions will be retired in June 2024 at the earliest.",
        "Retired: The model is no longer available for use.",
        "The endpoint was removed. These models remain.",
        "These models were announced in 2023 and will be retired later.",
        "Inference will be disabled only when the underlying base model is deprecated.",
    ],
)
def test_a_sentence_about_the_future_or_something_else_retires_nothing(sentence: str) -> None:
    assert not says_retired(Section(blocks=(Text(sentence),)))


def test_a_note_that_a_model_is_deprecated_is_understood_with_its_replacement() -> None:
    note = Text(
        "[Old One](https://example.org/1.0) (`claude-old-1`) is deprecated. To migrate to [New](https://example.org) "
        "(`claude-new-2`), see the [guide](https://example.org/guide)."
    )
    stated = statement(note, FAMILY)

    assert stated is not None
    assert (stated.model_ids, stated.status, stated.shutdown) == (("claude-old-1",), StatedStatus.DEPRECATED, None)
    assert stated.replacements == ("claude-new-2",)
    assert stated.quote == note.text


@pytest.mark.parametrize(
    ("sentence", "model_ids", "status", "day"),
    [
        ("X (`gpt-9`) will be retired on July 21, 2026.", ("gpt-9",), None, date(2026, 7, 21)),
        ("`gpt-9` is scheduled to be shut down on 2026-07-21.", ("gpt-9",), None, date(2026, 7, 21)),
        ("`gpt-9` was retired July 21, 2026; use `gpt-10`.", ("gpt-9",), StatedStatus.RETIRED, date(2026, 7, 21)),
        ("`gpt-9` has been discontinued.", ("gpt-9",), StatedStatus.RETIRED, None),
        ("`gpt-9` will be retired soon.", ("gpt-9",), StatedStatus.DEPRECATED, None),
        ("The models `gpt-8` and `gpt-9` are deprecated.", ("gpt-8", "gpt-9"), StatedStatus.DEPRECATED, None),
    ],
)
def test_a_statement_about_named_models_is_understood(
    sentence: str, model_ids: tuple[str, ...], status: StatedStatus | None, day: date | None
) -> None:
    stated = statement(Text(sentence), FAMILY)

    assert stated is not None
    assert (stated.model_ids, stated.status) == (model_ids, status)
    assert (stated.shutdown.firm_day if stated.shutdown else None) == day


@pytest.mark.parametrize(
    "sentence",
    [
        "The SDK removes `temperature`, so passing it raises a `TypeError`; the parameter is deprecated.",
        "`temperature` is deprecated.",
        "`gpt-9` is fast. Old models are deprecated.",
        "Migrate to `gpt-9` before the shutdown.",
        "GPT 9 is deprecated.",
        "We will tell you when `gpt-9` changes.",
    ],
)
def test_nothing_is_stated_of_a_model_that_the_sentence_is_not_about(sentence: str) -> None:
    assert statement(Text(sentence), FAMILY) is None


def test_a_paragraph_that_names_a_model_and_an_end_can_be_told_from_others() -> None:
    assert is_about(Text("Plan for the shutdown of `gpt-9`."), FAMILY)
    assert not is_about(Text("Plan for the shutdown of `temperature`."), FAMILY)
    assert not is_about(Text("`gpt-9` is fast."), FAMILY)
