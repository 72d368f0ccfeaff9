"""Model references in a tree of files, found without running or fetching anything: `scan`."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from monitor.scan import terraform
from monitor.scan.cache import Cache
from monitor.scan.finds import Find, Scan, Skipped, Waiver
from monitor.scan.languages import language_of
from monitor.scan.names import Names
from monitor.scan.tree import File, Tree
from monitor.scan.work import Reader, results

__all__ = ["Find", "Scan", "Skipped", "Waiver", "scan"]


def scan(
    root: Path, ids: Collection[str], *, markdown: bool = False, cache: Path | None = None, jobs: int | None = None
) -> Scan:
    """Find the model references in a file or in all files below a folder.

    `ids` are the model ids that the record knows, without provider. `markdown`: also read Markdown, which is prose
    about models more often than use of them. `cache`: a file that keeps what was found, so that unchanged files are not
    read again. `jobs`: how many processes may work, by default one for each processor, at most eight; on other systems
    than Linux, and beside other threads, there is always one.
    """
    skipped: list[Skipped]
    if root.is_dir():
        tree = Tree(root, markdown=markdown)
        own = os.path.relpath(cache, root).replace(os.sep, "/") if cache else None
        files = [file for file in tree.files() if file.path != own]
        skipped = tree.skipped
    else:
        files, skipped = [File("", root.name, language_of(root.name))], []
    store = Cache(cache, ids)
    entries = store.unchanged(os.fspath(root), (file.path for file in files))
    readings = [entry.reading for entry in entries.values()]
    others = [file for file in files if file.path not in entries]
    read = results(Reader(os.fspath(root), Names(ids), store), others, jobs) if others else ()
    news = {}
    for path, entry, reading in read:
        if entry:
            news[path] = entry
        if reading:
            readings.append(reading)
    if (news or not store.holds(entries)) and (reason := store.save(entries | news)):
        skipped.append(Skipped(str(cache), reason))
    skipped += [item for reading in readings for item in reading.skipped]
    finds = [find for reading in readings for find in reading.finds]
    finds = terraform.resolved(
        root if root.is_dir() else root.parent, finds, [file.path or file.name for file in files]
    )
    waivers = [waiver for reading in readings for waiver in reading.waivers]
    return Scan(
        tuple(sorted(finds, key=lambda find: (find.path, find.line, find.column))),
        tuple(sorted(skipped, key=lambda item: item.path)),
        len(readings),
        tuple(sorted(waivers, key=lambda waiver: (waiver.path, waiver.line))),
    )
