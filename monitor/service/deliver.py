"""Send what is due in the outbox: claim a lease, render, send, settle.

At least once, or visibly dead. A message whose answer was lost may have arrived: with a Slack bot it is looked up by
its key before it is sent again; elsewhere it is repeated once, marked as a possible repeat.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from monitor.errors import DeliveryError
from monitor.service.app import Service
from monitor.service.senders import Senders
from monitor.store import outbox
from monitor.store.engine import transaction
from monitor.store.outbox import Leased

DELIVERERS = 4
BATCH = DELIVERERS  # what is leased is under way: after a kill nothing else counts as perhaps sent
LEASE = timedelta(seconds=60)
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=72)

log = structlog.get_logger()


@dataclass
class Delivered:
    """What one round of deliveries came to; `errors` has one line for each message that did not go out."""

    sent: int = 0
    waiting: int = 0
    dead: int = 0
    errors: list[str] = field(default_factory=list)


def deliver(service: Service, senders: Senders, *, on_result: Callable[[], None] | None = None) -> Delivered:
    """Send everything that is due now. Each message is settled in a transaction of its own."""
    done = Delivered()
    with ThreadPoolExecutor(DELIVERERS, thread_name_prefix="deliver") as pool:
        while batch := _claim(service):
            service.checkpoint("deliver.claimed")
            for error, dead in pool.map(lambda leased: _send(service, senders, leased), batch):
                done.sent += error is None
                done.waiting += error is not None and not dead
                done.dead += dead
                done.errors += [error] if error else []
                if on_result:
                    on_result()
    return done


def _claim(service: Service) -> list[Leased]:
    with transaction(service.engine) as session:
        return outbox.claim(session, now=service.clock.now(), limit=BATCH, lease=LEASE, token=secrets.token_hex(16))


def _send(service: Service, senders: Senders, leased: Leased) -> tuple[str | None, bool]:
    """Send one message and settle it: (what went wrong or None, whether it is dead)."""
    try:
        reference = senders.send(leased)
    except DeliveryError as error:
        return _settle_error(service, leased, error)
    except Exception as error:  # the delivery worker's boundary: one message's defect must not stop the others
        log.exception("a message could not be sent", message=leased.dedup_key)
        defect = DeliveryError(f"defect in this program: {type(error).__name__}", permanent=True)
        return _settle_error(service, leased, defect)
    service.checkpoint("deliver.sent")
    with transaction(service.engine) as session:
        outbox.settle_sent(session, leased, provider_ref=reference, at=service.clock.now())
    service.checkpoint("deliver.settled")
    return None, False


def _settle_error(service: Service, leased: Leased, error: DeliveryError) -> tuple[str, bool]:
    now = service.clock.now()
    line = f"{leased.channel} {leased.recipient}: {error}"
    gave_up = now - leased.created_at > GIVE_UP_AFTER
    with transaction(service.engine) as session:
        if error.permanent or gave_up:
            outbox.settle_dead(session, leased, error=str(error))
            return line, True
        next_at = now + (timedelta(seconds=error.retry_after) if error.retry_after else backoff(leased.attempts))
        if error.retry_after:
            outbox.hold_channel(session, leased.channel, leased.recipient, until=next_at)
        if error.ambiguous:
            outbox.settle_unknown(session, leased, next_at=next_at, error=str(error))
        else:
            outbox.settle_retry(session, leased, next_at=next_at, error=str(error))
    return line, False


def backoff(attempts: int) -> timedelta:
    """How long to wait after the n-th attempt: 10 s doubling to an hour, spread by a quarter."""
    doubled = FIRST_RETRY * float(2 ** min(max(attempts - 1, 0), 16))
    return min(LONGEST_RETRY, doubled) * random.uniform(0.75, 1.25)  # noqa: S311 - spreads load, guards nothing
