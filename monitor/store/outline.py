"""The outline of the settings that were last read, for a check that then need not read them."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from monitor.core.outline import Outline
from monitor.store import tables
from monitor.store.glance import OUTLINE
from monitor.store.statements import upsert


def keep(session: Session, outline: Outline | None) -> None:
    """Remember the outline, or with None that there is none: the settings came from no file, or need to be read."""
    there = session.scalar(select(tables.Memo.value).where(tables.Memo.name == OUTLINE))
    if outline is None:
        if there is not None:
            session.execute(delete(tables.Memo).where(tables.Memo.name == OUTLINE))
    elif (text := outline.as_text()) != there:
        upsert(session, tables.Memo, [{"name": OUTLINE, "value": text}])
