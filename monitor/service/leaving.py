"""A project has left a model: its pins are retired, except those that the configuration file alone may take back."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.service import administration, deciding
from monitor.service.app import Service
from monitor.store.engine import Session
from monitor.store.states import Owner


@dataclass(frozen=True, slots=True)
class Left:
    """How many pins are retired; and, where some stand in the file, what is to be done there."""

    retired: int
    in_file: str = ""


def leave(session: Session, service: Service, project: str, wanted: str, *, who: str) -> Left:
    """Retire the pins of a project on the model that `wanted` names, as in `deciding.decide`.

    Raises:
        RegistryError: there is no such project.
        NotPinned: it does not pin this model, or the name fits several.
    """
    pins = deciding.pins_of(session, service, project, wanted)
    theirs = [pin for pin in pins if pin.owner is Owner.CONFIG]
    ours = [pin for pin in pins if pin not in theirs]
    for pin in ours:
        administration.retire(session, service, project, pin.id, who=who)
    if not theirs:
        return Left(len(ours))
    places = ", ".join(sorted({pin.location or pin.reference for pin in theirs}))
    reference = theirs[0].reference
    return Left(len(ours), f"{project} pins {reference} in the configuration file ({places}): take it out there")
