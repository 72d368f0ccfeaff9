"""INSERT with a rule for rows that are there already, which both databases know under two dialects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Table, Update, UpdateBase
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from monitor.store.tables import Base

Row = Mapping[str, Any]


def insert_new(session: Session, entity: type[Base], rows: Sequence[Row], *, key: str) -> frozenset[Any]:
    """Insert the rows whose unique column `key` is not there yet; the keys of those that were inserted.

    Of two transactions that insert the same key at once, exactly one is told that it did.
    """
    if not rows:
        return frozenset()
    statement = _insert(session, entity).on_conflict_do_nothing().returning(table(entity).c[key])
    return frozenset(session.execute(statement, list(rows)).scalars())


def upsert(session: Session, entity: type[Base], rows: Sequence[Row], *, keep: Collection[str] = ()) -> None:
    """Insert rows, or overwrite those with the same primary key, all columns except those to `keep`."""
    if not rows:
        return
    insert = _insert(session, entity)
    key = table(entity).primary_key.columns
    given = {name: insert.excluded[name] for name in rows[0] if name not in key and name not in keep}
    session.execute(cast("UpdateBase", insert.on_conflict_do_update(index_elements=list(key), set_=given)), list(rows))


def alter(session: Session, statement: Update) -> int:
    """Run an UPDATE; how many rows it changed."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def _insert(session: Session, entity: type[Base]) -> postgresql.Insert | sqlite.Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table(entity))
    return sqlite.insert(table(entity))


def table(entity: type[Base]) -> Table:
    """The table behind a class, for statements on many rows at once."""
    return cast("Table", entity.__table__)
