"""Alembic's environment: it works on the connection that `monitor.store.migrating` hands over, in its transaction.

A new revision is the next number in `versions/`, written by hand, or drafted by Alembic from what the tables have and
the database lacks:

    command.revision(migrating.config(connection, schema.migrations()), "what for", autogenerate=True, rev_id="0002")

It must work on both databases (SQLite changes a table only through `op.batch_alter_table`), and be undone by
`downgrade`; tests hold both.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from monitor.store.tables import Base


def rendered(kind: str, item: Any, _: object) -> str | Literal[False]:
    """In a draft, a column type of ours is what it is to the database: a migration must outlive our code."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=rendered,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
