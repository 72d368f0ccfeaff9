"""Our own suggestion, where a provider names no replacement that lives: what else is alive, ranked.

First the provider's own models of the same kind: those that lose nothing that is known (modalities, context window,
tools, structured output), then by family, bent, price and version; a preview only in place of a preview, or where
nothing else is left, and what figures claim to end soon only where nothing else is left at all. Only where there is
none, the same model at another provider. What is known of a model comes from its id and from the figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import product

from monitor.core.alerts import Suggestion
from monitor.core.candidates import LOSSES, Candidate, Candidates, candidate, candidates, candidates_named
from monitor.core.kinds import Kind
from monitor.core.lifecycle import Lifecycle, floor_passed
from monitor.core.living import claim, known_from
from monitor.core.models import Models
from monitor.core.prefixes import MAKERS
from monitor.core.spellings import base_of
from monitor.core.traits import alikeness, is_older

FAR = 3.0  # how far apart prices and sizes count as, where one is not known; as a power of two
NEAR = 1.0  # up to twice or half the price is near
SUCCESSORS = {Kind.COMPLETION: Kind.TEXT, Kind.AUDIO: Kind.REALTIME, Kind.REALTIME: Kind.AUDIO}  # where none is left


def suggest(c: Lifecycle, models: Models, *, today: date, horizon: timedelta, most: int) -> tuple[Suggestion, ...]:
    """At most so many living models, the best first, each with one line why.

    `today` (UTC) and `horizon` as in `Candidates`.
    """
    key = ("suggested", c.provider, c.model_id, today, horizon, most)
    return models.once(key, lambda: _suggested(c, models, today, horizon, most))


def _suggested(c: Lifecycle, models: Models, today: date, horizon: timedelta, most: int) -> tuple[Suggestion, ...]:
    if base_of(c.model_id):
        return ()
    old = candidate(c.provider, c.model_id, models.figures.of(c.provider, c.model_id), c, today)
    living = candidates(c.provider, models, today, horizon)
    for kind in dict.fromkeys((old.kind, SUCCESSORS.get(old.kind, old.kind))):
        chosen = next(filter(None, (_ranked(old, pool, most) for pool in _pools(old, living, kind))), [])
        if chosen:
            break
    else:
        chosen = _elsewhere(old, models, today, horizon)[:most]
    return tuple(_told(old, new, models, today) for new in chosen)


def _pools(old: Candidate, living: Candidates, kind: Kind) -> Iterator[list[Candidate]]:
    """Whom to choose from, the best choice first: each counts only where all before it yield none.

    A preview may follow a preview, and any other model where nothing else is left.
    """
    of_line = [new for new in living.of_line(kind, old.traits.line) if _follows(old, new)]
    of_kind = living.of_kind(kind)
    previews = (True,) if old.traits.unfinished else (False, True)
    for may_end, may_be_preview in product((False, True), previews):
        if may_end and not any(new.claimed_end for new in of_kind):
            return  # all of it was chosen from
        for pool in (of_line, of_kind):
            yield [
                new
                for new in pool
                if (may_end or not new.claimed_end) and (may_be_preview or not new.traits.unfinished)
            ]


def _ranked(old: Candidate, living: Iterable[Candidate], most: int) -> list[Candidate]:
    """The best of them, one of each name; those that lose something only where none loses less.

    What is equally near stays in its order.
    """
    was, does, context = old.traits, old.does, old.context
    ranks: defaultdict[tuple[int, bool, tuple[bool, bool]], list[Candidate]] = defaultdict(list)
    for new in living:
        now = new.traits
        if now.name != was.name:
            lost = len(does & new.lacks) + (0 < new.context < context)
            ranks[lost, is_older(now, was), new.standing].append(new)
    best: dict[str, Candidate] = {}
    least, *_ = min(ranks, default=(0,))
    for rank in sorted(ranks):
        if len(best) >= most or rank[0] > least:
            break
        for new in sorted(ranks[rank], key=partial(_distance, old)):
            best.setdefault(new.traits.name, new)
    return list(best.values())[:most]


def _follows(old: Candidate, new: Candidate) -> bool:
    """Whether a model of the same line may come after another; one that figures alone name must be newer."""
    if new.lifecycle is None:
        return is_older(old.traits, new.traits)
    return not is_older(new.traits, old.traits)


def _distance(old: Candidate, new: Candidate) -> tuple[float, ...]:
    """How far a model is from another of its rank, in the order in which it counts, the smaller the nearer."""
    was, now = old.traits, new.traits
    apart = FAR if old.price is None or new.price is None else abs(old.price - new.price)
    grown = FAR if was.size is None or now.size is None else abs(was.size - now.size)
    return (
        -alikeness(was, now),
        len(old.bents ^ new.bents) if old.bents or new.bents else 0,
        int(apart * 10),
        int(grown * 10),
    )


def _lost(old: Candidate, new: Candidate) -> list[str]:
    """What a model is known to do and another is known not to, in words."""
    lost = old.does & new.lacks | ({"as much context"} if 0 < new.context < old.context else set())
    return [words.format(new.context) for ability, words in LOSSES.items() if ability in lost]


def _elsewhere(old: Candidate, models: Models, today: date, horizon: timedelta) -> list[Candidate]:
    """The same model, by its name, at other providers: one of each, who makes models first."""
    first: dict[str, Candidate] = {}
    for new in candidates_named(old.traits.name, models, today, horizon):
        if new.provider != old.provider and new.kind is old.kind:
            first.setdefault(new.provider, new)
    return sorted(first.values(), key=lambda new: (new.claimed_end is not None, new.provider not in MAKERS))


def _told(old: Candidate, new: Candidate, models: Models, today: date) -> Suggestion:
    lost = _lost(old, new)
    if new.lifecycle is None and new.specs:
        lost.insert(0, known_from(new.provider, new.specs, today))
    if new.traits.unfinished and not old.traits.unfinished:
        lost.insert(0, "it is a preview")
    if old.kind is not new.kind:
        lost.append(f"it is a {new.kind} model: requests look different")
    c = new.lifecycle
    if new.claimed_end and c and (told := claim(c, models, today)):
        lost.insert(0, told)
    until = (c.shutdown_on or c.earliest_shutdown_on) if c else None
    return Suggestion(
        provider=new.provider,
        model_id=new.model_id,
        origin="suggestion",
        path=(old.model_id, new.model_id),
        why=_why(old, new),
        good_until=until,
        good_until_is_floor=bool(c and until and not c.shutdown_on),
        may_go=c is not None and floor_passed(c, today),
        caution="; ".join(lost) or None,
    )


def _why(old: Candidate, new: Candidate) -> str:
    """One line: what the two have in common."""
    if new.provider != old.provider:
        return f"the same model at another provider, {new.provider}"
    about = [f"a living {new.kind} model of {new.provider}"]
    shared = sorted(old.traits.family & new.traits.family)
    if shared:
        about.append(f"family {' '.join(shared)}")
    if old.price is not None and new.price is not None and abs(old.price - new.price) <= NEAR:
        about.append("near in price")
    return ", ".join(about)
