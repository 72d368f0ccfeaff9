"""A folder -> the files in it that are worth reading, and what was left out that somebody might miss."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from monitor.scan.finds import Skipped
from monitor.scan.ignored import Rules, is_ignored, outer_rules, read_rules
from monitor.scan.languages import MARKDOWN, Language, language_of
from monitor.scan.tracked import Tracked

# Other people's code, and what tools made from one's own: reported, since somebody may have written there by hand.
_FOREIGN = {
    **dict.fromkeys(("node_modules", "bower_components", "vendor", "vendored"), "vendored"),
    **dict.fromkeys(("third_party", "site-packages"), "vendored"),
    **dict.fromkeys(("dist", "build"), "built from other files"),
    **dict.fromkeys((".venv", "venv"), "an environment"),
}
# What no person writes: not worth a word.
_HIDDEN = frozenset({
    ".git", ".hg", ".svn", ".bzr", ".tox", ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis",
    "__pycache__", ".eggs", ".gradle", ".idea", ".terraform", ".next", ".nuxt", ".cache",
})  # fmt: skip
_MINIFIED = re.compile(r"[.-](?:min|bundle)\.[cm]?js$")


class File(NamedTuple):
    """A file to read; `language` is None where only its first line can say."""

    path: str
    name: str
    language: Language | None


class Tree:
    """A walk through a folder, without following links; `skipped` grows as it goes."""

    def __init__(self, root: Path, *, markdown: bool) -> None:
        self.root = os.fspath(root)
        self.skipped: list[Skipped] = []
        self._markdown = markdown
        self._tracked = Tracked(root)

    def files(self) -> Iterator[File]:
        """The files that are of a kind that is read, or may be by their first line."""
        pending: list[tuple[str, tuple[Rules, ...]]] = [("", outer_rules(Path(self.root), self.skipped))]
        while pending:
            folder, rules = pending.pop()
            where = f"{self.root}/{folder}" if folder else self.root
            try:
                with os.scandir(where) as listing:
                    entries = list(listing)
            except OSError as error:
                self.skipped.append(Skipped(folder or ".", _reason(error)))
                continue
            if any(entry.name == ".gitignore" for entry in entries):
                rules = (*rules, *read_rules(Path(where, ".gitignore"), self.skipped, folder=folder))
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    if self._enters(entry.name, path, rules):
                        pending.append((path, rules))
                elif (file := self._file(entry, path, rules)) is not None:
                    yield file

    def _enters(self, name: str, path: str, rules: tuple[Rules, ...]) -> bool:
        if name in _HIDDEN or self._is_left(rules, path + "/"):
            return False
        if reason := _FOREIGN.get(name):
            self.skipped.append(Skipped(path, reason))
            return False
        return True

    def _is_left(self, rules: tuple[Rules, ...], path: str) -> bool:
        """Whether git leaves a file or folder out: what it tracks it does not, whatever its patterns say."""
        return is_ignored(rules, path) and not self._tracked.holds(path)

    def _file(self, entry: os.DirEntry[str], path: str, rules: tuple[Rules, ...]) -> File | None:
        name = entry.name
        language = language_of(name)
        if entry.is_symlink():
            if (language or entry.is_dir()) and not self._is_left(rules, path):
                self.skipped.append(Skipped(path, "a link, not followed"))
            return None
        if (language is None and "." in name) or (language is MARKDOWN and not self._markdown):
            return None
        if not entry.is_file(follow_symlinks=False) or self._is_left(rules, path):
            return None
        if _MINIFIED.search(name):
            self.skipped.append(Skipped(path, "minified"))
            return None
        return File(path, name, language)


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
