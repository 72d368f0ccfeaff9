"""Our own suggestion, where a provider names no replacement that lives: what else is alive, ranked.

First the provider's own models of the same kind: those that lose nothing that is known (modalities, context window,
tools, structured output), then by family, bent, price and version. Only where there is none, the same model at another
provider. What is known of a model comes from its id and from the figures.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from monitor.core.alerts import Suggestion
from monitor.core.kinds import Bent, Kind, bents_of, kind_of
from monitor.core.lifecycle import Lifecycle, floor_passed
from monitor.core.living import why_not_living
from monitor.core.models import Models
from monitor.core.prefixes import MAKERS
from monitor.core.specs import ModelSpecs
from monitor.core.spellings import base_of
from monitor.core.traits import Traits, alikeness, is_older, traits_of

FAR = 3.0  # how far apart prices and sizes count as, where one is not known; as a power of two
SUCCESSORS = {Kind.COMPLETION: Kind.TEXT, Kind.AUDIO: Kind.REALTIME, Kind.REALTIME: Kind.AUDIO}  # where none is left


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A model that figures name and no source does: its end as they claim it, in words, and what to mind."""

    ending: str | None
    caution: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A model with all that it is ranked by; price and size as powers of two, None where not known.

    `lifecycle` is None for one that figures alone name; `may_go` tells that its floor has passed; `rest` is what counts
    last, and of the model alone, its id in the end.
    """

    provider: str
    model_id: str
    kind: Kind
    bents: frozenset[Bent]
    traits: Traits
    specs: ModelSpecs | None
    lifecycle: Lifecycle | None
    may_go: bool
    price: float | None
    size: float | None
    rest: tuple[int | str, ...]


class _Field:
    """A provider's living models: by kind, and by kind and word of their line."""

    def __init__(self, candidates: Iterable[_Candidate]) -> None:
        self.by_kind: defaultdict[Kind, list[_Candidate]] = defaultdict(list)
        self._by_word: defaultdict[tuple[Kind, str], dict[str, _Candidate]] = defaultdict(dict)
        for candidate in candidates:
            self.by_kind[candidate.kind].append(candidate)
            for word in candidate.traits.line:
                self._by_word[candidate.kind, word][candidate.model_id] = candidate

    def of_line(self, traits: Traits, kind: Kind) -> Iterable[_Candidate]:
        """Those that share a word of their line with a model."""
        found: dict[str, _Candidate] = {}
        for word in traits.line:
            found |= self._by_word.get((kind, word), {})
        return found.values()


def suggest(c: Lifecycle, models: Models, *, today: date, horizon: timedelta, most: int) -> tuple[Suggestion, ...]:
    """At most so many living models, the best first, each with one line why; `horizon` as in `why_not_living`."""
    if base_of(c.model_id):
        return ()
    old = _candidate(c.provider, c.model_id, models, c, today)
    field = _living(c.provider, models, today, horizon)
    for kind in dict.fromkeys((old.kind, SUCCESSORS.get(old.kind, old.kind))):
        chosen = _ranked(old, [new for new in field.of_line(old.traits, kind) if _follows(old, new)], most)
        chosen = chosen or _ranked(old, field.by_kind[kind], most)
        if chosen:
            break
    else:
        chosen = _elsewhere(old, models, today, horizon)[:most]
    return tuple(_told(old, new) for new in chosen)


def unlisted(provider: str, model_id: str, models: Models, *, today: date, horizon: timedelta) -> Unlisted | None:
    """What figures say of a model that no source names; None where they do not know it either."""
    specs = models.figures.of(provider, model_id)
    if specs is None:
        return None
    ends = specs.ends_on
    ending = f"ends on {ends}, says {_who(specs)}" if ends and ends - today <= horizon else None
    return Unlisted(ending, f"no page of {provider} that was read names it: it is known from {_who(specs)}")


def _who(specs: ModelSpecs) -> str:
    who, when = specs.details_source or specs.source, specs.details_as_of or specs.as_of
    return f"{who}, {when}" if when else who


def _living(provider: str, models: Models, today: date, horizon: timedelta) -> _Field:
    return models.once(
        ("living", provider, today, horizon), lambda: _Field(_all_living(provider, models, today, horizon))
    )


def _all_living(provider: str, models: Models, today: date, horizon: timedelta) -> Iterator[_Candidate]:
    """Those that a source names, and those of the figures whose kind is known, and for text the price.

    What figures alone name is left out where it is another spelling of a model that has ended.
    """
    named, dead = set(), set()
    for model_id in models.ids(provider):
        named.add(model_id.casefold())
        scopes = models.scopes(provider, model_id)
        if any(why_not_living(c, models, today=today, horizon=horizon) for c in scopes):
            dead.add(traits_of(model_id).name)
            continue
        candidate = _candidate(provider, model_id, models, scopes[0], today)
        ends = candidate.specs.ends_on if candidate.specs else None
        if not (candidate.traits.tuned or base_of(model_id) or (ends and ends - today <= horizon)):
            yield candidate
    for model_id in sorted(models.figures.ids(provider)):
        traits = traits_of(model_id)
        if model_id.casefold() in named or traits.name in dead or traits.tuned or base_of(model_id):
            continue
        specs = models.figures.of(provider, model_id)
        if specs is None or not specs.kind or (specs.kind == Kind.TEXT and specs.input_per_mtok is None):
            continue
        if specs.ends_on is None or specs.ends_on - today > horizon:
            yield _candidate(provider, model_id, models, None, today)


def _candidate(provider: str, model_id: str, models: Models, c: Lifecycle | None, today: date) -> _Candidate:
    specs, traits = models.figures.of(provider, model_id), traits_of(model_id)
    price = _price(specs)
    return _Candidate(
        provider=provider,
        model_id=model_id,
        kind=_kind(model_id, specs),
        bents=bents_of(model_id),
        traits=traits,
        specs=specs,
        lifecycle=c,
        may_go=c is not None and floor_passed(c, today),
        price=math.log2(price) if price else None,
        size=math.log2(traits.size) if traits.size else None,
        rest=(*(-number for number in (*traits.version, 0, 0, 0)[:3]), -(traits.month or 0), model_id),
    )


def _kind(model_id: str, specs: ModelSpecs | None) -> Kind:
    """The kind by the words of the id, or else by the figures."""
    kind = kind_of(model_id)
    return Kind(specs.kind) if kind is Kind.TEXT and specs and specs.kind else kind


def _price(specs: ModelSpecs | None) -> float | None:
    """One figure for a price: three parts of input to one of output, as is usual."""
    if specs is None or specs.input_per_mtok is None:
        return None
    return (3 * specs.input_per_mtok + (specs.output_per_mtok or 0)) / 4


def _ranked(old: _Candidate, candidates: Iterable[_Candidate], most: int) -> list[_Candidate]:
    """The best of them, one of each name; those that lose something only where none loses nothing."""
    others = (new for new in candidates if new.traits.name != old.traits.name)
    scored = [(_distance(old, new), new) for new in others]
    scored.sort(key=itemgetter(0))
    best: dict[str, _Candidate] = {}
    for distance, new in scored:
        if distance[0] == scored[0][0][0] and len(best) < most:
            best.setdefault(new.traits.name, new)
    return list(best.values())


def _follows(old: _Candidate, new: _Candidate) -> bool:
    """Whether a model of the same line may come after another; one that figures alone name must be newer."""
    if new.lifecycle is None:
        return is_older(old.traits, new.traits)
    return not is_older(new.traits, old.traits)


def _distance(old: _Candidate, new: _Candidate) -> tuple[float | str, ...]:
    """How far a model is from another, in the order in which it counts; numbers, the smaller the nearer."""
    was, now = old.traits, new.traits
    apart = FAR if old.price is None or new.price is None else abs(old.price - new.price)
    grown = FAR if old.size is None or new.size is None else abs(old.size - new.size)
    return (
        len(_lost(old, new)) if old.specs and new.specs else 0,
        is_older(now, was),
        new.lifecycle is None,
        new.may_go,
        now.unfinished and not was.unfinished,
        -alikeness(was, now),
        len(old.bents ^ new.bents) if old.bents or new.bents else 0,
        int(apart * 10),
        int(grown * 10),
        *new.rest,
    )


def _lost(old: _Candidate, new: _Candidate) -> list[str]:
    """What a model is known to do and another is known not to."""
    had, has = old.specs, new.specs
    if had is None or has is None:
        return []
    lost: list[str] = []
    if has.reads and had.reads != has.reads:
        lost += [f"it does not read {m}" for m in had.reads if m not in has.reads and m != "pdf"]
    if has.makes and had.makes != has.makes:
        lost += [f"it does not make {m}" for m in had.makes if m not in has.makes]
    if had.context_window and has.context_window and has.context_window < had.context_window:
        lost.append(f"its context window is smaller: {has.context_window:,} tokens")
    if had.tools and has.tools is False:
        lost.append("it does not call tools")
    if had.structured_output and has.structured_output is False:
        lost.append("it has no structured output")
    return lost


def _elsewhere(old: _Candidate, models: Models, today: date, horizon: timedelta) -> list[_Candidate]:
    """The same model, by its name, at other providers: one of each, who makes models first."""

    def work_out() -> defaultdict[str, list[_Candidate]]:
        found: defaultdict[str, list[_Candidate]] = defaultdict(list)
        for provider in models.providers:
            for candidates in _living(provider, models, today, horizon).by_kind.values():
                for candidate in candidates:
                    if candidate.lifecycle:
                        found[candidate.traits.name].append(candidate)
        return found

    same = models.once(("same name", today, horizon), work_out).get(old.traits.name, [])
    others = [new for new in same if new.provider != old.provider and new.kind is old.kind]
    others.sort(key=lambda new: (new.provider not in MAKERS, new.provider, new.model_id))
    first: dict[str, _Candidate] = {}
    for new in others:
        first.setdefault(new.provider, new)
    return list(first.values())


def _told(old: _Candidate, new: _Candidate) -> Suggestion:
    lost = _lost(old, new)
    if new.lifecycle is None and new.specs:
        lost.insert(0, f"no page of {new.provider} that was read names it: it is known from {_who(new.specs)}")
    if old.kind is not new.kind:
        lost.append(f"it is a {new.kind} model: requests look different")
    c = new.lifecycle
    until = (c.shutdown_on or c.earliest_shutdown_on) if c else None
    return Suggestion(
        provider=new.provider,
        model_id=new.model_id,
        origin="suggestion",
        path=(old.model_id, new.model_id),
        why=_why(old, new),
        good_until=until,
        good_until_is_floor=bool(c and until and not c.shutdown_on),
        caution="; ".join(lost) or None,
    )


def _why(old: _Candidate, new: _Candidate) -> str:
    """One line: what the two have in common."""
    if new.provider != old.provider:
        return f"the same model at another provider, {new.provider}"
    about = [f"a living {new.kind} model of {new.provider}"]
    shared = sorted(old.traits.family & new.traits.family)
    if shared:
        about.append(f"family {' '.join(shared)}")
    if old.price is not None and new.price is not None:
        about.append("near in price")
    return ", ".join(about)
