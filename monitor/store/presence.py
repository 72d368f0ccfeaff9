"""Whether the rows of a source are still in its documents, by the rule of `core.presence`, and when they last were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, or_, select, update
from sqlalchemy.orm import Session

from monitor.core.presence import Confirmation, Presence, missed
from monitor.store import tables
from monitor.store.confirmations import Confirmed
from monitor.store.statements import table

_ENDS = ("legacy_on", "deprecated_on", "shutdown_on", "earliest_shutdown_on", "extended_access_on", "stated_status")

# When a row was last in a good document of its source (joined): a row of the last good one is seen as often as that
# stands, which is not written into each. What is written there counts once it is of another: see `settle`.
LAST_SEEN = case(
    (
        and_(tables.Fact.document_sha256 == tables.Source.document_sha256, tables.Fact.missed_since.is_(None)),
        tables.Source.last_good_at,
    ),
    else_=tables.Fact.last_seen,
).label("last_seen")


class Known(NamedTuple):
    """What of a row decides whether its absence counts."""

    presence: Presence
    was_missed: bool
    listed_by: tuple[str, ...]
    model_id: str
    has_end: bool  # it states a day or a status that its model comes to


def known(session: Session, source_id: str, *, missed_in: str | None = None) -> dict[str, Known]:
    """The rows of a source; with `missed_in`, those that this document lacks."""
    f = tables.Fact
    ends = or_(*(getattr(f, name).is_not(None) for name in _ENDS))
    chosen = select(
        f.row_key, f.missed_since, f.gone_since, f.missed_in, f.listed_by, f.model_id, ends.label("has_end")
    ).where(f.source_id == source_id)
    if missed_in:
        chosen = chosen.where(f.missed_in == missed_in)
    return {
        key: Known(Presence(since, gone), bool(since or document), by, model_id, has_end)
        for key, since, gone, document, by, model_id, has_end in session.execute(chosen)
    }


def settle(session: Session, source_id: str) -> None:
    """Write down when the rows of a source's last good document were last seen, since another takes its place."""
    f, s = tables.Fact, tables.Source
    last = session.execute(select(s.document_sha256, s.last_good_at).where(s.id == source_id)).one()
    if last.document_sha256 is not None:
        stood = (f.source_id == source_id, f.document_sha256 == last.document_sha256, f.missed_since.is_(None))
        session.execute(update(table(f)).where(*stood).values(last_seen=last.last_good_at))


def miss(
    session: Session,
    source_id: str,
    absent: Mapping[str, Known],
    *,
    is_list: bool,
    document: str,
    at: datetime,
    confirmed: Sequence[Confirmed] = (),
) -> None:
    """Record that a whole reading of a source at `at` (aware, UTC), a `document`, lacks rows.

    `confirmed` is what the provider says of their models. One that it calls retired is gone by its own words.
    """
    said = {one.model_id.casefold(): one for one in confirmed}
    rows, proven = [], []
    for key, row in absent.items():
        if row.presence.gone_since:
            continue
        word = said.get(row.model_id.casefold())
        now = missed(row.presence, is_list=is_list, at=at, word=word.verdict if word else None)
        rows.append({"key": key, "since": now.missed_since, "gone": now.gone_since})
        if word and word.verdict is Confirmation.GONE:
            proven.append((key, row, word))
    f = table(tables.Fact)
    this_row = (f.c.source_id == source_id, f.c.row_key == bindparam("key"))
    if rows:
        seen = {"missed_since": bindparam("since"), "gone_since": bindparam("gone"), "missed_in": document}
        session.execute(update(f).where(*this_row).values(seen), rows)
    for key, row, word in proven:
        session.execute(update(f).where(*this_row).values(_evidence(row, word)), {"key": key})


def _evidence(row: Known, word: Confirmed) -> dict[str, Any]:
    """What proves that a model is gone; a row that states its end in a list keeps the proof of that."""
    if row.has_end:
        return {"words": word.words}
    return {"quote": word.words, "url": word.url, "document_sha256": word.document}
