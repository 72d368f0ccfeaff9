"""Per-person subscriptions to a team's weekly digest, and the signed links that end them (RFC 8058).

A link names a team and an address and is signed with a secret of the database's own: nobody can make one for another,
and it is good for as long as the database lives. Opening it changes nothing; only a POST does.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from monitor.errors import RegistryError, UsageError
from monitor.service.app import Service
from monitor.store import audit, registry, subscriptions
from monitor.store.engine import Session, reading, transaction

PATH = "/unsubscribe"
NOT_OURS = "this link is not one of ours, or was cut"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A team's name, and an address that it lists."""

    team: str
    address: str


def links(service: Service) -> Callable[[str, str], str]:
    """A function from a team's name and an address to the link that unsubscribes it; "" without `web.public_url`."""
    base = service.settings.web.public_url.rstrip("/")
    with transaction(service.engine) as session:
        key = subscriptions.signing_key(session)
    return lambda team, address: f"{base}{PATH}?token={_token(key, Subscription(team, address))}" if base else ""


def of_link(service: Service, token: str) -> Subscription:
    """What a link is about. Raises UsageError for one that was not signed here."""
    with transaction(service.engine) as session:
        key = subscriptions.signing_key(session)
    body, _, _ = token.partition(".")
    try:
        team, _, address = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode().partition("\n")
    except ValueError:
        raise UsageError(NOT_OURS, hint="open it from the e-mail itself") from None
    meant = Subscription(team, address)
    if not hmac.compare_digest(token.encode(), _token(key, meant).encode()):
        raise UsageError(NOT_OURS, hint="open it from the e-mail itself")
    return meant


def unsubscribe(service: Service, team: str, address: str, *, who: str) -> bool:
    """Send an address no more digests of a team; whether that is news.

    Raises RegistryError for an unknown team, or an address that it does not list.
    """
    with transaction(service.engine) as session:
        news = subscriptions.end(session, _listed(session, team, address), address, at=service.clock.now())
        if news:
            _note(session, service, who, "digest unsubscribed", f"{team} {address}")
    return news


def subscribe(service: Service, team: str, address: str, *, who: str) -> bool:
    """Send an address that had unsubscribed the digests of a team again; whether that is news. Raises as above."""
    with transaction(service.engine) as session:
        news = subscriptions.begin(session, _listed(session, team, address), address)
        if news:
            _note(session, service, who, "digest subscribed", f"{team} {address}")
    return news


def unsubscribed(service: Service, team: str) -> list[str]:
    """The addresses, as the team lists them, that get no digest. Raises RegistryError for an unknown team."""
    with reading(service.engine) as session:
        row = registry.team(session, team)
        ended = subscriptions.ended(session).get(row.id, frozenset())
    return [address for address in row.emails if address.casefold() in ended]


def _listed(session: Session, team: str, address: str) -> int:
    row = registry.team(session, team)
    if address.casefold() not in {listed.casefold() for listed in row.emails}:
        raise RegistryError(f"the team {team} has no address {address}", hint="see `model-monitor team list`")
    return row.id


def _token(key: bytes, subscription: Subscription) -> str:
    body = f"{subscription.team}\n{subscription.address}".encode()
    signature = hmac.new(key, body, hashlib.sha256).hexdigest()[:32]
    return f"{base64.urlsafe_b64encode(body).decode().rstrip('=')}.{signature}"


def _note(session: Session, service: Service, who: str, what: str, detail: str) -> None:
    audit.note(session, who=who, what=what, detail=detail, at=service.clock.now())
