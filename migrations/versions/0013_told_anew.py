"""What was told knows to which team, for which stage and places, and whether it was said to be over since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS = {"stage": sa.Integer, "team_id": sa.Integer, "places": sa.JSON, "closed_at": sa.DateTime(timezone=True)}
SUBJECT = ("project_id", "provider", "model_key")
TOLD = sa.table("told", *map(sa.column, (*SUBJECT, "subject", "scope", "closed_at")))
THREAD = sa.table("thread", *map(sa.column, (*SUBJECT, "subject", "recipient", "ended_at")))


def upgrade() -> None:
    with op.batch_alter_table("told") as told:
        for name, kind in COLUMNS.items():
            told.add_column(sa.Column(name, kind))
        told.create_foreign_key(op.f("fk_told_team_id_team"), "team", ["team_id"], ["id"])
    _fill()


def downgrade() -> None:
    with op.batch_alter_table("told") as told:
        told.drop_constraint(op.f("fk_told_team_id_team"), type_="foreignkey")
        for name in COLUMNS:
            told.drop_column(name)


def _fill() -> None:
    """What channels were told to be over is: one that is pinned again since then has not been told so."""
    connection, c = op.get_bind(), TOLD.c
    ended: dict[tuple[Any, ...], list[tuple[str, str, datetime | None]]] = {}
    for row in connection.execute(sa.select(THREAD)):
        ended.setdefault(tuple(row[:3]), []).append((row.subject, row.recipient, row.ended_at))
    for row in connection.execute(sa.select(TOLD)).all():
        closed_at = _last(ended.get(tuple(row[:3]), ()), row)
        if closed_at:
            mine = (c.project_id == row.project_id, c.subject == row.subject)
            connection.execute(sa.update(TOLD).where(*mine).values(closed_at=closed_at))


def _last(threads: Iterable[tuple[str, str, Any]], told: sa.Row[Any]) -> Any:
    """When the last thread about a subject ended; None where one goes on, or there is none."""
    scope = [told.scope] if told.scope else []
    ends = [
        at for subject, recipient, at in threads if subject == _digest(told.provider, told.model_key, *scope, recipient)
    ]
    return max(ends) if ends and all(ends) else None


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
