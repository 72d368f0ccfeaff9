"""What people decided about pinned models: entries that nobody alters, of which the last on a model counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from monitor.core.decisions import Decision
from monitor.store import tables
from monitor.store.columns import bounded, digest
from monitor.store.schedule import lock

Key = tuple[str, str, str, str]
"""The project by name, then provider, model id without regard to case, and scope as text, as in `Match.key`."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision, with its number, what it is about, and the reference that one of the pins has."""

    id: int
    key: Key
    reference: str
    decision: Decision

    @property
    def project(self) -> str:
        """The project's name."""
        return self.key[0]


def one_at_a_time(session: Session) -> None:
    """Let no other transaction decide before this one ends."""
    lock(session, "decisions")


def add(
    session: Session, project_id: int, key: Key, reference: str, made: Decision, *, request_key: str | None = None
) -> DecisionRow:
    """Enter a decision. The caller has looked whether its `request_key` is there already."""
    row = tables.Decision(
        project_id=project_id,
        subject=digest(*key[1:]),
        provider=key[1],
        model_key=key[2],
        scope=key[3],
        reference=reference,
        kind=made.kind,
        at=made.at,
        who=made.by,
        status=made.status,
        shutdown_on=made.shutdown_on,
        until=made.until,
        owner=made.owner,
        reason=made.reason,
        request_key=bounded(request_key) if request_key else None,
    )
    session.add(row)
    session.flush()
    return DecisionRow(row.id, key, reference, made)


def of_request(session: Session, request_key: str) -> DecisionRow | None:
    """The decision that a request made, if it arrived before."""
    chosen = _select().where(tables.Decision.request_key == bounded(request_key))
    row = session.execute(chosen).first()
    return _row(row) if row else None


def last(session: Session) -> dict[Key, DecisionRow]:
    """The last decision on every model of every project."""
    d = tables.Decision
    newest = select(func.max(d.id)).group_by(d.project_id, d.subject)
    return {found.key: found for found in _rows(session.execute(_select().where(d.id.in_(newest))))}


def history(session: Session, *, project: str | None = None, limit: int | None = None) -> list[DecisionRow]:
    """The decisions of one project or of all, newest first, at most `limit`."""
    chosen = _select().order_by(tables.Decision.id.desc()).limit(limit)
    if project is not None:
        chosen = chosen.where(tables.Project.name == project)
    return list(_rows(session.execute(chosen)))


def _select() -> Select[str, tables.Decision]:
    return select(tables.Project.name, tables.Decision).join(tables.Project)


def _rows(found: Iterable[Row[str, tables.Decision]]) -> Iterator[DecisionRow]:
    return map(_row, found)


def _row(found: Row[str, tables.Decision]) -> DecisionRow:
    project, d = found
    made = Decision(
        kind=d.kind,
        at=d.at,
        by=d.who,
        status=d.status,
        shutdown_on=d.shutdown_on,
        until=d.until,
        owner=d.owner,
        reason=d.reason,
    )
    return DecisionRow(d.id, (project, d.provider, d.model_key, d.scope), d.reference, made)
