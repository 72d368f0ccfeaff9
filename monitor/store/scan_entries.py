"""The pins that a scan owns in a project, brought in step with what stands in its files.

What is new there is entered, what is gone is retired, what comes back is revived, and a reference that only moved to
another line of its file keeps its pin. Pins of other owners are never touched, and are not entered twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.orm import Session

from monitor.core.alerts import Place
from monitor.errors import RegistryError
from monitor.store import registry, tables
from monitor.store.registering import fitting, one_at_a_time
from monitor.store.statements import table
from monitor.store.states import Owner

Key = tuple[str, str]  # reference and location
Pin = Row[int, str, str, Owner, datetime | None]


@dataclass(slots=True)
class Synced:
    """What a scan changed in a project.

    `moved` are pins at their new places; `kept` are those that stand unchanged, `others` those of them that somebody
    else entered. `left` are pins that were not found, in files that were not read: they stay. `unfit` are the places
    that cannot be registered, each with the reason.
    """

    project: str
    added: list[Place] = field(default_factory=list)
    retired: list[Place] = field(default_factory=list)
    moved: list[Place] = field(default_factory=list)
    kept: int = 0
    others: int = 0
    left: list[Place] = field(default_factory=list)
    unfit: list[tuple[Place, str]] = field(default_factory=list)


def sync(
    session: Session, project: str, places: Sequence[Place], *, unread: Collection[str], who: str, at: datetime
) -> Synced:
    """Make the scan's pins of a project those at `places`, as of `at` (aware, UTC); each step is audited as `who`'s.

    A place's location is file:line. `unread` are files and folders of which it is not known what they hold. Raises
    RegistryError where there is no such project.
    """
    one_at_a_time(session)
    project_id = registry.project(session, project).id
    done = Synced(project)
    wanted = _fitting(places, done)
    there = _there(session, project_id)
    ours = {k: pin for k, pin in there.items() if pin.owner is Owner.SCAN and not pin.retired_at}
    of_others = {k for k, pin in there.items() if not pin.retired_at} - ours.keys()
    new = [k for k in wanted if k not in ours and k not in of_others]
    done.kept, done.others = len(wanted) - len(new), sum(k in of_others for k in wanted)
    gone = []
    for k in sorted(ours.keys() - wanted.keys()):
        if _is_within(_file(k), unread):
            done.left.append(_place(k))
        else:
            gone.append(k)
    moved = _moves(gone, [k for k in new if k not in there])
    for old, now in moved.items():
        gone.remove(old)
        new.remove(now)
    _write(session, project_id, new, there, at)
    _alter(session, [(ours[old].id, now[1], None) for old, now in moved.items()])
    _alter(session, [(ours[k].id, k[1], at) for k in gone])
    done.added, done.retired, done.moved = _in_words(new), _in_words(gone), _in_words(moved.values())
    _audit(session, done, who, at)
    return done


def _fitting(places: Iterable[Place], done: Synced) -> dict[Key, None]:
    """The keys of the places, each once; those that no database keeps are told apart."""
    wanted: dict[Key, None] = {}
    for place in places:
        try:
            wanted[fitting("reference", place.reference), fitting("location", place.location or "")] = None
        except RegistryError as error:
            done.unfit.append((place, error.message))
    return wanted


def _there(session: Session, project_id: int) -> dict[Key, Pin]:
    """The project's pins without an environment, by reference and location; retired ones too."""
    p = tables.Pin
    columns = (p.id, p.reference, p.location, p.owner, p.retired_at)
    found = session.execute(select(*columns).where(p.project_id == project_id, p.environment == ""))
    return {(pin.reference, pin.location): pin for pin in found}


def _moves(gone: Iterable[Key], free: Iterable[Key]) -> dict[Key, Key]:
    """Pins that are gone from a line, and the lines of the same file where their reference is new, both from above."""
    places: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
    for k in sorted(free, key=_line, reverse=True):
        places[k[0], _file(k)].append(k)
    return {k: places[at].pop() for k in sorted(gone, key=_line) if places[at := (k[0], _file(k))]}


def _write(session: Session, project_id: int, new: Iterable[Key], there: dict[Key, Pin], at: datetime) -> None:
    """Enter pins in bulk; a retired one of the same key is revived, and is the scan's from then on."""
    common = {"project_id": project_id, "environment": "", "owner": Owner.SCAN, "created_at": at}
    rows = [{**common, "reference": k[0], "location": k[1]} for k in new if k not in there]
    if rows:
        session.execute(insert(tables.Pin), rows)
    _alter(session, [(there[k].id, k[1], None) for k in new if k in there])


def _alter(session: Session, pins: Sequence[tuple[int, str, datetime | None]]) -> None:
    """Set the location of pins and when they retired, by their numbers; they are the scan's."""
    if pins:
        t = table(tables.Pin)
        values = {"location": bindparam("place"), "retired_at": bindparam("retired"), "owner": Owner.SCAN}
        rows = [{"pin": pin, "place": location, "retired": retired} for pin, location, retired in pins]
        session.execute(update(t).where(t.c.id == bindparam("pin")).values(**values), rows)


def _audit(session: Session, done: Synced, who: str, at: datetime) -> None:
    rows = [
        {"at": at, "who": who, "what": what, "detail": f"{done.project} {place.reference} at {place.location}"}
        for what, places in (("pin added", done.added), ("pin moved", done.moved), ("pin retired", done.retired))
        for place in places
    ]
    if rows:
        session.execute(insert(tables.Audit), rows)


def _is_within(file: str, unread: Collection[str]) -> bool:
    """Whether a file is one of those, or below one of the folders; "." is the whole tree."""
    parts = file.split("/")
    return "." in unread or any("/".join(parts[:depth]) in unread for depth in range(1, len(parts) + 1))


def _file(k: Key) -> str:
    return k[1].rpartition(":")[0]


def _line(k: Key) -> int:
    line = k[1].rpartition(":")[2]
    return int(line) if line.isdecimal() else 0


def _place(k: Key) -> Place:
    return Place(k[0], None, k[1] or None)


def _in_words(keys: Iterable[Key]) -> list[Place]:
    return [_place(k) for k in sorted(keys, key=lambda k: (_file(k), _line(k), k[0]))]
