"""Model references in a tree of files, found without running or fetching anything: `scan`."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from monitor.scan.finds import Find, Scan, Skipped, Waiver

__all__ = ["Find", "Scan", "Skipped", "Waiver", "scan"]


def scan(
    root: Path, ids: Collection[str], *, markdown: bool = False, cache: Path | None = None, jobs: int | None = None
) -> Scan:
    """Find the model references in a file or in all files below a folder.

    `ids` are the model ids that the record knows, without provider. `markdown`: also read Markdown, which is prose
    about models more often than use of them. `cache`: a file that keeps what was found, so that unchanged files are not
    read again. `jobs`: how many processes may work, by default one for each processor, at most eight.
    """
    raise NotImplementedError
