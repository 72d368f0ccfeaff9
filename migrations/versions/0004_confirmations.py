"""What providers answered when they were asked for models that their lists no longer hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

VERDICTS = "'listed', 'missing', 'gone', 'unclear'"
OPEN = sa.text("missed_in IS NOT NULL AND gone_since IS NULL")


def upgrade() -> None:
    op.create_table(
        "confirmation",
        sa.Column("reading_id", sa.Integer, sa.ForeignKey("reading.id"), primary_key=True),
        sa.Column("model_id", sa.Text, primary_key=True),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("document_sha256", sa.Text, sa.ForeignKey("document.sha256")),
        sa.CheckConstraint(f"verdict IN ({VERDICTS})", name="confirmation"),
    )
    op.create_index("ix_fact_missed_in", "fact", ["missed_in"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_fact_missed_in", table_name="fact")
    op.drop_table("confirmation")
