"""What Slack sends: clicks, the shortcut and the command. It is signed; what is not is refused before it is read.

Slack waits three seconds for an answer. A click is answered once its decision is in the database, so that none is lost
without a word; what cannot be done is then said in a dialog.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import parse_qs

import structlog
from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException, Request, Response

from monitor.errors import DeliveryError, UsageError
from monitor.notify.phrase import Phrase
from monitor.notify.slack import clicks, replies
from monitor.notify.slack.clicks import Click, Shown
from monitor.notify.slack.client import SlackBot
from monitor.notify.slack.signature import is_genuine
from monitor.service import commanding, interacting
from monitor.service.app import Service
from monitor.web.access import TheService, service_of

router = APIRouter(prefix="/slack", include_in_schema=False)

MOST_FIELDS, LONGEST_WAIT = 100, 2

log = structlog.get_logger()


async def signed_form(request: Request) -> Mapping[str, str]:
    """The fields of a form that Slack has signed. 404 where no secret is set, 401 where the signature is not good."""
    service = service_of(request)
    secret = service.settings.slack.signing_secret(service.environ)
    if secret is None:
        raise HTTPException(404, "buttons and commands are not set up: set the variable of slack.signing_secret_env")
    body = await request.body()
    stamp, signature = (request.headers.get(f"x-slack-{name}", "") for name in ("request-timestamp", "signature"))
    if not is_genuine(secret, body, stamp, signature, service.clock.now()):
        raise HTTPException(401, "this is not signed by Slack, or too old: check the signing secret and the clock")
    try:
        return {name: values[0] for name, values in parse_qs(body.decode(), max_num_fields=MOST_FIELDS).items()}
    except ValueError:
        raise HTTPException(422, "this is no form") from None


Form = Annotated[Mapping[str, str], Depends(signed_form)]


@router.post("/interactions")
def interactions(service: TheService, form: Form, afterwards: BackgroundTasks) -> Response:
    """A click under an alert, or the shortcut on a message."""
    asked = clicks.interaction(form.get("payload", ""))
    if isinstance(asked, Click):
        problems: list[Phrase] = [(line,) for line in interacting.clicked(service, asked)]
        if problems:
            afterwards.add_task(_say, service, asked.trigger, "That could not be done", problems)
    elif isinstance(asked, Shown):
        found = interacting.checked(service, asked.text)
        title = "Models in this message" if found else "This message names no model that is known"
        afterwards.add_task(_say, service, asked.trigger, title, found)
    return Response()


@router.post("/commands")
def commands(service: TheService, form: Form) -> dict[str, Any]:
    """The command `/models`; its answer is seen by the one who typed it."""
    try:
        reply = commanding.answer(service, clicks.command(form))
    except UsageError as error:
        return replies.ephemeral("That did not work", [(str(error),)])
    return replies.ephemeral(reply.title, reply.lines)


def _say(service: Service, trigger: str, title: str, lines: list[Phrase]) -> None:
    """Show a dialog. What is said in it is for the moment: it is not tried again."""
    slack = service.settings.slack
    token = slack.token(service.environ)
    if not token or not trigger:
        return
    try:
        bot = SlackBot(token, api_url=slack.api_url, timeout=LONGEST_WAIT)
        bot.open_view(trigger, replies.dialog(title, lines))
    except DeliveryError as error:
        log.warning("a dialog could not be shown", error=str(error))
