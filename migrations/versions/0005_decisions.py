"""What people decided about the models that projects pin, and the replacements that they state."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
KINDS = "'acknowledged', 'snoozed', 'planned', 'waived', 'not_ours', 'reopened'"
STATUSES = "'active', 'legacy', 'deprecated', 'retired', 'unknown'"
LEVELS = "'project', 'team', 'operator'"
OWNERS = "'config', 'cli', 'api', 'scan'"


def upgrade() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("project_id", sa.Integer, sa.ForeignKey("project.id"), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("model_key", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("shutdown_on", sa.Date),
        sa.Column("until", sa.Date),
        sa.Column("owner", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("request_key", sa.Text, unique=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name="decisionkind"),
        sa.CheckConstraint(f"status IN ({STATUSES})", name="status"),
    )
    op.create_index(None, "decision", ["project_id", "subject"])
    op.create_table(
        "override",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("replacement", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint(f"level IN ({LEVELS})", name="level"),
        sa.CheckConstraint(f"owner IN ({OWNERS})", name="owner"),
    )
    op.create_index(None, "override", ["level", "about"])


def downgrade() -> None:
    op.drop_table("override")
    op.drop_table("decision")
