"""What is known of a model beyond its lifecycle: prices, context window, what it reads and makes, and who says so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ModelSpecs:
    """Prices in US dollars per million tokens, base tier; the context window in tokens; who says so, and when.

    The rest is None or empty where it is not known: `max_output` in tokens; `reads` and `makes` are modalities ("text",
    "image", "audio", "video", "pdf"); `kind` as in `kinds.Kind`; `endpoint` the interface that it is called by
    ("chat", "completions", "responses"); `dimensions` of an embedding's vectors; `ends_on` the end that the table
    claims, which is nobody's word but a warning. `details_source` and `details_as_of` are for these, `source` and
    `as_of` for prices and context window. Days are ISO. `released_on` is the release that the table states.
    """

    input_per_mtok: float | None
    output_per_mtok: float | None
    context_window: int | None
    source: str
    as_of: str | None = None
    max_output: int | None = None
    reads: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    kind: str | None = None
    endpoint: str | None = None
    tools: bool | None = None
    structured_output: bool | None = None
    dimensions: int | None = None
    ends_on: date | None = None
    released_on: date | None = None
    details_source: str | None = None
    details_as_of: str | None = None

    @property
    def known_on(self) -> date | None:
        """The day on which the table that tells of the model was made."""
        when = self.details_as_of or self.as_of
        return date.fromisoformat(when) if when else None

    @property
    def details_from(self) -> str:
        """Who says all but the prices, and when: "LiteLLM 1.110.2, 2026-11-24"."""
        who, when = self.details_source or self.source, self.details_as_of or self.as_of
        return f"{who}, {when}" if when else who


class Figures(Protocol):
    """Whoever knows figures about models."""

    def of(self, provider: str, model_id: str) -> ModelSpecs | None:
        """The figures of exactly this model; None where there are none."""
        ...

    def ids(self, provider: str) -> Collection[str]:
        """The ids of a provider's models that there are figures of."""
        ...


class NoFigures:
    """Knows none."""

    def of(self, provider: str, model_id: str) -> ModelSpecs | None:  # noqa: ARG002 (the protocol has them)
        """Nothing."""
        return None

    def ids(self, provider: str) -> Collection[str]:  # noqa: ARG002 (likewise)
        """Nothing."""
        return ()


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
