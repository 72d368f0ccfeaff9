"""What the code of several repositories pins: checkouts that are there, or that are cloned for the time of the scan."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from monitor.errors import MonitorError, UsageError
from monitor.imports import Contents, Entry, Unread
from monitor.scan import Find, scan
from monitor.service import cloning
from monitor.service.app import Service
from monitor.service.importing import Told
from monitor.service.known import known
from monitor.store.engine import reading

MAX_REPOSITORIES = 500
FORM = "scan"

Checkout = tuple[str, Path]  # the repository's name in places, and where it lies
Scanned = list[tuple[str, str, Contents]]  # a file as its pins name it, its path in the repository, what it says


def below(folder: Path) -> list[Checkout]:
    """The checkouts in a folder, one for each folder in it; the folder itself where it is one."""
    if (folder / ".git").exists():
        return [(folder.resolve().name, folder)]
    found = [(path.name, path) for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    if not found:
        raise UsageError(f"{folder} holds no checkouts", hint="name the folder that holds them")
    return found


@contextmanager
def cloned(addresses: Sequence[str], environ: Mapping[str, str]) -> Iterator[tuple[list[Checkout], list[Told]]]:
    """Checkouts of repositories until the end of the block, and those that could not be cloned, with the reason.

    Raises UsageError before anything is cloned if one address is none, or there are too many.
    """
    named = {address: cloning.name_of(address) for address in addresses}
    if len(named) > MAX_REPOSITORIES:
        raise UsageError(f"these are more than {MAX_REPOSITORIES} repositories", hint="import them in parts")
    with tempfile.TemporaryDirectory(prefix="model-monitor-") as folder:
        checkouts: list[Checkout] = []
        failed = []
        for number, (address, name) in enumerate(named.items()):
            place = Path(folder) / str(number)
            try:
                cloning.clone(address, place, environ)
            except UsageError:
                raise
            except MonitorError as error:
                failed.append(Told("", address, error.message))
            else:
                checkouts.append((name, place))
        yield checkouts, failed


def scanned(service: Service, checkouts: Sequence[Checkout]) -> Scanned:
    """What the files of checkouts say, but for lines that a waiver in force covers: these are told.

    A file is named by its path in the repository, as `scan --register` names it; where there are several repositories
    the name of its own stands before that.
    """
    now = service.clock.now()
    with reading(service.engine) as session:
        ids = frozenset(c.model_id for c in known(session, service, now).models)
    several = len(checkouts) > 1
    return [
        (f"{name}/{path}" if several else path, path, contents)
        for name, root in checkouts
        for path, contents in _of_checkout(root, ids, now.date())
    ]


def _of_checkout(root: Path, ids: Collection[str], today: date) -> Iterator[tuple[str, Contents]]:
    files: defaultdict[str, list[Find]] = defaultdict(list)
    for find in scan(root, ids).finds:
        files[find.path].append(find)
    for path, finds in files.items():
        waived = [find for find in finds if _is_waived(find, today)]
        yield (
            path,
            Contents(
                FORM,
                tuple(Entry(find.reference, str(find.line)) for find in finds if find not in waived),
                tuple(Unread(find.reference, str(find.line), "is waived there") for find in waived),
            ),
        )


def _is_waived(find: Find, today: date) -> bool:
    waiver = find.waiver
    return waiver is not None and not waiver.problem and (waiver.until is None or today <= waiver.until)
