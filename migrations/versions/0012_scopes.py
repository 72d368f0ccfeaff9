"""Alerts keep the scope of the pins that they are about: what was told of a model in one region is not of another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ALERT = sa.table("alert", *map(sa.column, ("id", "project_id", "dedup_key", "provider", "model_id", "kind", "scope")))
PROJECT = sa.table("project", sa.column("id"), sa.column("name"))


def upgrade() -> None:
    op.add_column("alert", sa.Column("scope", sa.Text))
    op.execute(sa.update(ALERT).values(scope=""))
    _fill()
    with op.batch_alter_table("alert") as alert:
        alert.alter_column("scope", existing_type=sa.Text, nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("alert") as alert:
        alert.drop_column("scope")


def _fill() -> None:
    """The scope stands in the key of an alert, between its model and its kind."""
    connection = op.get_bind()
    columns = (ALERT.c.id, PROJECT.c.name, ALERT.c.dedup_key, ALERT.c.provider, ALERT.c.model_id, ALERT.c.kind)
    for row in connection.execute(sa.select(*columns).join(PROJECT, PROJECT.c.id == ALERT.c.project_id)).all():
        begin, end = f"{row.name}:{row.provider}:{row.model_id}:", f":{row.kind}:"
        if row.dedup_key.startswith(begin) and (at := row.dedup_key.rfind(end)) > len(begin):
            scope = row.dedup_key[len(begin) : at]
            connection.execute(sa.update(ALERT).where(ALERT.c.id == row.id).values(scope=scope))
