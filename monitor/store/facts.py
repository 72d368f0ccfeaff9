"""Facts as the record keeps them: one row per source, model and scope, overwritten by newer words, never deleted.

Beside them the changes, which are only ever added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from monitor.core.changes import Change, ChangeKind
from monitor.core.facts import Authority, Fact, Observation, Scope
from monitor.core.presence import PRESENT
from monitor.errors import StoreError
from monitor.store import presence, tables
from monitor.store.accounts import EVERYBODY
from monitor.store.columns import clean, digest
from monitor.store.confirmations import Confirmed
from monitor.store.presence import LAST_SEEN
from monitor.store.statements import table, upsert

_SEEN = ("source_id", "authority", "document_sha256", "first_seen", "last_seen", "gone_since", "is_list")
_AS_SAID = (  # the fields of a Fact that are columns of the same name
    "provider",
    "model_id",
    "alias_of",
    "display_name",
    "version",
    "deployment",
    "regions",
    "released_on",
    "legacy_on",
    "deprecated_on",
    "shutdown_on",
    "earliest_shutdown_on",
    "extended_access_on",
    "stated_status",
    "replacements",
    "replacement_text",
    "redirects_to",
    "words",
    "url",
    "quote",
)


class RecordedChange(NamedTuple):
    """A change, and when it was recorded (UTC)."""

    change: Change
    at: datetime


def apply(
    session: Session,
    *,
    source_id: str,
    authority: Authority,
    is_list: bool,
    facts: Iterable[Fact],
    whole: bool,
    document: str,
    at: datetime,
    account: str = EVERYBODY,
    confirmed: Sequence[Confirmed] = (),
) -> None:
    """Record what an admitted document of a source says.

    A fact that is there is present again from `at` (aware, UTC) and keeps its `first_seen`. What a whole reading lacks
    is missed by the rule of `core.presence`; a reading that is not whole says nothing of what it lacks, and one that
    `account` was shown says nothing of rows that this account was never shown. `confirmed` is what the provider says of
    models that are missing. Of several facts with one key the first stands. The document is archived and the source
    known (`sources.ensure`) before.
    """
    _hold(session, source_id)
    presence.settle(session, source_id)
    known = presence.known(session, source_id)
    rows: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if fact.source_id != source_id:
            raise ValueError(f"a fact of {fact.source_id} among those of {source_id}")
        rows.setdefault(row_key(fact), {name: getattr(fact, name) for name in _AS_SAID})
    for key, row in rows.items():
        row |= {
            "source_id": source_id,
            "row_key": key,
            "model_key": row["model_id"].casefold(),
            "authority": int(authority),
            "is_list": is_list,
            "document_sha256": document,
            "first_seen": at,
            "last_seen": at,
            "missed_in": None,
            "missed_since": PRESENT.missed_since,
            "gone_since": PRESENT.gone_since,
            "listed_by": _with(account, known[key].listed_by if key in known else ()),
        }
    upsert(session, tables.Fact, list(rows.values()), keep={"first_seen"})
    if whole:
        absent = {key: row for key, row in known.items() if key not in rows and account in row.listed_by}
        presence.miss(session, source_id, absent, is_list=is_list, document=document, at=at, confirmed=confirmed)


def confirm(
    session: Session,
    *,
    source_id: str,
    is_list: bool,
    document: str,
    at: datetime,
    confirmed: Sequence[Confirmed] = (),
) -> None:
    """Record that a source's last good document stands unchanged: another good reading of the same rows.

    What the document holds is seen at `at` (aware, UTC); what it lacks, as a whole reading, is missed once more. It is
    the account that was shown the document before, or else it is to be applied again.
    """
    f = tables.Fact
    _hold(session, source_id)
    holds = (f.source_id == source_id, f.document_sha256 == document, f.missed_since.is_(None))
    session.execute(update(table(f)).where(*holds).values(last_seen=at))
    if is_list:  # what a page lacks is gone since it was applied
        absent = presence.known(session, source_id, missed_in=document)
        presence.miss(session, source_id, absent, is_list=is_list, document=document, at=at, confirmed=confirmed)


def observations(
    session: Session, *, providers: Collection[str] | None = None, source_id: str | None = None
) -> list[Observation]:
    """All facts of the record, or those of some providers or of one source, with where and when they were seen."""
    f = tables.Fact
    columns = (LAST_SEEN if name == "last_seen" else getattr(f, name) for name in (*_SEEN, *_AS_SAID))
    chosen = select(*columns).join(tables.Source, tables.Source.id == f.source_id).order_by(f.source_id, f.row_key)
    if providers is not None:
        chosen = chosen.where(f.provider.in_(providers))
    if source_id is not None:
        chosen = chosen.where(f.source_id == source_id)
    return [_observation(row) for row in session.execute(chosen)]


def shown_to(session: Session, source_id: str, account: str, *, missed: bool = True) -> frozenset[str]:
    """The `row_key`s of all rows of a source that an account was ever shown; without those `missed` already."""
    rows = presence.known(session, source_id).items()
    return frozenset(key for key, row in rows if account in row.listed_by and (missed or not row.was_missed))


def missing(
    session: Session, source_id: str, *, account: str, document: str | None = None, holds: Collection[str] = ()
) -> frozenset[str]:
    """The models that a list no longer holds and that are not gone: those that it lacks as far as `account` goes.

    They are those that an earlier `document` (its sha256) lacked, or all but the rows (`row_key`s) that it `holds`.
    """
    rows = presence.known(session, source_id, missed_in=document).items()
    absent = (row for key, row in rows if key not in holds and account in row.listed_by)
    return frozenset(row.model_id for row in absent if not row.presence.gone_since)


def add_changes(session: Session, changes: Iterable[Change], at: datetime) -> None:
    """Add changes to the record, in their order, as of `at` (aware, UTC)."""
    rows = [
        {
            "at": at,
            "kind": c.kind,
            "provider": c.provider,
            "model_id": c.model_id,
            "version": c.scope.version,
            "deployment": c.scope.deployment,
            "regions": c.scope.regions,
            "before": c.before,
            "after": c.after,
            "effective_on": c.effective_on,
            "quote": c.quote,
            "url": c.url,
            "source_id": c.source_id,
            "document": c.document,
        }
        for c in changes
    ]
    if rows:
        session.execute(insert(tables.Change), rows)


def changes(
    session: Session,
    *,
    since: date | None = None,
    providers: Collection[str] | None = None,
    kinds: Collection[ChangeKind] | None = None,
    limit: int | None = None,
) -> list[RecordedChange]:
    """The changes since a day (UTC), of all or some providers and kinds, newest first, at most `limit`."""
    c = tables.Change
    chosen = select(c.__table__).order_by(c.at.desc(), c.id.desc()).limit(limit)
    if since is not None:
        chosen = chosen.where(c.at >= datetime.combine(since, time(), UTC))
    if providers is not None:
        chosen = chosen.where(c.provider.in_(providers))
    if kinds is not None:
        chosen = chosen.where(c.kind.in_(kinds))
    return [_recorded(row) for row in session.execute(chosen)]


def row_key(fact: Fact) -> str:
    """What makes it the same row: `Fact.key`, at a length that every database can index."""
    return digest(clean(fact.model_id).casefold(), fact.version, fact.deployment, *fact.scope.regions)


def _observation(row: Row[Any]) -> Observation:
    fact = Fact(source_id=row.source_id, **dict(zip(_AS_SAID, row[len(_SEEN) :], strict=True)))
    authority = Authority(row.authority)
    seen = (row.document_sha256, row.first_seen, row.last_seen, row.gone_since)
    return Observation(fact, authority, *seen, is_list=row.is_list)


def _recorded(row: Row[Any]) -> RecordedChange:
    change = Change(
        kind=row.kind,
        provider=row.provider,
        model_id=row.model_id,
        scope=Scope(row.version, row.deployment, row.regions),
        before=row.before,
        after=row.after,
        effective_on=row.effective_on,
        quote=row.quote,
        url=row.url,
        source_id=row.source_id,
        document=row.document,
    )
    return RecordedChange(change, row.at)


def _hold(session: Session, source_id: str) -> None:
    """Keep other transactions from the source's facts until this one ends."""
    source = tables.Source
    if session.scalar(select(source.id).where(source.id == source_id).with_for_update()) is None:
        raise StoreError(f"the record does not know the source {source_id}", hint="see `model-monitor source list`")


def _with(account: str, accounts: tuple[str, ...]) -> tuple[str, ...]:
    return accounts if account in accounts else (*accounts, account)
