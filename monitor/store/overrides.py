"""The replacements that projects, teams and the operator state: entries that nobody alters, the last of each counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from monitor.core.overrides import Level, Override
from monitor.errors import OwnedByFile, RegistryError
from monitor.store import tables
from monitor.store.schedule import lock
from monitor.store.states import Owner

FILE = "the configuration file"


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """One override in force: `about` is the project's or team's name, "" for all; `at` in UTC."""

    id: int
    about: str
    owner: Owner
    at: datetime
    override: Override


def overrides(session: Session) -> list[OverrideRow]:
    """All that are in force, by level, name and model."""
    o = tables.Override
    newest = select(func.max(o.id)).group_by(o.level, o.about, o.model)
    rows = [_row(row, row.replacement) for row in session.scalars(select(o).where(o.id.in_(newest))) if row.replacement]
    return sorted(rows, key=lambda r: (list(Level).index(r.override.level), r.about, r.override.model))


def put(session: Session, stated: Override, about: str, *, owner: Owner, at: datetime) -> bool:
    """State an override; False, and nothing is written, where it is in force already.

    Raises OwnedByFile where the configuration file states one of the same model and level.
    """
    lock(session, "overrides")
    there = _last(session, stated.level, about, stated.model)
    if there is not None and there.replacement is not None:
        _not_of_the_file(there, owner)
        if (there.replacement, there.reason) == (stated.replacement, stated.reason):
            return False
    _add(session, stated, about, owner=owner, at=at)
    return True


def withdraw(session: Session, level: Level, about: str, model: str, *, who: str, owner: Owner, at: datetime) -> None:
    """End an override. Raises RegistryError where there is none, OwnedByFile for one of the configuration file."""
    lock(session, "overrides")
    there = _last(session, level, about, model)
    if there is None or there.replacement is None:
        raise RegistryError(f"no override of {model} is stated there", hint="see `model-monitor override list`")
    _not_of_the_file(there, owner)
    session.add(
        tables.Override(level=level, about=about, model=model, replacement=None, reason="", owner=owner, who=who, at=at)
    )
    session.flush()


def sync(session: Session, stated: Iterable[Override], *, at: datetime) -> None:
    """Bring the operator's overrides in step with the configuration file; those of other owners stay."""
    lock(session, "overrides")
    wanted = {o.model: o for o in stated}
    mine = {row.override.model: row for row in overrides(session) if row.owner is Owner.CONFIG}
    for model, o in wanted.items():
        there = mine.get(model)
        if there is None or (there.override.replacement, there.override.reason) != (o.replacement, o.reason):
            _add(session, o, "", owner=Owner.CONFIG, at=at)
    for model in mine.keys() - wanted.keys():
        withdraw(session, Level.OPERATOR, "", model, who=FILE, owner=Owner.CONFIG, at=at)


def _add(session: Session, stated: Override, about: str, *, owner: Owner, at: datetime) -> None:
    session.add(
        tables.Override(
            level=stated.level,
            about=about,
            model=stated.model,
            replacement=stated.replacement,
            reason=stated.reason,
            owner=owner,
            who=stated.by,
            at=at,
        )
    )
    session.flush()


def _last(session: Session, level: Level, about: str, model: str) -> tables.Override | None:
    o = tables.Override
    same = (o.level == level, o.about == about, o.model == model)
    return session.scalar(select(o).where(*same).order_by(o.id.desc()).limit(1))


def _row(o: tables.Override, replacement: str) -> OverrideRow:
    stated = Override(model=o.model, replacement=replacement, reason=o.reason, by=o.who, level=o.level)
    return OverrideRow(o.id, o.about, o.owner, o.at, stated)


def _not_of_the_file(there: tables.Override, owner: Owner) -> None:
    if there.owner is Owner.CONFIG and owner is not Owner.CONFIG:
        raise OwnedByFile(f"the override of {there.model} belongs to {FILE}", hint="change it there")
