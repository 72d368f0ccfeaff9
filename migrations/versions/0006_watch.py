"""What was wrong with the monitor itself, from when to when; what a closed way out rests on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
KINDS = "'source', 'unpolled', 'outbox', 'dead letters', 'digest', 'clock'"
OUTBOX = sa.table("outbox", sa.column("channel", sa.Text))


def upgrade() -> None:
    op.create_table(
        "episode",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("began_at", TIME, nullable=False),
        sa.Column("ended_at", TIME),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="troublekind"),
    )
    op.create_index(None, "episode", ["ended_at"])
    op.add_column("channel", sa.Column("setup", sa.Text))
    _rename("webhook", "slack-webhook")  # the plain word is now the team's own receiver


def downgrade() -> None:
    _rename("slack-webhook", "webhook")
    op.drop_column("channel", "setup")
    op.drop_table("episode")


def _rename(old: str, new: str) -> None:
    op.execute(sa.update(OUTBOX).where(OUTBOX.c.channel == old).values(channel=new))
