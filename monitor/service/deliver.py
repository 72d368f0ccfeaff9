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
from monitor.store import channels, outbox
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
    """Send everything that is due now. Each message is settled as soon as its receiver has answered.

    Each worker holds one message at a time: what is leased is under way, so that after a kill nothing else counts as
    perhaps sent, and a receiver that is slow to answer keeps one worker and not the others. What settles a message
    also claims the worker's next one: a commit waits for the disk, and one does for both.
    """
    done = Delivered()
    counting = threading.Lock()

    def work(leased: Leased | None) -> None:
        while leased:
            service.checkpoint("deliver.claimed")
            answer = _send(senders, leased)
            with transaction(service.engine) as session:
                error, dead = _settle(session, service, leased, answer)
                following = _claim(session, service)
            service.checkpoint("deliver.settled")
            with counting:
                done.sent += error is None and leased.kind != "refresh"  # that is no message, only the state of one
                done.waiting += error is not None and not dead
                done.dead += dead
                done.errors += [error] if error else []
                if on_result:
                    on_result()
            leased = following

    closing.look_again(service)
    if first := _first(service):
        with senders.kept(), ThreadPoolExecutor(DELIVERERS, thread_name_prefix="deliver") as pool:
            others = [pool.submit(lambda: work(_first(service))) for _ in range(DELIVERERS - 1)]
            for worker in [pool.submit(work, first), *others]:
                worker.result()
    return done


def _first(service: Service) -> Leased | None:
    with transaction(service.engine) as session:
        return _claim(session, service)


def _claim(session: Session, service: Service) -> Leased | None:
    now, token = service.clock.now(), secrets.token_hex(16)
    return next(iter(outbox.claim(session, now=now, limit=1, token=token)), None)


def _send(senders: Senders, leased: Leased) -> str | DeliveryError | None:
    """Send one message: what the receiver calls it, or what went wrong."""
    try:
        return senders.send(leased)
    except DeliveryError as error:
        return error
    except StoreError as error:  # something that it needs could not be read, before anything was sent
        return DeliveryError(str(error))
    except Exception as error:  # the delivery worker's boundary: one message's defect must not stop the others
        log.exception("a message could not be sent", message=leased.dedup_key)
        return DeliveryError(f"defect in this program: {type(error).__name__}", permanent=True)


def _settle(
    session: Session, service: Service, leased: Leased, answer: str | DeliveryError | None
) -> tuple[str | None, bool]:
    """Record what became of a message: (what went wrong or None, whether it is dead)."""
    now = service.clock.now()
    if not isinstance(answer, DeliveryError):
        service.checkpoint("deliver.sent")
        if outbox.settle_sent(session, leased, provider_ref=answer, at=now):
            conversations.after_sent(session, service, leased, answer)
        return None, False
    line = f"{leased.channel} {leased.recipient}: {answer}"
    dead = answer.permanent or (now - leased.created_at > GIVE_UP_AFTER and leased.attempts >= FEWEST_ATTEMPTS)
    if dead:
        if outbox.settle_dead(session, leased, error=str(answer)):
            closing.after_death(session, service, leased, answer)
        service.checkpoint("deliver.died")
    else:
        _settle_to_try_again(session, service, leased, answer)
        service.checkpoint("deliver.failed")
    return line, dead


def _settle_to_try_again(session: Session, service: Service, leased: Leased, error: DeliveryError) -> None:
    now = service.clock.now()
    if error.retry_after is None:
        next_at = now + backoff(leased.attempts)
    else:
        next_at = now + max(timedelta(seconds=error.retry_after), SHORTEST_REST)
        channels.hold(session, leased.channel, leased.recipient, until=next_at)
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
