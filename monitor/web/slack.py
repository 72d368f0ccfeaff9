"""What Slack sends by HTTP: clicks, the shortcut and the command; what it has not signed is refused before it is read.

The answer says only that it has arrived; what there is to say to the person goes where Slack says they can be answered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from monitor.notify.slack import clicks
from monitor.notify.slack.signature import is_genuine
from monitor.service.interactions import Interactions
from monitor.web.access import service_of

router = APIRouter(prefix="/slack", include_in_schema=False)

MOST_FIELDS = 100


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


def interactions_of(request: Request) -> Interactions:
    """Who does what people ask for in Slack."""
    interactions: Interactions = request.app.state.interactions
    return interactions


Form = Annotated[Mapping[str, str], Depends(signed_form)]
TheInteractions = Annotated[Interactions, Depends(interactions_of)]


@router.post("/interactions")
def interactions(form: Form, interactions: TheInteractions) -> Response:
    """A click under an alert, or the shortcut on a message."""
    try:
        payload = json.loads(form.get("payload", ""))
    except (ValueError, RecursionError):
        raise HTTPException(422, "the payload is no JSON") from None
    asked = clicks.interaction(payload)
    if asked is not None:
        interactions.take(asked)
    return Response()


@router.post("/commands")
def commands(form: Form, interactions: TheInteractions) -> Response:
    """The command `/models`."""
    interactions.take(clicks.command(form))
    return Response()
