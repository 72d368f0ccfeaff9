"""Keep the registry in step with the configuration file."""

from __future__ import annotations

from collections.abc import Collection

from monitor.config import Pin, Project, Settings, Team
from monitor.core.alerts import Place
from monitor.core.outline import Outline
from monitor.service.app import Service
from monitor.service.offers import is_page_of_one_model
from monitor.service.overriding import of_file
from monitor.store import file_entries, outline, overrides, schema, sources
from monitor.store.engine import Session, transaction
from monitor.store.registry import ProjectEntry, TeamEntry


def sync(service: Service) -> None:
    """Bring what the file owns into the record: new entries are added, changed ones changed, missing ones retired.

    Raises:
        RegistryError: the file names an entry that somebody else owns.
    """
    settings, now = service.settings, service.clock.now()
    providers = settings.providers | {s.provider for s in service.sources.values()}  # one switched off is one still
    with transaction(service.engine) as session:
        sources.ensure(session, {s.id: s.provider for s in service.sources.values()}, at=now)
        file_entries.sync(
            session,
            [team_entry(team, settings) for team in settings.teams],
            [_project(project, providers) for project in settings.projects],
            at=now,
        )
        overrides.sync(session, of_file(settings), at=now)
        outline.keep(session, _outline(session, service))


def _outline(session: Session, service: Service) -> Outline | None:
    """What a check of references needs to know of these settings; None where they were read from no file."""
    settings, states = service.settings, sources.states(session)
    if not settings.digest:
        return None
    return Outline(
        digest=settings.digest,
        revision=schema.head(),
        lead_days=settings.alerts.lead_days,
        stale_after={source_id: service.stale_after(source_id).total_seconds() for source_id in service.sources},
        tables=settings.figures.tables,
        offering=tuple(filter(is_page_of_one_model, states)),
    )


def team_entry(team: Team, settings: Settings) -> TeamEntry:
    """A team as it is registered, whoever enters it."""
    return TeamEntry(
        name=team.name,
        slack_channel=team.slack_channel or None,
        emails=team.emails,
        timezone=team.timezone or settings.schedule.timezone,
        digest_to=team.digest,
        lead_days=team.lead_days or None,
        quiet_hours=team.quiet_hours or None,
        working_days=team.working_days or None,
        announce_within=team.announce_within.days if team.announce_within else None,
    )


def _project(project: Project, providers: Collection[str]) -> ProjectEntry:
    return ProjectEntry(
        name=project.name,
        team=project.team,
        repository=project.repository or None,
        lead_days=project.lead_days or None,
        pins=tuple(_place(pin, providers) for pin in project.pins),
    )


def _place(pin: Pin, providers: Collection[str]) -> Place:
    """The pin as it was written; a scope that it gives in keys of its own goes into the reference."""
    scoped = pin.region or pin.version or pin.deployment
    reference = str(pin.reference(providers)) if scoped else pin.ref
    return Place(reference, pin.environment or None, pin.location or None)
