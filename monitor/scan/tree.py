"""A folder -> the files in it that are worth reading, and what was left out that somebody might miss."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pathspec import GitIgnoreSpec

from monitor.scan.finds import Skipped
from monitor.scan.languages import MARKDOWN, Language, language_of

# Other people's code, and what tools made from one's own: reported, since somebody may have written there by hand.
_FOREIGN = {
    **dict.fromkeys(("node_modules", "bower_components", "vendor", "vendored", "third_party", "site-packages"), "vendored"),
    **dict.fromkeys(("dist", "build"), "built from other files"),
    **dict.fromkeys((".venv", "venv"), "an environment"),
}
# What no person writes: not worth a word.
_HIDDEN = frozenset({
    ".git", ".hg", ".svn", ".bzr", ".tox", ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis",
    "__pycache__", ".eggs", ".gradle", ".idea", ".terraform", ".next", ".nuxt", ".cache",
})  # fmt: skip
_MINIFIED = re.compile(r"[.-](?:min|bundle)\.[cm]?js$")
_GROUP = re.compile(r"\(\?P<\w+>")


class File(NamedTuple):
    """A file to read; `language` is None where only its first line can say."""

    path: str
    name: str
    language: Language | None


class _Rules:
    """The patterns of one .gitignore, for paths below its folder."""

    def __init__(self, lines: list[str], folder: str) -> None:
        self._prefix = len(folder) + 1 if folder else 0
        self._spec = GitIgnoreSpec.from_lines(lines)
        sources = [_GROUP.sub("(?:", pattern.regex.pattern) for pattern in self._spec.patterns if pattern.regex]
        self._any = re.compile("|".join(f"(?:{source})" for source in sources)) if sources else None

    def verdict(self, path: str) -> bool | None:
        """Whether a path, relative to the root, is ignored; None if no pattern speaks of it."""
        below = path[self._prefix :]
        if self._any is None or not self._any.match(below):  # one look instead of one for each pattern
            return None
        return self._spec.check_file(below).include


class Tree:
    """A walk through a folder, without following links; `skipped` grows as it goes."""

    def __init__(self, root: Path, *, markdown: bool) -> None:
        self.root = os.fspath(root)
        self.skipped: list[Skipped] = []
        self._markdown = markdown

    def files(self) -> Iterator[File]:
        """The files that are of a kind that is read, or may be by their first line."""
        pending: list[tuple[str, tuple[_Rules, ...]]] = [("", self._outer_rules())]
        while pending:
            folder, rules = pending.pop()
            where = os.path.join(self.root, folder) if folder else self.root
            try:
                with os.scandir(where) as listing:
                    entries = list(listing)
            except OSError as error:
                self.skipped.append(Skipped(folder or ".", _reason(error)))
                continue
            if any(entry.name == ".gitignore" for entry in entries):
                rules = (*rules, *self._rules(os.path.join(where, ".gitignore"), folder))
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    if self._enters(entry.name, path, rules):
                        pending.append((path, rules))
                elif (file := self._file(entry, path)) and not _is_ignored(rules, path):
                    yield file

    def _enters(self, name: str, path: str, rules: tuple[_Rules, ...]) -> bool:
        if name in _HIDDEN or _is_ignored(rules, path + "/"):
            return False
        if reason := _FOREIGN.get(name):
            self.skipped.append(Skipped(path, reason))
            return False
        return True

    def _file(self, entry: os.DirEntry[str], path: str) -> File | None:
        name = entry.name
        language = language_of(name)
        if language is None and "." in name:
            return None
        if language is MARKDOWN and not self._markdown:
            return None
        if not entry.is_file(follow_symlinks=False):
            if entry.is_symlink():
                self.skipped.append(Skipped(path, "a link, not followed"))
            return None
        if _MINIFIED.search(name):
            self.skipped.append(Skipped(path, "minified"))
            return None
        return File(path, name, language)

    def _outer_rules(self) -> tuple[_Rules, ...]:
        """What the repository around the root ignores: .git/info/exclude, and .gitignore files above it."""
        return tuple(self._rules(os.path.join(self.root, ".git", "info", "exclude"), ""))

    def _rules(self, file: str, folder: str) -> Iterator[_Rules]:
        try:
            with open(file, encoding="utf-8", errors="replace") as lines:  # noqa: PTH123 paths are plain text here
                yield _Rules(lines.read().splitlines(), folder)
        except OSError as error:
            if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
                self.skipped.append(Skipped(folder or ".", f".gitignore: {_reason(error)}"))
        except ValueError as error:
            self.skipped.append(Skipped(folder or ".", f".gitignore: {error}"))


def _is_ignored(rules: tuple[_Rules, ...], path: str) -> bool:
    """Whether a path is ignored: the innermost file that speaks of it decides."""
    for rule in reversed(rules):
        verdict = rule.verdict(path)
        if verdict is not None:
            return verdict
    return False


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
