"""Operators hear of each trouble once, and once when it is over; the heartbeat stops for what may cost an alert."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from monitor.core.watch import TroubleKind
from monitor.service import scheduler
from monitor.service.app import Service
from monitor.service.heartbeat import EVERY, beat
from monitor.service.remind import remind
from monitor.service.scheduler import Worker
from monitor.service.watch import troubles, watch
from monitor.store import outbox, schedule, socket_mode, sources, tables
from monitor.store.engine import Session, transaction
from monitor.store.states import Health
from tests.fakes import slack as fake
from tests.fakes.slack import APP_TOKEN
from tests.fetch.servers import Internet
from tests.service.office import HOUR, START, Office, office

MINUTE = timedelta(minutes=1)


@pytest.fixture
def shop(tmp_path: Path, migrated_url: str) -> Iterator[Office]:
    with office(tmp_path, migrated_url, more='[heartbeat]\nurl_env = "BEAT"\n') as made:
        all_is_polled(made)
        yield made


def all_is_polled(shop: Office) -> None:
    now = shop.clock.now()
    with transaction(shop.service.engine) as session:
        for source_id in shop.service.sources:
            sources.record_skipped(session, source_id, reason="no key", at=now)
        reads_well(session, now)


def reads_well(session: Session, at: datetime) -> None:
    """As if the page had been read as expected."""
    row = session.get_one(tables.Source, "openai/deprecations")
    row.state, row.reason, row.since, row.failures = Health.OK, "", at, 0
    row.last_polled_at = row.last_good_at = at


def told(shop: Office) -> list[str]:
    """What stands in the operators' channel."""
    shop.deliver()
    return [p.text for p in shop.slack.ledger if p.channel == "C00000001"]


class TestEpisodes:
    def test_a_failing_source_is_told_once_and_once_more_when_it_is_over(self, shop: Office) -> None:
        for n in range(5):
            with transaction(shop.service.engine) as session:
                sources.record_failure(session, "openai/deprecations", reason="status 503", at=shop.clock.now())
            watch(shop.service)
            watch(shop.service)
            assert len(told(shop)) == (1 if n >= 2 else 0)
            shop.clock.time += HOUR
        with transaction(shop.service.engine) as session:
            reads_well(session, shop.clock.now())
        watch(shop.service)
        watch(shop.service)

        assert told(shop) == ["The monitor has 1 new trouble", "The monitor: 1 trouble is over"]
        assert "status 503" in str(shop.slack.ledger[0].blocks)

    def test_a_second_episode_is_told_again(self, shop: Office) -> None:
        for _ in range(2):
            for _ in range(3):
                with transaction(shop.service.engine) as session:
                    sources.record_failure(session, "openai/deprecations", reason="x", at=shop.clock.now())
            watch(shop.service)
            shop.clock.time += MINUTE
            with transaction(shop.service.engine) as session:
                reads_well(session, shop.clock.now())
            watch(shop.service)
            shop.clock.time += MINUTE

        assert len(told(shop)) == 4

    def test_dead_letters_are_told_and_are_over_when_they_were_sent(self, shop: Office) -> None:
        shop.slack.then(fake.error("invalid_blocks"))
        shop.queue()
        shop.deliver()
        watch(shop.service)
        begun = told(shop)
        shop.clock.time += MINUTE
        with transaction(shop.service.engine) as session:
            outbox.retry(session, now=shop.clock.now())
        shop.deliver()
        watch(shop.service)

        assert begun == ["The monitor has 1 new trouble"]
        assert "invalid_blocks" in str([p.blocks for p in shop.slack.ledger])
        assert told(shop)[1:] == ["The monitor: 1 trouble is over"]

    def test_a_clock_that_was_set_back_and_a_late_digest_are_told(self, shop: Office) -> None:
        with transaction(shop.service.engine) as session:
            schedule.ensure(session, "digest:search", first_due=START - HOUR)
        shop.clock.time -= timedelta(minutes=10)

        assert {t.kind for t in troubles(shop.service)} == {TroubleKind.CLOCK, TroubleKind.DIGEST}
        assert watch(shop.service) == 2

    def test_a_connection_that_slack_lacks_is_told_once_and_is_over_when_it_stands(self, shop: Office) -> None:
        service = replace(shop.service, environ={**shop.service.environ, "SLACK_APP_TOKEN": APP_TOKEN})
        for minutes, error in ((0, ""), (10, "invalid_auth"), (5, "invalid_auth"), (1, "invalid_auth"), (9, "")):
            shop.clock.time += minutes * MINUTE
            with transaction(service.engine) as session:
                socket_mode.note(session, error, at=shop.clock.now())
            watch(service)
            watch(service)
            assert not troubles(shop.service), "nobody waits for one where no token is set"

        assert sorted(told(shop)) == ["The monitor has 1 new trouble", "The monitor: 1 trouble is over"]
        assert any(
            "no connection to us since 2025-12-26 09:00 UTC (invalid_auth)" in str(p.blocks) for p in shop.slack.ledger
        )


class TestFirstRound:
    def test_it_tells_the_operators_nothing(self, shop: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        """A service polls before it looks after itself, so that it is not alarmed at what it is about to do."""
        with transaction(shop.service.engine) as session:
            row = session.get_one(tables.Source, "openai/deprecations")
            row.state, row.last_polled_at, row.last_good_at = Health.NEW, None, None

        def polls(service: Service, *_: object) -> list[object]:
            with transaction(service.engine) as session:
                reads_well(session, service.clock.now())
            return []

        monkeypatch.setattr(scheduler, "poll", polls)
        assert [t.kind for t in troubles(shop.service)] == [TroubleKind.UNPOLLED]
        Worker(shop.service, shop.senders).work()

        assert not any("monitor" in text.lower() for text in told(shop))


class TestHeartbeat:
    def test_it_is_sent_only_while_nothing_may_cost_an_alert(self, shop: Office) -> None:
        """R17: within twenty minutes of a stop, five of them ours, the watcher has missed a beat."""
        with pinged() as (url, network, beats):
            service = replace(shop.service, environ={**shop.service.environ, "BEAT": url})
            assert beat(service, network)
            shop.queue()
            shop.clock.time += 15 * MINUTE
            assert beat(service, network)
            shop.clock.time += MINUTE
            assert not beat(service, network)
            shop.deliver()
            assert beat(service, network)
            shop.clock.time += 12 * HOUR
            assert not beat(service, network)

        assert beats == ["/ping/secret"] * 3
        assert EVERY <= 5 * MINUTE

    def test_reminders_that_fail_each_time_stop_it(self, shop: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        """What was claimed with them waits for the end of their lease; what is due meanwhile is done without them."""

        def fails(_: Service) -> None:
            raise ZeroDivisionError

        monkeypatch.setattr(scheduler, "remind", fails)
        monkeypatch.setattr(scheduler, "poll", lambda *_: [])
        with pinged() as (url, network, beats):
            monkeypatch.setattr(scheduler.heartbeat, "beat", lambda service: beat(service, network))
            service = replace(shop.service, environ={**shop.service.environ, "BEAT": url})
            worker, seen = Worker(service, shop.senders), []
            for _ in range(40):
                with suppress(ZeroDivisionError):
                    worker.work()
                seen.append(len(beats))
                shop.clock.time += MINUTE

            assert seen[20:] == [seen[20]] * 20
            (trouble,) = [t for t in troubles(service) if t.stops_heartbeat]
            assert trouble.what == "the reminders that were due at 2025-12-26 09:00 UTC have not been made to their end"
            monkeypatch.setattr(scheduler, "remind", remind)
            for _ in range(8):
                worker.work()
                shop.clock.time += MINUTE
            assert len(beats) > seen[20]

    def test_none_is_sent_where_no_source_was_ever_polled(self, tmp_path: Path, migrated_url: str) -> None:
        with office(tmp_path, migrated_url, more='[heartbeat]\nurl_env = "BEAT"\n') as new, pinged() as pinged_at:
            url, network, beats = pinged_at
            service = replace(new.service, environ={**new.service.environ, "BEAT": url})
            assert not beat(service, network)
            all_is_polled(new)
            assert beat(service, network)

        assert len(beats) == 1

    def test_without_an_address_nothing_is_sent(self, shop: Office) -> None:
        assert not beat(shop.service)

    def test_an_address_inside_is_refused(self, shop: Office) -> None:
        service = replace(shop.service, environ={**shop.service.environ, "BEAT": "http://127.0.0.1:9/"})

        assert not beat(service)


@contextmanager
def pinged() -> Iterator[tuple[str, Internet, list[str]]]:
    beats: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            beats.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    network = Internet({"hc.example.org": [["93.184.216.34"]]}, {"93.184.216.34": server.server_port})
    try:
        yield "http://hc.example.org/ping/secret", network, beats
    finally:
        server.shutdown()
        server.server_close()
