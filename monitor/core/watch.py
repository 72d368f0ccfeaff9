"""Is the monitor itself well? What is seen of it -> what is wrong, in words.

Silence is never read as health: what has not been polled, sent or recorded in its time is a trouble by itself. All
times are aware and in UTC.
"""

from __future__ import annotations

import enum
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.alerts import SourceHealth
from monitor.core.freshness import STALE_INTERVALS

UNWELL = frozenset({"suspect", "failed"})
ALL = "all sources"
NEVER_POLLED = "no source has ever been polled"
START = "start `model-monitor run`, or ask them once with `model-monitor poll`"
NAMED = 5  # sources in one line
FAILURES_TOLD = 3  # polls in a row without a good document
TELL_AFTER = timedelta(hours=24)
UNPOLLED_INTERVALS = 2
LONGEST_WAIT = timedelta(minutes=15)  # of a message, of a round of reminders, for a connection
DIGEST_GRACE = timedelta(minutes=30)
CLOCK_GRACE = timedelta(minutes=2)

_HOST = re.compile(r"(?:^|(?<=: ))[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?::\d+)?: ", re.ASCII)


class TroubleKind(enum.StrEnum):
    """What may be wrong with the monitor."""

    SOURCE = "source"  # suspect, failing or stale: one, or all that there are
    UNPOLLED = "unpolled"  # nobody has asked it in its time, or ever
    OUTBOX = "outbox"  # a message waits for too long
    DEAD = "dead letters"
    DIGEST = "digest"  # late
    CLOCK = "clock"
    REMINDERS = "reminders"  # a round of them does not come to its end
    SOCKET = "socket"  # Slack has no connection to us


@dataclass(frozen=True, slots=True)
class SourceSeen:
    """One source that is read: its state in words, the polls in a row without good, and how often it is due.

    `since` is the start of its present state.
    """

    source_id: str
    state: str
    reason: str
    failures: int
    since: datetime
    last_polled_at: datetime | None
    last_good_at: datetime | None
    interval: timedelta


@dataclass(frozen=True, slots=True)
class DeadSeen:
    """Messages to one receiver that were given up: how many, the last error, and when the oldest was queued."""

    way: str
    number: int
    error: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is looked at: sources, the oldest message that waits, dead letters, digests by team and due time.

    `reminding_since` is when a round of reminders was due that was begun and has not ended. `socket` is the last time
    at which a connection to Slack stood, where there is to be one, and the words of the error since. `newest_record` is
    the latest time that anything of ours was recorded at.
    """

    sources: tuple[SourceSeen, ...] = ()
    oldest_waiting: datetime | None = None
    dead: tuple[DeadSeen, ...] = ()
    reminding_since: datetime | None = None
    digests: tuple[tuple[str, datetime], ...] = ()
    socket: tuple[datetime, str] | None = None
    newest_record: datetime | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong. Kind and subject are its identity for as long as it lasts.

    `stops_heartbeat` is set where people may miss an alert for it. Neither dead letters do, whose owners are told by
    another way, nor a connection that Slack lacks: alerts go out all the same, and whoever clicks in vain sees it.
    """

    kind: TroubleKind
    subject: str
    what: str
    since: datetime
    stops_heartbeat: bool = False


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Word of the monitor itself, for its operators or for the owner of a channel; no markup. `at` is in UTC."""

    title: str
    lines: tuple[str, ...]
    at: datetime
    team: str = ""


def judge(seen: Seen, now: datetime) -> tuple[Trouble, ...]:
    """Everything that is wrong at `now`, by kind and subject."""
    found = [*_clock(seen, now), *_outbox(seen, now), *_reminders(seen, now), *_digests(seen, now), *_socket(seen, now)]
    found += [*_blind(seen, now), *_silent(seen, now)]
    for source in seen.sources:
        found += _source(source, now)
    return tuple(sorted(found, key=lambda t: (t.kind, t.subject)))


def is_stale(last_good_at: datetime, interval: timedelta, now: datetime) -> bool:
    """Whether a source's last good reading is older than three of its intervals."""
    return now - last_good_at > STALE_INTERVALS * interval


def _blind(seen: Seen, now: datetime) -> Iterator[Trouble]:
    unwell = [
        s for s in seen.sources if s.state in UNWELL or (s.last_good_at and is_stale(s.last_good_at, s.interval, now))
    ]
    if len(unwell) == len(seen.sources) > 1:
        since = max(s.since for s in unwell)
        reason, number = Counter(cause(s.reason) for s in unwell).most_common(1)[0]
        reason = reason if number == len(unwell) else f"most of them: {reason}" if reason else ""
        why = f" ({reason})" if reason else ""
        what = (
            f"none of {len(unwell)} sources can be read since {since:%Y-%m-%d %H:%M} UTC{why}: what ends now is missed"
        )
        yield Trouble(TroubleKind.SOURCE, ALL, what, since, stops_heartbeat=True)


def _silent(seen: Seen, now: datetime) -> Iterator[Trouble]:
    """Each source that was not polled in its time; where none ever was, that is one trouble, and at once."""
    if any(s.last_polled_at for s in seen.sources):
        for source in seen.sources:
            yield from _unpolled(source, now)
        return
    what = f"{NEVER_POLLED}: {START}" if seen.sources else "no source is read: all are switched off or lack a key"
    since = min((s.since for s in seen.sources), default=now)
    yield Trouble(TroubleKind.UNPOLLED, ALL, what, since, stops_heartbeat=True)


def cause(words: str) -> str:
    """A reason without the host that it names first: what is the same with all sources when it is ours."""
    return _HOST.sub("", words, count=1)


def grouped(unwell: Iterable[SourceHealth]) -> tuple[tuple[SourceHealth, ...], ...]:
    """Sources that are not well for the same cause together: those that were read once, and those that never were."""
    alike: defaultdict[tuple[str, str, bool], list[SourceHealth]] = defaultdict(list)
    for source in unwell:
        alike[source.state, cause(source.reason), source.last_good_at is None].append(source)
    return tuple(map(tuple, alike.values()))


def in_lines(found: Sequence[Trouble]) -> tuple[str, ...]:
    """What is wrong, in a line each; sources that fail for the same reason share one."""
    alike: defaultdict[str, list[Trouble]] = defaultdict(list)
    for trouble in found:
        same = cause(trouble.what.removeprefix(trouble.subject))
        alike[same if trouble.kind is TroubleKind.SOURCE else trouble.what].append(trouble)
    return tuple(_line(same, those) for same, those in alike.items())


def _line(same: str, those: Sequence[Trouble]) -> str:
    if len(those) == 1:
        return those[0].what
    named = ", ".join(t.subject for t in those[:NAMED])
    more = f" and {len(those) - NAMED} more" if len(those) > NAMED else ""
    return f"{len(those)} sources, each{same}: {named}{more}"


def _source(s: SourceSeen, now: datetime) -> Iterator[Trouble]:
    if s.state in UNWELL and (s.failures >= FAILURES_TOLD or now - s.since >= TELL_AFTER):
        what = f"{s.source_id} is {'suspect' if s.state == 'suspect' else 'failing'}: {s.reason}"
        yield Trouble(TroubleKind.SOURCE, s.source_id, what, s.since)
    elif s.last_good_at and is_stale(s.last_good_at, s.interval, now):
        since = s.last_good_at + STALE_INTERVALS * s.interval
        what = f"{s.source_id} is stale: its last good reading is of {s.last_good_at:%Y-%m-%d %H:%M} UTC"
        yield Trouble(TroubleKind.SOURCE, s.source_id, what, since)


def _unpolled(s: SourceSeen, now: datetime) -> Iterator[Trouble]:
    last = s.last_polled_at or s.since
    if now - last > UNPOLLED_INTERVALS * s.interval:
        what = f"{s.source_id} has not been polled since {last:%Y-%m-%d %H:%M} UTC"
        yield Trouble(TroubleKind.UNPOLLED, s.source_id, what, last + s.interval, stops_heartbeat=True)


def _outbox(seen: Seen, now: datetime) -> Iterator[Trouble]:
    oldest = seen.oldest_waiting
    if oldest and now - oldest > LONGEST_WAIT:
        what = f"a message has waited to be sent since {oldest:%Y-%m-%d %H:%M} UTC"
        yield Trouble(TroubleKind.OUTBOX, "oldest message", what, oldest, stops_heartbeat=True)
    for dead in seen.dead:
        messages = "message was" if dead.number == 1 else "messages were"
        what = f"{dead.number} {messages} given up on the way to {dead.way}: {dead.error}"
        yield Trouble(TroubleKind.DEAD, dead.way, what, dead.since)


def _reminders(seen: Seen, now: datetime) -> Iterator[Trouble]:
    since = seen.reminding_since
    if since and now - since > LONGEST_WAIT:
        what = f"the reminders that were due at {since:%Y-%m-%d %H:%M} UTC have not been made to their end"
        yield Trouble(TroubleKind.REMINDERS, "reminders", what, since, stops_heartbeat=True)


def _socket(seen: Seen, now: datetime) -> Iterator[Trouble]:
    if seen.socket is None:
        return
    since, error = seen.socket
    if now - since > LONGEST_WAIT:
        why = f" ({error})" if error else ""
        what = f"Slack has had no connection to us since {since:%Y-%m-%d %H:%M} UTC{why}: clicks and commands are lost"
        yield Trouble(TroubleKind.SOCKET, "Socket Mode", what, since)


def _digests(seen: Seen, now: datetime) -> Iterator[Trouble]:
    for team, due in seen.digests:
        if now - due > DIGEST_GRACE:
            what = f"the digest of {team} was due at {due:%Y-%m-%d %H:%M} UTC"
            yield Trouble(TroubleKind.DIGEST, team, what, due, stops_heartbeat=True)


def _clock(seen: Seen, now: datetime) -> Iterator[Trouble]:
    newest = seen.newest_record
    if newest and newest - now > CLOCK_GRACE:
        what = f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC, and a record is of {newest:%Y-%m-%d %H:%M} UTC"
        yield Trouble(TroubleKind.CLOCK, "this machine", what, now, stops_heartbeat=True)
