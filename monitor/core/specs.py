"""What is known of a model beyond its lifecycle: prices and context window, with the source of the figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelSpecs:
    """Prices in US dollars per million tokens, base tier; the context window in tokens; who says so, and when."""

    input_per_mtok: float | None
    output_per_mtok: float | None
    context_window: int | None
    source: str
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody who resells a model asks for it, beside its maker's price; read on one page, with the evidence.

    Prices in US dollars per million tokens, base tier; the context window in tokens; None where the page does not say.
    `quote` is what it prints, `url` the page.
    """

    provider: str
    model_id: str
    input_per_mtok: float | None
    output_per_mtok: float | None
    url: str
    quote: str
    official_input_per_mtok: float | None = None
    official_output_per_mtok: float | None = None
    context_window: int | None = None

    def __str__(self) -> str:
        """Both prices, input and output: "$24 / $48 per million tokens (official price: $30 / $60)"."""
        official = _prices(self.official_input_per_mtok, self.official_output_per_mtok)
        beside = f" (official price: {official})" if official else ""
        return f"{_prices(self.input_per_mtok, self.output_per_mtok)} per million tokens{beside}"


def _prices(*dollars: float | None) -> str:
    return " / ".join(f"${price:,.6f}".rstrip("0").rstrip(".") for price in dollars if price is not None)
