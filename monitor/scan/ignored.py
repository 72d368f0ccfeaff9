"""What git leaves out of a tree: .gitignore files, inner ones before outer ones, and .git/info/exclude."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec

from monitor.scan.finds import Skipped

_GROUP = re.compile(r"\(\?P<\w+>")


class Rules:
    """The patterns of one file, for paths below its folder.

    Paths come relative to the scan's root: `folder` is the file's own in that sense, and `above` the way from it to
    the root where it stands higher up.
    """

    def __init__(self, lines: list[str], *, folder: str = "", above: str = "") -> None:
        self._prefix = len(folder) + 1 if folder else 0
        self._above = f"{above}/" if above else ""
        self._spec = GitIgnoreSpec.from_lines(lines)
        sources = [_GROUP.sub("(?:", pattern.regex.pattern) for pattern in self._spec.patterns if pattern.regex]
        self._any = re.compile("|".join(f"(?:{source})" for source in sources)) if sources else None

    def verdict(self, path: str) -> bool | None:
        """Whether a path, relative to the root, is ignored; None if no pattern speaks of it."""
        below = self._above + path[self._prefix :]
        if self._any is None or not self._any.match(below):  # one look instead of one for each pattern
            return None
        return self._spec.check_file(below).include


def is_ignored(rules: tuple[Rules, ...], path: str) -> bool:
    """Whether a path is ignored: the innermost file that speaks of it decides. A folder's path ends with a slash."""
    for rule in reversed(rules):
        verdict = rule.verdict(path)
        if verdict is not None:
            return verdict
    return False


def outer_rules(root: Path, skipped: list[Skipped]) -> tuple[Rules, ...]:
    """What the repository that holds the root says outside of it, outermost first."""
    here = root.resolve()
    top = next((folder for folder in (here, *here.parents) if folder.joinpath(".git").exists()), None)
    if top is None:
        return ()
    files = [top / ".git" / "info" / "exclude"]
    folders = [top]
    for name in here.relative_to(top).parts:
        folders.append(folders[-1] / name)
    files += [folder / ".gitignore" for folder in folders[:-1]]
    ways = [top, *folders[:-1]]
    return tuple(
        rules
        for file, way in zip(files, ways, strict=True)
        for rules in read_rules(file, skipped, above=here.relative_to(way).as_posix().removeprefix("."))
    )


def read_rules(file: Path, skipped: list[Skipped], *, folder: str = "", above: str = "") -> Iterator[Rules]:
    """The rules of a file, if it is there and can be read; `skipped` is told of one that cannot."""
    try:
        yield Rules(file.read_text("utf-8", errors="replace").splitlines(), folder=folder, above=above)
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        skipped.append(Skipped(folder or ".", f"{file.name}: {(error.strerror or '').lower()}"))
    except ValueError as error:  # a pattern that is none
        skipped.append(Skipped(folder or ".", f"{file.name}: {error}"))
