"""What to move to, in words: each replacement with whose word it is, the way to it, its price, context and end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Self

from monitor.core.alerts import Alert, Suggestion
from monitor.core.cautions import said_once
from monitor.core.lifecycle import Status
from monitor.core.parameters import leave_out
from monitor.core.specs import ModelSpecs
from monitor.notify.figures import breaking, context_line, cost_in_short, cost_line, figures_in_short, price_line
from monitor.notify.foreign import clean
from monitor.notify.phrase import Phrase, join
from monitor.notify.wording import day, day_away, identifier, name_of, our_prose, prose, whose

REMEMBERED = 1_024  # one model to move to is named in the messages of all who pin what ends
FILLER = re.compile(r"\b(?:or|and)\b|[\W_]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Replacement:
    """One model to move to: `title` names it and whose word it is, `lines` say what that means.

    Of the same model and figures there is one, which channels may remember what they made of.
    """

    title: Phrase
    lines: tuple[Phrase, ...]


class _Old(NamedTuple):
    """What of the model that ends decides how one to move to is told: whose it is, its figures and its use."""

    provider: str
    maker: str
    specs: ModelSpecs | None
    tokens: int | None

    @classmethod
    def of(cls, alert: Alert) -> Self:
        return cls(alert.provider, whose(alert), alert.specs, alert.tokens)


def replacements(alert: Alert, today: date) -> tuple[Replacement, ...]:
    """All suggestions, in their order."""
    old = _Old.of(alert)
    return tuple([_replacement(s, old, today) for s in alert.suggestions])


@lru_cache(REMEMBERED)
def _replacement(s: Suggestion, old: _Old, today: date) -> Replacement:
    return Replacement(_title(s, old), tuple(filter(None, _lines(s, old, today))))


def in_short(alert: Alert) -> Phrase:
    """The same in one line: "Move to `gpt-5` or `gpt-4.1`."."""
    if not alert.suggestions:
        return (none_known(alert),)
    return _models(alert.suggestions, _Old.of(alert))


@lru_cache(REMEMBERED)
def _models(suggestions: tuple[Suggestion, ...], old: _Old) -> Phrase:
    first = suggestions[0].specs
    figures = filter(None, (figures_in_short(old.specs, first), cost_in_short(old.tokens, old.specs, first)))
    shared, suggestions = said_once(suggestions)
    asides = [_aside(suggestions[0], old, *figures), *[_aside(s, old) for s in suggestions[1:]]]
    models = join([(identifier(s.model_id), aside) for s, aside in zip(suggestions, asides, strict=True)], " or ")
    ours = all(s.origin == "suggestion" for s in suggestions)
    each = f" Of each of them: {our_prose(shared)}." if shared else ""
    return ("Move to ", *models, " (our suggestion)." if ours else ".", *((each,) if each else ()))


def terse(s: Suggestion) -> Phrase:
    """One model to move to in the fewest words: its id, and what a request to it must leave out."""
    without = leave_out(s)
    return (identifier(s.model_id), f" ({without})") if without else (identifier(s.model_id),)


def none_known(alert: Alert) -> str:
    """What to say where there is nothing to suggest; empty of a model that no source names."""
    if alert.status is Status.UNKNOWN:
        return ""
    if alert.at_risk:
        return "No living replacement is known."
    return f"{name_of(whose(alert))} names no replacement." if not alert.replacement_text else ""


def at_risk(line: str) -> Phrase:
    """A recommended model that is itself about to go, with the reason: its id, a colon, words."""
    model_id, colon, reason = clean(line).partition(": ")
    if colon and " " not in model_id:
        return (identifier(model_id), f": {our_prose(reason)}")
    return (our_prose(line),)


def own_words(alert: Alert) -> str:
    """What the provider says of the replacement beyond the ids that are shown anyway; empty if nothing."""
    words = clean(alert.replacement_text or "")
    shown = {i for s in alert.suggestions for i in (s.model_id, *s.path)} | {r.partition(":")[0] for r in alert.at_risk}
    rest = words
    for model_id in sorted(filter(None, shown), key=len, reverse=True):
        rest = rest.replace(model_id, " ")
    return f"{name_of(whose(alert))} says: “{prose(words)}”" if FILLER.sub("", rest) else ""


def figures_from(alerts: Iterable[Alert]) -> str:
    """Who says what the models cost; empty where no figure is shown."""
    known = [(s.specs, a.specs) for a in alerts for s in a.suggestions if s.specs]
    told = dict.fromkeys(_told(specs) for pair in known for specs in pair if specs)
    return f"Prices and context windows: {prose('; '.join(told))}" if told else ""


def _told(specs: ModelSpecs) -> str:
    return f"{specs.source}, {specs.as_of}" if specs.as_of else specs.source


def _title(s: Suggestion, old: _Old) -> Phrase:
    instead_of = f" for {clean(s.path[-2])}" if len(s.path) > 2 else ""  # noqa: PLR2004 a way of one step is its own
    words = {
        "provider": f"{name_of(old.maker)} recommends it{instead_of}",
        "override": prose(s.why),
    }
    word = words.get(s.origin, f"our suggestion: {prose(s.why)}")
    return (identifier(s.model_id), f"{_elsewhere(s, old)} — {word}")


def _aside(s: Suggestion, old: _Old, *figures: str) -> str:
    risk = "may itself be retired any day" if s.may_go else ""
    aside = "; ".join((*figures, *filter(None, (leave_out(s), risk, our_prose(s.caution) if s.caution else ""))))
    return _elsewhere(s, old) + (f" ({aside})" if aside else "")


def _elsewhere(s: Suggestion, old: _Old) -> str:
    return f" at {name_of(s.provider)}" if s.provider != old.provider else ""


def _lines(s: Suggestion, old: _Old, today: date) -> tuple[Phrase, ...]:
    way = join([(identifier(step),) for step in s.path], " → ")
    return (
        ("The way there: ", *way) if len(s.path) > 2 else (),  # noqa: PLR2004 a way of one step is no news
        _line(price_line(old.specs, s.specs)),
        _line(cost_line(old.tokens, old.specs, s.specs)),
        _line(context_line(old.specs, s.specs)),
        *(_line(prose(line)) for line in breaking(s.provider, s.path[0], s.model_id, old.specs, s.specs)),
        _line(f"On condition: {prose(s.condition)}" if s.condition else ""),
        _line("" if s.good_until is None and s.caution else _end(s, today)),
        _line(f"Mind: {our_prose(s.caution)}" if s.caution else ""),
    )


def _line(words: str) -> Phrase:
    return (words,) if words else ()


def _end(s: Suggestion, today: date) -> str:
    if s.good_until is None:
        return "No end date stated"
    if s.may_go:
        return f"May be retired any day: its earliest date, {day(s.good_until)}, has passed"
    if s.good_until_is_floor:
        return f"Stays at least until {day(s.good_until)}"
    return f"Good until {day_away(s.good_until, today)}"
