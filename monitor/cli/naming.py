"""Finding what a user named, or saying what may have been meant; and who the user is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.service.app import Service

SEVERAL = 3
ALIKE = 0.75  # as for model ids: less alike is another name, not a mistyped one


def unknown(kind: str, name: str, known: Iterable[str], otherwise: str) -> UsageError:
    """The error for a name that nothing has; its hint is the nearest known names, or `otherwise`."""
    from difflib import get_close_matches

    meant = get_close_matches(name, list(known), n=SEVERAL, cutoff=ALIKE)
    return UsageError(f"there is no {kind} {name}", hint=f"did you mean {' or '.join(meant)}?" if meant else otherwise)


def team_named(service: Service, name: str) -> str:
    """The name of a registered team. Raises UsageError for an unknown one, with the nearest."""
    from monitor.store import registry
    from monitor.store.engine import reading

    with reading(service.engine) as session:
        names = [team.name for team in registry.teams(session)]
    if name not in names:
        raise unknown("team", name, names, "`model-monitor team list` names them")
    return name


def project_named(service: Service, name: str) -> str:
    """The name of a registered project. Raises UsageError for an unknown one, with the nearest."""
    from monitor.store import registry
    from monitor.store.engine import reading

    with reading(service.engine) as session:
        names = [project.name for project in registry.projects(session)]
    if name not in names:
        raise unknown("project", name, names, "`model-monitor project list` names them")
    return name


def who() -> str:
    """Who types a command, for the audit."""
    from getpass import getuser

    try:
        return f"cli ({getuser()})"
    except (KeyError, OSError):  # a container's user may have no name
        return "cli"
