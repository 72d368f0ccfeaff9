"""Messages wait, are claimed once at a time, and are settled by whoever holds the lease."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select, text

from monitor.store import channels, outbox, tables
from monitor.store.engine import Engine, reading, transaction
from monitor.store.outbox import Leased, OutboxItem
from monitor.store.states import Delivery
from tests.store.samples import HOUR, NOW

LEASE = timedelta(seconds=60)
SECOND = timedelta(seconds=1)
TOKENS = count()


def enqueue(database: Engine, *keys: str, at: datetime = NOW, **given: Any) -> list[bool]:
    message = {"channel": "slack", "recipient": "#search", "kind": "notice", "payload": '{"a": "\\u0000"}'} | given
    with transaction(database) as session:
        return [outbox.enqueue(session, dedup_key=key, at=at, **message) for key in keys]


def claim(database: Engine, at: datetime = NOW, limit: int = 100) -> list[Leased]:
    with transaction(database) as session:
        return outbox.claim(session, now=at, limit=limit, lease=LEASE, token=f"token {next(TOKENS)}")


def renew(database: Engine, leased: Leased, at: datetime) -> bool:
    with transaction(database) as session:
        return outbox.renew(session, leased, now=at, lease=LEASE)


def items(database: Engine, state: Delivery | None = None) -> dict[str, OutboxItem]:
    with reading(database) as session:
        return {item.dedup_key: item for item in outbox.items(session, state)}


def keys(leased: list[Leased]) -> list[str]:
    return [one.dedup_key for one in leased]


class TestEnqueue:
    def test_a_key_that_has_been_there_is_ignored_whatever_became_of_it(self, database: Engine) -> None:
        assert enqueue(database, "a", "a", "b") == [True, False, True]
        (a, _) = claim(database)
        with transaction(database) as session:
            outbox.settle_sent(session, a, at=NOW)

        assert enqueue(database, "a", at=NOW + HOUR, payload="another") == [False]
        assert items(database)["a"].state is Delivery.SENT
        with reading(database) as session:
            assert "another" not in session.scalars(select(tables.Payload.body)).all()

    def test_a_message_is_claimed_as_it_was_put_in(self, database: Engine) -> None:
        enqueue(database, "a", channel="email", recipient="a@x.example", kind="digest", payload='{"week": "é"}')
        (found,) = claim(database, NOW + SECOND)

        assert (found.dedup_key, found.channel, found.recipient, found.kind) == ("a", "email", "a@x.example", "digest")
        assert (found.payload, found.attempts, found.ambiguous) == ('{"week": "é"}', 1, False)
        assert found.created_at == NOW

    def test_of_transactions_that_queue_the_same_at_once_one_is_told_that_it_did(self, database: Engine) -> None:
        with ThreadPoolExecutor(4) as pool:
            told = list(pool.map(lambda _: enqueue(database, *map(str, range(10))), range(4)))

        assert [sum(new) for new in zip(*told, strict=True)] == [1] * 10


class TestClaim:
    def test_what_is_due_longest_comes_first_up_to_the_limit(self, database: Engine) -> None:
        enqueue(database, "late", at=NOW + SECOND)
        enqueue(database, "early")
        enqueue(database, "future", at=NOW + HOUR)

        assert keys(claim(database, NOW + SECOND, limit=1)) == ["early"]
        assert keys(claim(database, NOW + SECOND)) == ["late"]
        assert keys(claim(database, NOW + SECOND)) == []

    def test_what_is_leased_is_nobody_elses_until_the_lease_ends(self, database: Engine) -> None:
        enqueue(database, "a")
        claim(database)

        assert claim(database, NOW + LEASE - SECOND) == []
        (again,) = claim(database, NOW + LEASE)
        assert (again.attempts, again.ambiguous) == (2, True)

    def test_four_workers_claim_everything_once(self, database: Engine) -> None:
        enqueue(database, *map(str, range(60)))

        def work(_: int) -> list[str]:
            mine: list[str] = []
            while batch := claim(database, limit=4):
                mine += keys(batch)
                with transaction(database) as session:
                    assert all(outbox.settle_sent(session, one, at=NOW) for one in batch)
            return mine

        with ThreadPoolExecutor(4) as pool:
            taken = Counter(key for mine in pool.map(work, range(4)) for key in mine)

        assert taken == Counter(map(str, range(60)))
        assert {item.state for item in items(database).values()} == {Delivery.SENT}

    def test_a_claim_that_was_rolled_back_took_nothing(self, database: Engine) -> None:
        def break_off() -> None:
            with transaction(database) as session:
                outbox.claim(session, now=NOW, limit=9, lease=LEASE, token="t")
                raise ZeroDivisionError

        enqueue(database, "a")
        with pytest.raises(ZeroDivisionError):
            break_off()

        (found,) = claim(database)
        assert (found.attempts, found.ambiguous) == (1, False)

    def test_another_claim_under_way_is_passed_by_and_not_waited_for(self, postgres_engine: Engine) -> None:
        enqueue(postgres_engine, "rows", "of", "both")
        with transaction(postgres_engine) as session:
            first = outbox.claim(session, now=NOW, limit=2, lease=LEASE, token="first")
            with transaction(postgres_engine) as other:
                other.execute(text("SET LOCAL lock_timeout = '3s'"))  # to wait is to fail
                second = outbox.claim(other, now=NOW, limit=9, lease=LEASE, token="second")

        assert sorted(keys(first) + keys(second)) == ["both", "of", "rows"]
        for one in (*first, *second):
            with transaction(postgres_engine) as session:
                assert outbox.settle_dead(session, one, error="end of the test")


class TestSettle:
    def test_sent_is_the_end(self, database: Engine) -> None:
        enqueue(database, "a")
        (one,) = claim(database)
        with transaction(database) as session:
            assert outbox.settle_sent(session, one, at=NOW + SECOND, provider_ref="1755.1")

        a = items(database)["a"]
        assert (a.state, a.sent_at, a.provider_ref, a.last_error) == (Delivery.SENT, NOW + SECOND, "1755.1", None)
        assert a.lease_until is None
        assert claim(database, NOW + 9 * HOUR) == []

    def test_a_retry_waits_for_its_time(self, database: Engine) -> None:
        enqueue(database, "a")
        (one,) = claim(database)
        with transaction(database) as session:
            assert outbox.settle_retry(session, one, next_at=NOW + HOUR, error="503\x00")

        assert claim(database, NOW + HOUR - SECOND) == []
        assert items(database)["a"].last_error == "503\ufffd"
        (again,) = claim(database, NOW + HOUR)
        assert (again.attempts, again.ambiguous) == (2, False)

    def test_a_lost_answer_comes_back_as_ambiguous_and_stays_so(self, database: Engine) -> None:
        enqueue(database, "a")
        (one,) = claim(database)
        with transaction(database) as session:
            assert outbox.settle_unknown(session, one, next_at=NOW + HOUR, error="reset")
        assert items(database)["a"].state is Delivery.UNKNOWN

        assert claim(database, NOW + HOUR - SECOND) == []
        (second,) = claim(database, NOW + HOUR)
        with transaction(database) as session:
            assert outbox.settle_retry(session, second, next_at=NOW + 2 * HOUR, error="429")
        (third,) = claim(database, NOW + 2 * HOUR)
        assert (second.ambiguous, third.ambiguous, third.attempts) == (True, True, 3)

    def test_the_dead_are_kept_and_not_claimed(self, database: Engine) -> None:
        enqueue(database, "a")
        (one,) = claim(database)
        with transaction(database) as session:
            assert outbox.settle_dead(session, one, error="channel_not_found")

        assert claim(database, NOW + 99 * HOUR) == []
        assert items(database, Delivery.DEAD)["a"].last_error == "channel_not_found"

    def test_a_worker_that_was_too_slow_overwrites_nothing(self, database: Engine) -> None:
        enqueue(database, "a")
        (slow,) = claim(database)
        (quick,) = claim(database, NOW + LEASE)
        with transaction(database) as session:
            late = [
                outbox.settle_dead(session, slow, error="x"),
                outbox.settle_retry(session, slow, next_at=NOW, error="x"),
                outbox.settle_unknown(session, slow, next_at=NOW, error="x"),
                outbox.settle_sent(session, slow, at=NOW, provider_ref="slow"),
            ]
            in_time = outbox.settle_sent(session, quick, at=NOW, provider_ref="quick")
            twice = outbox.settle_dead(session, quick, error="x")

        assert (late, in_time, twice) == ([False] * 4, True, False)
        assert items(database)["a"].provider_ref == "quick"

    def test_one_that_takes_long_may_keep_its_lease_until_it_has_gone_to_another(self, database: Engine) -> None:
        enqueue(database, "a")
        (slow,) = claim(database)

        assert renew(database, slow, NOW + LEASE - SECOND)
        assert claim(database, NOW + 2 * LEASE - 2 * SECOND) == []
        assert renew(database, slow, NOW + 3 * LEASE), "it has ended, and nobody else was there"
        claim(database, NOW + 4 * LEASE)
        assert not renew(database, slow, NOW + 4 * LEASE)

    def test_one_that_was_slow_but_not_overtaken_may_still_settle(self, database: Engine) -> None:
        enqueue(database, "a")
        (slow,) = claim(database)
        with transaction(database) as session:
            assert outbox.settle_sent(session, slow, at=NOW + 2 * LEASE)


class TestChannels:
    def test_a_held_recipient_waits_and_the_others_go_on(self, database: Engine) -> None:
        enqueue(database, "a")
        enqueue(database, "b", recipient="#ads")
        enqueue(database, "c", channel="email")
        with transaction(database) as session:
            channels.hold(session, "slack", "#search", until=NOW + HOUR)

        assert keys(claim(database)) == ["b", "c"]
        assert keys(claim(database, NOW + HOUR)) == ["a", "b", "c"]

    def test_a_whole_channel_can_be_held(self, database: Engine) -> None:
        enqueue(database, "a")
        enqueue(database, "b", recipient="#ads")
        enqueue(database, "c", channel="email")
        with transaction(database) as session:
            channels.hold(session, "slack", until=NOW + HOUR)

        assert keys(claim(database)) == ["c"]

    def test_a_disabled_one_waits_for_a_person(self, database: Engine) -> None:
        enqueue(database, "a")
        with transaction(database) as session:
            channels.hold(session, "slack", "#search", until=NOW + HOUR)
            channels.disable(session, "slack", "#search", reason="is_archived", at=NOW)
            (closed,) = channels.closed(session, NOW + 99 * HOUR)

        assert (closed.name, closed.recipient) == ("slack", "#search")
        assert (closed.hold_until, closed.disabled_at, closed.disabled_reason) == (NOW + HOUR, NOW, "is_archived")
        assert claim(database, NOW + 99 * HOUR) == []
        with transaction(database) as session:
            channels.reopen(session, "slack", "#search")
            assert channels.closed(session, NOW) == []
        assert keys(claim(database, NOW + 99 * HOUR)) == ["a"]

    def test_a_hold_that_has_ended_is_no_closed_channel(self, database: Engine) -> None:
        with transaction(database) as session:
            channels.hold(session, "slack", "#search", until=NOW + HOUR)

            assert len(channels.closed(session, NOW)) == 1
            assert channels.closed(session, NOW + HOUR) == []


class TestOperators:
    def test_all_dead_messages_can_be_tried_again_and_their_channels_are_opened(self, database: Engine) -> None:
        enqueue(database, "dead", "sent")
        enqueue(database, "future", at=NOW + HOUR)
        for one in claim(database):
            with transaction(database) as session:
                if one.dedup_key == "dead":
                    outbox.settle_dead(session, one, error="is_archived")
                else:
                    outbox.settle_sent(session, one, at=NOW)
        with transaction(database) as session:
            channels.disable(session, "slack", reason="token_revoked", at=NOW)
            channels.disable(session, "slack", "#search", reason="is_archived", at=NOW)
            channels.disable(session, "slack", "#ads", reason="is_archived", at=NOW)

            assert outbox.retry(session, now=NOW + SECOND) == 1
            assert [c.recipient for c in channels.closed(session, NOW)] == ["#ads"]

        assert keys(claim(database, NOW + SECOND)) == ["dead"]

    def test_some_can_be_made_due_now_but_not_those_sent_or_leased(self, database: Engine) -> None:
        enqueue(database, "sent", "leased", "dead", "unknown")
        enqueue(database, "future", "other future", at=NOW + 9 * HOUR)
        for one in claim(database):
            with transaction(database) as session:
                if one.dedup_key == "sent":
                    outbox.settle_sent(session, one, at=NOW)
                if one.dedup_key == "dead":
                    outbox.settle_dead(session, one, error="x")
                if one.dedup_key == "unknown":
                    outbox.settle_unknown(session, one, next_at=NOW + 9 * HOUR, error="x")
        ids = [item.id for key, item in items(database).items() if key != "other future"]
        with transaction(database) as session:
            assert outbox.retry(session, now=NOW + SECOND, ids=ids) == 3
            assert outbox.retry(session, now=NOW + SECOND, ids=[]) == 0

        found = {one.dedup_key: one.ambiguous for one in claim(database, NOW + SECOND)}
        assert found == {"dead": False, "unknown": True, "future": False}

    def test_what_is_discarded_leaves_what_others_say_and_nothing_else(self, database: Engine) -> None:
        enqueue(database, "dead", "other", payload='{"a": 1}')
        enqueue(database, "alone", payload='{"a": 2}')
        dead, other, alone = claim(database)
        with transaction(database) as session:
            for one in (dead, alone):
                outbox.settle_dead(session, one, error="x")
            gone = outbox.discard(session, [dead.id, other.id, alone.id])
            left = list(session.scalars(select(tables.Payload.body)))

        assert [item.dedup_key for item in gone] == ["dead", "alone"]
        assert list(items(database)) == ["other"]
        assert left == ['{"a": 1}']

    def test_they_are_counted_by_state(self, database: Engine) -> None:
        enqueue(database, "a", "b", "c")
        claim(database, limit=1)
        with reading(database) as session:
            found = outbox.counts(session)

        assert found == {
            Delivery.PENDING: 2,
            Delivery.LEASED: 1,
            Delivery.SENT: 0,
            Delivery.UNKNOWN: 0,
            Delivery.DEAD: 0,
        }

    def test_the_oldest_that_waits_is_known(self, database: Engine) -> None:
        oldest = []
        enqueue(database, "a")
        enqueue(database, "b", at=NOW + HOUR)
        for _ in range(2):
            with transaction(database) as session:
                oldest.append(outbox.oldest_waiting(session))
                (one,) = outbox.claim(session, now=NOW + HOUR, limit=1, lease=LEASE, token="t")
                oldest.append(outbox.oldest_waiting(session))
                outbox.settle_sent(session, one, at=NOW)
        with transaction(database) as session:
            oldest.append(outbox.oldest_waiting(session))

        assert oldest == [NOW, NOW, NOW + HOUR, NOW + HOUR, None]

    def test_they_are_listed_newest_first(self, database: Engine) -> None:
        enqueue(database, "a", "b", "c")
        with reading(database) as session:
            found = [item.dedup_key for item in outbox.items(session, Delivery.PENDING, limit=2)]

        assert found == ["c", "b"]
