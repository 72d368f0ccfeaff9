"""Who may call: this machine until a token exists, then whoever has one.

A request that a browser sends on behalf of another site is refused, whatever it carries: the service on a developer's
own machine has no other wall against a page that calls 127.0.0.1.
"""

from __future__ import annotations

import enum
import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request

from monitor.service.app import Service
from monitor.store import tokens
from monitor.store.engine import transaction


class Scope(enum.StrEnum):
    """What a token allows."""

    READ = "read"
    WRITE = "write"  # reading too


def service_of(request: Request) -> Service:
    """The process's service."""
    service: Service = request.app.state.service
    return service


def own_site(request: Request) -> None:
    """Refuse a request from another site's page, or to a name that this service does not go by (DNS rebinding)."""
    settings = service_of(request).settings.web
    names = {"localhost", settings.host, urlsplit(settings.public_url).hostname or "localhost"}
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    if host not in names and not _is_loopback(host):
        raise HTTPException(421, "this service does not go by that name: set web.public_url to the one it has")
    origin = request.headers.get("origin")
    if origin and urlsplit(origin).netloc != request.headers.get("host"):
        raise HTTPException(403, "requests from pages of other sites are refused")


def local(request: Request) -> None:
    """Only this machine."""
    if not _from_this_machine(request):
        raise HTTPException(403, "this page is shown on the machine itself only; use /api/v1 with a token")


def reader(request: Request) -> str:
    """Who reads; 401 without a token once there is one."""
    return _caller(request, {Scope.READ, Scope.WRITE})


def writer(request: Request) -> str:
    """Who writes; 401 without a token once there is one, 403 with one that may only read."""
    return _caller(request, {Scope.WRITE})


Reader = Annotated[str, Depends(reader)]
Writer = Annotated[str, Depends(writer)]
TheService = Annotated[Service, Depends(service_of)]


def _caller(request: Request, scopes: set[Scope]) -> str:
    service = service_of(request)
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    with transaction(service.engine) as session:
        if kind.casefold() == "bearer" and secret:
            token = tokens.verify(session, secret.strip(), at=service.clock.now())
            if token is None:
                raise _unauthorised("unknown or revoked token")
            if token.scope not in scopes:
                raise HTTPException(403, f"the token {token.name!r} may only read")
            return f"token {token.name}"
        if _from_this_machine(request) and not tokens.active(session):
            return "this machine"
    raise _unauthorised("send a token: Authorization: Bearer …; `model-monitor token create NAME` makes one")


def _unauthorised(why: str) -> HTTPException:
    return HTTPException(401, why, headers={"WWW-Authenticate": "Bearer"})


def _from_this_machine(request: Request) -> bool:
    return request.client is not None and _is_loopback(request.client.host) and "x-forwarded-for" not in request.headers


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
