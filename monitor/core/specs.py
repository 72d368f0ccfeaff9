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
