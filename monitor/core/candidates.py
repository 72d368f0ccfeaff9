"""What may take a model's place on a day: a provider's living models by kind and line, and any provider's by name.

What is known of a model comes from its id and from the figures.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from monitor.core.kinds import Bent, Kind, bents_of, kind_of
from monitor.core.lifecycle import Lifecycle, floor_passed
from monitor.core.living import lives, outlives_its_base
from monitor.core.models import Models
from monitor.core.releases import is_to_come
from monitor.core.specs import ModelSpecs
from monitor.core.spellings import base_of
from monitor.core.traits import Traits, traits_of
from monitor.core.values import value

_KINDS = {kind.value: kind for kind in Kind}
_READ = ("text", "image", "audio", "video")  # a PDF is no loss: its pages can be sent as pictures
_SENT = frozenset(f"read {m}" for m in _READ if m != "text")
_MADE = (*_READ, "pdf")
# What a model can be known to do, and what is said of one that does not. Of what it reads besides text, not to be known
# is as good as not: who sends pictures needs a model of which somebody says that it takes them.
LOSSES = {
    **{f"read {m}": f"it is not known to read {'images' if m == 'image' else m}" for m in _READ},
    **{f"make {m}": f"it does not make {m}" for m in _MADE},
    "as much context": "its context window is smaller: {:,} tokens",  # not in `does`: it is a matter of numbers
    "call tools": "it does not call tools",
    "structured output": "it has no structured output",
}


@value
class Candidate:
    """A model with all that it is ranked by; the context is 0 where it is not known, the price is a power of two.

    `lifecycle` is None for one that figures alone name. `does` is what the model is known to do, `lacks` what it is
    known not to, or what nobody knows it to read, in the words of `LOSSES`. `standing` is the better the smaller:
    whether figures alone name it, whether its floor has passed. `claimed_end` is the day within the lead time on which
    it ends as figures claim, though its provider has announced none.
    """

    provider: str
    model_id: str
    kind: Kind
    bents: frozenset[Bent]
    traits: Traits
    specs: ModelSpecs | None
    lifecycle: Lifecycle | None
    standing: tuple[bool, bool]
    does: frozenset[str]
    lacks: frozenset[str]
    context: int
    price: float | None
    claimed_end: date | None = None


def candidate(
    provider: str,
    model_id: str,
    specs: ModelSpecs | None,
    c: Lifecycle | None,
    today: date,
    *,
    claimed_end: date | None = None,
) -> Candidate:
    """A model as it is ranked, whether it lives or not."""
    traits = traits_of(model_id)
    price = _price(specs)
    known = (specs.reads, specs.makes, specs.tools, specs.structured_output) if specs else ((), (), None, None)
    does, lacks = _abilities(*known)
    return Candidate(
        provider=provider,
        model_id=model_id,
        kind=_kind(model_id, specs),
        bents=bents_of(model_id),
        traits=traits,
        specs=specs,
        lifecycle=c,
        standing=(c is None, c is not None and floor_passed(c, today)),
        does=does,
        lacks=lacks,
        context=(specs and specs.context_window) or 0,
        price=math.log2(price) if price else None,
        claimed_end=claimed_end,
    )


class Candidates:
    """A provider's models that may be moved to on `today` (UTC), the newest first.

    They are those that a source names and that live, and those of the figures whose kind is known, and for text the
    price. Figures may claim an end: one that has come counts, and one within `horizon` is noted. A snapshot or preview
    of a model that has ended or is about to is left out, and of what figures alone name another spelling of one.
    """

    def __init__(self, provider: str, models: Models, today: date, horizon: timedelta) -> None:
        ids, dead = models.ids(provider), set()
        living: list[Candidate] = []
        for model_id in ids:
            scopes = models.scopes(provider, model_id)
            if not _live(scopes, models, today):
                dead.add(traits_of(model_id).name)
            elif found := _candidate(provider, model_id, scopes, models, today=today, horizon=horizon):
                living.append(found)
        named = {model_id.casefold() for model_id in ids}
        for model_id in models.figures.ids(provider):
            if model_id.casefold() in named or not _is_known_well(models.figures.of(provider, model_id)):
                continue
            found = _candidate(provider, model_id, (), models, today=today, horizon=horizon)
            if found and found.traits.name not in dead:
                living.append(found)
        living.sort(key=lambda one: (one.traits.recency, one.model_id))
        self._by_kind: defaultdict[Kind, list[Candidate]] = defaultdict(list)
        self._by_word: defaultdict[tuple[Kind, str], dict[int, Candidate]] = defaultdict(dict)
        for place, one in enumerate(living):
            self._by_kind[one.kind].append(one)
            for word in one.traits.line:
                self._by_word[one.kind, word][place] = one

    def of_kind(self, kind: Kind) -> Sequence[Candidate]:
        """All of a kind."""
        return self._by_kind.get(kind, ())

    def of_line(self, kind: Kind, line: frozenset[str]) -> Sequence[Candidate]:
        """Those of a kind that share a word of their line with these words."""
        found: dict[int, Candidate] = {}
        for word in line:
            found |= self._by_word.get((kind, word), {})
        return [found[place] for place in sorted(found)]


def candidates(provider: str, models: Models, today: date, horizon: timedelta) -> Candidates:
    """Those of a provider, gathered once."""
    return models.once(("candidates", provider, today, horizon), lambda: Candidates(provider, models, today, horizon))


def candidates_named(name: str, models: Models, today: date, horizon: timedelta) -> Iterator[Candidate]:
    """The models that have a name, as in `Traits`, and that live, of whatever provider, by provider and id."""

    def work_out() -> Mapping[str, Sequence[tuple[str, str]]]:
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for provider in models.providers:
            for model_id in models.ids(provider):
                found[traits_of(model_id).name].append((provider, model_id))
        return found

    for provider, model_id in models.once("ids by name", work_out).get(name, ()):
        scopes = models.scopes(provider, model_id)
        found = _candidate(provider, model_id, scopes, models, today=today, horizon=horizon)
        if found and _live(scopes, models, today):
            yield found


def _live(scopes: Sequence[Lifecycle], models: Models, today: date) -> bool:
    return all(lives(c, models, today) for c in scopes)


def _candidate(
    provider: str, model_id: str, scopes: Sequence[Lifecycle], models: Models, *, today: date, horizon: timedelta
) -> Candidate | None:
    """A model, unless it is somebody's own, not released yet, of a base that ends, or figures claim its end.

    Against a source that names it they are only a caution until that day has come; what they alone name has no other.
    """
    specs = models.figures.of(provider, model_id)
    ends = specs.ends_on if specs and specs.ends_on and specs.ends_on - today <= horizon else None
    if ends and (ends <= today or not scopes):
        return None
    if traits_of(model_id).tuned or base_of(model_id) or is_to_come(model_id, scopes, specs, models, today):
        return None
    if outlives_its_base(provider, model_id, models, today):
        return None
    return candidate(provider, model_id, specs, scopes[0] if scopes else None, today, claimed_end=ends)


def _is_known_well(specs: ModelSpecs | None) -> bool:
    """Whether figures alone are enough to suggest a model."""
    return bool(specs and specs.kind and (specs.kind != Kind.TEXT or specs.input_per_mtok is not None))


def _kind(model_id: str, specs: ModelSpecs | None) -> Kind:
    """The kind by the words of the id, or else by the figures."""
    kind = kind_of(model_id)
    return _KINDS[specs.kind] if kind is Kind.TEXT and specs and specs.kind else kind


def _price(specs: ModelSpecs | None) -> float | None:
    """One figure for a price: three parts of input to one of output, as is usual."""
    if specs is None or specs.input_per_mtok is None:
        return None
    return (3 * specs.input_per_mtok + (specs.output_per_mtok or 0)) / 4


@lru_cache(maxsize=1024)
def _abilities(
    reads: tuple[str, ...],
    makes: tuple[str, ...],
    tools: bool | None,  # noqa: FBT001 what is known of a model, and no switch
    structured: bool | None,  # noqa: FBT001 likewise
) -> tuple[frozenset[str], frozenset[str]]:
    """What a model is known to do, and what not; where one thing that it reads is known, all are."""
    stated = {
        **{f"read {m}": m in reads for m in _READ if reads},
        **{f"make {m}": m in makes for m in _MADE if makes},
        "call tools": tools,
        "structured output": structured,
    }
    does = frozenset(a for a, known in stated.items() if known is True)
    lacks = frozenset(a for a, known in stated.items() if known is False)
    return does, lacks | (_SENT - does)
