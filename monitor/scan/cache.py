"""What a scan found, kept in a file: a tree that did not change is not read again.

A file's content decides, by its hash. Size, time of change and inode save the reading; a file that changed in the
second in which the cache was written, or later, is read again, as its time may not tell.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from monitor.scan.finds import Find, Reading, Skipped, Waiver

FORMAT = 5  # raise it whenever the scan finds something else in the same file

_NOTHING = Reading()
_RACY = 2_000_000_000  # nanoseconds: the coarsest clock of a file system


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as it was read last: its size, when it changed (nanoseconds), its inode, and a digest of its content."""

    size: int
    changed: int
    inode: int
    digest: str
    reading: Reading


class Cache:
    """The entries of one cache file, for one set of ids."""

    def __init__(self, file: Path | None, ids: Collection[str]) -> None:
        self._file = file
        self._key = f"{FORMAT} {digest(chr(10).join(sorted(ids)).encode())}"
        self._written, self._stored = self._load()

    @property
    def is_used(self) -> bool:
        """Whether there is a cache file at all."""
        return self._file is not None

    def get(self, path: str) -> Entry | None:
        """What is known of a file."""
        stored = self._stored.get(path)
        return _entry(path, stored) if stored else None

    def unchanged(self, root: str, paths: Iterable[str]) -> dict[str, Entry]:
        """What is known of those files below a root that by their status need not be read."""
        found = {}
        latest = self._written - _RACY
        for path in paths if self._stored else ():
            stored = self._stored.get(path)
            try:
                status = os.stat(f"{root}/{path}")  # noqa: PTH116 a Path for each would cost more than the call
            except OSError:
                continue
            same = stored and stored[:3] == [status.st_size, status.st_mtime_ns, status.st_ino]
            if stored and same and status.st_mtime_ns < latest and (entry := _entry(path, stored)):
                found[path] = entry
        return found

    def holds(self, entries: dict[str, Entry]) -> bool:
        """Whether it knows these files and no others."""
        return self._stored.keys() == entries.keys()

    def save(self, entries: dict[str, Entry]) -> str | None:
        """Replace the file's content; the reason where that fails, which costs nothing but time."""
        if self._file is None:
            return None
        content = {
            "key": self._key,
            "written": time.time_ns(),
            "files": {path: _stored(entry) for path, entry in entries.items()},
        }
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=self._file.name)
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(content, out, separators=(",", ":"))
            Path(name).replace(self._file)
        except OSError as error:
            return f"the cache could not be written: {error.strerror}"
        return None

    def _load(self) -> tuple[int, dict[str, Any]]:
        if self._file is None:
            return 0, {}
        try:
            content = json.loads(self._file.read_bytes())
            if content["key"] == self._key:
                return int(content["written"]), dict(content["files"])
        except (OSError, ValueError, KeyError, TypeError):  # not there, or not ours: everything is read
            pass
        return 0, {}


def digest(data: bytes) -> str:
    """The hash by which contents are told apart."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _stored(entry: Entry) -> list[Any]:
    reading = entry.reading
    start = [entry.size, entry.changed, entry.inode, entry.digest]
    if reading == Reading():
        return start
    waivers = list(reading.waivers)
    finds = [
        [
            *(f.line, f.column, f.reference, f.text, f.known, _index(waivers, f.waiver), f.exact, f.start, f.end),
            *f.candidates,
        ]
        for f in reading.finds
    ]
    marks = [[w.until and w.until.isoformat(), w.reason, w.line, w.problem] for w in waivers]
    return [*start, finds, marks, [skipped.reason for skipped in reading.skipped]]


def _index(waivers: list[Waiver], waiver: Waiver | None) -> int:
    return waivers.index(waiver) if waiver else -1


def _entry(path: str, stored: list[Any]) -> Entry | None:
    """A stored entry; None where somebody wrote something else into the cache."""
    try:
        size, changed, inode, content, *rest = stored
        if not rest:
            return Entry(size, changed, inode, content, _NOTHING)
        finds, marks, reasons = rest
        waivers = tuple(
            Waiver(until and date.fromisoformat(until), reason, line, path, problem)
            for until, reason, line, problem in marks
        )
        found = tuple(
            Find(
                *(path, line, column, reference, text, known),
                *(waivers[w] if w >= 0 else None, exact, start, end, tuple(candidates)),
            )
            for line, column, reference, text, known, w, exact, start, end, *candidates in finds
        )
        problems = tuple(Skipped(path, reason) for reason in reasons)
        return Entry(size, changed, inode, content, Reading(found, waivers, problems))
    except (ValueError, TypeError, IndexError):
        return None
