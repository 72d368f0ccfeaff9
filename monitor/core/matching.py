"""Pins x lifecycles -> which lifecycle concerns a pin, or why none does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from monitor.core.facts import Authority, Scope, StatedStatus
from monitor.core.lifecycle import Lifecycle, Status, status_on
from monitor.core.models import Models
from monitor.core.prefixes import MAKERS, OF_MAKERS, RESELLERS
from monitor.core.references import Reference, covers, upstream_of
from monitor.core.spellings import base_of, spellings_of_maker
from monitor.core.values import value

FINE_TUNED = "fine-tuned"
_ENDING = frozenset({StatedStatus.DEPRECATED, StatedStatus.RETIRED})


@value
class Match:
    """What is known of one pinned reference.

    `provider` is the one that answers the pinned id, None while that is open. `lifecycle` is that provider's word on
    it; `upstream` the same model at the provider that makes it, for a pin on an aggregator. `candidates` are the
    providers that all have a bare id. `covered` is false while no source of the provider has been read. `instead_of` is
    the provider that the text seemed to name, which has no such model, while the whole text is another's id.
    `elsewhere` are the scopes for which the provider names the model, where it does not for that of the pin.
    """

    reference: Reference
    provider: str | None
    lifecycle: Lifecycle | None = None
    upstream: Lifecycle | None = None
    candidates: tuple[str, ...] = ()
    covered: bool = True
    instead_of: str | None = None
    elsewhere: tuple[Scope, ...] = ()

    def subject(self, today: date) -> Lifecycle | None:
        """The lifecycle whose end concerns the pin first: its own, or the upstream one when only that is ending."""
        own, upstream = self.lifecycle, self.upstream
        if own is None or upstream is None:
            return own or upstream
        return min(own, upstream, key=lambda c: (not _ending(c, today), c.shutdown_on or date.max, c is upstream))

    @property
    def is_hosts_alone(self) -> bool:
        """Whether an id without a provider is of a maker's family, and none but a host has it.

        Anthropic's client may be told `claude-3-5-sonnet-latest`, which Heroku lists and Anthropic does not.
        """
        bare, whose = self.reference.provider is None and not self.candidates, self.provider
        return bare and whose not in {None, *MAKERS} and self.reference.model_id.casefold().startswith(OF_MAKERS)

    @property
    def key(self) -> tuple[str, str, str]:
        """What a project is told about: provider, model id without regard to case, scope as text."""
        return self.provider or "", self.reference.model_id.casefold(), str(self.reference.scope)


def match(reference: Reference, models: Models, covered: Collection[str]) -> Match:
    """What is known of a reference. `covered` are the providers of which a source has been read.

    A bare id that one provider has is that provider's. Where several have it, the match stays ambiguous: it names them
    all and takes the one that ends first. A cloud or gateway that serves others' models is among them only where it
    has been read itself: the bundled catalog knows clouds that the user may never have called. A text such as
    `openai/gpt-oss-120b`, whose provider has no such model, is the whole id of whoever has it. Nothing is shortened or
    guessed to find a match.
    """
    if reference.provider is None:
        return _bare(reference, models, covered)
    provider = reference.provider
    own = _own(provider, reference, models)
    upstream = _upstream(reference, models) if reference.upstream else None
    if own is None and upstream is None and "/" in reference.raw and models.is_id(reference.raw):
        whole = Reference(reference.raw, None, reference.raw, scope=reference.scope)
        return replace(_bare(whole, models, covered), instead_of=provider)
    seen = provider in covered or upstream is not None
    scopes = () if own else tuple(c.scope for c in models.scopes(provider, reference.model_id) if c.scope)
    return Match(reference, provider, own, upstream, covered=seen, elsewhere=scopes)


def _bare(reference: Reference, models: Models, covered: Collection[str]) -> Match:
    """Whose a bare id is."""
    providers = {p for model_id, _ in reference.candidates for p in models.providers_of(model_id)}
    found = [c for p in sorted(providers) if (c := _own(p, reference, models))]
    likely = [c for c in found if c.provider in MAKERS or _was_read(c)] or found
    if not likely:
        return Match(reference, None, covered=bool(covered))
    chosen = min(likely, key=lambda c: (c.shutdown_on or date.max, c.provider))
    names = tuple(c.provider for c in likely) if len(likely) > 1 else ()
    provider, upstream = chosen.provider, None
    if provider in RESELLERS:
        upstream = upstream_at_maker(provider, reference.model_id, models)
    return Match(reference, provider, chosen, upstream, candidates=names)


def _own(provider: str, reference: Reference, models: Models) -> Lifecycle | None:
    """The provider's word on the id: the most exact spelling that it knows.

    A fine-tune ends with whatever its fate hangs on, itself or its base model, so there the earliest end counts.
    """
    if not (reference.fine_tune_of or reference.variant) and (only := models.only(provider, reference.model_id)):
        return only
    found: list[Lifecycle] = []
    named = models.has_names(provider)
    for model_id, scope in reference.candidates:
        by_id = models.scopes(provider, model_id)
        if named and (by_name := models.named_rows.of(provider, model_id)):
            found += weightier(scopes_open_to(by_id, scope), scopes_open_to(by_name, scope))
        elif by_id and not (found and len(by_id) == 1 and by_id[0] is found[-1]):  # a base model in another scope
            found += scopes_open_to(by_id, scope)
        if found and not reference.fine_tune_of:
            break
    if len(found) < 2:  # noqa: PLR2004 (as most are: there is nothing to choose)
        return found[0] if found else None
    return min(found, key=lambda c: (c.shutdown_on or date.max, bool(c.scope), c.earliest_shutdown_on or date.max))


def weightier(by_id: Sequence[Lifecycle], by_name: Sequence[Lifecycle]) -> Sequence[Lifecycle]:
    """What holds where rows with the id and rows with only its name speak of one model.

    A row with the id says so itself, so its end counts. Where it has none, that of the name does: as with one row, a
    list that merely has the model takes nothing back. A floor for the id is newer words than a name that is gone.
    """
    if any(c.shutdown_on or c.stated_status in _ENDING for c in by_id) or not by_name:
        return by_id
    if any(c.earliest_shutdown_on for c in by_id):
        by_name = [c for c in by_name if not c.vanished_since]
    telling = [c for c in by_name if c.shutdown_on or c.earliest_shutdown_on or c.stated_status in _ENDING]
    return telling or by_id or by_name


def scopes_open_to(lifecycles: Sequence[Lifecycle], scope: Scope) -> Sequence[Lifecycle]:
    """The lifecycles that may hold for a pin in a scope: those that say most of what it says, and contradict none.

    What a pin leaves open may be any of them, and the caller takes the earliest end. A fine-tune's row says nothing of
    its base model, so it counts only for a pin that is one.
    """
    if len(lifecycles) == 1:
        return () if _agreed(lifecycles[0].scope, scope) is None else lifecycles
    agreeing = [(agreed, c) for c in lifecycles if (agreed := _agreed(c.scope, scope)) is not None]
    most = max((agreed for agreed, _ in agreeing), default=0)
    held = [c for agreed, c in agreeing if agreed == most]
    return held if scope.version or len(held) == 1 else without_variants(held)


def without_variants(lifecycles: Sequence[Lifecycle]) -> Sequence[Lifecycle]:
    """Lifecycles of one model in several scopes, without those of a version that is made of another one.

    Azure evaluates `2024-08-06-ev3` beside `2024-08-06`: nobody's deployment gets it unless its name is asked for.
    """
    versions = {c.scope.version for c in lifecycles if c.scope.version}
    return [c for c in lifecycles if not any((c.scope.version or "").startswith(f"{v}-") for v in versions)]


def _agreed(held: Scope, asked: Scope) -> int | None:
    """In how many parts a row's scope and a pin's agree; None if they contradict each other."""
    if not held:
        return 0
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


def upstream_at_maker(provider: str, model_id: str, models: Models) -> Lifecycle | None:
    """The lifecycle, at the provider that makes it, of the model that an aggregator has under this id."""
    return _upstream(Reference(model_id, provider, model_id, upstream=upstream_of(provider, model_id)), models)


def _upstream(reference: Reference, models: Models) -> Lifecycle | None:
    """The lifecycle of the same model at the provider that makes it, for a pin on an aggregator."""
    if reference.upstream is None:
        return None
    named, model_id = reference.upstream
    makers = {named} if named else _makers_of(model_id, models)
    found = [(p, c) for p in makers if (c := _at_maker(p, model_id, reference, models))]
    return found[0][1] if len(found) == 1 and found[0][0] != reference.provider else None


def _makers_of(model_id: str, models: Models) -> set[str]:
    """Who may have made a model that a reseller names without its maker."""
    ids = spellings_of_maker("anthropic", model_id)  # only one maker has spellings that resellers do not share
    return {p for written in ids for p in (*models.providers_of(written), *models.providers_of_dated(written))} & MAKERS


def _at_maker(maker: str, model_id: str, reference: Reference, models: Models) -> Lifecycle | None:
    """A maker's word on a model that a reseller names: on the id, or on the snapshots of which the id is the name.

    Of several snapshots it is the one that ends last, since the name may be pointed at it until then.
    """
    ids = spellings_of_maker(maker, model_id)
    for written in ids:
        base = base_of(written)
        if base is None and (only := models.only(maker, written)):
            return only
        if not (base or models.has_names(maker) or models.scopes(maker, written)):
            continue  # as of most that a reseller has: there is nothing to choose from
        if own := _own(maker, Reference(reference.raw, maker, written, fine_tune_of=base), models):
            return own
    snapshots = [c for written in ids for c in models.dated(maker, written)]
    return max(snapshots, key=lambda c: (c.shutdown_on or date.max, c.model_id), default=None)


def _was_read(c: Lifecycle) -> bool:
    """Whether a source of the provider itself has been read, so that it is one the user calls."""
    return any(o.authority not in {Authority.AGGREGATOR, Authority.CATALOG} for o in c.observations)


def _ending(c: Lifecycle, today: date) -> bool:
    return status_on(c, today) in {Status.DEPRECATED, Status.RETIRED}
