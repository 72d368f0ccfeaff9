"""The bundled catalog alone as the witness, for a machine without database and network."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.catalog import facts as catalog
from monitor.service.known import bundled_only
from monitor.service.narrow import Narrow


def bundled(now: datetime, horizon: timedelta, within: timedelta, *, whole: bool = False) -> Narrow:
    """The catalog as it is at `now` (aware, UTC); the others as in `Narrow`."""
    return Narrow(lambda providers: bundled_only(catalog.load(providers), now), horizon, within, whole)
