"""Figures in words: money, and how one figure stands to another."""

from __future__ import annotations

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


def price_change(old: float | None, new: float | None) -> str:
    """A price then and now: "$30 → $2.50 (12× cheaper)"; empty where the new one is not known."""
    if new is None:
        return ""
    if old is None:
        return money(new)
    change = compared(old, new, less="cheaper", more="dearer")
    if change == "the same":
        return f"{money(new)}, the same"
    return f"{money(old)} → {money(new)}" + (f" ({change})" if change else "")
