"""Facts -> lifecycles: merging what several sources say of one model, and its status on a day.

Facts persist: a row that vanished is kept and marked, and only a positive statement brings a model back to life.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from monitor.core.facts import Authority, Observation, Scope, StatedStatus
from monitor.core.specs import Offer

FIRST_HAND = Authority.PAGE  # up to here a source speaks for the provider itself
TAKEN_FROM_THE_FIRST = (
    "alias_of",
    "display_name",
    "released_on",
    "legacy_on",
    "deprecated_on",
    "extended_access_on",
    "stated_status",
    "redirects_to",
)


class Status(enum.StrEnum):
    """What a model is on a given day. Derived, never stored as a fact."""

    ACTIVE = "active"
    LEGACY = "legacy"
    DEPRECATED = "deprecated"
    RETIRED = "retired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """All current facts of one model in one scope, merged.

    `observations` are all facts behind it, weightiest first; empty for a model that is only `named_by` another
    model's fact as its replacement. `disputed` are the observations whose shutdown date differs from the one used.
    `offer` is what the provider asks for a model that another makes, where a page of it says so.
    """

    provider: str
    model_id: str
    scope: Scope
    observations: tuple[Observation, ...]
    named_by: Observation | None = None
    alias_of: str | None = None
    display_name: str | None = None
    released_on: date | None = None
    legacy_on: date | None = None
    deprecated_on: date | None = None
    shutdown_on: date | None = None
    earliest_shutdown_on: date | None = None
    extended_access_on: date | None = None
    stated_status: StatedStatus | None = None
    replacements: tuple[str, ...] = ()
    replacement_text: str | None = None
    redirects_to: str | None = None
    disputed: tuple[Observation, ...] = ()
    offer: Offer | None = None

    @property
    def evidence(self) -> Observation | None:
        """The observation that proves the end of this model, or else the weightiest one there is."""
        for o in self.observations:
            if self.shutdown_on and o.fact.shutdown_on == self.shutdown_on:
                return o
        for o in self.observations:
            if self.earliest_shutdown_on and o.fact.earliest_shutdown_on == self.earliest_shutdown_on:
                return o
        return self.observations[0] if self.observations else self.named_by

    @property
    def words(self) -> str | None:
        """What stands where a day of the end should ("To be announced"); None where there is a day, or nothing."""
        if self.shutdown_on or self.earliest_shutdown_on:
            return None
        return next((o.fact.words for o in self.observations if o.fact.words), None)

    @property
    def unlisted_since(self) -> datetime | None:
        """Since when the provider's model list no longer names it; None while it does, or where there is none.

        An aggregator's list says what the aggregator itself serves, as a provider's does.
        """
        lists = [o for o in self.observations if o.is_list or o.authority is Authority.API]
        return max((o.gone_since for o in lists if o.gone_since), default=None) if _all_gone(lists) else None

    @property
    def vanished_since(self) -> datetime | None:
        """Since when its row is gone from every page that once had it; its facts stand all the same."""
        own = (Authority.DEPRECATIONS, Authority.PAGE)
        pages = [o for o in self.observations if o.authority in own and not o.is_list]
        return max((o.gone_since for o in pages if o.gone_since), default=None) if _all_gone(pages) else None


def _all_gone(observations: list[Observation]) -> bool:
    return bool(observations) and all(o.gone_since for o in observations)


def status_on(lifecycle: Lifecycle, today: date) -> Status:
    """The model's status on a day (UTC).

    A floor that has passed retires nothing by itself; together with a whole model list that no longer has the model
    it does.
    """
    if not lifecycle.observations and not lifecycle.named_by:
        return Status.UNKNOWN
    stated, shutdown = lifecycle.stated_status, lifecycle.shutdown_on
    if shutdown and shutdown <= today:
        return Status.RETIRED
    if stated is StatedStatus.RETIRED and not shutdown:
        return Status.RETIRED
    if floor_passed(lifecycle, today) and lifecycle.unlisted_since:
        return Status.RETIRED
    announced = lifecycle.deprecated_on and lifecycle.deprecated_on <= today
    if announced or shutdown or stated is StatedStatus.DEPRECATED:
        return Status.DEPRECATED
    if stated is StatedStatus.LEGACY or (lifecycle.legacy_on and lifecycle.legacy_on <= today):
        return Status.LEGACY
    return Status.ACTIVE


def floor_passed(lifecycle: Lifecycle, today: date) -> bool:
    """Whether the earliest shutdown date has come without a firm one: it may be retired any day."""
    return lifecycle.earliest_shutdown_on is not None and lifecycle.earliest_shutdown_on <= today


def merge(observations: Iterable[Observation]) -> Lifecycle:
    """Fold all observations of one (provider, model, scope) into its lifecycle; any order gives the same result.

    A field is taken from the weightiest source that states it, and within one weight from the newest. The shutdown
    date is the earliest firm one that the provider's own sources state, since an alert may be early but never late;
    the sources that say otherwise are in `disputed`. Others' dates count only where the provider states none, and those
    of rows that are gone only where no source states one any more. What an alias points at is said anew each day: a row
    that is gone does not say it against one that is there.
    """
    ranked = sorted(observations, key=lambda o: (o.authority, -o.last_seen.timestamp(), o.fact.source_id))
    first = ranked[0].fact
    own = [o for o in ranked if o.authority <= FIRST_HAND]
    voices = own if any(map(_has_end, own)) else ranked
    if any(_has_end(o) for o in voices if not o.gone_since):  # what a page once said does not dispute what is said now
        voices = [o for o in voices if not o.gone_since]
    shutdown = min((o.fact.shutdown_on for o in voices if o.fact.shutdown_on), default=None)
    floors = [] if shutdown else [o.fact.earliest_shutdown_on for o in voices if o.fact.earliest_shutdown_on]
    disputed = tuple(o for o in voices if o.fact.shutdown_on and o.fact.shutdown_on != shutdown)

    recommending = next((o.fact for o in ranked if o.fact.replacements or o.fact.replacement_text), first)
    stated: dict[str, Any] = {
        name: next((value for o in ranked if (value := getattr(o.fact, name))), None) for name in TAKEN_FROM_THE_FIRST
    }
    said_now = [o.fact for o in ranked if not o.gone_since and o.authority < Authority.CATALOG]
    stated["alias_of"] = next((f.alias_of for f in said_now if f.alias_of), stated["alias_of"])
    return Lifecycle(
        provider=first.provider,
        model_id=first.model_id,
        scope=first.scope,
        observations=tuple(ranked),
        shutdown_on=shutdown,
        earliest_shutdown_on=min(floors, default=None),
        disputed=disputed,
        replacements=recommending.replacements,
        replacement_text=recommending.replacement_text,
        **stated,
    )


def _has_end(o: Observation) -> bool:
    return bool(o.fact.shutdown_on or o.fact.earliest_shutdown_on)


def merge_all(observations: Iterable[Observation]) -> tuple[Lifecycle, ...]:
    """All lifecycles that the observations tell of, and models only named as a replacement; by provider and id."""
    groups: defaultdict[tuple[str, str, Scope], list[Observation]] = defaultdict(list)
    named: dict[tuple[str, str], tuple[str, Observation]] = {}
    for o in observations:
        groups[o.fact.provider, *o.fact.key].append(o)
        for model_id in o.fact.replacements:
            named.setdefault((o.fact.provider, model_id.casefold()), (model_id, o))
    known = {(provider, model_id) for provider, model_id, _ in groups}
    lifecycles = [merge(group) if len(group) > 1 else _alone(group[0]) for group in groups.values()]
    lifecycles += [
        Lifecycle(provider, model_id, Scope(), (), named_by=o)
        for (provider, key), (model_id, o) in named.items()
        if (provider, key) not in known
    ]
    return tuple(sorted(lifecycles, key=lambda c: (c.provider, c.model_id.casefold(), str(c.scope))))


def _alone(o: Observation) -> Lifecycle:
    """What `merge` makes of a single observation, in a third of the time: most models have one."""
    fact = o.fact
    stated: dict[str, Any] = {name: getattr(fact, name) or None for name in TAKEN_FROM_THE_FIRST}
    return Lifecycle(
        provider=fact.provider,
        model_id=fact.model_id,
        scope=fact.scope,
        observations=(o,),
        shutdown_on=fact.shutdown_on,
        earliest_shutdown_on=fact.earliest_shutdown_on,
        replacements=fact.replacements,
        replacement_text=fact.replacement_text,
        **stated,
    )
