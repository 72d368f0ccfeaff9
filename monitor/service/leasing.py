"""A message that takes several requests to send keeps its lease on the way, or is left to who has it by then."""

from __future__ import annotations

from monitor.errors import DeliveryError
from monitor.service.app import Service
from monitor.store import outbox
from monitor.store.engine import transaction
from monitor.store.outbox import Leased


def renew(service: Service, leased: Leased) -> None:
    """Let the lease of a message begin anew. To be called before each request that is not the first.

    Raises:
        DeliveryError: the lease has ended and another process has the message, so nothing more may be sent here.
    """
    with transaction(service.engine) as session:
        if not outbox.renew(session, leased, now=service.clock.now()):
            raise DeliveryError("it took longer than its lease, and another process has it by now")
