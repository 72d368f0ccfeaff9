"""Socket Mode beside the scheduler: what Slack sends over a connection of ours is done as what it sends by HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog

from monitor.errors import UsageError
from monitor.notify.slack import clicks
from monitor.notify.slack.clicks import Asked
from monitor.notify.slack.socket import SlackSocket
from monitor.service.app import Service
from monitor.service.interactions import Interactions

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

        with SlackSocket(token, take, api_url=slack.api_url):
            yield


def _asked(kind: str, payload: Mapping[str, Any]) -> Asked | None:
    """What an envelope asks for; None for kinds that we have not subscribed to."""
    match kind:
        case "slash_commands":
            return clicks.command(payload)
        case "interactive":
            return clicks.interaction(payload)
    return None
