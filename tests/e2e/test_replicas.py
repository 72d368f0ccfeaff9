"""Several processes on one database: no message is sent twice, no slot of the schedule is done twice or left out."""

from __future__ import annotations

import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from monitor.service import payloads
from monitor.store import engine, outbox, schedule
from monitor.store.engine import transaction
from monitor.store.states import Delivery
from tests.e2e import crashing
from tests.e2e.conftest import World
from tests.fakes.slack import TOKEN, Channel, Fault
from tests.notify.samples import alert, notice

REPLICAS = 3
MESSAGES = int(os.environ.get("MONITOR_MESSAGES", "60"))  # 10,000 is what the promise names
SLOTS = int(os.environ.get("MONITOR_SLOTS", "60"))  # likewise
DAY, BEFORE = "2025-12-26", datetime(2025, 12, 25, tzinfo=UTC)
LEASE, EVERY = timedelta(seconds=30), timedelta(minutes=1)


def test_three_replicas_send_every_message_once(world: World) -> None:
    """R2: no answer is lost here, so nothing may arrive twice. MONITOR_MESSAGES=10000 for the long run."""
    queue(world, MESSAGES)

    assert run_replicas(world) == [0] * REPLICAS
    assert keys(world) == Counter(f"m{n}" for n in range(MESSAGES))


@pytest.mark.parametrize("may_look", [True, False])
def test_a_lost_answer_costs_one_repeat_at_most_that_says_so(world: World, *, may_look: bool) -> None:
    """R2: and none where the app may look whether the message is there."""
    if not may_look:
        world.slack.tokens[TOKEN] -= {"channels:history"}
    queue(world, 30)
    world.slack.then(*[Fault.RESET_AFTER, Fault.RESET_BEFORE] * 4)

    assert run_replicas(world) == [0] * REPLICAS
    with world.service(DAY) as service, transaction(service.engine) as session:
        lost = [item.id for item in outbox.items(session, Delivery.UNKNOWN)]
        outbox.retry(session, now=service.clock.now(), ids=lost)
    assert run_replicas(world) == [0] * REPLICAS

    repeated = [key for key, times in keys(world).items() if times > 1]
    assert set(keys(world)) == {f"m{n}" for n in range(30)}
    assert len(world.slack.ledger) == 30 + len(repeated)
    assert len(repeated) == (0 if may_look else 4)
    assert sum("Possible repeat" in str(p.blocks) for p in world.slack.ledger) == (0 if may_look else 8)


def queue(world: World, messages: int) -> None:
    """Put messages into the outbox, for as many channels as such an installation has; each model is told of twice."""
    channels = max(messages // 50, 20)
    world.slack.channels = [Channel(f"C1{n:07}", f"team-{n}") for n in range(channels)]
    with world.service(DAY) as service, transaction(service.engine) as session:
        for n in range(messages):
            about = alert(model_id=f"model-{n // channels // 2}")
            outbox.enqueue(
                session, dedup_key=f"m{n}", channel="slack", recipient=f"#team-{n % channels}", kind="notice",
                payload=payloads.of_notice(notice(about, project=f"project-{n % channels}")), at=BEFORE,
            )  # fmt: skip


def run_replicas(world: World) -> list[int | None]:
    """Deliver with several processes at once until nothing is due; how they ended."""
    arguments = (str(world.config_file), world.environ, DAY)
    replicas = [crashing.PROCESSES.Process(target=crashing.replica, args=arguments) for _ in range(REPLICAS)]
    for process in replicas:
        process.start()
    for process in replicas:
        process.join(3600)
    return [process.exitcode for process in replicas]


def keys(world: World) -> Counter[str]:
    """How often each message arrived."""
    return Counter(p.metadata["event_payload"]["dedup_key"] for p in world.slack.ledger if p.metadata)


def test_every_slot_is_done_once_and_again_only_after_a_kill(world: World) -> None:
    """R3: with replicas killed at their work, as many repeats as kills. MONITOR_SLOTS=10000 for the long run."""
    with world.service(DAY):
        pass  # the database is made
    engines = [engine.connect(world.database_url) for _ in range(REPLICAS)]
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with transaction(engines[0]) as session:
        schedule.ensure(session, "slot", first_due=start)
    done: Counter[int] = Counter()
    kills = 0
    lock = threading.Lock()

    def claims(replica: int, now: datetime) -> bool:
        with transaction(engines[replica]) as session:
            return "slot" in schedule.claim(session, now=now, lease=LEASE, holder=str(replica))

    with ThreadPoolExecutor(REPLICAS) as pool:
        for slot in range(SLOTS):
            now = start + slot * EVERY
            for attempt in range(2):
                at = now + attempt * LEASE
                won = [r for r, mine in enumerate(pool.map(lambda r, t=at: claims(r, t), range(REPLICAS))) if mine]  # type: ignore[misc]
                with lock:
                    done[slot] += len(won)
                if attempt == 0 and slot % 10 == 9:
                    kills += 1  # whoever has it does not give it back
                    continue
                for replica in won:
                    with transaction(engines[replica]) as session:
                        assert schedule.finish(session, "slot", holder=str(replica), next_due=now + EVERY, at=at)
                break
    for made in engines:
        made.dispose()

    assert sorted(done) == list(range(SLOTS))
    assert sum(done.values()) == SLOTS + kills
    assert {slot for slot, times in done.items() if times > 1} == set(range(9, SLOTS, 10))
