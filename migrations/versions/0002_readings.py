"""The log of readings, from which facts can be made again; who was shown what."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
FATES = "'admitted', 'accepted', 'unchanged', 'held', 'rejected'"
API = 1  # the authority of providers' own model lists
EVERYBODY = sa.text("'[\"\"]'")  # what is known so far was shown to nobody in particular


def upgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source_id", sa.Text, sa.ForeignKey("source.id"), nullable=False, index=True),
        sa.Column("document_sha256", sa.Text, sa.ForeignKey("document.sha256"), nullable=False),
        sa.Column("media_type", sa.Text),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("fate", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.CheckConstraint(f"fate IN ({FATES})", name="fate"),
    )
    op.add_column("source", sa.Column("account", sa.Text))
    op.add_column("source", sa.Column("whole", sa.Boolean))
    op.add_column("fact", sa.Column("is_list", sa.Boolean, nullable=False, server_default=sa.false()))
    fact = sa.table(
        "fact", sa.column("is_list", sa.Boolean), sa.column("authority", sa.Integer), sa.column("source_id")
    )
    lists = sa.or_(fact.c.authority == API, fact.c.source_id.like("%/models"))
    op.execute(sa.update(fact).where(lists).values(is_list=True))
    op.add_column("fact", sa.Column("listed_by", sa.JSON, nullable=False, server_default=EVERYBODY))


def downgrade() -> None:
    op.drop_column("fact", "listed_by")
    op.drop_column("fact", "is_list")
    op.drop_column("source", "whole")
    op.drop_column("source", "account")
    op.drop_table("reading")
