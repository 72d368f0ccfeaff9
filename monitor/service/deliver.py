"""Send what is due in the outbox: claim a lease, render, send, settle.

At least once, or visibly dead. A message whose answer was lost may have arrived: with a Slack bot it is looked up by
its key before it is sent again; elsewhere it is repeated once, marked as a possible repeat. What else follows from a
refusal for good is in `closing`.
"""

from __future__ import annotations

import random
import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import structlog

from monitor.errors import DeliveryError, StoreError
from monitor.service import closing, conversations
from monitor.service.app import Service
from monitor.service.senders import Senders
from monitor.store import outbox
from monitor.store.engine import Session, transaction
from monitor.store.outbox import Leased

DELIVERERS = 4
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)
SHORTEST_REST = timedelta(seconds=1)  # a receiver that asks for none would be asked without end
GIVE_UP_AFTER = timedelta(hours=72)
FEWEST_ATTEMPTS = 12  # also of a message that nobody could send for three days, or that is tried anew

log = structlog.get_logger()


@dataclass
class Delivered:
    """What one round of deliveries came to; `errors` has one line for each message that did not go out."""

    sent: int = 0
    waiting: int = 0
    dead: int = 0
    errors: list[str] = field(default_factory=list)


def deliver(service: Service, senders: Senders, *, on_result: Callable[[], None] | None = None) -> Delivered:
    """Send everything that is due now. Each message is settled in a transaction of its own.

    Each worker holds one message at a time: what is leased is under way, so that after a kill nothing else counts as
    perhaps sent, and a receiver that is slow to answer keeps one worker and not the others.
    """
    done = Delivered()
    counting = threading.Lock()

    def work(leased: Leased | None) -> None:
        while leased := leased or _claim(service):
            service.checkpoint("deliver.claimed")
            error, dead = _send(service, senders, leased)
            with counting:
                done.sent += error is None and leased.kind != "refresh"  # that is no message, only the state of one
                done.waiting += error is not None and not dead
                done.dead += dead
                done.errors += [error] if error else []
                if on_result:
                    on_result()
            leased = None

    closing.look_again(service)
    if first := _claim(service):
        with senders.kept(), ThreadPoolExecutor(DELIVERERS, thread_name_prefix="deliver") as pool:
            for worker in [pool.submit(work, first if n == 0 else None) for n in range(DELIVERERS)]:
                worker.result()
    return done


def _claim(service: Service) -> Leased | None:
    with transaction(service.engine) as session:
        taken = outbox.claim(session, now=service.clock.now(), limit=1, token=secrets.token_hex(16))
    return taken[0] if taken else None


def _send(service: Service, senders: Senders, leased: Leased) -> tuple[str | None, bool]:
    """Send one message and settle it: (what went wrong or None, whether it is dead)."""
    try:
        reference = senders.send(leased)
    except DeliveryError as error:
        return _settle_error(service, leased, error)
    except StoreError as error:  # something that it needs could not be read, before anything was sent
        return _settle_error(service, leased, DeliveryError(str(error)))
    except Exception as error:  # the delivery worker's boundary: one message's defect must not stop the others
        log.exception("a message could not be sent", message=leased.dedup_key)
        defect = DeliveryError(f"defect in this program: {type(error).__name__}", permanent=True)
        return _settle_error(service, leased, defect)
    service.checkpoint("deliver.sent")
    with transaction(service.engine) as session:
        if outbox.settle_sent(session, leased, provider_ref=reference, at=service.clock.now()):
            conversations.after_sent(session, service, leased, reference)
    service.checkpoint("deliver.settled")
    return None, False


def _settle_error(service: Service, leased: Leased, error: DeliveryError) -> tuple[str, bool]:
    now = service.clock.now()
    line = f"{leased.channel} {leased.recipient}: {error}"
    dead = error.permanent or (now - leased.created_at > GIVE_UP_AFTER and leased.attempts >= FEWEST_ATTEMPTS)
    with transaction(service.engine) as session:
        if dead:
            if outbox.settle_dead(session, leased, error=str(error)):
                closing.after_death(session, service, leased, error)
            service.checkpoint("deliver.died")
        else:
            _settle_to_try_again(session, service, leased, error)
            service.checkpoint("deliver.failed")
    return line, dead


def _settle_to_try_again(session: Session, service: Service, leased: Leased, error: DeliveryError) -> None:
    now = service.clock.now()
    if error.retry_after is None:
        next_at = now + backoff(leased.attempts)
    else:
        next_at = now + max(timedelta(seconds=error.retry_after), SHORTEST_REST)
        outbox.hold_channel(session, leased.channel, leased.recipient, until=next_at)
    if error.ambiguous:
        outbox.settle_unknown(session, leased, next_at=next_at, error=str(error))
    else:
        outbox.settle_retry(session, leased, next_at=next_at, error=str(error))


def backoff(attempts: int) -> timedelta:
    """How long to wait after the n-th attempt: anything from 10 s up to a bound that doubles, to an hour at most.

    This is "full jitter" above a floor: aws.amazon.com/blogs/architecture, "Exponential Backoff And Jitter".
    """
    bound = min(LONGEST_RETRY, FIRST_RETRY * float(2 ** min(max(attempts, 1), 16)))
    return FIRST_RETRY + (bound - FIRST_RETRY) * random.random()  # noqa: S311 - spreads load, guards nothing
