"""Taking in exports of usage: whose they are, what of them is recent, and what could not be used."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from monitor import imports
from monitor.core.references import parse
from monitor.errors import InvalidReference, UnreadableDocument
from monitor.imports import Use
from monitor.imports.entries import clip
from monitor.imports.uses import total
from monitor.service.app import Service
from monitor.service.importing import File, Told
from monitor.store import audit, registry, usage
from monitor.store.engine import reading, transaction
from monitor.store.usage import DayRow

SPAN = timedelta(days=30)

Figures = tuple[int | None, int | None]  # requests and tokens
Key = TypeVar("Key")


@dataclass(slots=True)
class Intake:
    """What an import of usage would keep. `formats` are those in which the files were read, by name.

    `rows` are within the last 30 days. `models` sums them by project and reference; `unmapped` sums what belongs to no
    project, by who asked; `old` counts rows before that time. `unread` and `failed` are as in `importing.Plan`.
    """

    formats: dict[str, str] = field(default_factory=dict)
    rows: list[DayRow] = field(default_factory=list)
    models: dict[tuple[str, str], Figures] = field(default_factory=dict)
    unmapped: dict[str, Figures] = field(default_factory=dict)
    old: int = 0
    unread: list[Told] = field(default_factory=list)
    failed: list[Told] = field(default_factory=list)


def intake(
    service: Service,
    files: Sequence[File],
    form: str = "auto",
    *,
    project: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Intake:
    """What exports say of the last 30 days. Nothing is written.

    Who asked is a project's by `mapping` (the name of a key, project or workspace -> a project); all others are
    `project`'s, or without one, that of the project that is called as they are. Raises RegistryError for an unknown
    project.
    """
    with reading(service.engine) as session:
        ids = {row.name: row.id for row in registry.projects(session)}
        for name in (*(mapping or {}).values(), *([project] if project else ())):
            registry.project(session, name)
    made = Intake()
    since = service.clock.now().date() - SPAN
    providers = frozenset(s.provider for s in service.sources.values())
    taker = _Taker(made, since, _Owner(ids, project, mapping or {}), providers)
    for file in {file.data: file for file in files}.values():  # the same file given twice counts once
        try:
            found = imports.read_usage(file.data, form)
        except UnreadableDocument as error:
            made.failed.append(Told("", file.name, str(error)))
            continue
        made.formats[file.name] = found.form
        made.unread.extend(Told(item.text, f"{file.name}:{item.place}", item.reason) for item in found.unread)
        for use in found.uses:
            taker.take(use, file.name, found.form)
    made.rows = [DayRow(ids[who], ref, origin, day, *f) for (who, ref, origin, day), f in taker.days.items()]
    return made


def write(service: Service, made: Intake, *, who: str) -> None:
    """Keep the rows of an intake, in one transaction with its audit entry."""
    now = service.clock.now()
    with transaction(service.engine) as session:
        usage.put(session, made.rows, at=now)
        detail = f"{len(made.models)} models, from {', '.join(made.formats)}"
        audit.note(session, who=who, what="usage imported", detail=detail, at=now)


class _Taker:
    """Takes the uses of files, one after the other, and adds them up."""

    def __init__(self, made: Intake, since: date, owner: _Owner, providers: Collection[str]) -> None:
        self._made = made
        self._since = since
        self._owner = owner
        self._providers = providers
        self.days: dict[tuple[str, str, str, date], Figures] = {}

    def take(self, use: Use, file: str, form: str) -> None:
        if use.day <= self._since:
            self._made.old += 1
            return
        try:
            reference = str(parse(use.reference, providers=self._providers))
        except InvalidReference as error:
            self._made.unread.append(Told(clip(use.reference), file, error.message))
            return
        project = self._owner.of(use.names)
        if project is None:
            _add(self._made.unmapped, _shown(use.names), use)
        else:
            _add(self.days, (project, reference, form, use.day), use)
            _add(self._made.models, (project, reference), use)


class _Owner:
    """Whose a use is."""

    def __init__(self, names: Collection[str], project: str | None, mapping: Mapping[str, str]) -> None:
        self._folded = {name.casefold(): name for name in names}
        self._project = project
        self._mapping = mapping

    def of(self, names: Sequence[str]) -> str | None:
        mapped = (self._mapping[name] for name in names if name in self._mapping)
        called = (self._folded.get(name.casefold()) for name in names)
        return next(mapped, None) or self._project or next(filter(None, called), None)


def _add(sums: dict[Key, Figures], key: Key, use: Use) -> None:
    requests, tokens = sums.get(key, (None, None))
    sums[key] = (total((requests, use.requests)), total((tokens, use.tokens)))


def _shown(names: Sequence[str]) -> str:
    """Who asked, fit to be shown: a name that is a key itself is cut short."""
    return ", ".join(f"{name[:6]}…" if name.startswith("sk-") else clip(name) for name in names) or "nobody named"
