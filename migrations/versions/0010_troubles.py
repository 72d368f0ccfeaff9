"""Two more kinds of trouble of the monitor itself: reminders that do not end, and a connection that Slack lacks."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KINDS = ("source", "unpolled", "outbox", "dead letters", "digest", "clock")
NEW_KINDS = ("reminders", "socket")


def upgrade() -> None:
    _kinds((*KINDS, *NEW_KINDS))


def downgrade() -> None:
    """What is wrong in one of the new ways is not known of below; that it was told stays in the outbox."""
    episode = sa.table("episode", sa.column("kind", sa.String))
    op.execute(sa.delete(episode).where(episode.c.kind.in_(NEW_KINDS)))
    _kinds(KINDS)


def _kinds(kinds: Iterable[str]) -> None:
    with op.batch_alter_table("episode") as batch:
        batch.drop_constraint(op.f("ck_episode_troublekind"), type_="check")
        batch.create_check_constraint(op.f("ck_episode_troublekind"), f"kind IN ({', '.join(map(repr, kinds))})")
