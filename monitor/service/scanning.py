"""A tree of files -> the models that it names, and how each stands; and a project's pins kept in step with the tree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.core.alerts import Place, Severity
from monitor.core.findings import Finding
from monitor.core.names import is_name
from monitor.core.references import Reference, parse
from monitor.errors import InvalidReference, UsageError
from monitor.feeds.results import Report
from monitor.scan import Find, Scan, Waiver
from monitor.scan import scan as read_tree
from monitor.service import answers, verdicts
from monitor.service.checking import Checked
from monitor.service.known import Known
from monitor.service.pins import look, nearest
from monitor.service.tree import fault, meant, names_of, remark_on

if TYPE_CHECKING:  # a scan without a database loads none
    from monitor.service.app import Service
    from monitor.store.registry import PinRow
    from monitor.store.scan_entries import Synced


@dataclass(frozen=True, slots=True)
class Located:
    """One reference in a file, and how the model stands that it names.

    `waived`: a comment asks to pass over its line, and its day has not passed. `nearest` are the nearest known ids if
    no source names this one.
    """

    find: Find
    finding: Finding
    waived: bool
    nearest: tuple[str, ...] = ()

    @property
    def at(self) -> str:
        """Where it is written: file:line:column."""
        return f"{self.find.path}:{self.find.line}:{self.find.column}"


@dataclass(frozen=True, slots=True)
class Scanned:
    """All references of a tree, in order of path and place; `scan` is what was read, below `root`.

    `horizon` is how long a replacement must be good for, `within` how near an end is imminent.
    """

    root: Path
    scan: Scan
    known: Known
    located: tuple[Located, ...]
    horizon: timedelta
    within: timedelta

    @property
    def in_use(self) -> tuple[Located, ...]:
        """The references that no comment waives."""
        return tuple(item for item in self.located if not item.waived)

    @property
    def waivers(self) -> tuple[tuple[Waiver, str | None], ...]:
        """All waivers that were met, and why each waives nothing any more, or never did; None while it holds."""
        today = self.known.now.date()
        return tuple((waiver, fault(waiver, today)) for waiver in self.scan.waivers)


def look_through(
    root: Path,
    known: Known,
    *,
    horizon: timedelta,
    within: timedelta,
    markdown: bool = False,
    cache: Path | None = None,
) -> Scanned:
    """Find the model references in a file or below a folder, and say how each stands.

    `horizon` is how long a suggested replacement must be good for, `within` how far ahead a shutdown is imminent;
    `markdown` and `cache` as in `scan`.
    """
    ids = {c.model_id for c in known.models if not is_name(c.model_id)}
    found = read_tree(root, ids, markdown=markdown, cache=cache)
    today = known.now.date()
    looked: dict[tuple[str, ...], tuple[Finding, tuple[str, ...]]] = {}
    located = []
    for find in found.finds:
        key = (find.reference, *find.candidates)
        if key not in looked:
            finding = _found(find, known, horizon=horizon, within=within)
            unnamed = finding.severity is Severity.UNKNOWN
            looked[key] = finding, nearest(finding.match.reference, known) if unnamed else ()
        finding, alike = looked[key]
        waived = find.waiver is not None and fault(find.waiver, today) is None
        located.append(Located(find, finding, waived, alike))
    return Scanned(root, found, known, tuple(located), horizon, within)


def _found(find: Find, known: Known, *, horizon: timedelta, within: timedelta) -> Finding:
    """How a reference stands; the worst where it may be one of several providers'."""
    texts = meant(find)
    found = [look(_read(text, known.providers), known, horizon=horizon, within=within) for text in texts]
    if not find.candidates:
        return found[0]
    worst = min(found, key=lambda one: list(Severity).index(one.severity))
    told = replace(worst.match, candidates=find.candidates)
    return replace(worst, match=told, notes=(remark_on(find.candidates, told.provider), *worst.notes))


def report(scanned: Scanned, base: str = "") -> Report:
    """The scan as the report that every format tells; `base` is put before its paths."""
    checked: dict[int, Checked] = {}
    for i in scanned.located:
        checked.setdefault(id(i.finding), Checked(None, Place(i.find.reference), i.finding, i.nearest))
    today = scanned.known.now.date()
    answer = answers.of_check(today, list(checked.values()), scanned.known)
    told_of = dict(zip(checked, answer["findings"], strict=True))
    told = {
        "findings": [told_of[id(i.finding)] | _spot(i, base) for i in scanned.located],
        "files": scanned.scan.files,
        "skipped": [{"file": base + item.path, "reason": item.reason} for item in scanned.scan.skipped],
        "waivers": [
            {"file": base + waiver.path, "line": waiver.line, "fault": why, "reason": waiver.reason}
            for waiver, why in scanned.waivers
            if why
        ],
    }
    return verdicts.report(answer | told, within=scanned.within, strict=False)


def _spot(item: Located, base: str) -> dict[str, object]:
    find = item.find
    until = find.waiver.until.isoformat() if find.waiver and find.waiver.until else None
    return {
        "location": base + item.at,
        "file": base + find.path,
        "line": find.line,
        "column": find.column,
        "end_column": find.column + find.end - find.start,
        "text": find.text,
        "waived": {"until": until, "reason": find.waiver.reason} if find.waiver and item.waived else None,
    }


def _read(text: str, providers: Collection[str]) -> Reference:
    """The reference; a provider's name of the user's own never makes one unreadable that the scan has read."""
    try:
        return parse(text, providers=providers)
    except InvalidReference:
        return parse(text)


def register(service: Service, project: str, scanned: Scanned, *, who: str) -> Synced:
    """Bring the pins that scans own in a project in step with the tree: new ones added, those that are gone retired.

    A pin is a reference as written, its place the file and line; no environment is guessed. Waived references are
    pinned with their waiver, as `code_waivers` says. What could not be read this time proves nothing, so pins in such
    files stay. Each step has its audit entry.

    Raises:
        RegistryError: there is no such project.
        UsageError: nothing in the tree could be read, which would retire all pins.
    """
    from monitor.service import code_waivers  # noqa: PLC0415 (a scan alone loads no database)
    from monitor.store import registry, scan_entries  # noqa: PLC0415 (likewise)
    from monitor.store.engine import transaction  # noqa: PLC0415 (likewise)

    if not scanned.scan.files:
        raise UsageError(f"no file was read in {scanned.root}", hint="name the folder that holds the project's code")
    unread = tuple(_unread(scanned.scan))
    with transaction(service.engine) as session:
        pins = registry.pins(session, project=project)
        others = [pin.reference for pin in pins if pin.owner.value != "scan"]
        held = code_waivers.waived(scanned.located, others, scanned.known)
        found = [i for i in scanned.located if not i.waived or i.find.reference in held]
        places = [Place(i.find.reference, None, f"{i.find.path}:{i.find.line}") for i in found]
        places = _without_imported(places, scanned.root.resolve(), pins)
        done = scan_entries.sync(session, project, places, unread=unread, who=who, at=service.clock.now())
        left = [place.reference for place in done.left]
        code_waivers.decide(session, service, project, held, unsure=left, known=scanned.known, who=who)
    return done


def _without_imported(places: Iterable[Place], root: Path, pins: Iterable[PinRow]) -> list[Place]:
    """The places but for those that an import has pinned, which may name a file from a folder further up."""
    folder = (root if root.is_dir() else root.parent).as_posix()
    others = {(p.reference, p.location.rpartition(":")[0]) for p in pins if p.location and p.owner.value != "scan"}

    def is_imported(place: Place) -> bool:
        file = (place.location or "").rpartition(":")[0]
        whole = f"{folder}/{file}"
        names = [name for name in names_of(whole) if len(name) > len(file)]
        return any((place.reference, name) in others for name in names)

    return [place for place in places if not is_imported(place)]


def _unread(scan: Scan) -> Iterator[str]:
    """The files and folders of which the scan cannot say what they hold."""
    for item in scan.skipped:
        if "read as" not in item.reason and ".gitignore" not in item.reason:
            yield item.path
