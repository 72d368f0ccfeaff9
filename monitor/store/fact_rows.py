"""The facts of a source as bare rows, whatever their columns: to compare two databases, and to put a source right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from monitor.store import tables
from monitor.store.presence import LAST_SEEN
from monitor.store.statements import table

FactRow = Mapping[str, Any]

_KEY = {"source_id", "row_key"}


def rows(session: Session, source_id: str) -> dict[str, FactRow]:
    """All columns of all facts of a source but its id, by `row_key`; when each was last seen is what it comes to."""
    f, s = table(tables.Fact), table(tables.Source)
    columns = (LAST_SEEN if column.name == LAST_SEEN.name else column for column in f.c)
    chosen = select(*columns).join(s, s.c.id == f.c.source_id).where(f.c.source_id == source_id).order_by(f.c.row_key)
    return {
        row["row_key"]: {name: value for name, value in row.items() if name not in _KEY}
        for row in session.execute(chosen).mappings()
    }


def replace(session: Session, source_id: str, rows: Mapping[str, FactRow]) -> None:
    """Let a source have these facts and no others."""
    f = table(tables.Fact)
    session.execute(delete(f).where(f.c.source_id == source_id))
    if rows:
        session.execute(insert(f), [{"source_id": source_id, "row_key": key, **row} for key, row in rows.items()])
