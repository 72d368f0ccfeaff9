"""Pins x lifecycles -> which lifecycle concerns a pin, or why none does."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from monitor.core.facts import Authority, Scope
from monitor.core.lifecycle import Lifecycle, Status, status_on
from monitor.core.models import Models
from monitor.core.prefixes import VENDORS
from monitor.core.references import Reference, covers

FINE_TUNED = "fine-tuned"
MAKERS = frozenset(VENDORS.values())  # who has an API for models of its own


@dataclass(frozen=True, slots=True)
class Match:
    """What is known of one pinned reference.

    `provider` is the one that answers the pinned id, None while that is open. `lifecycle` is that provider's word on
    it; `upstream` the same model at the provider that makes it, for a pin on an aggregator. `candidates` are the
    providers that all have a bare id. `covered` is false while no source of the provider has been read.
    """

    reference: Reference
    provider: str | None
    lifecycle: Lifecycle | None = None
    upstream: Lifecycle | None = None
    candidates: tuple[str, ...] = ()
    covered: bool = True

    def subject(self, today: date) -> Lifecycle | None:
        """The lifecycle whose end concerns the pin first: its own, or the upstream one when only that is ending."""
        own, upstream = self.lifecycle, self.upstream
        if own is None or upstream is None:
            return own or upstream
        return min(own, upstream, key=lambda c: (not _ending(c, today), c.shutdown_on or date.max, c is upstream))

    @property
    def key(self) -> tuple[str, str, str]:
        """What a project is told about: provider, model id without regard to case, scope as text."""
        return self.provider or "", self.reference.model_id.casefold(), str(self.reference.scope)


def match(reference: Reference, models: Models, covered: Collection[str]) -> Match:
    """What is known of a reference. `covered` are the providers of which a source has been read.

    A bare id that one provider has is that provider's. Where several have it, the match stays ambiguous: it names them
    all and takes the one that ends first. A cloud or gateway that serves others' models is among them only where it
    has been read itself: the bundled catalog knows clouds that the user may never have called. Nothing is shortened or
    guessed to find a match.
    """
    if reference.provider:
        own = _own(reference.provider, reference, models)
        upstream = _upstream(reference, models)
        seen = reference.provider in covered or upstream is not None
        return Match(reference, reference.provider, own, upstream, covered=seen)
    providers = {p for model_id, _ in reference.candidates for p in models.providers_of(model_id)}
    found = [c for p in sorted(providers) if (c := _own(p, reference, models))]
    likely = [c for c in found if c.provider in MAKERS or _was_read(c)] or found
    if not likely:
        return Match(reference, None, covered=bool(covered))
    chosen = min(likely, key=lambda c: (c.shutdown_on or date.max, c.provider))
    names = tuple(c.provider for c in likely) if len(likely) > 1 else ()
    return Match(reference, chosen.provider, chosen, candidates=names)


def _own(provider: str, reference: Reference, models: Models) -> Lifecycle | None:
    """The provider's word on the id: the most exact spelling that it knows.

    A fine-tune ends with whatever its fate hangs on, itself or its base model, so there the earliest end counts.
    """
    found: list[Lifecycle] = []
    for model_id, scope in reference.candidates:
        found += _in_scope(models.scopes(provider, model_id), scope)
        if found and not reference.fine_tune_of:
            break
    return min(found, key=lambda c: (c.shutdown_on or date.max, bool(c.scope)), default=None)


def _in_scope(lifecycles: Collection[Lifecycle], scope: Scope) -> list[Lifecycle]:
    """The lifecycles that may hold for a pin in a scope: those that say most of what it says, and contradict none.

    What a pin leaves open may be any of them, and the caller takes the earliest end. A fine-tune's row says nothing of
    its base model, so it counts only for a pin that is one.
    """
    agreeing = [(agreed, c) for c in lifecycles if (agreed := _agreed(c.scope, scope)) is not None]
    most = max((agreed for agreed, _ in agreeing), default=0)
    return [c for agreed, c in agreeing if agreed == most]


def _agreed(held: Scope, asked: Scope) -> int | None:
    """In how many parts a row's scope and a pin's agree; None if they contradict each other."""
    if held.deployment == FINE_TUNED and asked.deployment != FINE_TUNED:
        return None
    agreed = 0
    for mine, its in ((held.version, asked.version), (held.deployment, asked.deployment)):
        if mine and its:
            if mine.casefold() != its.casefold():
                return None
            agreed += 1
    if held.regions and asked.regions:
        if not any(covers(wanted, region) for wanted in asked.regions for region in held.regions):
            return None
        agreed += 1
    return agreed


def _upstream(reference: Reference, models: Models) -> Lifecycle | None:
    """The lifecycle of the same model at the provider that makes it, for a pin on an aggregator."""
    if reference.upstream is None:
        return None
    maker, model_id = reference.upstream
    makers = [maker] if maker else [p for p in models.providers_of(model_id) if p in MAKERS]
    if len(makers) != 1 or makers[0] == reference.provider:
        return None
    return _own(makers[0], Reference(reference.raw, makers[0], model_id), models)


def _was_read(c: Lifecycle) -> bool:
    """Whether a source of the provider itself has been read, so that it is one the user calls."""
    return any(o.authority not in {Authority.AGGREGATOR, Authority.CATALOG} for o in c.observations)


def _ending(c: Lifecycle, today: date) -> bool:
    return status_on(c, today) in {Status.DEPRECATED, Status.RETIRED}
