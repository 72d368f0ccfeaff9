"""Request parameters that newer models reject, where a page of their provider says so: a table to be checked by hand.

One row a statement: provider, the first words of the ids that it holds for, the parameters, what happens, the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.core.alerts import Suggestion


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


def to_leave_out(s: Suggestion) -> tuple[str, ...]:
    """What a request to a suggested model must not hold any more, in the words of its provider's interface."""
    found = newly_rejected(s.provider, s.path[0], s.model_id) if s.path else ()
    return tuple(dict.fromkeys(p for r in found for p in r.parameters))


def leave_out(s: Suggestion) -> str:
    """The same in a few words, for every form that names the model; empty where there is nothing to leave out."""
    parameters = ", ".join(to_leave_out(s))
    return f"leave out {parameters} or requests fail" if parameters else ""
