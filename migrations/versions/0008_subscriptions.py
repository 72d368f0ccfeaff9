"""Where a team's weekly digest goes, and who of it wants none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsubscribed",
        sa.Column("team_id", sa.Integer, sa.ForeignKey("team.id"), primary_key=True),
        sa.Column("address", sa.Text, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("team", sa.Column("digest_to", sa.JSON, nullable=False, server_default='["email"]'))
    with op.batch_alter_table("team") as team:  # on its own: SQLite copies the rows, which by then need their value
        team.alter_column("digest_to", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("team") as team:
        team.drop_column("digest_to")
    op.drop_table("unsubscribed")
