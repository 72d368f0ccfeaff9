"""Prices and context windows, old and new, in words: how much cheaper, how much larger."""

from __future__ import annotations

from monitor.core.specs import ModelSpecs

SAME = 0.01  # closer than a hundredth is the same


def money(dollars: float) -> str:
    """US dollars without needless digits: 30 -> "$30", 1.25 -> "$1.25", 0.075 -> "$0.075"."""
    if dollars == int(dollars):
        return f"${int(dollars):,}"
    decimals = len(f"{dollars:.6f}".rstrip("0").partition(".")[2])
    return f"${dollars:,.{max(2, decimals)}f}"


def compared(old: float, new: float, *, less: str, more: str) -> str:
    """How the new figure stands to the old one: "24× cheaper", "30% dearer", "the same"; empty without a measure."""
    if old <= 0 or new <= 0:
        return ""
    ratio = max(old, new) / min(old, new)
    if ratio < 1 + SAME:
        return "the same"
    word = less if new < old else more
    if ratio < 2:  # noqa: PLR2004 below twice, a share says more than "1.3×"
        return f"{abs(new - old) / old:.0%} {word}"
    times = f"{ratio:.1f}".removesuffix(".0") if ratio < 10 else f"{ratio:,.0f}"  # noqa: PLR2004 two digits are enough
    return f"{times}× {word}"


def price_line(old: ModelSpecs | None, new: ModelSpecs | None) -> str:
    """Input and output prices, old → new; empty where the new ones are not known."""
    if new is None:
        return ""
    sides = (
        _price("input", old.input_per_mtok if old else None, new.input_per_mtok),
        _price("output", old.output_per_mtok if old else None, new.output_per_mtok),
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


def _together(said: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Input and output as one where they change alike."""
    if len(said) > 1 and said[0][0] == "input" and said[1] == ("output", said[0][1]):
        return [("price", said[0][1]), *said[2:]]
    return said


def _price(side: str, old: float | None, new: float | None) -> str:
    if new is None:
        return ""
    if old is None:
        return f"{side} {money(new)}"
    change = compared(old, new, less="cheaper", more="dearer")
    if change == "the same":
        return f"{side} {money(new)}, the same"
    return f"{side} {money(old)} → {money(new)}" + (f" ({change})" if change else "")
