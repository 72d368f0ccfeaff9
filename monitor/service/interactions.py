"""What people ask for in Slack, done in threads of its own, so that Slack has its answer within three seconds.

A request is acknowledged once it is done, so that a crash loses none that was acknowledged; but after PATIENCE at the
latest, since on SQLite a long round of reminders lets nobody else write. Then it is done as soon as that is possible.
The person is answered at the address that came with the request, where nothing else is seen of it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta
from types import TracebackType
from typing import Self

import structlog

from monitor.errors import DeliveryError, MonitorError
from monitor.notify.slack.clicks import Asked, Click, Command, Shown
from monitor.notify.slack.client import answer
from monitor.notify.slack.replies import Reply, ephemeral
from monitor.service import commanding, interacting
from monitor.service.app import Service

WORKERS = 4
PATIENCE = 2.0  # seconds; Slack waits for three
LATEST = timedelta(minutes=5)  # as old as a signed request may be

log = structlog.get_logger()


class Interactions:
    """Takes requests until it is closed, and then finishes those that it has taken."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="slack")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()

    def take(self, asked: Asked) -> None:
        """Do what is asked for; returns when it is done or PATIENCE is over."""
        wait([self._pool.submit(self._do, asked)], timeout=PATIENCE)

    def _do(self, asked: Asked) -> None:
        try:
            reply = self._reply(asked)
            if reply is not None and asked.reply_to.url:
                body = ephemeral(reply, asked.reply_to.thread)
                answer(asked.reply_to.url, body, api_url=self._service.settings.slack.api_url)
        except DeliveryError as error:  # what is said here is for the moment, and not tried again
            log.warning("a person in Slack could not be answered", error=str(error))
        except Exception:  # the boundary of requests: the defect of one must not stop the others
            log.exception("a request from Slack failed")

    def _reply(self, asked: Asked) -> Reply | None:
        service = self._service
        try:
            if not isinstance(asked, Command) and abs(service.clock.now() - asked.at) > LATEST:
                return Reply("That came too late and was not done", (("Please do it again.",),))
            match asked:
                case Command():
                    return commanding.answer(service, asked)
                case Click():
                    return interacting.clicked(service, asked)
                case Shown():
                    return interacting.checked(service, asked)
        except MonitorError as error:
            return Reply("That did not work", ((str(error),),))
