"""Threads in channels, and the clicks and commands that come back from there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thread",
        sa.Column("project_id", sa.Integer, sa.ForeignKey("project.id"), primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("model_key", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    op.create_index(op.f("ix_thread_message"), "thread", ["message"])
    op.create_table(
        "interaction",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_interaction_at"), "interaction", ["at"])
    op.create_index(op.f("ix_outbox_provider_ref"), "outbox", ["provider_ref"])


def downgrade() -> None:
    op.drop_index(op.f("ix_outbox_provider_ref"), table_name="outbox")
    op.drop_table("interaction")
    op.drop_table("thread")
