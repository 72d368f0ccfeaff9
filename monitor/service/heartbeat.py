"""The sign of life: an address outside is asked as long as all is well, and raises the alarm when it is not asked.

It is asked every five minutes, so a watcher that allows fifteen more knows within twenty minutes of a stop.
"""

from __future__ import annotations

from datetime import timedelta

import structlog

from monitor import __version__
from monitor.errors import FetchError
from monitor.fetch.network import Network
from monitor.fetch.poster import Poster
from monitor.service.app import Service
from monitor.service.watch import troubles

TASK = "heartbeat"
EVERY = timedelta(minutes=5)
OK = range(200, 300)

log = structlog.get_logger()


def beat(service: Service, network: Network | None = None) -> bool:
    """Ask the heartbeat's address if one is set and nothing is wrong that may cost an alert; whether it was asked."""
    url = service.settings.heartbeat.url(service.environ)
    if not url:
        return False
    wrong = [t for t in troubles(service) if t.stops_heartbeat]
    if wrong:
        log.warning("no heartbeat", why=wrong[0].what, troubles=len(wrong))
        return False
    poster = Poster(user_agent=f"{service.settings.fetch.user_agent} ({__version__})", network=network)
    try:
        reply = poster.send("GET", url)
    except FetchError as error:
        log.warning("the heartbeat did not arrive", why=error.message)
        return False
    if reply.status not in OK:
        log.warning("the heartbeat was refused", status=reply.status)
    return reply.status in OK
