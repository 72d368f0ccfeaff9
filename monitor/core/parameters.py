"""Request parameters that newer models reject, where a page of their provider says so: a table to be checked by hand.

One row a statement: provider, the first words of the ids that it holds for, the parameters, what happens, the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rejection:
    """What a request to some models must not hold, and the page that says so. `ids` is a pattern of whole ids."""

    provider: str
    ids: re.Pattern[str]
    parameters: tuple[str, ...]
    words: str
    url: str


_DEPRECATIONS = "https://platform.claude.com/docs/en/about-claude/model-deprecations"
_NOTES = "https://platform.claude.com/docs/en/release-notes/overview"
_REASONING = "https://docs.x.ai/docs/guides/reasoning"
_DATED = r"(?:[-@]\d{8})?"

REJECTIONS = (
    Rejection(
        "anthropic",
        re.compile(rf"claude-(?:opus-4-[789]|(?:opus|sonnet|haiku|fable|mythos)-[5-9](?:-\d)?|mythos-preview){_DATED}"),
        ("temperature", "top_p", "top_k"),
        "error 400 for any value but the default",
        _DEPRECATIONS,
    ),
    Rejection(
        "anthropic",
        re.compile(rf"claude-(?:opus|sonnet|haiku|fable)-[5-9](?:-\d)?{_DATED}"),
        ("thinking.budget_tokens",),
        "error 400: adaptive thinking takes its place",
        _NOTES,
    ),
    Rejection(
        "anthropic",
        re.compile(rf"claude-opus-4-6{_DATED}"),
        ("a prefilled assistant message",),
        "it is not supported",
        _NOTES,
    ),
    Rejection(
        "xai",
        re.compile(r"grok-4(?:-0709|-latest)?"),
        ("presencePenalty", "frequencyPenalty", "stop", "reasoning_effort"),
        "the request returns an error",
        _REASONING,
    ),
)


def newly_rejected(provider: str, old_id: str, new_id: str) -> tuple[Rejection, ...]:
    """What a provider's new model rejects and its old one does not, as far as a page says."""
    own = [r for r in REJECTIONS if r.provider == provider]
    return tuple(r for r in own if r.ids.fullmatch(new_id.casefold()) and not r.ids.fullmatch(old_id.casefold()))
