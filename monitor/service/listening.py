"""Socket Mode beside the scheduler: what Slack sends over a connection of ours is done as what it sends by HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import structlog

from monitor.errors import StoreError, UsageError
from monitor.notify.slack import clicks
from monitor.notify.slack.clicks import Asked
from monitor.notify.slack.socket import SlackSocket
from monitor.service.app import Service
from monitor.service.interactions import Interactions
from monitor.store import socket_mode
from monitor.store.engine import transaction

EVERY = timedelta(minutes=1)  # a connection that stands is noted so often

log = structlog.get_logger()


@contextmanager
def listening(service: Service) -> Iterator[None]:
    """Take clicks, commands and the shortcut by Socket Mode until the block ends, if an app-level token is set."""
    slack = service.settings.slack
    token = slack.app_token(service.environ)
    if token is None:
        yield
        return
    with Interactions(service) as interactions:

        def take(kind: str, payload: Mapping[str, Any]) -> None:
            try:
                asked = _asked(kind, payload)
            except UsageError as error:
                log.warning("a request from Slack was refused", error=str(error))
                return
            if asked is not None:
                interactions.take(asked)

        with SlackSocket(token, take, _Noted(service), api_url=slack.api_url):
            yield


class _Noted:
    """Keeps in the database how the connection is, for the process that watches: what is new, and once a minute."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._again = service.clock.now() + EVERY
        with transaction(service.engine) as session:
            last = socket_mode.last(session)
            self._error = last[1] if last else ""
            if not self._error:  # it stood when we stopped: what is missed begins now
                socket_mode.note(session, "", at=service.clock.now())

    def __call__(self, error: str) -> None:
        now = self._service.clock.now()
        if error == self._error and now < self._again:
            return
        try:
            with transaction(self._service.engine) as session:
                socket_mode.note(session, error, at=now)
        except StoreError as lost:
            log.warning("how the connection to Slack is could not be noted", error=str(lost))
            return
        self._error, self._again = error, now + EVERY


def _asked(kind: str, payload: Mapping[str, Any]) -> Asked | None:
    """What an envelope asks for; None for kinds that we have not subscribed to."""
    match kind:
        case "slash_commands":
            return clicks.command(payload)
        case "interactive":
            return clicks.interaction(payload)
    return None
