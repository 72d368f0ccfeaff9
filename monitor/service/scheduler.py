"""Regular work: what is due is claimed from the `task` table, so that any number of processes share it.

APScheduler is only the metronome (docs/adr/0001): it ticks in memory; due times live in the database. Work that was
missed while nobody ran is done once on return.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.background import BackgroundScheduler

from monitor.config import WeeklyTime
from monitor.service import digest, heartbeat, watch
from monitor.service.app import Service
from monitor.service.deliver import Delivered, deliver
from monitor.service.poll import SourceReport, poll
from monitor.service.remind import TASK as REMIND
from monitor.service.remind import remind
from monitor.service.senders import Senders
from monitor.service.tickets import close_done
from monitor.store import registry, schedule
from monitor.store.engine import transaction

TICK = timedelta(seconds=2)
DELIVERY_TICK = timedelta(seconds=1)  # a channel that asked to be left alone is tried within a second of its time
HEARING = 1.0  # seconds after which a signal is heard of at the latest
LEASE = timedelta(minutes=2)  # a whole round takes seconds; a process that was killed holds up the next one so long
REMIND_EVERY = timedelta(minutes=1)  # a pin that was added is judged without waiting for a poll
WATCH_EVERY = timedelta(minutes=1)
POLL, DIGEST = watch.POLL, watch.DIGEST

log = structlog.get_logger()


class Worker:
    """Does what is due. Made once a process; `holder` names it in the task table."""

    def __init__(self, service: Service, senders: Senders) -> None:
        self._service = service
        self._senders = senders
        self._holder = uuid.uuid4().hex

    def work(self, on_report: Callable[[SourceReport], None] | None = None) -> list[SourceReport]:
        """Do all tasks that are due now, polls first; the reports of the polls."""
        due = self._claim()
        ids = [name.removeprefix(POLL) for name in due if name.startswith(POLL)]
        reports = poll(self._service, ids, on_report) if ids else []
        for source_id in ids:
            self._finish(POLL + source_id, self._service.clock.now() + self._service.every(source_id))
        for name in due:
            if name.startswith(DIGEST):
                self._digest(name)
        if ids or REMIND in due:
            remind(self._service)
        if REMIND in due:
            close_done(self._service)
            self._finish(REMIND, self._service.clock.now() + REMIND_EVERY)
        if watch.TASK in due:
            watch.watch(self._service)
            self._finish(watch.TASK, self._service.clock.now() + WATCH_EVERY)
        if heartbeat.TASK in due:
            heartbeat.beat(self._service)
            self._finish(heartbeat.TASK, self._service.clock.now() + heartbeat.EVERY)
        return reports

    def deliver(self) -> Delivered:
        """Send what is due now."""
        return deliver(self._service, self._senders)

    def _claim(self) -> list[str]:
        """The tasks that this process now holds; those of sources and teams that are new begin to exist here."""
        now = self._service.clock.now()
        with transaction(self._service.engine) as session:
            for source_id in self._service.sources:
                schedule.ensure(session, POLL + source_id, first_due=now)
            for team in registry.teams(session):
                schedule.ensure(session, DIGEST + team.name, first_due=self._next_digest(team.timezone))
            for task in (REMIND, watch.TASK, heartbeat.TASK):
                schedule.ensure(session, task, first_due=now)
            return [
                name for name in schedule.claim(session, now=now, lease=LEASE, holder=self._holder) if self._mine(name)
            ]

    def _mine(self, name: str) -> bool:
        """Whether a task still has a source or team; one of a source that was switched off is left to expire."""
        return not name.startswith(POLL) or name.removeprefix(POLL) in self._service.sources

    def _digest(self, name: str) -> None:
        team = name.removeprefix(DIGEST)
        with transaction(self._service.engine) as session:
            zones = {t.name: t.timezone for t in registry.teams(session)}
        if team in zones:
            digest.queue(self._service, team=team)
        self._finish(name, self._next_digest(zones.get(team, "UTC")))

    def _next_digest(self, timezone: str) -> datetime:
        return next_weekly(self._service.settings.schedule.digest, ZoneInfo(timezone), self._service.clock.now())

    def _finish(self, name: str, next_due: datetime) -> None:
        with transaction(self._service.engine) as session:
            schedule.finish(session, name, holder=self._holder, next_due=next_due, at=self._service.clock.now())


def next_weekly(when: WeeklyTime, zone: ZoneInfo, now: datetime) -> datetime:
    """The next moment after `now` (aware) that a clock in `zone` shows a weekday and time; in UTC."""
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=(when.weekday - local.weekday()) % 7)
    moment = datetime(day.year, day.month, day.day, when.hour, when.minute, tzinfo=zone)
    if moment <= local:
        moment += timedelta(days=7)
    return moment.astimezone(ZoneInfo("UTC"))


def run_until(stop: threading.Event, worker: Worker) -> None:
    """Tick until `stop` is set, then finish what is under way and return."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that waits for a long poll is no news
    metronome = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for job, tick in ((worker.work, TICK), (worker.deliver, DELIVERY_TICK)):
        metronome.add_job(_guarded(job), "interval", seconds=tick.total_seconds())
    metronome.start()
    try:
        # A signal that comes just before a wait begins does not end it, and is heard of by the next one.
        while not stop.wait(HEARING):
            pass
    finally:
        metronome.shutdown(wait=True)


def _guarded(job: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        try:
            job()
        except Exception:  # the job runner's boundary: a tick that failed is followed by the next
            log.exception("a tick failed", job=job.__name__)

    return run
