"""What follows when a message is given up: its way out is closed, its owner is told by another, what is urgent goes on.

A way out is closed by what a receiver has refused for good: all that waits for it is given up too, visibly. It is
opened by `outbox retry`, by `outbox open`, and by settings that have changed.
"""

from __future__ import annotations

from monitor.core.tickets import is_urgent
from monitor.core.watch import Bulletin
from monitor.errors import DeliveryError, Fault, RegistryError
from monitor.service import payloads, routes
from monitor.service.app import Service
from monitor.service.routes import Route
from monitor.store import channels, outbox, registry
from monitor.store.engine import Session, reading, transaction
from monitor.store.outbox import Buried, Leased
from monitor.store.registry import TeamRow


def look_again(service: Service) -> None:
    """Open the ways whose settings have changed since they were closed, and give up what waits for the others."""
    now = service.clock.now()
    with reading(service.engine) as session:
        closed = [c for c in channels.closed(session, now) if c.disabled_at]
    if not closed:
        return
    with transaction(service.engine) as session:
        for way in closed:
            if way.setup is not None and way.setup != routes.setup(service, Route(way.name, way.recipient)):
                channels.reopen(session, way.name, way.recipient)
                outbox.retry(session, now=now, ids=outbox.dead_ids(session, way.name, way.recipient))
        for message in outbox.bury(session):
            _second_road(session, service, message)


def after_death(session: Session, service: Service, leased: Leased, error: DeliveryError) -> None:
    """Do what follows from a message's end, in the transaction that ends it."""
    message = Buried(leased.dedup_key, leased.channel, leased.recipient, leased.kind, leased.payload)
    if error.permanent and error.at_fault is not Fault.MESSAGE and leased.channel != routes.CONSOLE:
        _close(session, service, message, error)
    _second_road(session, service, message)


def _close(session: Session, service: Service, message: Buried, error: DeliveryError) -> None:
    """Disable the way, and tell its owner and, where it is everybody's, the operators by others."""
    now = service.clock.now()
    way = Route(message.channel, "" if error.at_fault is Fault.CHANNEL else message.recipient)
    rests_on = routes.setup(service, Route(message.channel, message.recipient))
    if not channels.disable(session, way.channel, way.recipient, reason=str(error), at=now, setup=rests_on):
        return
    tried, shut = Route(message.channel, message.recipient), routes.closed_routes(session, now)
    team = _team(session, message)
    told = routes.other_routes(service, team, tried, shut) if team else []
    told += [r for r in routes.ops_routes(service, shut) if r not in told and (not team or not way.recipient)]
    name = f"{way.channel} {way.recipient}".strip()
    bulletin = Bulletin(
        title=f"Messages by {name} are no longer taken",
        lines=(
            error.message,
            *([f"What to do: {error.hint}"] if error.hint else []),
            f"It stays closed until its settings change or an operator runs `model-monitor outbox open {name}`.",
        ),
        at=now,
        team=team.name if team else "",
    )
    payload = payloads.of_bulletin(bulletin)
    routes.queue(session, told, kind="bulletin", what=name, saying=f"closed {now.isoformat()}", payload=payload, at=now)


def _second_road(session: Session, service: Service, message: Buried) -> None:
    """Send what is urgent along another way of the same owner, unless it goes there anyway."""
    if message.kind != "notice":
        return
    notice = payloads.notice(message.payload)
    team = _team(session, message)
    if team is None or not any(map(is_urgent, notice.alerts)):
        return
    now, tried = service.clock.now(), Route(message.channel, message.recipient)
    for route in routes.other_routes(service, team, tried, routes.closed_routes(session, now)):
        outbox.enqueue(
            session,
            dedup_key=_key_along(route, tried, message.dedup_key),
            channel=route.channel,
            recipient=route.recipient,
            kind=message.kind,
            payload=message.payload,
            at=now,
        )


def _key_along(route: Route, tried: Route, key: str) -> str:
    """The key that the message has on another way (see `routes.queue`); a long one was kept as its digest."""
    other = key.replace(f":{tried.channel}:{tried.recipient}:", f":{route.channel}:{route.recipient}:", 1)
    return other if other != key else f"{key}:{route.channel}:{route.recipient}"


def _team(session: Session, message: Buried) -> TeamRow | None:
    """The team that a message is for; None for word to the operators, or where it has been retired since."""
    said = payloads.message(message.kind, message.payload)
    try:
        return registry.team(session, said.team) if said.team else None
    except RegistryError:
        return None
