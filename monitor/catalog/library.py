"""The figures bundled with genai-prices, as a table of ours.

That library answers "which price is the best guess for this name?": it matches by prefixes and parts of names. Here a
model has its own figures or none, so only the names that the library spells out count, and of these only those for
which it would itself take that model.

Some of Bedrock's models have two prices there, "global." and "regional.", and it takes the second for an id without a
region. Here such an id has the first, or else the only one that there is. Ids of regions are left out: the region of a
reference is no part of its id, and a price of one region is not that of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from monitor.catalog.figures import Row, Table
from monitor.core.prefixes import GEOGRAPHIES, PROVIDERS

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, Provider

LIBRARY = "genai-prices"

_GLOBAL, _REGIONAL = "global.", "regional."
_REGIONS = GEOGRAPHIES.keys() - {"global"}

# Our word for a provider, where the library has another.
THEIR_NAMES = {
    "bedrock": "aws", "moonshot": "moonshotai", "vertex": "google", "voyage": "voyageai", "xai": "x-ai", "z-ai": "zai",
    "zhipu": "zhipuai",
}  # fmt: skip


def table(on: date) -> Table:
    """All figures that the installed library has of providers that we know, as of a day (UTC).

    Prices are those of the first tier of tokens at noon, in US dollars per million tokens.
    """
    from importlib.metadata import version  # noqa: PLC0415 (only this command needs it)

    from genai_prices.data import providers  # noqa: PLC0415 (likewise, and it takes a quarter of a second)

    return of(providers, on, f"{LIBRARY} {version(LIBRARY)}")


def of(providers: list[Provider], on: date, name: str) -> Table:
    """The figures of these providers of the library."""
    theirs = {provider.id: provider for provider in providers}
    found: dict[str, dict[str, Row]] = {}
    for ours in PROVIDERS:
        provider = theirs.get(THEIR_NAMES.get(ours, ours))
        if provider and (rows := dict(_rows(provider, datetime.combine(on, time(12), UTC)))):
            found[ours] = rows
    return Table(((name, on.isoformat()),), found)


def _rows(provider: Provider, at: datetime) -> Iterator[tuple[str, Row]]:
    """Each name that the library spells out, with the figures of the model that it takes for it."""
    spelled: defaultdict[int, list[str]] = defaultdict(list)
    for number, model in enumerate(provider.models):
        for name in dict.fromkeys((model.id.casefold().removeprefix(_REGIONAL), *_literals(model.match))):
            taken = next((n for n, other in enumerate(provider.models) if other.is_match(name)), None)
            if taken == number:
                spelled[number].append(name)
    everywhere = {m.id.removeprefix(_GLOBAL): m for m in provider.models if m.id.startswith(_GLOBAL)}
    for number, names in spelled.items():
        model = provider.models[number]
        row = _row(everywhere.get(model.id.removeprefix(_REGIONAL), model), at)
        for name in names if row else ():
            if name.partition(".")[0] not in _REGIONS:
                yield name.removeprefix(_GLOBAL), {**row, "by": 0}


def _row(model: ModelInfo, at: datetime) -> dict[str, float | int]:
    prices = model.get_prices(at)
    row = {
        "in": _base(getattr(prices, "input_mtok", None)),
        "out": _base(getattr(prices, "output_mtok", None)),
        "context": model.context_window,
    }
    known = {key: value for key, value in row.items() if value is not None}
    return known if any(known.values()) else {}


def _literals(clause: object) -> Iterator[str]:
    """The names that a clause of the library spells out, whatever part of an id it looks for them in."""
    for kind in ("or_", "and_"):
        for inner in getattr(clause, kind, ()):
            yield from _literals(inner)
    for kind in ("equals", "starts_with", "ends_with", "contains"):
        literal = getattr(clause, kind, None)
        if literal:
            yield literal.casefold()


def _base(price: object) -> float | int | None:
    """The price of the first tier, as a number; None where there is none."""
    base = getattr(price, "base", price)
    if not isinstance(base, Decimal):
        return None
    return int(base) if base == int(base) else float(base)
