"""What is opened for a model elsewhere (an incident, an issue), and when it is over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.core.alerts import Alert, AlertKind, Notice, Severity


@dataclass(frozen=True, slots=True)
class Resolved:
    """A project no longer has to do anything about a model: what was opened for it is closed. `at` is in UTC.

    `to_team` is set where there is still something to do, but by that team.
    """

    team: str
    project: str
    provider: str
    model_id: str
    why: str
    at: datetime
    scope: str = ""
    to_team: str = ""


def is_over(alert: Alert) -> bool:
    """Whether an alert says that there is nothing left to do, as when a provider takes a retirement back."""
    reprieved = alert.kind is AlertKind.REINSTATED and alert.shutdown_on is None
    return reprieved or alert.severity is Severity.OK


def is_urgent(alert: Alert) -> bool:
    """Whether somebody has to act now: the model is retired, or will be within the asked-for days."""
    return alert.severity in {Severity.RETIRED, Severity.IMMINENT} and not is_over(alert)


def by_project(notice: Notice) -> tuple[Notice, ...]:
    """A notice as one for each of its projects, since tickets are opened and closed for a project's model.

    How many tokens all projects used together is said of none of them.
    """
    if not notice.projects:
        return (notice,)
    return tuple(
        replace(notice, project=project, projects=(), alerts=tuple(_of_project(notice.alerts, project)))
        for project in notice.projects
    )


def _of_project(alerts: tuple[Alert, ...], project: str) -> Iterator[Alert]:
    for alert in alerts:
        places = tuple(replace(place, project=None) for place in alert.places if place.project == project)
        if places:
            key = f"{alert.dedup_key}:{project}"
            tokens = alert.tokens if len(places) == len(alert.places) else None
            yield replace(alert, dedup_key=key, places=places, tokens=tokens)


def ticket_of(project: str, provider: str, model_id: str, scope: str) -> str:
    """The key of what is opened for a model. Projects may share a repository, and a model has a day in each scope."""
    return ticket_key(project, provider, model_id, *([scope] if scope else []))


def ticket_key(*parts: str) -> str:
    """One short name for what is opened, the same at every telling: 32 hexadecimal digits."""
    return hashlib.sha256("\n".join(p.casefold() for p in parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
