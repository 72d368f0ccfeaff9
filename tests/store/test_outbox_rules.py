"""The outbox held against a model of it, over any order of events: nothing is lost, nothing is taken twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete

from monitor.store import outbox, tables
from monitor.store.engine import Engine, Session, reading, transaction
from monitor.store.outbox import Leased
from monitor.store.states import Delivery
from tests.store.samples import NOW

LEASE = timedelta(seconds=60)


@dataclass
class Message:
    """What the model knows of one message."""

    state: Delivery
    next_at: datetime
    lease_until: datetime | None = None
    token: str | None = None
    ambiguous: bool = False
    attempts: int = 0

    def is_due(self, now: datetime) -> bool:
        if self.state is Delivery.LEASED:
            return self.lease_until is not None and self.lease_until <= now
        return self.state in {Delivery.PENDING, Delivery.UNKNOWN} and self.next_at <= now


class Deliveries(RuleBasedStateMachine):
    """Queue, claim, renew and settle (in time and too late), and let time pass."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.model: dict[str, Message] = {}
        self.claims: list[Leased] = []
        with transaction(self.engine) as session:
            session.execute(delete(tables.Outbox))

    @rule(key=st.sampled_from("abcde"), wait=st.integers(0, 90))
    def enqueue(self, key: str, wait: int) -> None:
        at = self.now + timedelta(seconds=wait)
        with transaction(self.engine) as session:
            new = outbox.enqueue(
                session, dedup_key=key, channel="slack", recipient="#a", kind="notice", payload="{}", at=at
            )
        assert new is (key not in self.model)
        self.model.setdefault(key, Message(Delivery.PENDING, at))

    @rule(limit=st.integers(1, 3))
    def claim(self, limit: int) -> None:
        token = f"token {len(self.claims)} {self.now}"
        due = [key for key, message in self.model.items() if message.is_due(self.now)]
        with transaction(self.engine) as session:
            taken = outbox.claim(session, now=self.now, limit=limit, lease=LEASE, token=token)
        assert len(taken) == min(limit, len(due))
        for one in taken:
            message = self.model[one.dedup_key]
            assert message.is_due(self.now)
            message.ambiguous |= message.state is not Delivery.PENDING
            message.state, message.lease_until, message.token = Delivery.LEASED, self.now + LEASE, token
            message.attempts += 1
            assert (one.ambiguous, one.attempts) == (message.ambiguous, message.attempts)
        self.claims += taken

    @rule(data=st.data(), how=st.sampled_from(["sent", "retry", "unknown", "dead"]), wait=st.integers(0, 90))
    def settle(self, data: st.DataObject, how: str, wait: int) -> None:
        if not self.claims:
            return
        one = data.draw(st.sampled_from(self.claims))
        message, next_at = self.model[one.dedup_key], self.now + timedelta(seconds=wait)
        with transaction(self.engine) as session:
            settled = self._settle(session, one, how, next_at)
        assert settled is (message.state is Delivery.LEASED and message.token == one.token)
        if settled:
            states = {
                "sent": Delivery.SENT,
                "retry": Delivery.PENDING,
                "unknown": Delivery.UNKNOWN,
                "dead": Delivery.DEAD,
            }
            message.state, message.token = states[how], None
            message.next_at = next_at if how in {"retry", "unknown"} else message.next_at
            message.ambiguous |= how == "unknown"

    def _settle(self, session: Session, one: Leased, how: str, next_at: datetime) -> bool:
        if how == "sent":
            return outbox.settle_sent(session, one, at=self.now)
        if how == "dead":
            return outbox.settle_dead(session, one, error="x")
        given: dict[str, Any] = {"next_at": next_at, "error": "x"}
        settle = outbox.settle_retry if how == "retry" else outbox.settle_unknown
        return settle(session, one, **given)

    @rule(data=st.data())
    def renew(self, data: st.DataObject) -> None:
        if not self.claims:
            return
        one = data.draw(st.sampled_from(self.claims))
        message = self.model[one.dedup_key]
        with transaction(self.engine) as session:
            renewed = outbox.renew(session, one, now=self.now, lease=LEASE)
        assert renewed is (message.state is Delivery.LEASED and message.token == one.token)
        if renewed:
            message.lease_until = self.now + LEASE

    @rule()
    def retry_the_dead(self) -> None:
        with transaction(self.engine) as session:
            number = outbox.retry(session, now=self.now)
        dead = [message for message in self.model.values() if message.state is Delivery.DEAD]
        assert number == len(dead)
        for message in dead:
            message.state, message.next_at, message.attempts = Delivery.PENDING, self.now, 0

    @rule(seconds=st.integers(1, 120))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @invariant()
    def the_record_is_the_model(self) -> None:
        with reading(self.engine) as session:
            found = {item.dedup_key: (item.state, item.next_at, item.attempts) for item in outbox.items(session)}
        assert found == {key: (m.state, m.next_at, m.attempts) for key, m in self.model.items()}


def test_any_order_of_events_loses_nothing_and_takes_nothing_twice(database: Engine) -> None:
    machine = type("Deliveries", (Deliveries,), {"engine": database})

    run_state_machine_as_test(machine, settings=settings(max_examples=20, stateful_step_count=25))
