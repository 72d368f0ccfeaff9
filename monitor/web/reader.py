"""What a reader of the digest does in a browser: look at it before it is sent, and end a subscription.

The digest is shown on this machine only. The page behind an unsubscribe link is for everybody who has the link: it
is signed, opening it changes nothing, and mail programs end a subscription by one POST to it (RFC 8058).
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from monitor.notify.email import render
from monitor.service import subscriptions
from monitor.service.digest import digests
from monitor.web.access import TheService, local
from monitor.web.pages import TEMPLATES

router = APIRouter(include_in_schema=False)

# an e-mail carries its style in itself; this page alone may, and may still load nothing
STYLED = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
}
ONE_BUTTON = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'"}

Token = Annotated[str, Query(max_length=1_000)]


@router.get("/digest/{team}", dependencies=[Depends(local)])
def preview(service: TheService, team: str) -> HTMLResponse:
    """The digest that the team would be sent now, as its e-mail shows it."""
    (made,) = digests(service, team=team)
    return HTMLResponse(render.digest(made, link=service.settings.web.public_url or None).html, headers=STYLED)


@router.get(subscriptions.PATH)
def ask(service: TheService, token: Token) -> HTMLResponse:
    """Whether the reader means it: programs that only follow links must end nothing."""
    meant = subscriptions.of_link(service, token)
    page = TEMPLATES.get_template("unsubscribe.html").render(meant=meant, token=token, done=False)
    return HTMLResponse(page, headers=ONE_BUTTON)


@router.post(subscriptions.PATH)
def end(service: TheService, token: Token) -> HTMLResponse:
    """End the subscription; a second time is no error."""
    meant = subscriptions.of_link(service, token)
    subscriptions.unsubscribe(service, meant.team, meant.address, who=meant.address)
    page = TEMPLATES.get_template("unsubscribe.html").render(meant=meant, token=token, done=True)
    return HTMLResponse(page)
