"""Prices and context windows, old and new, in words: how much cheaper, how much larger."""

from __future__ import annotations

from monitor.core.kinds import Kind, kind_of
from monitor.core.money import compared, money, price_change
from monitor.core.parameters import newly_rejected
from monitor.core.specs import ModelSpecs


def price_line(old: ModelSpecs | None, new: ModelSpecs | None) -> str:
    """Input and output prices, old → new; empty where the new ones are not known."""
    if new is None:
        return ""
    charged = old.output_per_mtok if old else None
    sides = (  # for vectors and ranks no output is charged: no news where it was so before
        _price("input", old.input_per_mtok if old else None, new.input_per_mtok),
        _price("output", charged, new.output_per_mtok if charged else new.output_per_mtok or None),
    )
    known = ", ".join(filter(None, sides))
    return f"Price per million tokens: {known}" if known else ""


def context_line(old: ModelSpecs | None, new: ModelSpecs | None) -> str:
    """The context window, old → new; empty where the new one is not known."""
    if new is None or new.context_window is None:
        return ""
    before = old.context_window if old else None
    if before is None:
        return f"Context: {new.context_window:,} tokens"
    if before == new.context_window:
        return f"Context: {before:,} tokens, the same"
    change = compared(before, new.context_window, less="smaller", more="larger")
    return f"Context: {before:,} → {new.context_window:,} tokens ({change})"


def figures_in_short(old: ModelSpecs | None, new: ModelSpecs | None) -> str:
    """Only what changes: "input 24× cheaper, output 6× cheaper, context 49× larger"; empty where nothing is known."""
    if old is None or new is None:
        return ""
    pairs = (
        ("input", old.input_per_mtok, new.input_per_mtok, "cheaper", "dearer"),
        ("output", old.output_per_mtok, new.output_per_mtok, "cheaper", "dearer"),
        ("context", old.context_window, new.context_window, "smaller", "larger"),
    )
    said = [(what, compared(a, b, less=less, more=more)) for what, a, b, less, more in pairs if a and b]
    if len(said) == len(pairs) and all(change == "the same" for _, change in said):
        return "price and context the same"
    said = _together(said)
    return ", ".join(f"{what} {change}" for what, change in said if change)


def figures_beside(old: ModelSpecs | None, new: ModelSpecs | None) -> str:
    """Prices and context, old → new, in a line: "$30 / $60 → $2 / $8 per million tokens; context 8,192 → 128,000".

    Empty where nothing is known of the new one.
    """
    if new is None:
        return ""
    windows = (f"context {s.context_window:,}" if s and s.context_window else "" for s in (old, new))
    known = (_arrow(_prices(old), _prices(new), " per million tokens"), _arrow(*windows))
    return "; ".join(filter(None, known))


def _arrow(before: str, after: str, unit: str = "") -> str:
    if not after:
        return ""
    if before == after:
        return f"{after}{unit}, as before"
    return f"{before} → {after.removeprefix('context ')}{unit}" if before else f"{after}{unit}"


def _prices(specs: ModelSpecs | None) -> str:
    """Input and output: "$30 / $60"; the input alone where no output is charged."""
    sides = (specs.input_per_mtok, specs.output_per_mtok or None) if specs else ()
    return " / ".join(money(side) for side in sides if side is not None)


def _together(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Input and output as one where they change alike."""
    if len(said) > 1 and said[0][0] == "input" and said[1] == ("output", said[0][1]):
        return [("price", said[0][1]), *said[2:]]
    return said


def _price(side: str, old: float | None, new: float | None) -> str:
    change = price_change(old, new)
    return f"{side} {change}" if change else ""


def comparison(provider: str, old_id: str, new_id: str, old: ModelSpecs | None, new: ModelSpecs | None) -> list[str]:
    """All that is known to be different with the new model, a line each: price and context first, then what breaks.

    `provider` is that of the new model.
    """
    first = [line for line in (price_line(old, new), context_line(old, new)) if line]
    return [*first, *breaking(provider, old_id, new_id, old, new)]


def breaking(provider: str, old_id: str, new_id: str, old: ModelSpecs | None, new: ModelSpecs | None) -> list[str]:
    """The same without price and context window."""
    lines = [_output_line(old, new), *_modalities(old, new)]
    lines += [_endpoint_line(old_id, old, new), _vectors_line(old_id, new_id, old, new)]
    for r in newly_rejected(provider, old_id, new_id):
        lines.append(f"Leave out {', '.join(r.parameters)}: {r.words} ({r.url})")
    return [line for line in lines if line]


def cost_line(tokens: int | None, old: ModelSpecs | None, new: ModelSpecs | None) -> str:
    """What so many tokens cost, old → new, in money; a span, since usage does not tell input from output."""
    before, after = cost(tokens, old), cost(tokens, new)
    if tokens is None or before is None or after is None:
        return ""
    return f"At {tokens:,} tokens in 30 days: {_span(before)} → {_span(after)}, by the share of output"


def cost_in_short(tokens: int | None, old: ModelSpecs | None, new: ModelSpecs | None) -> str:
    """The same in few words: "$360 to $720 → $24 to $96 in 30 days"; empty where a figure is not known."""
    before, after = cost(tokens, old), cost(tokens, new)
    return f"{_span(before)} → {_span(after)} in 30 days" if before and after else ""


def cost(tokens: int | None, specs: ModelSpecs | None) -> tuple[float, float] | None:
    """The least and the most that so many tokens cost, in US dollars; None where a figure is not known."""
    if not tokens or specs is None or specs.input_per_mtok is None:
        return None
    prices = (
        specs.input_per_mtok,
        specs.output_per_mtok if specs.output_per_mtok is not None else specs.input_per_mtok,
    )
    return round(min(prices) * tokens / 1e6, 2), round(max(prices) * tokens / 1e6, 2)


def _span(dollars: tuple[float, float]) -> str:
    low, high = (money(side) for side in dollars)
    return low if low == high else f"{low} to {high}"


def _output_line(old: ModelSpecs | None, new: ModelSpecs | None) -> str:
    if old is None or new is None or not old.max_output or not new.max_output or old.max_output == new.max_output:
        return ""
    change = compared(old.max_output, new.max_output, less="smaller", more="larger")
    return f"Output limit: {old.max_output:,} → {new.max_output:,} tokens ({change})"


def _modalities(old: ModelSpecs | None, new: ModelSpecs | None) -> list[str]:
    if old is None or new is None:
        return []
    lines = []
    for verb, had, has in (("read", old.reads, new.reads), ("make", old.makes, new.makes)):
        lost, won = [m for m in had if m not in has], [m for m in has if m not in had]
        if had and has and lost:
            lines.append(f"It does not {verb} {', '.join(lost)} any more")
        if had and has and won:
            lines.append(f"It also {verb}s {', '.join(won)}")
    if old.tools and new.tools is False:
        lines.append("It does not call tools")
    if old.structured_output and new.structured_output is False:
        lines.append("It has no structured output")
    return lines


def _endpoint_line(old_id: str, old: ModelSpecs | None, new: ModelSpecs | None) -> str:
    before = old.endpoint if old and old.endpoint else "completions" if kind_of(old_id) is Kind.COMPLETION else None
    after = new.endpoint if new else None
    return f"Endpoint: {before} → {after}" if before and after and before != after else ""


def _vectors_line(old_id: str, new_id: str, old: ModelSpecs | None, new: ModelSpecs | None) -> str:
    if Kind.EMBEDDING not in {kind_of(old_id), kind_of(new_id)}:
        return ""
    before, after = (specs.dimensions if specs else None for specs in (old, new))
    sizes = f": {before:,} → {after:,} dimensions" if before and after else f": {after:,} dimensions" if after else ""
    return f"Stored vectors must be computed anew{sizes}"
