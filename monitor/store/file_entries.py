"""The configuration file's teams, projects and pins, brought into the registry.

The file is the only place where its entries change: what is new there is entered, what differs is changed, what is
gone is retired, and what comes back is revived. Entries of other owners are never touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from monitor.core.alerts import Place
from monitor.errors import RegistryError
from monitor.store import tables
from monitor.store.registering import fitting, one_at_a_time
from monitor.store.registry import ProjectEntry, TeamEntry
from monitor.store.statements import table
from monitor.store.states import Owner

_Entry = TypeVar("_Entry", TeamEntry, ProjectEntry)
_PinKey = tuple[int, str, str, str]
_PIN_KEY = ("project_id", "reference", "environment", "location")


@dataclass(frozen=True, slots=True)
class Synced:
    """How many entries of the file, of all three kinds together, were new, different, gone, or back again."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    revived: int = 0


def sync(session: Session, teams: Sequence[TeamEntry], projects: Sequence[ProjectEntry], *, at: datetime) -> Synced:
    """Bring the registry in step with the file, as of `at` (aware, UTC).

    Raises RegistryError, after which the caller's transaction is to be rolled back: for a name twice in the file, a
    name that another owner has, a project of an unknown team, or a team that is gone while others' projects are left
    in it. A pin that another owner entered first stays theirs.
    """
    one_at_a_time(session)
    return _Sync(session, at).run(teams, projects)


class _Sync:
    """One run, and what it comes to."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._session = session
        self._at = at
        self._tally: Counter[str] = Counter()

    def run(self, teams: Sequence[TeamEntry], projects: Sequence[ProjectEntry]) -> Synced:
        its_teams = self._enter_teams(teams)
        its_projects = self._enter_projects(projects, its_teams)
        self._enter_pins({_key(its_projects[p.name].id, place) for p in projects for place in p.pins})
        self._retire(its_projects, {p.name for p in projects})
        self._retire(its_teams, {t.name for t in teams})
        self._session.flush()
        _no_project_without_team(its_teams, its_projects)
        return Synced(**self._tally)

    def _enter_teams(self, entries: Sequence[TeamEntry]) -> dict[str, tables.Team]:
        rows = {row.name: row for row in self._session.scalars(select(tables.Team))}
        for entry in _each_once("team", entries):
            row = rows.get(entry.name) or tables.Team(name=fitting("name", entry.name), created_at=self._at)
            rows[entry.name] = row
            self._enter(
                row,
                f"team {entry.name}",
                slack_channel=entry.slack_channel,
                emails=entry.emails,
                timezone=entry.timezone,
                digest_to=entry.digest_to,
                lead_days=entry.lead_days,
                quiet_hours=entry.quiet_hours,
                working_days=entry.working_days,
                announce_within=entry.announce_within,
            )
        self._session.flush()
        return rows

    def _enter_projects(
        self, entries: Sequence[ProjectEntry], teams: dict[str, tables.Team]
    ) -> dict[str, tables.Project]:
        rows = {row.name: row for row in self._session.scalars(select(tables.Project))}
        for entry in _each_once("project", entries):
            team = teams.get(entry.team)
            if team is None or team.retired_at:
                message = f"the project {entry.name} belongs to the team {entry.team}, which is unknown"
                raise RegistryError(message, hint="add the team to the file")
            row = rows.get(entry.name) or tables.Project(name=fitting("name", entry.name), created_at=self._at)
            rows[entry.name] = row
            self._enter(
                row,
                f"project {entry.name}",
                team_id=team.id,
                repository=entry.repository,
                lead_days=entry.lead_days,
            )
        self._session.flush()
        return rows

    def _enter(self, row: tables.Team | tables.Project, what: str, **values: object) -> None:
        """Make a team or project say what the file says."""
        if row not in self._session:
            self._tally["added"] += 1
        elif row.retired_at:
            self._tally["revived"] += 1
        elif row.owner is not Owner.CONFIG:
            message = f"the {what} of the file is in the registry already (owner: {row.owner})"
            raise RegistryError(message, hint="rename it in the file, or retire the other")
        elif any(getattr(row, name) != value for name, value in values.items()):
            self._tally["changed"] += 1
        for name, value in values.items():
            setattr(row, name, value)
        row.owner, row.retired_at = Owner.CONFIG, None
        self._session.add(row)

    def _enter_pins(self, wanted: set[_PinKey]) -> None:
        """Bring the pins in step, in bulk: there may be many thousands."""
        p = tables.Pin
        known = {
            (pin.project_id, pin.reference, pin.environment, pin.location): pin
            for pin in self._session.execute(
                select(p.id, p.owner, p.retired_at, p.project_id, p.reference, p.environment, p.location)
            )
        }
        new = sorted(wanted - known.keys())
        back = [known[key].id for key in wanted & known.keys() if known[key].retired_at]
        gone = [
            pin.id
            for key, pin in known.items()
            if pin.owner is Owner.CONFIG and not pin.retired_at and key not in wanted
        ]
        if new:
            common = {"owner": Owner.CONFIG, "created_at": self._at}
            self._session.execute(insert(p), [dict(zip(_PIN_KEY, key, strict=True), **common) for key in new])
        self._turn_pins(back, retired_at=None)
        self._turn_pins(gone, retired_at=self._at)
        self._tally.update(added=len(new), revived=len(back), retired=len(gone))

    def _turn_pins(self, ids: list[int], *, retired_at: datetime | None) -> None:
        if ids:
            t = table(tables.Pin)
            statement = update(t).where(t.c.id == bindparam("pin")).values(owner=Owner.CONFIG, retired_at=retired_at)
            self._session.execute(statement, [{"pin": pin_id} for pin_id in ids])

    def _retire(self, rows: Mapping[str, tables.Team | tables.Project], named: set[str]) -> None:
        """Retire what the file owns and does not name any more."""
        for name, row in rows.items():
            if row.owner is Owner.CONFIG and not row.retired_at and name not in named:
                row.retired_at = self._at
                self._tally["retired"] += 1


def _key(project_id: int, place: Place) -> _PinKey:
    return (
        project_id,
        fitting("reference", place.reference),
        fitting("environment", place.environment or ""),
        fitting("location", place.location or ""),
    )


def _each_once(kind: str, entries: Sequence[_Entry]) -> Sequence[_Entry]:
    for name, times in Counter(entry.name for entry in entries).items():
        if times > 1:
            raise RegistryError(f"the {kind} {name} is in the file {times} times", hint="name it once")
    return entries


def _no_project_without_team(teams: Mapping[str, tables.Team], projects: Mapping[str, tables.Project]) -> None:
    retired = {team.id: name for name, team in teams.items() if team.retired_at}
    for name, project in projects.items():
        if not project.retired_at and project.team_id in retired:
            message = f"the team {retired[project.team_id]} is gone from the file, but the project {name} belongs to it"
            raise RegistryError(
                f"{message} (owner: {project.owner})", hint="keep the team, or retire the project first"
            )
