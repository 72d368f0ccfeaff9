"""A project has left a model: its pins are retired, except those that the configuration file alone may take back."""

from __future__ import annotations

from monitor.errors import OwnedByFile
from monitor.service import administration, deciding
from monitor.service.app import Service
from monitor.store.states import Owner


def leave(service: Service, project: str, wanted: str, *, who: str) -> int:
    """Retire the pins of a project on the model that `wanted` names, as in `deciding.decide`; how many there were.

    Raises:
        RegistryError: there is no such project.
        NotPinned: it does not pin this model, or the name fits several.
        OwnedByFile: some of the pins stand in the file; all others are retired.
    """
    pins = deciding.pins_of(service, project, wanted)
    theirs = [pin for pin in pins if pin.owner is Owner.CONFIG]
    for pin in pins:
        if pin not in theirs:
            administration.retire_pin(service, project, pin.id, who=who)
    if theirs:
        places = ", ".join(sorted({pin.location or pin.reference for pin in theirs}))
        raise OwnedByFile(
            f"{project} pins {theirs[0].reference} in the configuration file ({places})", hint="take it out there"
        )
    return len(pins)
