"""What speaks against several suggestions, each thing said once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from monitor.core.alerts import Suggestion

_BETWEEN = "; "  # as `Suggestion.caution` has it


def said_once(suggestions: Sequence[Suggestion]) -> tuple[str, tuple[Suggestion, ...]]:
    """What holds against all of several suggestions ("" for nothing), and the suggestions without it."""
    if len(suggestions) < 2:  # noqa: PLR2004 nothing is said twice of one
        return "", tuple(suggestions)
    each = [s.caution.split(_BETWEEN) if s.caution else [] for s in suggestions]
    shared = [words for words in each[0] if all(words in others for others in each[1:])]
    if not shared:
        return "", tuple(suggestions)
    left = (_BETWEEN.join(words for words in own if words not in shared) or None for own in each)
    return _BETWEEN.join(shared), tuple(replace(s, caution=c) for s, c in zip(suggestions, left, strict=True))
