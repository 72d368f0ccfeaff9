"""From when on a source is stale, and how an age is told."""

from __future__ import annotations

from datetime import timedelta

# Without a good reading for so many of its intervals a source is stale, and every answer that rests on it says so.
STALE_INTERVALS = 3
STALE_AFTER = timedelta(hours=48)  # likewise what nobody polls: the bundled catalog, a source that is no longer known

_MINUTES_SHOWN, _HOURS_SHOWN = 100, 72  # an age is told in minutes or hours up to these


def ago(age: timedelta) -> str:
    """An age in words: "5 min ago", "3 h ago", "30 d ago"; one below zero is none."""
    minutes = max(0, int(age.total_seconds())) // 60
    if minutes < _MINUTES_SHOWN:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < _HOURS_SHOWN else f"{hours // 24} d ago"
