"""Registering what files say that a project uses: first all is read and told apart, then it is written, or nothing is.

A pin's location is the file and the place in it, unless the file gives one. A model that the project pins already at
this file, in this environment, is not pinned again when its line moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from monitor import config, imports
from monitor.config.problems import first_problem
from monitor.core.alerts import Place
from monitor.core.references import parse
from monitor.core.scoping import scoped
from monitor.errors import InvalidReference, MonitorError, UnreadableDocument
from monitor.imports import Contents, Entry
from monitor.imports.entries import clip
from monitor.service.app import Service
from monitor.service.tree import names_of
from monitor.store import audit, registering, registry
from monitor.store.engine import reading, transaction
from monitor.store.registry import PinRow
from monitor.store.states import Owner


@dataclass(frozen=True, slots=True)
class File:
    """A file to import: its name as its pins will show it, its bytes, and its whole path if it has one."""

    name: str
    data: bytes
    path: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Something that is not registered: what it is, where it stands, and why not."""

    text: str
    at: str
    reason: str


@dataclass(slots=True)
class Plan:
    """What an import would do. `formats` are those in which the files were read, by name.

    `new` is to be registered. `known` is pinned already; `repeated` stands more than once in these files; `unread` is
    no reference to a model; `failed` are whole files that could not be read.
    """

    project: str
    formats: dict[str, str] = field(default_factory=dict)
    new: list[Place] = field(default_factory=list)
    known: list[Told] = field(default_factory=list)
    repeated: list[Told] = field(default_factory=list)
    unread: list[Told] = field(default_factory=list)
    failed: list[Told] = field(default_factory=list)


def plan(
    service: Service,
    project: str,
    files: Sequence[File],
    form: str = "auto",
    *,
    scanned: Iterable[tuple[str, str, Contents]] = (),
) -> Plan:
    """What the files say, and what a scan has found, held against what the project pins. Nothing is written.

    What was `scanned` is a file as its pins name it, its path in its repository, and what it says.
    Raises RegistryError where there is no such project.
    """
    with reading(service.engine) as session:
        registry.project(session, project)
        pins = registry.pins(session, project=project)
    providers = frozenset(s.provider for s in service.sources.values())
    made = Plan(project)
    sorter = _Sorter(made, pins, providers)
    for file in files:
        try:
            contents = imports.read(file.data, form)
        except UnreadableDocument as error:
            made.failed.append(Told("", file.name, str(error)))
            continue
        made.formats[file.name] = contents.form
        sorter.take(file.name, contents, of_scans=names_of(file.path) if file.path else ())
    for name, path, contents in scanned:
        sorter.take(name, contents, path)
    return made


def plan_each(service: Service, files: Sequence[File], form: str = "auto") -> list[Plan]:
    """The same for the project that each entry names itself: a plan for each of them, by name. Nothing is written.

    The first plan is nobody's: it has the formats, the files that could not be read, and what names no model or no
    project that is registered.
    """
    with reading(service.engine) as session:
        names = {project.name for project in registry.projects(session)}
        pins = registry.pins(session)
    providers = frozenset(s.provider for s in service.sources.values())
    nobodys, made, sorters = Plan(""), dict[str, Plan](), dict[str, _Sorter]()
    for file in files:
        try:
            contents = imports.read(file.data, form)
        except UnreadableDocument as error:
            nobodys.failed.append(Told("", file.name, str(error)))
            continue
        nobodys.formats[file.name] = contents.form
        nobodys.unread.extend(Told(item.text, f"{file.name}:{item.place}", item.reason) for item in contents.unread)
        entries: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in contents.entries:
            entries[entry.project].append(entry)
        for name, of_project in entries.items():
            if name not in names:
                why = f"there is no project {clip(name)}: add it first" if name else "names no project"
                nobodys.unread += [Told(clip(e.reference), f"{file.name}:{e.place}", why) for e in of_project]
                continue
            if name not in made:
                made[name] = Plan(name)
                sorters[name] = _Sorter(made[name], [pin for pin in pins if pin.project == name], providers)
            of_scans = names_of(file.path) if file.path else ()
            sorters[name].take(file.name, Contents(contents.form, tuple(of_project)), of_scans=of_scans)
    return [nobodys, *(made[name] for name in sorted(made))]


def write(service: Service, *plans: Plan, who: str, owner: str) -> list[PinRow]:
    """Register all that is new in the plans, in one transaction, each with its audit entry."""
    now = service.clock.now()
    rows = []
    with transaction(service.engine) as session:
        for made in plans:
            for place in made.new:
                rows.append(registering.add_pin(session, made.project, place, owner=Owner(owner), at=now))
                audit.note(session, who=who, what="pin added", detail=f"{made.project} {place.reference}", at=now)
    return rows


class _Sorter:
    """Tells new pins from those that are there, or stand in the files twice."""

    def __init__(self, made: Plan, pins: Iterable[PinRow], providers: Collection[str]) -> None:
        self._made = made
        self._providers = providers
        self._pinned: defaultdict[tuple[str, str], list[tuple[str, bool]]] = defaultdict(list)
        self._seen: dict[tuple[str, str, str], str] = {}
        for pin in pins:
            known = pin.location or "", pin.owner is Owner.SCAN
            self._pinned[self._key(pin.reference, pin.environment)].append(known)

    def take(self, file: str, contents: Contents, path: str = "", of_scans: Sequence[str] = ()) -> None:
        """Sort what a file says.

        Pins may name it by its `path` in its repository alone, and those that a scan owns by any of `of_scans`: their
        places are below the folder that was scanned, wherever that was.
        """
        self._made.unread.extend(Told(item.text, f"{file}:{item.place}", item.reason) for item in contents.unread)
        for entry in contents.entries:
            at = f"{file}:{entry.place}"
            if entry.project and entry.project != self._made.project:
                reason = f"belongs to the project {clip(entry.project)}"
                self._made.unread.append(Told(clip(entry.reference), at, reason))
                continue
            try:
                place = self._place(entry, at)
            except MonitorError as error:
                self._made.unread.append(Told(clip(entry.reference), at, str(error)))
            else:
                names, scans = _begins(file, path or file), _begins(*of_scans)
                self._sort(place, at, *(((), ()) if entry.location else (names, scans)))

    def _sort(self, place: Place, at: str, names: tuple[str, ...], of_scans: tuple[str, ...]) -> None:
        """Sort one entry; `names` and `of_scans` are how places in its file begin, if it has none of its own."""
        key = self._key(place.reference, place.environment)
        where = place.location or ""
        pinned = [
            w
            for w, is_scans in self._pinned[key]
            if w == where or w.startswith(names) or (is_scans and w.startswith(of_scans))
        ]
        seen = (*key, names[0] if names else where)
        if seen in self._seen:
            self._made.repeated.append(Told(place.reference, at, f"stands at {self._seen[seen]} already"))
        elif pinned:
            self._made.known.append(Told(place.reference, at, f"is pinned already, at {pinned[0]}"))
        else:
            self._made.new.append(place)
        self._seen.setdefault(seen, at)

    def _place(self, entry: Entry, at: str) -> Place:
        """The pin that an entry is, held to the rules of the configuration file. Raises MonitorError."""
        beside = {"version": entry.version, "deployment": entry.deployment, "region": entry.region}
        read = scoped(entry.reference, **beside, providers=self._providers)
        reference = str(read) if any(beside.values()) else read.raw
        given = {"ref": reference, "environment": entry.environment, "location": entry.location or at}
        try:
            pin = config.Pin.model_validate(given)
        except ValidationError as error:
            problem = first_problem(error, given)
            raise InvalidReference(f"{problem}", hint=problem.hint) from None
        for name, text in (("reference", reference), ("environment", pin.environment), ("location", pin.location)):
            registering.fitting(name, text)
        return Place(reference, pin.environment or None, pin.location or None)

    def _key(self, reference: str, environment: str | None) -> tuple[str, str]:
        """What makes two pins of a project the same model in the same environment, however they are written."""
        return str(parse(reference, providers=self._providers)).casefold(), environment or ""


def _begins(*files: str) -> tuple[str, ...]:
    """How a place in one of these files begins."""
    return tuple(f"{file}:" for file in files)
