"""Prices and context windows in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.specs import ModelSpecs
from monitor.notify.figures import (
    breaking,
    compared,
    comparison,
    context_line,
    cost_in_short,
    cost_line,
    figures_beside,
    figures_in_short,
    money,
    price_line,
)

GPT_4 = ModelSpecs(30, 60, 8_192, "x")


@pytest.mark.parametrize(
    ("dollars", "expected"),
    [
        (30, "$30"),
        (0, "$0"),
        (1.25, "$1.25"),
        (2.5, "$2.50"),
        (0.1, "$0.10"),
        (0.1 + 0.2, "$0.30"),
        (0.075, "$0.075"),
        (1234.5, "$1,234.50"),
    ],
)
def test_money_has_no_needless_digits(dollars: float, expected: str) -> None:
    assert money(dollars) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (30, 1.25, "24× less"),
        (60, 8, "7.5× less"),
        (30, 20, "33% less"),
        (20, 30, "50% more"),
        (5, 10, "2× more"),
        (8_192, 1_000_000, "122× more"),
        (5, 5, "the same"),
        (5, 5.01, "the same"),
        (0, 5, ""),
        (5, 0, ""),
    ],
)
def test_a_change_is_said_as_a_multiple_or_below_twice_as_a_share(old: float, new: float, expected: str) -> None:
    assert compared(old, new, less="less", more="more") == expected


@given(st.floats(0.001, 1e6), st.floats(0.001, 1e6))
def test_what_is_dearer_one_way_is_cheaper_the_other(old: float, new: float) -> None:
    there = compared(old, new, less="cheaper", more="dearer")
    back = compared(new, old, less="cheaper", more="dearer")

    assert ("dearer" in there) == ("cheaper" in back)
    assert (there == "the same") == (back == "the same")


def test_prices_go_from_old_to_new() -> None:
    new = ModelSpecs(1.25, 10, 400_000, "x")

    line = price_line(GPT_4, new)

    assert line == "Price per million tokens: input $30 → $1.25 (24× cheaper), output $60 → $10 (6× cheaper)"


def test_a_price_that_is_not_known_is_not_shown() -> None:
    assert price_line(GPT_4, None) == ""
    assert price_line(GPT_4, ModelSpecs(None, None, 8_192, "x")) == ""
    assert price_line(None, ModelSpecs(2, None, None, "x")) == "Price per million tokens: input $2"
    assert price_line(GPT_4, ModelSpecs(30, None, None, "x")) == "Price per million tokens: input $30, the same"


def test_the_context_window_goes_from_old_to_new() -> None:
    assert context_line(GPT_4, ModelSpecs(None, None, 400_000, "x")) == "Context: 8,192 → 400,000 tokens (49× larger)"
    assert context_line(GPT_4, ModelSpecs(None, None, 4_096, "x")) == "Context: 8,192 → 4,096 tokens (2× smaller)"
    assert context_line(GPT_4, GPT_4) == "Context: 8,192 tokens, the same"
    assert context_line(None, GPT_4) == "Context: 8,192 tokens"
    assert context_line(GPT_4, None) == ""


def test_in_short_only_what_changes_is_named() -> None:
    assert figures_in_short(GPT_4, ModelSpecs(10, 20, 8_192, "x")) == "price 3× cheaper, context the same"
    assert figures_in_short(GPT_4, ModelSpecs(1.25, 10, 400_000, "x")) == (
        "input 24× cheaper, output 6× cheaper, context 49× larger"
    )
    assert figures_in_short(GPT_4, GPT_4) == "price and context the same"
    assert figures_in_short(None, GPT_4) == ""


class TestComparison:
    OLD = ModelSpecs(
        30, 60, 8192, "table", max_output=4096, reads=("text", "image"), endpoint="completions", tools=True
    )
    NEW = ModelSpecs(2, 8, 1_000_000, "table", max_output=32_768, reads=("text", "audio"), endpoint="chat", tools=False)

    def test_what_is_different_is_told_in_the_order_of_what_matters(self) -> None:
        assert comparison("openai", "brain-1", "brain-2", self.OLD, self.NEW) == [
            "Price per million tokens: input $30 → $2 (15× cheaper), output $60 → $8 (7.5× cheaper)",
            "Context: 8,192 → 1,000,000 tokens (122× larger)",
            "Output limit: 4,096 → 32,768 tokens (8× larger)",
            "It does not read image any more",
            "It also reads audio",
            "It does not call tools",
            "Endpoint: completions → chat",
        ]
        assert breaking("openai", "brain-1", "brain-2", self.OLD, self.NEW)[0].startswith("Output limit")

    def test_nothing_known_is_nothing_said(self) -> None:
        assert comparison("openai", "brain-1", "brain-2", None, None) == []

    def test_vectors_must_be_computed_anew(self) -> None:
        old, new = (ModelSpecs(1, None, None, "table", dimensions=size) for size in (1536, 3072))

        assert "Stored vectors must be computed anew: 1,536 → 3,072 dimensions" in comparison(
            "openai", "text-embedding-1", "text-embedding-2", old, new
        )
        assert comparison("openai", "text-embedding-1", "text-embedding-2", None, None) == [
            "Stored vectors must be computed anew"
        ]

    def test_parameters_that_the_new_one_rejects_are_named_with_the_page(self) -> None:
        (sampling, budget) = comparison("anthropic", "claude-3-5-sonnet-20241022", "claude-sonnet-5", None, None)

        assert sampling == (
            "Leave out temperature, top_p, top_k: error 400 for any value but the default "
            "(https://platform.claude.com/docs/en/about-claude/model-deprecations)"
        )
        assert budget.startswith("Leave out thinking.budget_tokens: error 400")
        assert comparison("anthropic", "claude-opus-4-7", "claude-opus-4-8", None, None) == []
        assert comparison("bedrock", "claude-3-opus", "claude-opus-4-8", None, None) == []

    def test_what_so_many_tokens_cost_is_a_span(self) -> None:
        assert cost_line(12_000_000, self.OLD, self.NEW) == (
            "At 12,000,000 tokens in 30 days: $360 to $720 → $24 to $96, by the share of output"
        )
        assert cost_line(None, self.OLD, self.NEW) == cost_line(5, None, self.NEW) == ""


def test_what_a_month_costs_is_a_span_in_few_words_and_nothing_where_a_figure_is_missing() -> None:
    new = ModelSpecs(2, 8, 1_000_000, "x")

    assert cost_in_short(12_000_000, GPT_4, new) == "$360 to $720 → $24 to $96 in 30 days"
    assert cost_in_short(None, GPT_4, new) == ""
    assert cost_in_short(12_000_000, None, new) == ""
    assert cost_in_short(12_000_000, GPT_4, ModelSpecs(None, None, 8_192, "x")) == ""


def test_an_output_that_costs_nothing_as_before_is_no_news() -> None:
    vectors = ModelSpecs(0.1, None, None, "x")
    others = ModelSpecs(0.12, 0, None, "x")

    assert price_line(vectors, others) == "Price per million tokens: input $0.10 → $0.12 (20% dearer)"
    assert price_line(others, others) == "Price per million tokens: input $0.12, the same"
    assert price_line(GPT_4, ModelSpecs(0, 0, None, "x")) == "Price per million tokens: input $30 → $0, output $60 → $0"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            ModelSpecs(30, 60, 8_192, "t"),
            ModelSpecs(2, 8, 128_000, "t"),
            "$30 / $60 → $2 / $8 per million tokens; context 8,192 → 128,000",
        ),
        (
            ModelSpecs(2, 8, 8_192, "t"),
            ModelSpecs(2, 8, 8_192, "t"),
            "$2 / $8 per million tokens, as before; context 8,192, as before",
        ),
        (None, ModelSpecs(0.1, 0, None, "t"), "$0.10 per million tokens"),
        (ModelSpecs(2, 8, 8_192, "t"), ModelSpecs(None, None, None, "t"), ""),
        (ModelSpecs(2, 8, 8_192, "t"), None, ""),
    ],
)
def test_old_and_new_figures_stand_beside_each_other_in_one_line(
    old: ModelSpecs | None, new: ModelSpecs | None, told: str
) -> None:
    assert figures_beside(old, new) == told
