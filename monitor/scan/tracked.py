"""The files that git tracks, by its index: a pattern of .gitignore says nothing of a file that is tracked already."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from pathlib import Path

_HEADER = 12  # bytes: DIRC, the version and the number of entries
_FIXED = 62  # bytes of an entry before its path: times, numbers, a SHA-1 of 20 and two of flags
_EXTENDED = 0x40
_COMPRESSED = 4  # the version in which a path says only in what it differs from the one before it


class Tracked:
    """What the index of the repository that holds a folder lists; nothing where there is none that can be read."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def holds(self, path: str) -> bool:
        """Whether a file is tracked, or one in a folder: that ends with a slash. Paths are relative to the root."""
        place = bisect_left(self._paths, path)
        return self._paths[place : place + 1] == [path] or (
            path.endswith("/") and "".join(self._paths[place : place + 1]).startswith(path)
        )

    @cached_property
    def _paths(self) -> list[str]:
        """The tracked paths below the root, sorted; read once something is ignored."""
        here = self._root.resolve()
        top = next((folder for folder in (here, *here.parents) if folder.joinpath(".git").exists()), None)
        if top is None:
            return []
        try:
            paths = _listed(_index(top / ".git").read_bytes())
        except (OSError, ValueError, IndexError):
            return []
        above = here.relative_to(top).as_posix().removeprefix(".")
        prefix = f"{above}/" if above else ""
        return sorted(path[len(prefix) :] for path in paths if path.startswith(prefix))


def _index(git: Path) -> Path:
    """Where the index lies; in a worktree `.git` is a file that says it."""
    if git.is_dir():
        return git / "index"
    return git.parent / git.read_text("utf-8").removeprefix("gitdir:").strip() / "index"


def _listed(data: bytes) -> list[str]:
    """The paths of an index. Raises ValueError or IndexError if it is none, or one with longer hashes."""
    if data[:4] != b"DIRC":
        raise ValueError("no index of git")
    version, count = int.from_bytes(data[4:8]), int.from_bytes(data[8:_HEADER])
    place, path, paths = _HEADER, b"", []
    for _ in range(count):
        start = place + _FIXED + (2 if data[place + _FIXED - 2] & _EXTENDED else 0)
        kept = b""
        if version == _COMPRESSED:
            dropped, start = _number(data, start)
            kept = path[: len(path) - dropped]
        end = data.index(b"\0", start)
        path = kept + data[start:end]
        paths.append(path.decode(errors="surrogateescape"))
        place = end + 1 if version == _COMPRESSED else place + (end - place + 8) // 8 * 8
    return paths


def _number(data: bytes, place: int) -> tuple[int, int]:
    """A number of variable length, as git packs offsets, and where it ends."""
    value = data[place] & 0x7F
    while data[place] & 0x80:
        place += 1
        value = ((value + 1) << 7) | (data[place] & 0x7F)
    return value, place + 1
