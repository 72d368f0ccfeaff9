"""A model has its own figures or none: never those of a model with a similar name."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, time
from decimal import Decimal

import pytest
from genai_prices.types import (
    ClauseContains,
    ClauseEquals,
    ClauseOr,
    ClauseStartsWith,
    ConditionalPrice,
    ModelInfo,
    ModelPrice,
    Provider,
    StartDateConstraint,
    Tier,
    TieredPrices,
    TimeOfDateConstraint,
)
from hypothesis import given
from hypothesis import strategies as st

from monitor.catalog import library
from monitor.catalog.figures import FigureTables, bundled
from monitor.core.specs import ModelSpecs

DAY = date(2026, 8, 22)
PRICE = ModelPrice(input_mtok=Decimal(3), output_mtok=Decimal(15))


def acme(model_id: str, *models: ModelInfo, on: date = DAY) -> ModelSpecs | None:
    """The figures of an id at OpenAI, of whom these are the only models that the library knows."""
    provider = Provider(id="openai", name="Acme", api_pattern="acme", models=list(models))
    table = library.of([provider], on, "genai-prices 0")
    return FigureTables([lambda: table]).of("openai", model_id)


def specs(provider: str, model_id: str) -> ModelSpecs | None:
    return bundled().of(provider, model_id)


def model(model_id: str, match: object, prices: object = PRICE, window: int | None = 8192) -> ModelInfo:
    return ModelInfo(id=model_id, match=match, prices=prices, context_window=window)  # type: ignore[arg-type]


class TestBundledFigures:
    def test_gpt_4_0314_costs_what_it_always_did(self) -> None:
        found = specs("openai", "gpt-4-0314")
        assert found is not None
        assert (found.input_per_mtok, found.output_per_mtok, found.context_window) == (30.0, 60.0, 8192)
        assert found.source.startswith("genai-prices 0.")
        assert found.as_of

    @pytest.mark.parametrize(
        ("provider", "model_id"),
        [
            ("openai", "gpt-4-0314x"),
            ("openai", "gpt-4-031"),
            ("openai", "gpt-4-completions"),
            ("openai", "ft:gpt-4o-2024-08-06:acme::9xYz"),
            ("openai", "text-moderation-007"),
            ("openai", ""),
            ("anthropic", "claude-3-haiku-99999999"),
            ("anthropic", "my-claude-3-haiku-20240307"),
            ("anthropic", "gpt-4-0314"),
            ("nobody", "gpt-4-0314"),
        ],
    )
    def test_what_the_library_does_not_name_has_no_figures(self, provider: str, model_id: str) -> None:
        assert specs(provider, model_id) is None

    def test_a_dated_snapshot_has_the_figures_of_its_name(self) -> None:
        assert specs("anthropic", "claude-3-haiku-20240307") == specs("anthropic", "claude-3-haiku")

    def test_a_snapshot_with_a_price_of_its_own_keeps_it(self) -> None:
        old, current = (specs("openai", i) for i in ("gpt-4o-2024-05-13", "gpt-4o"))
        assert old is not None
        assert current is not None
        assert old.input_per_mtok != current.input_per_mtok

    def test_an_id_is_compared_without_regard_to_case(self) -> None:
        assert specs("openai", "GPT-4-0314") == specs("openai", "gpt-4-0314")

    def test_our_names_of_providers_are_known(self) -> None:
        from genai_prices.data import providers

        known = {provider.id for provider in providers}
        assert {name: theirs for name, theirs in library.THEIR_NAMES.items() if theirs not in known} == {}

    @given(st.sampled_from(["openai", "anthropic", "google"]), st.text(max_size=40))
    def test_no_text_makes_the_look_up_fail(self, provider: str, model_id: str) -> None:
        assert specs(provider, model_id) is None

    def test_the_library_is_not_needed_to_look_a_figure_up(self) -> None:
        code = "import sys; from monitor.catalog.figures import bundled; bundled().of('openai', 'gpt-4-0314'); "
        code += "sys.exit('genai_prices' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestMatching:
    @pytest.mark.parametrize(
        ("model_id", "known"),
        [
            ("claw-2", True),
            ("claw-2-20250219", True),
            ("claw-2-2025-02-19", True),
            ("claw-2@20250219", True),
            ("claw-2-001", True),
            ("claw-2-20250231", False),
            ("claw-2-pro", False),
            ("claw-2-pro-20250219", False),
            ("claw-2.1", False),
            ("claw-2.001", False),
            ("claw-20250219", False),
            ("claw-2-0314", False),
            ("claw-2-20250219-v2", False),
        ],
    )
    def test_a_prefix_stands_for_its_name_and_its_dated_snapshots_only(self, model_id: str, known: bool) -> None:
        found = acme(model_id, model("claw-2", ClauseStartsWith(starts_with="claw-2")))
        assert (found is not None) is known

    def test_every_name_that_is_spelled_out_counts(self) -> None:
        clause = ClauseOr(or_=[ClauseEquals(equals="Claw-2-0613"), ClauseContains(contains="claw-two")])
        known = [acme(i, model("claw-2", clause)) is not None for i in ("claw-2-0613", "claw-two", "big-claw-two")]
        assert known == [True, True, False]
        assert acme("claw-2", model("claw-2", clause)) is None, "the library itself does not match it"

    def test_the_model_that_the_library_would_take_is_the_one_that_counts(self) -> None:
        broad = model("claw", ClauseStartsWith(starts_with="claw"))
        assert acme("claw-mini", broad, model("claw-mini", ClauseEquals(equals="claw-mini"))) is None


class TestRegionsOfBedrock:
    GLOBAL = model("global.anthropic.claw-v1:0", ClauseContains(contains="global.anthropic.claw"))
    REGIONAL = model(
        "regional.anthropic.claw-v1:0",
        ClauseOr(or_=[ClauseStartsWith(starts_with="anthropic.claw"), ClauseContains(contains="us.anthropic.claw")]),
        ModelPrice(input_mtok=Decimal("3.3"), output_mtok=Decimal("16.5")),
    )

    def figures(self, *models: ModelInfo) -> FigureTables:
        table = library.of([Provider(id="aws", name="AWS", api_pattern="aws", models=list(models))], DAY, "x")
        return FigureTables([lambda: table])

    @pytest.mark.parametrize("model_id", ["anthropic.claw-v1:0", "anthropic.claw"])
    @pytest.mark.parametrize("models", [(GLOBAL, REGIONAL), (REGIONAL, GLOBAL)])
    def test_an_id_without_a_region_has_the_global_price(self, models: tuple[ModelInfo, ...], model_id: str) -> None:
        found = self.figures(*models).of("bedrock", model_id)
        assert found is not None
        assert (found.input_per_mtok, found.output_per_mtok) == (3, 15)

    def test_where_there_is_one_price_the_whole_id_has_it(self) -> None:
        everywhere = model("regional.anthropic.claw-3-v1:0", ClauseContains(contains="claw-3"))
        found = self.figures(everywhere).of("bedrock", "anthropic.claw-3-v1:0")
        assert found is not None
        assert found.input_per_mtok == 3

    def test_the_ids_of_regions_are_left_out(self) -> None:
        ids = self.figures(self.GLOBAL, self.REGIONAL).ids("bedrock")
        assert set(ids) == {"anthropic.claw-v1:0", "anthropic.claw"}

    def test_claude_3_haiku_costs_what_the_library_says(self) -> None:
        found = specs("bedrock", "anthropic.claude-3-haiku-20240307-v1:0")
        assert found is not None
        assert (found.input_per_mtok, found.output_per_mtok, found.context_window) == (0.25, 1.25, 200_000)
        assert found.source.startswith("genai-prices 0.")

    def test_a_successor_is_quoted_at_its_global_price(self) -> None:
        found = specs("bedrock", "anthropic.claude-sonnet-4-6")
        assert found is not None
        assert (found.input_per_mtok, found.output_per_mtok) == (3, 15)


class TestFigures:
    def figures(self, prices: object, window: int | None = None) -> ModelSpecs | None:
        return acme("claw", model("claw", ClauseEquals(equals="claw"), prices, window))

    def test_the_first_tier_is_the_price(self) -> None:
        tiers = TieredPrices(base=Decimal("1.25"), tiers=[Tier(start=200_000, price=Decimal("2.5"))])
        found = self.figures(ModelPrice(input_mtok=tiers, output_mtok=Decimal(10)))
        assert found is not None
        assert (found.input_per_mtok, found.output_per_mtok, found.context_window) == (1.25, 10.0, None)

    @pytest.mark.parametrize(("start", "price"), [(date(2026, 8, 22), 2.0), (date(2026, 8, 23), 1.0)])
    def test_a_price_counts_from_its_day(self, start: date, price: float) -> None:
        prices = [
            ConditionalPrice(prices=ModelPrice(input_mtok=Decimal(1))),
            ConditionalPrice(StartDateConstraint(start), prices=ModelPrice(input_mtok=Decimal(2))),
        ]
        found = self.figures(prices)
        assert found is not None
        assert (found.input_per_mtok, found.output_per_mtok) == (price, None)

    def test_a_price_of_the_night_is_not_the_price(self) -> None:
        night = TimeOfDateConstraint(time(16, 30, tzinfo=UTC), time(0, 30, tzinfo=UTC))
        prices = [
            ConditionalPrice(prices=ModelPrice(input_mtok=Decimal(2))),
            ConditionalPrice(night, prices=ModelPrice(input_mtok=Decimal(1))),
        ]
        found = self.figures(prices)
        assert found is not None
        assert found.input_per_mtok == 2.0

    def test_a_window_without_a_price_is_worth_telling(self) -> None:
        found = self.figures(ModelPrice(), 262_144)
        assert found is not None
        assert (found.input_per_mtok, found.context_window) == (None, 262_144)

    def test_neither_price_nor_window_is_nothing(self) -> None:
        assert self.figures(ModelPrice()) is None
