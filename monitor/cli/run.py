"""`model-monitor run`: the service itself."""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING

import click

from monitor.cli.options import Options, example
from monitor.cli.terminal import note
from monitor.errors import UsageError

if TYPE_CHECKING:
    from types import FrameType

    from monitor.service.app import Service
    from monitor.service.scheduler import Worker

MOST_UNWATCHED = 5  # pins, by name
SIGNALS = (signal.SIGTERM, signal.SIGINT)
GIVEN_UP = 1
RUNNING = "running; Ctrl-C ends it"


@click.command(epilog=example("run", "run --once --no-web"))
@click.option("--once", is_flag=True, help="Do all that is due now, send what is due, and end.")
@click.option("--no-web", is_flag=True, help="Without the web pages and the HTTP interface.")
@click.option("--migrate", is_flag=True, help="Bring a PostgreSQL database up to date first; SQLite always is.")
@click.pass_obj
def run(options: Options, *, once: bool, no_web: bool, migrate: bool) -> int | None:
    """Poll, alert, send digests and serve the web pages.

    It goes on until SIGTERM or Ctrl-C, and then finishes the work that is under way; a second one ends it at once.
    What was missed while nobody ran is done once at the start. Several processes may share one PostgreSQL database.
    With --once the exit status is 1 if a message was given up.
    """
    if options.day and not once:
        raise UsageError("--today is for rehearsals: the service itself runs on the real day", hint="add --once")
    from monitor.service.scheduler import Worker
    from monitor.service.senders import Senders

    options.start_log(json=not once and not sys.stderr.isatty())
    with options.service(makes=True, migrate=migrate) as service:
        worker = Worker(service, Senders(service, sys.stdout))
        if once:
            return _once(service, worker)
        _until_told_to_stop(service, worker, web=not no_web)
    return None


def _once(service: Service, worker: Worker) -> int | None:
    from monitor.cli.deliver import show_delivered
    from monitor.cli.poll import show_reports, tell_of_stand_ins
    from monitor.cli.terminal import progress
    from monitor.service.remind import remind

    with progress("polling", len(service.sources)) as advance:
        reports = worker.work(lambda report: advance(report.id))
    if reports:
        show_reports(reports)
    else:
        note("no source is due yet, or another process is at it (for at most two minutes after a kill)")
    tell_of_stand_ins(service)
    _tell_of_the_unwatched(service)
    remind(service)  # also where nothing was due: a pin may have been added since
    done = worker.deliver()
    show_delivered(done)
    return GIVEN_UP if done.dead else None


def _tell_of_the_unwatched(service: Service) -> None:
    """Say which pins nobody watches, as far as nobody has decided about them: the file's are registered by starting."""
    from monitor.service.known import known
    from monitor.service.pins import pinned_models
    from monitor.service.unheard import undecided
    from monitor.store import registry
    from monitor.store.engine import reading

    with reading(service.engine) as session:
        view = known(session, service, service.clock.now())
        pinned = pinned_models(registry.pins(session), view, service.settings.alerts.lead_days)
    found = list(dict.fromkeys(undecided(pinned, view)))
    for one in found[:MOST_UNWATCHED]:
        note(str(one))
    if len(found) > MOST_UNWATCHED:
        note(f"and {len(found) - MOST_UNWATCHED:,} more that nobody watches: `model-monitor pin list --unwatched`")


def _until_told_to_stop(service: Service, worker: Worker, *, web: bool) -> None:
    from monitor.service.listening import listening
    from monitor.service.scheduler import run_until

    stop = stop_on_signals()
    _tell_of_the_unwatched(service)
    with listening(service):
        if not web:
            note(RUNNING)
            run_until(stop, worker)
            return
        from monitor.web.server import serving

        with serving(service) as address:
            note(RUNNING)
            note(f"web pages at {address}")
            run_until(stop, worker)


def stop_on_signals() -> threading.Event:
    """An event that is set by the first SIGTERM or SIGINT; the second one has its usual effect."""
    stop = threading.Event()

    def told(_: int, __: FrameType | None) -> None:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        # A thread of its own, since this one may be inside `stop.wait()` and hold the event's lock.
        threading.Thread(target=stop.set, name="stop").start()

    for number in SIGNALS:
        signal.signal(number, told)
    return stop
