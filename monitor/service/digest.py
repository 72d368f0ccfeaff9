"""The weekly digest: one page a team about what it pins, what changed, and what nobody watches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.core.alerts import (
    AlertKind,
    Digest,
    DigestChange,
    DigestMigrated,
    DigestPin,
    DigestProject,
    Severity,
    SourceHealth,
)
from monitor.core.changes import Change, ChangeKind
from monitor.core.decisions import in_words
from monitor.core.lifecycle import Status
from monitor.service import payloads, routes
from monitor.service.app import Service
from monitor.service.known import Known, known
from monitor.service.pins import PinnedModel, alert, nearest, oldest_bundled, pinned_models
from monitor.service.progress import migrated
from monitor.service.unheard import UNWATCHED
from monitor.service.weighing import weighed
from monitor.store import facts, registry, subscriptions
from monitor.store.engine import Session, reading, transaction
from monitor.store.registry import TeamRow
from monitor.store.states import Health

WEEK = timedelta(days=7)

# What a reader of the weekly page wants to know of; a new id in a list is not among it.
NEWS = {
    ChangeKind.DEPRECATION_ANNOUNCED: "deprecation announced",
    ChangeKind.SHUTDOWN_DATE_SET: "shutdown date set: {after}",
    ChangeKind.SHUTDOWN_DATE_MOVED: "shutdown date moved: {before} → {after}",
    ChangeKind.SHUTDOWN_DATE_WITHDRAWN: "shutdown date withdrawn, it was {before}",
    ChangeKind.EARLIEST_DATE_SET: "will not be shut down before {after}",
    ChangeKind.EARLIEST_DATE_MOVED: "earliest shutdown date moved: {before} → {after}",
    ChangeKind.EARLIEST_DATE_WITHDRAWN: "earliest shutdown date withdrawn, it was {before}",
    ChangeKind.EARLIEST_DATE_PASSED: "may be retired any day: its earliest shutdown date was {after}",
    ChangeKind.REPLACEMENT_CHANGED: "recommended replacement: {before} → {after}",
    ChangeKind.RETIRED: "retired",
    ChangeKind.REINSTATED: "no longer {before}",
    ChangeKind.UNLISTED: "left the provider's model list",
    ChangeKind.ALIAS_REPOINTED: "alias pointed elsewhere: {before} → {after}",
    ChangeKind.REDIRECT_ANNOUNCED: "requests will be served by {after}",
    ChangeKind.ROW_VANISHED: "no longer on the provider's page; its facts stand",
    ChangeKind.SOURCES_DISAGREE: "two sources disagree: {before} and {after}",
}


def digests(service: Service, *, team: str | None = None) -> list[Digest]:
    """The digests of this week, as of now, for one team or for all; nothing is sent.

    Raises RegistryError for a team that is unknown.
    """
    now = service.clock.now()
    with reading(service.engine) as session:
        view = known(session, service, now)
        teams = [registry.team(session, team)] if team else registry.teams(session)
        return [_digest(session, service, t, view) for t in teams]


def queue(service: Service, *, team: str | None = None) -> int:
    """Put this week's digests into the outbox, once a team, week and receiver; how many are new."""
    made = digests(service, team=team)
    with transaction(service.engine) as session:
        teams = {t.name: t for t in registry.teams(session)}
        return sum(
            routes.queue(
                session,
                routes.digest_routes(service, teams[d.team], subscriptions.ended(session)),
                kind="digest",
                what=d.team,
                saying=d.week,
                payload=payloads.of_digest(d),
                at=service.clock.now(),
            )
            for d in made
        )


def _digest(session: Session, service: Service, team: TeamRow, view: Known) -> Digest:
    local = view.now.astimezone(ZoneInfo(team.timezone)).date()
    rows = registry.pins(session, team=team.name)
    view = weighed(session, rows, view)
    pinned = pinned_models(rows, view, service.settings.alerts.lead_days)
    year, week, _ = local.isocalendar()
    retired = _projects(pinned, view, lambda p: p.finding.status is Status.RETIRED)
    upcoming = _projects(pinned, view, _ahead)
    later = _projects(pinned, view, _later)
    used = _providers(pinned)
    good = [s.last_good_at for s in view.states.values() if s.last_good_at and s.provider in used]
    return Digest(
        team=team.name,
        week=f"{year}-W{week:02}",
        today=view.now.date(),
        as_of=min(good, default=None),
        pins=len(rows),
        sources=len(good),
        retired=retired,
        upcoming=upcoming,
        later=later,
        migrated=tuple(
            DigestMigrated(m.project, m.provider, m.model_id)
            for m in migrated(session, view, service.settings.alerts.lead_days, since=view.now - WEEK, team=team.name)
        ),
        changes=_changes(session, pinned, view),
        unwatched=tuple(_unwatched(pinned, view)),
        unwell_sources=unwell(view, used),
        catalog_as_of=oldest_bundled(pinned, view),
    )


def _providers(pinned: Iterable[PinnedModel]) -> set[str]:
    """The providers that a team's pins are at, or may be at, and those behind its aggregators."""
    matches = [p.finding.match for p in pinned]
    return {name for m in matches for name in (m.provider, *m.candidates, m.upstream and m.upstream.provider) if name}


def _ahead(p: PinnedModel) -> bool:
    return p.finding.status is not Status.RETIRED and p.finding.days_left is not None


def _later(p: PinnedModel) -> bool:
    return p.finding.days_left is None and p.finding.severity in {Severity.UPCOMING, Severity.FLOOR}


def _projects(
    pinned: Iterable[PinnedModel], view: Known, belongs: Callable[[PinnedModel], bool]
) -> tuple[DigestProject, ...]:
    groups: defaultdict[str, list[PinnedModel]] = defaultdict(list)
    for p in pinned:
        if belongs(p):
            groups[p.project].append(p)
    return tuple(
        DigestProject(name, tuple(alert(p, AlertKind.BASELINE, view) for p in sorted(group, key=_soonest)))
        for name, group in sorted(groups.items())
    )


def _soonest(p: PinnedModel) -> tuple[date, str]:
    c = p.finding.lifecycle
    return (c.shutdown_on if c and c.shutdown_on else date.max), p.finding.match.reference.model_id


def _changes(session: Session, pinned: Iterable[PinnedModel], view: Known) -> tuple[DigestChange, ...]:
    """What changed in the last seven days at the providers that the team uses."""
    subjects = [p.finding.lifecycle for p in pinned if p.finding.lifecycle]
    mine = {(c.provider, c.model_id.casefold()) for c in subjects}
    providers = {provider for provider, _ in mine}
    week = facts.changes(session, since=(view.now - WEEK).date(), providers=providers) if providers else []
    news = [_news(r.change, r.at, mine) for r in week if r.change.kind in NEWS]
    return tuple(sorted(news, key=lambda n: not n.concerns_pin))


def _news(change: Change, at: datetime, mine: set[tuple[str, str]]) -> DigestChange:
    return DigestChange(
        on=at.date(),
        provider=change.provider,
        model_id=change.model_id,
        line=NEWS[change.kind].format(before=change.before or "none", after=change.after or "none"),
        url=change.url,
        concerns_pin=(change.provider, change.model_id.casefold()) in mine,
    )


def _unwatched(pinned: Iterable[PinnedModel], view: Known) -> Iterator[DigestPin]:
    for p in pinned:
        if p.finding.severity in UNWATCHED:
            meant = nearest(p.finding.match.reference, view)
            decided = in_words(p.decision) if p.decision else ""
            for place in p.places:
                yield DigestPin(p.project, place, p.finding.severity, str(p.finding.coverage), meant, decided)


def unwell(view: Known, providers: Collection[str] | None = None) -> tuple[SourceHealth, ...]:
    """The sources, of all or some providers, that are suspect, failing or stale, with the reason and since when."""
    return tuple(
        SourceHealth(
            source_id=source_id,
            state="stale" if s.state is Health.OK else s.state.value,
            reason=s.reason or "not read since its last good reading",
            since=s.last_good_at + view.fresh_for(source_id) if s.state is Health.OK and s.last_good_at else s.since,
            last_good_at=s.last_good_at,
        )
        for source_id, s in sorted(view.states.items())
        if (providers is None or s.provider in providers)
        and (
            s.state in {Health.SUSPECT, Health.FAILED}
            or (s.last_good_at is not None and view.now - s.last_good_at > view.fresh_for(source_id))
        )
    )
