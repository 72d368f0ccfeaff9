"""What a provider recommends in a model's place: ids, display names that mean one, and the conditions beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.core.lifecycle import Lifecycle
from monitor.core.models import Models
from monitor.core.traits import shared_name, traits_of
from monitor.core.values import value

_APART = re.compile(r"\s+or\s+|\s+and\s+|\s*[,;/]\s+|\s*\|\s*", re.IGNORECASE)
_CONDITION = re.compile(
    r"[`*†‡\s]*(?P<words>with\s[^,.;|]{2,80}?|\((?!which\b|the\b|see\b)[^()]{2,80}\))(?=\s+or\s|[,;.|]|$)"
)
_AROUND = re.compile(r"^(?:(?:the|any|use|migrate to|switch to|move to)\s+)+|\s+models?$|[`*†‡]", re.IGNORECASE)
LONGEST_NAME = 60


@value
class Recommended:
    """One model that a provider recommends: its id, on what condition ("with `low` reasoning effort"), and where."""

    model_id: str
    condition: str | None = None
    url: str = ""


def recommended(c: Lifecycle, models: Models) -> tuple[Recommended, ...]:
    """What a lifecycle's provider recommends instead, in its order.

    Names are resolved to the provider's own ids; one that means no known id is left out: it stays text.
    """
    text = c.replacement_text
    if not text:
        return tuple([Recommended(model_id, url=_url(c, model_id)) for model_id in c.replacements])
    found = [(_at(text, model_id), model_id) for model_id in c.replacements]
    known = [traits_of(model_id).name for model_id in c.replacements]  # some readers have resolved the names already
    for at, name in _names(text):
        model_id = models.named(c.provider, name)
        if model_id and not any(shared_name(name) in other for other in known):
            known.append(traits_of(model_id).name)
            found.append(((at, at + len(name)), model_id))
    found.sort(key=lambda item: item[0])
    return tuple(Recommended(model_id, _condition(text, end), _url(c, model_id)) for (_, end), model_id in found)


def _at(text: str, model_id: str) -> tuple[int, int]:
    """Where a text names an id as a word of its own; its end where it does not."""
    found = re.search(rf"(?<![\w.-]){re.escape(model_id)}(?![\w-]|\.\w)", text, re.IGNORECASE)
    return found.span() if found else (len(text), len(text))


def _names(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a text that may be a model's name, each with its place."""
    start = 0
    for end in [*(m.start() for m in _APART.finditer(text)), len(text)]:
        part = text[start:end]
        part = _APART.sub("", part) if _APART.match(part) else part
        part = part.strip()
        bare = _AROUND.sub("", re.sub(r"\s+(?:with\s.*|\(.*\))$", "", part)).strip()
        if bare and len(bare) <= LONGEST_NAME:
            yield text.find(bare, start), bare
        start = end


def _condition(text: str, end: int) -> str | None:
    found = _CONDITION.match(text, end)
    return " ".join(found["words"].removeprefix("(").removesuffix(")").split()) if found else None


def _url(c: Lifecycle, model_id: str) -> str:
    """Where the provider recommends it."""
    for o in c.observations:
        if model_id in o.fact.replacements:
            return o.fact.url
    return next((o.fact.url for o in c.observations if o.fact.replacement_text), "")
