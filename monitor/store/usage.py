"""How often projects use models: kept by day, told for a span of days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from monitor.store import tables
from monitor.store.registering import fitting
from monitor.store.statements import upsert


@dataclass(frozen=True, slots=True)
class DayRow:
    """What one kind of export (`origin`) says of a project's model on a day (UTC); None is not stated."""

    project_id: int
    reference: str
    origin: str
    day: date
    requests: int | None
    tokens: int | None


@dataclass(frozen=True, slots=True)
class UsageRow:
    """How often a project used a model over a span of days; None is not stated."""

    project: str
    reference: str
    requests: int | None
    tokens: int | None


def put(session: Session, rows: Iterable[DayRow], *, at: datetime) -> None:
    """Keep rows; each replaces what the same origin said of that project, model and day before.

    Raises RegistryError for a reference that cannot be stored.
    """
    values = [
        {
            "project_id": row.project_id,
            "reference": fitting("reference", row.reference),
            "origin": row.origin,
            "day": row.day,
            "requests": row.requests,
            "tokens": row.tokens,
            "imported_at": at,
        }
        for row in rows
    ]
    upsert(session, tables.Usage, values)


def after(session: Session, day: date, *, project: str | None = None) -> list[UsageRow]:
    """The usage of living projects after a day, by project and reference, the most used first.

    Several origins may count the same requests (a provider's and a proxy's before it): the largest figure counts.
    """
    u, of = tables.Usage, tables.Project
    chosen = (
        select(of.name, u.reference, func.sum(u.requests), func.sum(u.tokens))
        .join(of, of.id == u.project_id)
        .where(u.day > day, of.retired_at.is_(None))
        .group_by(of.name, u.reference, u.origin)
    )
    if project is not None:
        chosen = chosen.where(of.name == project)
    figures: defaultdict[tuple[str, str], list[tuple[int | None, int | None]]] = defaultdict(list)
    for name, reference, requests, tokens in session.execute(chosen):
        figures[name, reference].append((_whole(requests), _whole(tokens)))
    found = [
        UsageRow(*key, _largest(r for r, _ in of_origins), _largest(t for _, t in of_origins))
        for key, of_origins in figures.items()
    ]
    return sorted(found, key=lambda row: (row.project, -(row.requests or 0), -(row.tokens or 0), row.reference))


def _largest(figures: Iterable[int | None]) -> int | None:
    return max((figure for figure in figures if figure is not None), default=None)


def _whole(figure: object) -> int | None:
    """PostgreSQL's sum of whole numbers is a decimal."""
    return None if figure is None else int(str(figure))
