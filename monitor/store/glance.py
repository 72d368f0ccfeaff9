"""A look into a SQLite file without SQLAlchemy, whose loading takes longer than the whole answer of a check.

It reads what a check of references needs, as the functions of the same names in this room read it; a test holds the
answers of both against each other. It can be had only where an outline of the settings was kept (see `core.outline`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from monitor.core.changes import Change, ChangeKind
from monitor.core.facts import Authority, Fact, Observation, Scope, StatedStatus
from monitor.core.outline import Outline, read
from monitor.core.overrides import Level, Override
from monitor.errors import StoreError
from monitor.store.packing import unpacked
from monitor.store.states import Health, SourceState

OUTLINE = "outline of the settings"
PATIENCE = 5  # seconds; a reader waits only while another process puts the file in order

_LAST_SEEN = """
    CASE WHEN f.document_sha256 = s.document_sha256 AND f.missed_since IS NULL THEN s.last_good_at ELSE f.last_seen END
"""  # presence.LAST_SEEN
_SEEN = f"f.authority, f.document_sha256, f.first_seen, {_LAST_SEEN}, f.gone_since, f.is_list"
_FACT = tuple(field.name for field in fields(Fact))
_LISTS = ("regions", "replacements")
_DAYS = tuple(name for name in _FACT if name.endswith("_on"))
_CHANGE = (
    "kind",
    "provider",
    "model_id",
    "version",
    "deployment",
    "regions",
    "before",
    "after",
    "effective_on",
    "quote",
    "url",
    "source_id",
    "document",
)
_STATE = tuple(field.name for field in fields(SourceState))
_FACTS = "FROM fact f JOIN source s ON s.id = f.source_id"
_NEWEST = "SELECT max(id) FROM override GROUP BY level, about, model"


@dataclass(frozen=True, slots=True)
class Glance:
    """One moment of the record, until the end of the block that gives it."""

    connection: sqlite3.Connection

    def outline(self) -> Outline | None:
        """The outline of the settings, if one was kept for the database as it is."""
        row = self._rows("SELECT value, version_num FROM memo, alembic_version WHERE name = ?", OUTLINE)
        found = read(row[0][0]) if row else None
        return found if found and found.revision == row[0][1] else None

    def states(self) -> dict[str, SourceState]:
        """As `sources.states`."""
        rows = self._rows(f"SELECT {', '.join(_STATE)} FROM source ORDER BY id")  # noqa: S608 names of columns
        return {row[0]: _state(dict(zip(_STATE, row, strict=True))) for row in rows}

    def observations(self, providers: Collection[str] | None) -> list[Observation]:
        """As `facts.observations`."""
        columns = ", ".join(f"f.{name}" for name in _FACT)
        where = "" if providers is None else f"WHERE f.provider IN ({', '.join('?' * len(providers))})"
        asked = f"SELECT {_SEEN}, {columns} {_FACTS} {where} ORDER BY f.source_id, f.row_key"
        return [_observation(row) for row in self._rows(asked, *(providers or ()))]

    def repointed(self) -> list[tuple[Change, datetime]]:
        """The aliases that point elsewhere since, as `facts.changes` with that kind."""
        asked = f"SELECT {', '.join(_CHANGE)}, at FROM change WHERE kind = ? ORDER BY at DESC, id DESC"  # noqa: S608 likewise
        return [_repointed(row) for row in self._rows(asked, ChangeKind.ALIAS_REPOINTED.value)]

    def overrides(self) -> list[Override]:
        """The operator's, as `overrides.overrides`."""
        asked = f"""
            SELECT model, replacement, reason, who FROM override
            WHERE level = ? AND replacement IS NOT NULL AND id IN ({_NEWEST})
        """  # noqa: S608 a statement of our own
        rows = self._rows(asked, Level.OPERATOR.value)
        return [Override(model, instead, reason, who, Level.OPERATOR) for model, instead, reason, who in rows]

    def newest_document(self, source_id: str) -> tuple[bytes, date] | None:
        """What a list's newest fact rests on, and the day (UTC) it was last seen; None where that is not whole."""
        asked = f"""
            SELECT d.sha256, d.body, {_LAST_SEEN} AS seen {_FACTS} LEFT JOIN document d ON d.sha256 = f.document_sha256
            WHERE f.source_id = ? AND f.document_sha256 != '' ORDER BY seen DESC, f.row_key LIMIT 1
        """
        rows = self._rows(asked, source_id)
        if not rows or rows[0][1] is None:
            return None
        sha256, kept, seen = rows[0]
        try:
            return unpacked(kept, sha256), _time(seen).date()
        except StoreError:
            return None

    def _rows(self, statement: str, *values: str) -> list[Any]:
        return self.connection.execute(statement, values).fetchall()


@contextmanager
def glance(file: Path) -> Iterator[Glance]:
    """A look into the database. Raises StoreError where it is none of ours, or cannot be read now."""
    try:
        opened = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=PATIENCE, isolation_level=None
        )
        with closing(opened) as connection:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")
            yield Glance(connection)
    except sqlite3.Error as error:
        raise StoreError(f"SQLite file {file} cannot be read: {error}", hint="is it a database of ours?") from None


def _state(row: dict[str, Any]) -> SourceState:
    times = ("since", "last_polled_at", "last_good_at", "held_since")
    read: dict[str, Any] = {key: _time_or_none(row[key]) for key in times}
    read["state"] = Health(row["state"])
    read["whole"] = None if row["whole"] is None else bool(row["whole"])
    return SourceState(**row | read)


def _observation(row: tuple[Any, ...]) -> Observation:
    authority, document, first_seen, last_seen, gone_since, is_list, *said = row
    values = dict(zip(_FACT, said, strict=True))
    for name in _LISTS:
        values[name] = tuple(json.loads(values[name]))
    for name in _DAYS:
        if values[name]:
            values[name] = date.fromisoformat(values[name])
    if values["stated_status"]:
        values["stated_status"] = StatedStatus(values["stated_status"])
    times = (_time(first_seen), _time(last_seen), _time_or_none(gone_since))
    return Observation(Fact(**values), Authority(authority), document, *times, is_list=bool(is_list))


def _repointed(row: tuple[Any, ...]) -> tuple[Change, datetime]:
    *told, at = row
    values = dict(zip(_CHANGE, told, strict=True))
    effective_on = values.pop("effective_on")
    scope = Scope(values.pop("version"), values.pop("deployment"), tuple(json.loads(values.pop("regions"))))
    day = date.fromisoformat(effective_on) if effective_on else None
    return Change(**values | {"kind": ChangeKind(values["kind"])}, scope=scope, effective_on=day), _time(at)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _time_or_none(text: str | None) -> datetime | None:
    return None if text is None else _time(text)
