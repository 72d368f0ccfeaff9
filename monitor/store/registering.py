"""Entering and retiring teams, projects and pins, by people and programs.

Each entry knows its owner, and what the configuration file owns is changed there only. A retired name is free: who
enters it again revives the entry, with its history, and owns it from then on.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.core.alerts import Place
from monitor.errors import OwnedByFile, RegistryError
from monitor.store import registry, tables
from monitor.store.columns import clean
from monitor.store.registry import PinRow, ProjectRow, TeamEntry, TeamRow
from monitor.store.schedule import lock
from monitor.store.states import Owner

MAX_BYTES = {"name": 200, "reference": 500, "environment": 200, "location": 1500}  # together they fit an index


def add_team(session: Session, entry: TeamEntry, *, owner: Owner, at: datetime) -> TeamRow:
    """Enter a team. Raises RegistryError where there is one of this name."""
    one_at_a_time(session)
    name = fitting("name", entry.name)
    row = session.scalar(select(tables.Team).where(tables.Team.name == name))
    if row and not row.retired_at:
        raise RegistryError(f"there is a team {name} already (owner: {row.owner})", hint="choose another name")
    row = row or tables.Team(name=name, created_at=at)
    row.slack_channel, row.emails = entry.slack_channel, entry.emails
    row.timezone, row.digest_to, row.lead_days = entry.timezone, entry.digest_to, entry.lead_days
    row.quiet_hours, row.working_days = entry.quiet_hours, entry.working_days
    row.announce_within = entry.announce_within
    row.owner, row.retired_at = owner, None
    session.add(row)
    session.flush()
    return registry.team(session, name)


def retire_team(session: Session, name: str, *, at: datetime) -> None:
    """Retire a team. Raises RegistryError for one that is unknown, of the file, or still has projects."""
    one_at_a_time(session)
    row = session.get_one(tables.Team, registry.team(session, name).id)
    _not_of_the_file(row.owner, f"team {name}")
    left = [project.name for project in registry.projects(session) if project.team.id == row.id]
    if left:
        raise RegistryError(f"the team {name} still has {', '.join(left)}", hint="retire these projects first")
    row.retired_at = at
    session.flush()


def add_project(
    session: Session,
    name: str,
    *,
    team: str,
    owner: Owner,
    at: datetime,
    repository: str | None = None,
    lead_days: tuple[int, ...] | None = None,
) -> ProjectRow:
    """Enter a project of a team. Raises RegistryError for an unknown team, or where there is one of this name."""
    one_at_a_time(session)
    name = fitting("name", name)
    row = session.scalar(select(tables.Project).where(tables.Project.name == name))
    if row and not row.retired_at:
        raise RegistryError(f"there is a project {name} already (owner: {row.owner})", hint="choose another name")
    row = row or tables.Project(name=name, created_at=at)
    row.team_id, row.repository, row.lead_days = registry.team(session, team).id, repository, lead_days
    row.owner, row.retired_at = owner, None
    session.add(row)
    session.flush()
    return registry.project(session, name)


def retire_project(session: Session, name: str, *, at: datetime) -> None:
    """Retire a project, and with it its pins. Raises RegistryError for one that is unknown or of the file."""
    one_at_a_time(session)
    row = session.get_one(tables.Project, registry.project(session, name).id)
    _not_of_the_file(row.owner, f"project {name}")
    row.retired_at = at
    session.flush()


def add_pin(session: Session, project: str, place: Place, *, owner: Owner, at: datetime) -> PinRow:
    """Enter a pin; one that is there already is given back as it is. Raises RegistryError for an unknown project."""
    one_at_a_time(session)
    key = {
        "project_id": registry.project(session, project).id,
        "reference": fitting("reference", place.reference),
        "environment": fitting("environment", place.environment or ""),
        "location": fitting("location", place.location or ""),
    }
    row = session.scalar(select(tables.Pin).filter_by(**key))
    if row is None:
        row = tables.Pin(**key, owner=owner, created_at=at)
        session.add(row)
    elif row.retired_at:
        row.owner, row.retired_at = owner, None
    session.flush()
    return registry.pin(session, row.id)


def retire_pin(session: Session, project: str, pin_id: int, *, at: datetime) -> PinRow:
    """Retire a pin of a project. Raises RegistryError where it has no such pin, or the file owns it."""
    one_at_a_time(session)
    row = session.get(tables.Pin, pin_id)
    if row is None or row.retired_at or row.project_id != registry.project(session, project).id:
        raise RegistryError(f"the project {project} has no pin {pin_id}", hint="see `model-monitor pin list`")
    _not_of_the_file(row.owner, f"pin {row.reference} of {project}")
    if row.owner is Owner.SCAN:
        row.owner = Owner.API  # somebody's word, which needs no second scan; one that finds it again owns it again
    row.retired_at = at
    session.flush()
    return registry.pin(session, pin_id)


def one_at_a_time(session: Session) -> None:
    """Let no other transaction change the registry before this one ends."""
    lock(session, "registry")


def fitting(field: str, text: str) -> str:
    """A registered text, as it is. Raises RegistryError where it cannot be stored, or is too long for an index."""
    if clean(text) != text:
        raise RegistryError(f"the {field} {text!r} holds a character that no database keeps", hint="write it without")
    if len(text.encode()) > MAX_BYTES[field]:
        raise RegistryError(f"the {field} {text[:40]}… is too long", hint=f"at most {MAX_BYTES[field]} bytes")
    return text


def _not_of_the_file(owner: Owner, what: str) -> None:
    if owner is Owner.CONFIG:
        raise OwnedByFile(f"the {what} belongs to the configuration file", hint="remove it there")
