"""Several processes on one database: no message is sent twice, no slot of the schedule is done twice or left out."""

from __future__ import annotations

import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from monitor.service import payloads
from monitor.store import engine, outbox, schedule
from monitor.store.engine import transaction
from tests.e2e import crashing
from tests.e2e.conftest import World
from tests.notify.samples import notice

REPLICAS = 3
MESSAGES = int(os.environ.get("MONITOR_MESSAGES", "60"))  # 10,000 is what the promise names
SLOTS = int(os.environ.get("MONITOR_SLOTS", "60"))  # likewise
DAY = "2025-12-26"
LEASE, EVERY = timedelta(seconds=30), timedelta(minutes=1)


def test_three_replicas_send_every_message_once(world: World) -> None:
    """R2: no answer is lost here, so nothing may arrive twice. MONITOR_MESSAGES=10000 for the long run."""
    payload = payloads.of_notice(notice())
    with world.service(DAY) as service, transaction(service.engine) as session:
        for n in range(MESSAGES):
            outbox.enqueue(
                session, dedup_key=f"m{n}", channel="slack", recipient=f"#{('models', 'search')[n % 2]}",
                kind="notice", payload=payload, at=service.clock.now() - timedelta(hours=9),
            )  # fmt: skip

    arguments = (str(world.config_file), world.environ, DAY)
    replicas = [crashing.PROCESSES.Process(target=crashing.replica, args=arguments) for _ in range(REPLICAS)]
    for process in replicas:
        process.start()
    for process in replicas:
        process.join(3600)

    taken = Counter(p.metadata["event_payload"]["dedup_key"] for p in world.slack.ledger if p.metadata)
    assert [process.exitcode for process in replicas] == [0] * REPLICAS
    assert taken == Counter(f"m{n}" for n in range(MESSAGES))


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
