"""Regular work is claimed by one process at a time, and none of it is skipped."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from monitor.store import schedule
from monitor.store.engine import Engine, reading, transaction
from monitor.store.schedule import TaskState
from tests.store.samples import HOUR, NOW

LEASE = timedelta(minutes=10)


def ensure(database: Engine, *names: str, at: datetime = NOW) -> None:
    with transaction(database) as session:
        for name in names:
            schedule.ensure(session, name, first_due=at)


def claim(database: Engine, at: datetime = NOW, holder: str = "one") -> list[str]:
    with transaction(database) as session:
        return schedule.claim(session, now=at, lease=LEASE, holder=holder)


def finish(database: Engine, name: str, next_due: datetime, holder: str = "one", error: str | None = None) -> bool:
    with transaction(database) as session:
        return schedule.finish(session, name, holder=holder, next_due=next_due, at=NOW, error=error)


def tasks(database: Engine) -> dict[str, TaskState]:
    with reading(database) as session:
        return {task.name: task for task in schedule.tasks(session)}


def test_a_task_is_claimed_when_it_is_due_and_not_before(database: Engine) -> None:
    ensure(database, "later", at=NOW + HOUR)
    ensure(database, "second")
    ensure(database, "first", at=NOW - HOUR)

    assert claim(database) == ["first", "second"]
    assert claim(database) == []
    assert claim(database, NOW + HOUR, holder="other") == ["first", "second", "later"]


def test_a_restart_does_not_push_a_task_back(database: Engine) -> None:
    ensure(database, "poll")
    ensure(database, "poll", at=NOW + HOUR)

    assert claim(database) == ["poll"]


def test_a_finished_task_is_due_when_it_said(database: Engine) -> None:
    ensure(database, "poll")
    claim(database)

    assert finish(database, "poll", NOW + HOUR, error="503")
    assert tasks(database) == {"poll": TaskState("poll", NOW + HOUR, None, None, NOW, "503")}
    assert claim(database, NOW + HOUR - timedelta(seconds=1)) == []
    assert claim(database, NOW + HOUR) == ["poll"]
    assert finish(database, "poll", NOW + 2 * HOUR)
    assert tasks(database)["poll"].last_error is None


def test_a_task_whose_holder_died_is_claimed_when_the_lease_ends(database: Engine) -> None:
    ensure(database, "poll")
    claim(database)

    assert claim(database, NOW + LEASE - timedelta(seconds=1), holder="other") == []
    assert claim(database, NOW + LEASE, holder="other") == ["poll"]


def test_a_holder_that_was_too_slow_does_not_finish_anothers_work(database: Engine) -> None:
    ensure(database, "poll")
    claim(database, holder="slow")
    claim(database, NOW + LEASE, holder="quick")

    assert not finish(database, "poll", NOW + 9 * HOUR, holder="slow")
    assert tasks(database)["poll"].holder == "quick"
    assert finish(database, "poll", NOW + HOUR, holder="quick")
    assert not finish(database, "poll", NOW + 9 * HOUR, holder="quick")
    assert not finish(database, "unknown", NOW, holder="quick")


def test_three_holders_do_every_slot_once(database: Engine) -> None:
    names = [f"task {number}" for number in range(5)]
    slots = 6
    ensure(database, *names)

    def work(holder: str) -> list[tuple[str, int]]:
        done = []
        for slot in range(slots):
            while any(task.next_due <= NOW + slot * HOUR for task in tasks(database).values()):
                for name in claim(database, NOW + slot * HOUR, holder):
                    done.append((name, slot))
                    assert finish(database, name, NOW + (slot + 1) * HOUR, holder)
        return done

    with ThreadPoolExecutor(3) as pool:
        done = Counter(slot for mine in pool.map(work, ["one", "two", "three"]) for slot in mine)

    assert done == Counter({(name, slot): 1 for name in names for slot in range(slots)})
