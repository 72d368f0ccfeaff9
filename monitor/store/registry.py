"""Teams, projects and the models that they pin: what is registered. Nothing is ever deleted, only retired.

Entries are made in `registering` (by people and programs) and in `file_entries` (by the configuration file).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from monitor.core.alerts import Place
from monitor.errors import RegistryError
from monitor.store import tables
from monitor.store.states import Owner


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """What is entered of a team: its name, and how it is told; what is None is as for all teams.

    `quiet_hours` ("20:00-08:00") and `working_days` ("mon", …) are on its own clock, `announce_within` is in days.
    """

    name: str
    slack_channel: str | None = None
    emails: tuple[str, ...] = ()
    timezone: str = "UTC"
    lead_days: tuple[int, ...] | None = None
    digest_to: tuple[str, ...] = ("email",)
    quiet_hours: str | None = None
    working_days: tuple[str, ...] | None = None
    announce_within: int | None = None


@dataclass(frozen=True, slots=True)
class ProjectEntry:
    """What the configuration file says of a project: its team by name, and its pins."""

    name: str
    team: str
    repository: str | None = None
    pins: tuple[Place, ...] = ()
    lead_days: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A registered team, as in `TeamEntry`. Times are in UTC."""

    id: int
    name: str
    slack_channel: str | None
    emails: tuple[str, ...]
    timezone: str
    digest_to: tuple[str, ...]
    lead_days: tuple[int, ...] | None
    quiet_hours: str | None
    working_days: tuple[str, ...] | None
    announce_within: int | None
    owner: Owner
    created_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A registered project, with its team. Times are in UTC; without `lead_days` it has those of its team."""

    id: int
    name: str
    team: TeamRow
    repository: str | None
    lead_days: tuple[int, ...] | None
    owner: Owner
    created_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class PinRow:
    """A registered pin, with its project and team. Times are in UTC; a pin is retired when its project is.

    `lead_days` are its project's, else its team's; None for the common ones.
    """

    id: int
    project_id: int
    project: str
    team: TeamRow
    lead_days: tuple[int, ...] | None
    reference: str
    environment: str | None
    location: str | None
    owner: Owner
    created_at: datetime
    retired_at: datetime | None


def teams(session: Session, *, include_retired: bool = False) -> list[TeamRow]:
    """All teams, by name."""
    found = (_team(row) for row in session.scalars(select(tables.Team)))
    return sorted((t for t in found if include_retired or not t.retired_at), key=lambda t: t.name)


def team(session: Session, name: str, *, include_retired: bool = False) -> TeamRow:
    """One team. Raises RegistryError where there is none of this name."""
    row = session.scalar(select(tables.Team).where(tables.Team.name == name))
    if row is None or (row.retired_at and not include_retired):
        raise RegistryError(f"there is no team {name}", hint="see `model-monitor team list`")
    return _team(row)


def projects(session: Session, *, include_retired: bool = False) -> list[ProjectRow]:
    """All projects, by name."""
    by_id = {t.id: t for t in teams(session, include_retired=True)}
    found = (_project(row, by_id[row.team_id]) for row in session.scalars(select(tables.Project)))
    return sorted((p for p in found if include_retired or not p.retired_at), key=lambda p: p.name)


def project(session: Session, name: str, *, include_retired: bool = False) -> ProjectRow:
    """One project. Raises RegistryError where there is none of this name."""
    row = session.scalar(select(tables.Project).where(tables.Project.name == name))
    if row is None or (row.retired_at and not include_retired):
        raise RegistryError(f"there is no project {name}", hint="see `model-monitor project list`")
    return _project(row, _team(session.get_one(tables.Team, row.team_id)))


def pins(
    session: Session, *, project: str | None = None, team: str | None = None, include_retired: bool = False
) -> list[PinRow]:
    """The pins of a project, of a team or of all, by project, reference and place.

    Raises RegistryError for an unknown project or team: a typing error is never read as "no pins, all is well".
    """
    pin, of = tables.Pin, tables.Project
    chosen = _select_pins()
    if project is not None:
        chosen = chosen.where(of.id == _project_id(session, project, include_retired=include_retired))
    if team is not None:
        chosen = chosen.where(of.team_id == _team_id(session, team, include_retired=include_retired))
    if not include_retired:
        chosen = chosen.where(pin.retired_at.is_(None), of.retired_at.is_(None))
    by_id = {t.id: t for t in teams(session, include_retired=True)}
    found = (_pin(row, by_id[row.team_id]) for row in session.execute(chosen))
    return sorted(found, key=lambda p: (p.project, p.reference, p.environment or "", p.location or ""))


def missed(session: Session, since: datetime) -> list[PinRow]:
    """The pins that scans no longer found after a moment (aware), of projects that there are."""
    pin, of = tables.Pin, tables.Project
    gone = (pin.owner == Owner.SCAN, pin.retired_at > since, of.retired_at.is_(None))
    by_id = {t.id: t for t in teams(session, include_retired=True)}
    return [_pin(row, by_id[row.team_id]) for row in session.execute(_select_pins().where(*gone))]


def pin(session: Session, pin_id: int) -> PinRow:
    """One pin by its number, retired or not. Raises RegistryError where there is none."""
    row = session.execute(_select_pins().where(tables.Pin.id == pin_id)).first()
    if row is None:
        raise RegistryError(f"there is no pin {pin_id}", hint="see `model-monitor pin list`")
    return _pin(row, _team(session.get_one(tables.Team, row.team_id)))


def _project_id(session: Session, name: str, *, include_retired: bool) -> int:
    return project(session, name, include_retired=include_retired).id


def _team_id(session: Session, name: str, *, include_retired: bool) -> int:
    return team(session, name, include_retired=include_retired).id


def _select_pins() -> Select[*tuple[Any, ...]]:
    pin, of = tables.Pin, tables.Project
    columns = (pin.id, pin.project_id, of.name, of.team_id, pin.reference, pin.environment, pin.location, pin.owner)
    retired_at = func.coalesce(pin.retired_at, of.retired_at).label("retired_at")
    return select(*columns, of.lead_days, pin.created_at, retired_at).join(of, of.id == pin.project_id)


def _pin(row: Row[Any], its_team: TeamRow) -> PinRow:
    return PinRow(
        id=row.id,
        project_id=row.project_id,
        project=row.name,
        team=its_team,
        lead_days=row.lead_days or its_team.lead_days,
        reference=row.reference,
        environment=row.environment or None,
        location=row.location or None,
        owner=row.owner,
        created_at=row.created_at,
        retired_at=row.retired_at,
    )


def _team(row: tables.Team) -> TeamRow:
    return TeamRow(**{field.name: getattr(row, field.name) for field in fields(TeamRow)})


def _project(row: tables.Project, its_team: TeamRow) -> ProjectRow:
    said = (row.name, its_team, row.repository, row.lead_days)
    return ProjectRow(row.id, *said, row.owner, row.created_at, row.retired_at)
