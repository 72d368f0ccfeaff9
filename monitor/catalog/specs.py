"""Prices and context windows, from the figures bundled with genai-prices; no network.

That library answers "which price is the best guess for this name?": it matches by prefixes and parts of names. Here a
model has its own figures or none, so its answer counts only where the library names the very id, or the id is a dated
snapshot ("-20250219", "-2025-08-07", "-001") of a name that it gives the same figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.specs import ModelSpecs

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, Provider

LIBRARY = "genai-prices"

# Our word for a provider, where the library has another.
_THEIR_NAMES = {"bedrock": "aws", "moonshot": "moonshotai", "vertex": "google", "xai": "x-ai", "z-ai": "zai"}

_SNAPSHOT = re.compile(r"(?P<name>.+?)[-@](?P<version>20\d{2}-?\d{2}-?\d{2}|\d{3})", re.ASCII)


def specs(provider: str, model_id: str, *, on: date) -> ModelSpecs | None:
    """The figures of one model on a day (UTC), or None where none are known of exactly this one.

    Prices are those of the first tier of tokens at noon, in US dollars per million tokens. The library does not date
    its figures, so `source` names its version.
    """
    theirs = _providers().get(_THEIR_NAMES.get(provider, provider))
    model = _exact(theirs, model_id.casefold()) if theirs else None
    if model is None:
        return None
    prices = model.get_prices(datetime.combine(on, time(12), UTC))
    figures = _base(getattr(prices, "input_mtok", None)), _base(getattr(prices, "output_mtok", None))
    if not any(figures) and not model.context_window:
        return None
    return ModelSpecs(*figures, model.context_window, source=_source())


@cache
def _source() -> str:
    from importlib.metadata import version  # noqa: PLC0415 (it brings the parsers of e-mail, which few commands need)

    return f"{LIBRARY} {version(LIBRARY)}"


@cache
def _providers() -> Mapping[str, Provider]:
    from genai_prices.data import providers  # noqa: PLC0415 (a quarter of a second, and few commands need it)

    return {provider.id: provider for provider in providers}


def _exact(provider: Provider, model_id: str) -> ModelInfo | None:
    """The library's model that is this one; first of all the one that the library itself would take."""
    model = next((model for model in provider.models if model.is_match(model_id)), None)
    if model is None:
        return None
    names = {model.id.casefold(), *_literals(model.match)}
    snapshot = _SNAPSHOT.fullmatch(model_id)
    dated = snapshot and _is_version(snapshot["version"]) and snapshot["name"] in names
    return model if model_id in names or dated else None


def _is_version(suffix: str) -> bool:
    """Whether a suffix of digits is a short number or a day of the calendar."""
    if len(suffix) == len("001"):
        return True
    try:
        date.fromisoformat(suffix)
    except ValueError:
        return False
    return True


def _literals(clause: object) -> Iterator[str]:
    """The names that a clause of the library spells out, whatever part of an id it looks for them in."""
    for kind in ("or_", "and_"):
        for inner in getattr(clause, kind, ()):
            yield from _literals(inner)
    for kind in ("equals", "starts_with", "ends_with", "contains"):
        literal = getattr(clause, kind, None)
        if literal:
            yield literal.casefold()


def _base(price: object) -> float | None:
    """The price of the first tier, as a number; None where there is none."""
    base = getattr(price, "base", price)
    return float(base) if isinstance(base, Decimal) else None
