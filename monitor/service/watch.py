"""Looking after the monitor itself: what is wrong is told to its operators once, and once more when it is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.core.watch import Bulletin, DeadSeen, Seen, SourceSeen, Trouble, in_lines, judge
from monitor.service import payloads, routes
from monitor.service.app import Service
from monitor.service.remind import TASK as REMIND
from monitor.store import episodes, outbox, registry, schedule, socket_mode, sources
from monitor.store.engine import Session, reading, transaction
from monitor.store.episodes import Episode
from monitor.store.states import Health

TASK = "watch"
DIGEST, POLL = "digest:", "poll:"
DEAD_COUNT_FOR = timedelta(days=10)


def troubles(service: Service) -> tuple[Trouble, ...]:
    """Everything that is wrong now."""
    now = service.clock.now()
    with reading(service.engine) as session:
        return judge(_seen(session, service, now), now)


def watch(service: Service) -> int:
    """Tell the operators of what has begun and what is over; how many of both. Safe to run as often as one likes."""
    now = service.clock.now()
    with transaction(service.engine) as session:
        schedule.lock(session, TASK)
        found = {(t.kind, t.subject): t for t in judge(_seen(session, service, now), now)}
        known = {(e.kind, e.subject): e for e in episodes.current(session)}
        begun = [t for key, t in found.items() if key not in known]
        ended = [e for key, e in known.items() if key not in found]
        episodes.begin(session, begun)
        episodes.end(session, ended, at=now)
        if begun or ended:
            _tell(session, service, begun, ended, now)
        service.checkpoint("watch.queued")
    return len(begun) + len(ended)


def _seen(session: Session, service: Service, now: datetime) -> Seen:
    states = {i: s for i, s in sources.states(session).items() if i in service.sources}
    tasks = {t.name: t for t in schedule.tasks(session)}
    teams = {DIGEST + t.name: t.name for t in registry.teams(session)}
    recorded = [s.last_polled_at for s in states.values()] + [t.last_run_at for t in tasks.values()]
    return Seen(
        sources=tuple(
            SourceSeen(
                source_id=source_id,
                state=s.state.value,
                reason=s.reason,
                failures=s.failures,
                since=s.since,
                last_polled_at=s.last_polled_at,
                last_good_at=s.last_good_at,
                interval=service.every(source_id),
            )
            for source_id, s in states.items()
            if s.state is not Health.SKIPPED
        ),
        oldest_waiting=outbox.oldest_waiting(session),
        dead=tuple(
            DeadSeen(f"{channel} {recipient}".strip(), number, error, since)
            for channel, recipient, number, error, since in outbox.dead_by_way(session, since=now - DEAD_COUNT_FOR)
        ),
        reminding_since=next((t.next_due for t in tasks.values() if t.name == REMIND and t.holder), None),
        socket=socket_mode.last(session) if service.settings.slack.app_token(service.environ) else None,
        digests=tuple((teams[name], task.next_due) for name, task in tasks.items() if name in teams),
        newest_record=max(filter(None, recorded), default=None),
    )


def _tell(session: Session, service: Service, begun: list[Trouble], ended: list[Episode], now: datetime) -> None:
    over = in_lines([Trouble(e.kind, e.subject, e.what, e.began_at) for e in ended])
    lines = [*in_lines(begun), *(f"over since {now:%Y-%m-%d %H:%M} UTC: {line}" for line in over)]
    bulletin = Bulletin(title=_title(begun, ended), lines=tuple(lines), at=now)
    routes.queue(
        session,
        routes.ops_routes(service, routes.closed_routes(session, now)),
        kind="bulletin",
        what="operators",
        saying=now.isoformat(),
        payload=payloads.of_bulletin(bulletin),
        at=now,
    )


def _title(begun: list[Trouble], ended: list[Episode]) -> str:
    if not begun:
        return f"The monitor: {len(ended)} {'trouble is' if len(ended) == 1 else 'troubles are'} over"
    new = f"The monitor has {len(begun)} new {'trouble' if len(begun) == 1 else 'troubles'}"
    return f"{new}, and {len(ended)} over" if ended else new
