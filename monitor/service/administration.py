"""Changing the registry and the keys by hand: from the command line and the HTTP interface, each with its audit entry.

What is entered by hand is held to the same rules as the configuration file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from monitor import config
from monitor.config.problems import first_problem
from monitor.core.alerts import Place
from monitor.core.references import parse
from monitor.core.scoping import scoped
from monitor.errors import InvalidReference, RegistryError, UsageError
from monitor.service.app import Service
from monitor.service.registry import team_entry
from monitor.store import audit, registering, tokens
from monitor.store.engine import Session, transaction
from monitor.store.registry import PinRow, ProjectRow, TeamRow
from monitor.store.states import Owner

LONGEST_NAME = 100

Model = TypeVar("Model", bound=BaseModel)


def add_team(
    service: Service,
    name: str,
    *,
    slack_channel: str = "",
    emails: Sequence[str] = (),
    timezone: str = "",
    digest: Sequence[str] = (),
    lead_days: Sequence[int] = (),
    announce_within: str = "",
    quiet_hours: str = "",
    working_days: Sequence[str] = (),
    who: str,
    owner: str,
) -> TeamRow:
    """Register a team; `who` does it, `owner` is one of `store.states.Owner`.

    Raises UsageError for a value that the file could not have either, RegistryError if there is such a team.
    """
    given = {
        "name": name,
        "slack_channel": slack_channel,
        "emails": list(emails),
        "timezone": timezone,
        **({"digest": list(digest)} if digest else {}),
        "lead_days": list(lead_days),
        "announce_within": announce_within,
        "quiet_hours": quiet_hours,
        "working_days": list(working_days),
    }
    entry = team_entry(_valid(config.Team, given), service.settings)
    with transaction(service.engine) as session:
        row = registering.add_team(session, entry, owner=Owner(owner), at=service.clock.now())
        _note(session, service, who, "team added", entry.name)
    return row


def retire_team(service: Service, name: str, *, who: str) -> None:
    """Retire a team. Raises RegistryError for one that is unknown, of the file, or that still has projects."""
    with transaction(service.engine) as session:
        registering.retire_team(session, name, at=service.clock.now())
        _note(session, service, who, "team retired", name)


def add_project(
    service: Service,
    name: str,
    *,
    team: str,
    repository: str = "",
    lead_days: Sequence[int] = (),
    who: str,
    owner: str,
) -> ProjectRow:
    """Register a project of a team.

    Raises UsageError for a value that the file could not have either, RegistryError for an unknown team or if there is
    such a project.
    """
    given = {"name": name, "team": team, "repository": repository, "lead_days": list(lead_days)}
    project = _valid(config.Project, given)
    now = service.clock.now()
    with transaction(service.engine) as session:
        row = registering.add_project(
            session,
            project.name,
            team=team,
            owner=Owner(owner),
            at=now,
            repository=project.repository or None,
            lead_days=project.lead_days or None,
        )
        _note(session, service, who, "project added", f"{name} ({team})")
    return row


def retire_project(service: Service, name: str, *, who: str) -> None:
    """Retire a project, and with it its pins. Raises RegistryError for one that is unknown or of the file."""
    with transaction(service.engine) as session:
        registering.retire_project(session, name, at=service.clock.now())
        _note(session, service, who, "project retired", name)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is said beside a pin's reference, to be read as one with it: see `core.scoping`."""

    version: str = ""
    deployment: str = ""
    region: str = ""


def add_pin(
    service: Service, project: str, place: Place, *, beside: Beside | None = None, who: str, owner: str
) -> PinRow:
    """Register a pin in a transaction of its own, as `enter` does, with the scope that is said beside its reference.

    Raises InvalidReference also where no reference can say that.
    """
    if beside and (said := {key: text for key, text in asdict(beside).items() if text.strip()}):
        parse(place.reference, providers=_providers(service))
        try:
            reference = str(scoped(place.reference, **said, providers=_providers(service)))
        except InvalidReference as error:
            raise InvalidReference(f"the pin {error.message}", hint=error.hint) from None
        place = replace(place, reference=reference)
    with transaction(service.engine) as session:
        return enter(session, service, project, place, who=who, owner=owner)


def enter(session: Session, service: Service, project: str, place: Place, *, who: str, owner: str) -> PinRow:
    """Register a pin, without blanks around its texts; one that is there already is given back as it is.

    Raises:
        InvalidReference: the reference cannot be read.
        UsageError: its environment or location could not stand in the file either.
        RegistryError: there is no such project.
    """
    parse(place.reference, providers=_providers(service))
    given = {"ref": place.reference, "environment": place.environment or "", "location": place.location or ""}
    pin = _valid(config.Pin, given)
    at = Place(pin.ref, pin.environment or None, pin.location or None)
    row = registering.add_pin(session, project, at, owner=Owner(owner), at=service.clock.now())
    _note(session, service, who, "pin added", f"{project} {pin.ref}")
    return row


def retire_pin(service: Service, project: str, pin_id: int, *, who: str) -> PinRow:
    """Retire a pin in a transaction of its own, as `retire` does."""
    with transaction(service.engine) as session:
        return retire(session, service, project, pin_id, who=who)


def retire(session: Session, service: Service, project: str, pin_id: int, *, who: str) -> PinRow:
    """Retire a pin of a project. Raises RegistryError where it has no such pin, or the file owns it."""
    row = registering.retire_pin(session, project, pin_id, at=service.clock.now())
    _note(session, service, who, "pin retired", f"{project} {row.reference}")
    return row


def create_token(service: Service, name: str, *, scope: str, who: str) -> str:
    """Make a key to the HTTP interface, "read" or "write"; its text is seen only here.

    Raises UsageError for a name that is empty, longer than 100 characters, or not fit to be printed.
    """
    if not (name.strip() and name.isprintable() and len(name) <= LONGEST_NAME):
        raise UsageError("a token needs a name on one line", hint=f"of at most {LONGEST_NAME} characters: who uses it")
    with transaction(service.engine) as session:
        token = tokens.create(session, name=name, scope=scope, at=service.clock.now())
        _note(session, service, who, "token created", f"{name} ({scope})")
    return token


def revoke_token(service: Service, token_id: int, *, who: str) -> None:
    """End a key. Raises RegistryError where there is none of this number that is still good."""
    with transaction(service.engine) as session:
        if not tokens.revoke(session, token_id, at=service.clock.now()):
            raise RegistryError(f"there is no valid token {token_id}", hint="see `model-monitor token list`")
        _note(session, service, who, "token revoked", str(token_id))


def _providers(service: Service) -> set[str]:
    return {s.provider for s in service.sources.values()}


def _note(session: Session, service: Service, who: str, what: str, detail: str) -> None:
    audit.note(session, who=who, what=what, detail=detail, at=service.clock.now())


def _valid(entry: type[Model], given: dict[str, Any]) -> Model:
    try:
        return entry.model_validate(given)
    except ValidationError as error:
        problem = first_problem(error, given)
        raise UsageError(f"the {entry.__name__.lower()}'s {problem}", hint=problem.hint) from None
