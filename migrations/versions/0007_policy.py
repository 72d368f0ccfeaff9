"""When teams and projects want to be told; floors, aliases and dates that have not settled in what they were told."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
KINDS = (
    *("baseline", "announced", "date_set", "date_moved", "date_withdrawn", "reminder", "retired", "reinstated"),
    *("replacement_died", "unlisted"),
)
NEW_KINDS = ("date_flapped", "alias_repointed", "floor_near", "floor_passed")
COLUMNS = {
    "team": {"quiet_hours": sa.Text, "working_days": sa.JSON, "announce_within": sa.Integer},
    "project": {"lead_days": sa.JSON},
    "told": {
        "points_at": sa.Text,
        "floor_on": sa.Date,
        "unsettled_on": sa.Date,
        "unsettled_since": TIME,
        "unsettled_began": TIME,
        "strayed_to": sa.Date,
    },
}


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind in columns.items():
            op.add_column(table, sa.Column(name, kind))
    op.add_column("told", sa.Column("floor_passed", sa.Boolean, nullable=False, server_default=sa.false()))
    _kinds((*KINDS, *NEW_KINDS))


def downgrade() -> None:
    """What was told in the new kinds has no place in the old table; that it was told stays in the outbox."""
    alert = sa.table("alert", sa.column("kind", sa.String))
    op.execute(sa.delete(alert).where(alert.c.kind.in_(NEW_KINDS)))
    _kinds(KINDS)
    op.drop_column("told", "floor_passed")
    for table, columns in COLUMNS.items():
        for name in columns:
            op.drop_column(table, name)


def _kinds(kinds: Iterable[str]) -> None:
    with op.batch_alter_table("alert") as batch:
        batch.drop_constraint(op.f("ck_alert_alertkind"), type_="check")
        batch.create_check_constraint(op.f("ck_alert_alertkind"), f"kind IN ({', '.join(map(repr, kinds))})")
