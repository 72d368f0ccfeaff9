"""What is opened for a model elsewhere (an incident, an issue), and when it is over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from monitor.core.alerts import Alert, AlertKind, Severity


@dataclass(frozen=True, slots=True)
class Resolved:
    """A project no longer has to do anything about a model: what was opened for it is closed. `at` is in UTC."""

    team: str
    project: str
    provider: str
    model_id: str
    why: str
    at: datetime


def is_over(alert: Alert) -> bool:
    """Whether an alert says that there is nothing left to do, as when a provider takes a retirement back."""
    reprieved = alert.kind is AlertKind.REINSTATED and alert.shutdown_on is None
    return reprieved or alert.severity is Severity.OK


def is_urgent(alert: Alert) -> bool:
    """Whether somebody has to act now: the model is retired, or will be within the asked-for days."""
    return alert.severity in {Severity.RETIRED, Severity.IMMINENT} and not is_over(alert)


def ticket_key(*parts: str) -> str:
    """One short name for what is opened, the same at every telling: 32 hexadecimal digits."""
    return hashlib.sha256("\n".join(p.casefold() for p in parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
