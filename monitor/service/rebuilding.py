"""Make all facts again from the archive and the log of readings, and hold the result against the record.

Nothing is judged anew: a document that was believed, by a poll or by hand, is read with today's reader as of the day on
which it came, and applied at its time. So the two differ where a reader has learnt something since, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.core.changes import Change
from monitor.errors import StoreError
from monitor.service.app import Service
from monitor.service.recording import Document, apply, recorded
from monitor.service.scratch import scratch
from monitor.sources.spec import Source
from monitor.store import archive, audit, confirmations, fact_rows, facts, readings, sources
from monitor.store.confirmations import Confirmed
from monitor.store.engine import Engine, Session, reading, transaction
from monitor.store.fact_rows import FactRow
from monitor.store.readings import LoggedReading
from monitor.store.states import Fate, SourceState


@dataclass(frozen=True, slots=True)
class Difference:
    """One column of one row that the record and the archive do not agree on; printed values, None is nothing.

    `name` is "row" where one of the two has no such row. `model_id` is empty for how the source itself stands.
    """

    model_id: str
    scope: str
    name: str
    recorded: str | None
    rebuilt: str | None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What the archive makes of one source: how many rows, of how many readings, and where the record differs.

    `not_compared` says why, where nothing could be compared.
    """

    source_id: str
    readings: int = 0
    rows: Mapping[str, FactRow] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    not_compared: str = ""
    last: int = 0


def rebuild(service: Service, ids: Collection[str] = ()) -> Iterator[Rebuilt]:
    """Rebuild the named sources (default: all that have facts) in a database of their own, one after the other."""
    with scratch() as engine:
        with reading(service.engine) as session:
            known = sources.states(session)
        for source_id in sorted(ids or (i for i, state in known.items() if state.last_good_at)):
            with reading(service.engine) as session:
                found = _rebuilt(session, engine, service.sources.get(source_id), source_id)
            yield found


def replace(service: Service, found: Rebuilt, *, who: str) -> tuple[Change, ...]:
    """Let the record have what the archive says of a source, recorded as a change from now on. What changed by it.

    Raises:
        StoreError: nothing could be compared, or the source was read again since.
    """
    source, now = service.sources.get(found.source_id), service.clock.now()
    if found.not_compared or source is None:
        raise StoreError(f"{found.source_id} cannot be rebuilt", hint=found.not_compared or "it is switched off")
    with transaction(service.engine) as session:
        last = readings.newest(session, source.id)
        if not last or last[0].id != found.last:
            raise StoreError(f"{source.id} was read again meanwhile", hint="rebuild it once more")

        def put(session: Session) -> None:
            fact_rows.replace(session, found.source_id, found.rows)

        changes = recorded(session, source, now, put)
        audit.note(session, who=who, what="facts rebuilt", detail=f"{source.id} from {found.readings} readings", at=now)
    return changes


def _rebuilt(session: Session, engine: Engine, source: Source | None, source_id: str) -> Rebuilt:
    state = sources.state(session, source_id)
    log = readings.spoken(session, source_id)
    last = readings.newest(session, source_id)
    live = fact_rows.rows(session, source_id)
    if state is None or not (live or log):
        return Rebuilt(source_id, not_compared="it was never read")
    if source is None:
        return Rebuilt(source_id, not_compared="this program has no reader for it, or it is switched off")
    began = min((row["first_seen"] for row in live.values()), default=None)
    if not log or (began and began < log[0].at):
        return Rebuilt(source_id, not_compared=f"it was read before readings were logged, from {began}")
    made = _Made(session, engine, source)
    for entry in log:
        made.add(entry)
        if made.problem:
            return Rebuilt(source_id, len(log), not_compared=made.problem)
    with reading(engine) as rebuilt:
        rows = fact_rows.rows(rebuilt, source_id)
    # where these differ, so does when the rows of its last good document were last seen, and for no reason of their own
    stands = (_printed(state.last_good_at), _printed(made.last_at))
    of_rows = (d for d in _differences(live, rows) if d.name != "last_seen" or (d.recorded, d.rebuilt) != stands)
    differences = (*of_rows, *made.differences(state))
    return Rebuilt(source_id, len(log), rows, differences, last=last[0].id)


class _Made:
    """One source that is made again in the database `engine`, reading by reading."""

    def __init__(self, session: Session, engine: Engine, source: Source) -> None:
        self._session, self._engine, self._source = session, engine, source
        self._good: LoggedReading | None = None
        self.last_at: datetime | None = None  # of its last good reading
        self.problem = ""

    def add(self, entry: LoggedReading) -> None:
        """Do again what a reading did."""
        with transaction(self._engine) as made:
            sources.ensure(made, {self._source.id: self._source.provider}, at=entry.at)
            confirmed = confirmations.of(self._session, entry.id)
            for sha256 in (entry.document_sha256, *(one.document for one in confirmed if one.document)):
                archive.mention(made, sha256, source_id=self._source.id, at=entry.at)
            if entry.fate is Fate.UNCHANGED:
                self._confirm(made, entry, entry.at, confirmed)
            else:
                self._apply(made, entry, confirmed)
            if entry.until > entry.at:
                self._confirm(made, entry, entry.until, confirmed)
        self.last_at = entry.until

    def _apply(self, made: Session, entry: LoggedReading, confirmed: tuple[Confirmed, ...]) -> None:
        source, body = self._source, archive.body(self._session, entry.document_sha256)
        read = source.reading_of(body, entry.media_type, entry.at.date())
        if read.problem or len(read.facts) < min(1, source.guards.min_facts):
            why = read.problem or "it has no rows"
            self.problem = f"document {entry.document_sha256} of {entry.at.date()} was believed, and now: {why}"
            return
        self._good = entry
        document = Document(entry.document_sha256, entry.media_type, entry.account, entry.at, read, confirmed)
        apply(made, source, document)

    def _confirm(self, made: Session, entry: LoggedReading, at: datetime, confirmed: tuple[Confirmed, ...]) -> None:
        facts.confirm(
            made,
            source_id=self._source.id,
            is_list=self._source.is_list,
            document=entry.document_sha256,
            at=at,
            confirmed=confirmed,
        )

    def differences(self, state: SourceState) -> Iterator[Difference]:
        """Where the source itself stands otherwise than its log says."""
        good = self._good
        said = {
            "document_sha256": good.document_sha256 if good else None,
            "account": good.account if good else None,
            "last_good_at": self.last_at,
        }
        for name, value in said.items():
            if getattr(state, name) != value:
                yield Difference("", "", name, _printed(getattr(state, name)), _printed(value))


def _differences(live: Mapping[str, FactRow], rebuilt: Mapping[str, FactRow]) -> Iterator[Difference]:
    for key in sorted(live.keys() | rebuilt.keys()):
        was, now = live.get(key), rebuilt.get(key)
        row = now or was or {}
        model_id, scope = row["model_id"], _scope(row)
        if was is None or now is None:
            yield Difference(model_id, scope, "row", model_id if was else None, model_id if now else None)
            continue
        for name in was:
            if was[name] != now[name]:
                yield Difference(model_id, scope, name, _printed(was[name]), _printed(now[name]))


def _scope(row: FactRow) -> str:
    return ", ".join(filter(None, (row["version"], row["deployment"], " ".join(row["regions"]))))


def _printed(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, tuple):
        return ", ".join(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
