"""Last good documents that still stand: most polls of most days bring nothing else.

What follows from them is recorded for all sources of a batch at once, by statements that are made once. It may be done
twice or not at all: the next poll says the same again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, case, func, insert, select, update
from sqlalchemy.orm import Session

from monitor.store import tables
from monitor.store.columns import UtcDateTime
from monitor.store.readings import SPOKE
from monitor.store.statements import table
from monitor.store.states import Fate, Health

_source, _fact, _reading = table(tables.Source), table(tables.Fact), table(tables.Reading)


@dataclass(frozen=True, slots=True)
class Standing:
    """A poll at a time (aware, UTC) that brought a source's last good document again, or word that it stands.

    `document` is its sha256, `account` who was answered (see `store.accounts`). Validators are those that the answer
    renewed, None where it gave none.
    """

    source_id: str
    document: str
    account: str
    at: datetime
    media_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None


_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_NOW = bindparam("now", type_=UtcDateTime)
_HELD = (
    select(_source.c.id, _source.c.document_sha256, _source.c.account)
    .where(_source.c.id.in_(_IDS))
    .order_by(_source.c.id)  # two processes that hold several sources each take them in one order
    .with_for_update()
)
_LACKING = select(_fact.c.source_id, _fact.c.missed_in).where(  # not DISTINCT, for which SQLite leaves the index
    _fact.c.missed_in.is_not(None), _fact.c.gone_since.is_(None)
)
_WELL = (
    update(_source)
    .where(_source.c.id == bindparam("source"))
    .values(
        etag=func.coalesce(bindparam("new_etag"), _source.c.etag),
        last_modified=func.coalesce(bindparam("new_last_modified"), _source.c.last_modified),
        since=case((_source.c.state == Health.OK, _source.c.since), else_=_NOW),
        state=Health.OK,
        reason="",
        failures=0,
        held_sha256=None,
        held_since=None,
        last_polled_at=_NOW,
        last_good_at=_NOW,
    )
)
_newest = (
    select(func.max(_reading.c.id)).where(_reading.c.source_id.in_(_IDS)).group_by(_reading.c.source_id)
)  # rows of the log of one source follow each other by id
_LAST = select(
    _reading.c.source_id, _reading.c.id, _reading.c.document_sha256, _reading.c.account, _reading.c.fate
).where(_reading.c.id.in_(_newest))
_PROLONG = update(_reading).where(_reading.c.id == bindparam("row")).values(until=_NOW, times=_reading.c.times + 1)


def current(session: Session, found: Sequence[Standing]) -> list[Standing]:
    """Those whose document is still the last good one, now that other transactions are kept from their sources.

    The others are those for whom another process has taken a newer document since they were asked.
    """
    held = {id_: (document, account) for id_, document, account in session.execute(_HELD, {"ids": _ids(found)})}
    return [one for one in found if held.get(one.source_id) == (one.document, one.account)]


def lacking(session: Session, found: Sequence[Standing]) -> frozenset[str]:
    """The sources whose document lacks rows that are not gone yet, so that another reading of it may change something.

    Such are model lists alone: what a page lacks is gone since it was applied.
    """
    missed = lacked(session)
    return frozenset(one.source_id for one in found if (one.source_id, one.document) in missed)


def lacked(session: Session) -> frozenset[tuple[str, str]]:
    """The documents (source, sha256) that lack rows which are not gone: few, and an index holds no others."""
    return frozenset((source_id, document) for source_id, document in session.execute(_LACKING))


def record(session: Session, found: Sequence[Standing], *, apart: bool = False) -> None:
    """Record that documents stand: their sources are well, and so their rows seen; the last row of their logs goes on.

    Such a reading is a row of its own in the log where it stands `apart` from the last one.

    They are `current` in this transaction. What a document lacks is not touched: see `facts.confirm`.
    """
    if not found:
        return
    rows = [
        {
            "source": one.source_id,
            "now": one.at,
            "new_etag": one.etag,
            "new_last_modified": one.last_modified,
        }
        for one in found
    ]
    session.execute(_WELL, rows)
    _log(session, found, apart=apart)


def _log(session: Session, found: Sequence[Standing], *, apart: bool) -> None:
    last = {} if apart else {row.source_id: row for row in session.execute(_LAST, {"ids": _ids(found)})}
    longer, new = [], []
    for one in found:
        row = last.get(one.source_id)
        if row and row.fate in SPOKE and (row.document_sha256, row.account) == (one.document, one.account):
            longer.append({"row": row.id, "now": one.at})
        else:
            new.append(
                {
                    "source_id": one.source_id,
                    "document_sha256": one.document,
                    "media_type": one.media_type,
                    "account": one.account,
                    "fate": Fate.UNCHANGED,
                    "reason": "",
                    "at": one.at,
                    "until": one.at,
                    "times": 1,
                }
            )
    if longer:
        session.execute(_PROLONG, longer)
    if new:
        session.execute(insert(_reading), new)


def _ids(found: Sequence[Standing]) -> list[str]:
    return sorted({one.source_id for one in found})
