"""Everything known now: the record, and the bundled catalog for sources that were never read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from monitor.catalog.facts import Catalog, Section
from monitor.catalog.figures import FigureTables
from monitor.core.alerts import Evidence
from monitor.core.aliases import histories
from monitor.core.changes import Change, ChangeKind
from monitor.core.coverage import Coverage, LastRead, coverage
from monitor.core.facts import Authority, Observation
from monitor.core.freshness import STALE_AFTER
from monitor.core.lifecycle import Lifecycle, merge_all
from monitor.core.matching import Match
from monitor.core.models import Models
from monitor.core.specs import Offer
from monitor.core.witnesses import Naming, Witness, naming
from monitor.service.decided import Decided, decided

if TYPE_CHECKING:  # the bundled catalog answers a check without a database, and without the time to load one
    from monitor.service.app import Service
    from monitor.store.engine import Session
    from monitor.store.states import SourceState


@dataclass(frozen=True, slots=True)
class Known:
    """All lifecycles at one moment, and how fresh they are.

    `stale_after` is how long what a source said is fresh, by id, where that is not `STALE_AFTER`. `read` holds, by
    provider, the sources that have been read or that the bundled catalog stands in for; `catalog_as_of` is the oldest
    day of the catalog's sections in use, None where it is not used. `speaking` are the sources that name any model now.
    `used` holds requests and tokens of the last 30 days by project and pinned text, where `weighing` has put them.
    `decided` is what people decided about pinned models and stated about replacements.
    """

    models: Models
    read: Mapping[str, tuple[LastRead, ...]]
    states: Mapping[str, SourceState]
    catalog_as_of: date | None
    now: datetime
    speaking: frozenset[str] = frozenset()
    used: Mapping[tuple[str | None, str], tuple[int | None, int | None]] = field(default_factory=dict)
    decided: Decided = Decided()  # noqa: RUF009 it is frozen
    stale_after: Mapping[str, timedelta] = field(default_factory=dict)

    @property
    def covered(self) -> Collection[str]:
        """The providers of which a source has been read, or which the bundled catalog covers."""
        return self.read.keys()

    @property
    def providers(self) -> tuple[str, ...]:
        """The providers of all sources, the user's own among them."""
        return providers_of(self.states)

    @property
    def is_bundled_alone(self) -> bool:
        """Whether no source has ever been read well, so that all rests on the bundled catalog."""
        return not any(state.last_good_at for state in self.states.values())

    def fresh_for(self, source_id: str) -> timedelta:
        """How long what a source said counts as fresh."""
        return self.stale_after.get(source_id, STALE_AFTER)

    def evidence(self, lifecycle: Lifecycle) -> Evidence | None:
        """The provider's words for a lifecycle, with when its source was last read well."""
        proof = lifecycle.evidence
        if proof is None:
            return None
        state = self.states.get(proof.fact.source_id)
        from_catalog = proof.authority is Authority.CATALOG
        read_at = proof.last_seen if from_catalog or state is None else state.last_good_at or proof.last_seen
        return Evidence(
            quote=proof.fact.quote,
            url=proof.fact.url,
            source_id=proof.fact.source_id,
            observed_at=read_at,
            stale=self.now - read_at > (STALE_AFTER if from_catalog else self.fresh_for(proof.fact.source_id)),
            catalog_as_of=proof.last_seen.date() if from_catalog else None,
        )

    def coverage(self, match: Match) -> Coverage:
        """Who watches a matched pin now."""
        found = (match.lifecycle, match.upstream)
        named = {match.provider, *match.candidates} | {c.provider for c in found if c}
        whose = [p for p in self.read if p in named or match.provider is None]
        return coverage(match, [source for provider in whose for source in self.read[provider]], self.now)

    def naming(self, model: Lifecycle) -> Naming:
        """Which sources name a model, in whatever scope, and which of its provider's do not though they could."""
        heard = [
            Witness(s.id, s.provider, s.whole is not None, s.last_good_at, s.whole is not False)
            for s in self.states.values()
            if s.provider == model.provider and s.last_good_at and s.id in self.speaking
        ]
        return naming(self.models.scopes(model.provider, model.model_id), heard)


def known(session: Session, service: Service, now: datetime) -> Known:
    """What the record holds at `now` (aware, UTC), filled up from the catalog for sources never read well."""
    from monitor.service.offers import offers, tables  # noqa: PLC0415 (see above)
    from monitor.store import facts, sources  # noqa: PLC0415 (likewise)

    states, observations = sources.states(session), facts.observations(session)
    asked = offers(session, observations)
    return recorded(
        Record(
            observations,
            states,
            decided(session, providers_of(states)),
            [(r.change, r.at) for r in facts.changes(session, kinds=(ChangeKind.ALIAS_REPOINTED,))],
            asked,
        ),
        service.catalog.with_figures(*tables(session, observations, asked)),
        {source_id: service.stale_after(source_id) for source_id in states},
        now,
    )


@dataclass(frozen=True, slots=True)
class Record:
    """What a database holds that tells how models stand: all of it, or what it holds of some providers.

    `repointed` are the aliases that point elsewhere since, `offers` what resellers' pages of one model ask for it.
    """

    observations: list[Observation]
    states: Mapping[str, SourceState]
    decided: Decided
    repointed: list[tuple[Change, datetime]]
    offers: Mapping[tuple[str, str], Offer] = field(default_factory=dict)


def recorded(record: Record, catalog: Catalog, stale_after: Mapping[str, timedelta], now: datetime) -> Known:
    """What a record says at `now` (aware, UTC), filled up from the catalog for sources never read well."""
    read = {source_id for source_id, state in record.states.items() if state.last_good_at}
    unread = {source_id: section for source_id, section in catalog.sources.items() if source_id not in read}
    view = _known(record.observations, unread, record.states, stale_after, now, figures=catalog.figures)
    view = replace(view, decided=record.decided)
    if not record.offers and not record.repointed:
        return view
    models = tuple(_with_offers(view.models, record.offers))
    return replace(view, models=Models(models, histories(models, record.repointed), catalog.figures))


def providers_of(states: Mapping[str, SourceState]) -> tuple[str, ...]:
    """The providers of all sources, the user's own among them."""
    return tuple(sorted({state.provider for state in states.values()}))


def bundled_only(catalog: Catalog, now: datetime) -> Known:
    """What the bundled catalog alone knows, for a check without a database."""
    return _known([], catalog.sources, {}, {}, now, figures=catalog.figures)


def _known(
    observations: list[Observation],
    bundled: Mapping[str, Section],
    states: Mapping[str, SourceState],
    stale_after: Mapping[str, timedelta],
    now: datetime,
    *,
    figures: FigureTables,
) -> Known:
    filled = [o for section in bundled.values() for o in _observations(section)]
    return Known(
        models=Models(merge_all([*observations, *filled]), figures=figures),
        read=_by_provider(bundled, states, stale_after),
        stale_after=stale_after,
        states=states,
        catalog_as_of=_oldest(bundled),
        now=now,
        speaking=frozenset(o.fact.source_id for o in observations if not o.gone_since),
    )


def _by_provider(
    bundled: Mapping[str, Section], states: Mapping[str, SourceState], stale_after: Mapping[str, timedelta]
) -> dict[str, tuple[LastRead, ...]]:
    """The sources that have been read, and the sections of the catalog, each with its time."""
    found: defaultdict[str, list[LastRead]] = defaultdict(list)
    for source_id, section in bundled.items():
        source = LastRead(source_id, _start(section), bundled=True)
        found[source.provider].append(source)
    for state in states.values():
        if state.last_good_at:
            source = LastRead(state.id, state.last_good_at, stale_after=stale_after[state.id])
            found[source.provider].append(source)
    return {provider: tuple(sources) for provider, sources in found.items()}


def _with_offers(models: Iterable[Lifecycle], asked: Mapping[tuple[str, str], Offer]) -> Iterator[Lifecycle]:
    for c in models:
        offer = asked.get((c.provider, c.model_id.casefold()))
        yield replace(c, offer=offer) if offer else c


def _observations(section: Section) -> Iterator[Observation]:
    at = _start(section)
    for fact in section.facts:
        yield Observation(fact, Authority.CATALOG, document="", first_seen=at, last_seen=at)


def _start(section: Section) -> datetime:
    return datetime.combine(section.as_of, time(), UTC)


def _oldest(bundled: Mapping[str, Section]) -> date | None:
    """The oldest day among the sections that hold ends; lists of ids count only where there are no others."""
    dated = [section.as_of for section in bundled.values() if any(f.shutdown_on for f in section.facts)]
    return min(dated or [section.as_of for section in bundled.values()], default=None)
