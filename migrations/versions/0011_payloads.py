"""What messages say stands in a table of its own, once for all that say the same; the outbox in the order of claims."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

AT_ONCE = 500
OUTBOX = sa.table("outbox", sa.column("id"), sa.column("payload"), sa.column("payload_sha256"))
PAYLOAD = sa.table("payload", sa.column("sha256"), sa.column("body"))


def upgrade() -> None:
    op.create_table(
        "payload",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.add_column("outbox", sa.Column("payload_sha256", sa.Text))
    _move()
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("payload_sha256", existing_type=sa.Text, nullable=False)
        outbox.create_foreign_key(op.f("fk_outbox_payload_sha256_payload"), "payload", ["payload_sha256"], ["sha256"])
        outbox.drop_column("payload")
    op.drop_index(op.f("ix_outbox_state_next_at"), table_name="outbox")
    op.create_index(op.f("ix_outbox_state_next_at_id"), "outbox", ["state", "next_at", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_outbox_state_next_at_id"), table_name="outbox")
    op.create_index(op.f("ix_outbox_state_next_at"), "outbox", ["state", "next_at"])
    op.add_column("outbox", sa.Column("payload", sa.Text))
    said = sa.select(PAYLOAD.c.body).where(PAYLOAD.c.sha256 == OUTBOX.c.payload_sha256)
    op.execute(sa.update(OUTBOX).values(payload=said.scalar_subquery()))
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("payload", existing_type=sa.Text, nullable=False)
        outbox.drop_constraint(op.f("fk_outbox_payload_sha256_payload"), type_="foreignkey")
        outbox.drop_column("payload_sha256")
    op.drop_table("payload")


def _move() -> None:
    """A few rows at a time: all that was ever sent may be more than fits into memory."""
    connection, known, last = op.get_bind(), set[str](), 0
    some = sa.select(OUTBOX.c.id, OUTBOX.c.payload).order_by(OUTBOX.c.id).limit(AT_ONCE)
    while rows := connection.execute(some.where(OUTBOX.c.id > last)).all():
        bodies = {hashlib.sha256(body.encode()).hexdigest(): body for _, body in rows}
        new = [{"sha256": sha256, "body": body} for sha256, body in bodies.items() if sha256 not in known]
        if new:
            connection.execute(sa.insert(PAYLOAD), new)
        known.update(bodies)
        for row in rows:
            said = hashlib.sha256(row.payload.encode()).hexdigest()
            connection.execute(sa.update(OUTBOX).where(OUTBOX.c.id == row.id).values(payload_sha256=said))
        last = rows[-1].id
