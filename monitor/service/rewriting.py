"""Changing literals in files: a unified diff of what would change, and the files written with it.

A file keeps its encoding, byte order mark, line ends and mode. It is replaced as a whole or not at all, and not if it
is another file than the one that was scanned.
"""

from __future__ import annotations

import codecs
import difflib
import os
import re
import stat
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from monitor.service.fixing import Edit, Left, edits, in_the_way
from monitor.service.scanning import Scanned

CHANGED = "changed since it was scanned: scan again"
_SECRET = re.compile(r"(?i)^\.?env(?:\.|rc$|$)|\.env$")  # .env, .env.production, .envrc, app.env
_BOMS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class _Read(NamedTuple):
    raw: bytes
    codec: str
    bom: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One file that would change: its path below the scan's root, where it lies, and its text before and after.

    `raw` are its bytes before, `codec` and `bom` how they are read.
    """

    path: str
    where: Path
    raw: bytes
    codec: str
    bom: bytes
    before: str
    after: str

    @property
    def is_secret(self) -> bool:
        """Whether the lines around a change may be keys and passwords."""
        return _SECRET.search(self.path.rpartition("/")[2]) is not None

    @property
    def diff(self) -> str:
        """The change as a unified diff, as `git apply` and `patch -p1` read it below the scan's root.

        It is empty where its lines have other bytes in the file than in the diff, which is in UTF-8: a patch with one
        such file is refused as a whole. So it is for .env and its like, whose other lines hold what no log may show.
        """
        if self.is_secret:
            return ""
        mark = "\ufeff" if self.bom == codecs.BOM_UTF8 else ""
        before, after = _lines(mark + self.before), _lines(mark + self.after)
        diff = "".join(map(_patched, difflib.unified_diff(before, after, f"a/{self.path}", f"b/{self.path}")))
        return diff if self.codec == "utf-8" or (self.codec == "latin-1" and diff.isascii()) else ""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that would change in a tree, and what is left though its model ends, with the reason."""

    changes: tuple[Change, ...]
    edits: tuple[Edit, ...]
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The paths of files that were written, and those that were not, each with the reason."""

    files: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def plan(scanned: Scanned) -> Plan:
    """What would change in a tree; nothing is written."""
    wanted, left = edits(scanned)
    by_path: defaultdict[str, list[Edit]] = defaultdict(list)
    for edit in wanted:
        by_path[edit.item.find.path].append(edit)
    changes, made = [], []
    for path, of_file in by_path.items():
        where = scanned.root if scanned.root.is_file() else scanned.root / path
        read = _read(where)
        if isinstance(read, str):
            left += [Left(edit.item, read) for edit in of_file]
            continue
        told = [(edit, in_the_way(edit, read.text)) for edit in of_file]
        left += [Left(edit.item, reason) for edit, reason in told if reason]
        free = [edit for edit, reason in told if not reason]
        answer = _change(path, where, read, free) if free else None
        if isinstance(answer, Change):
            changes.append(answer)
            made += free
        elif answer:
            left += [Left(edit.item, answer) for edit in free]
    left.sort(key=lambda one: (one.item.find.path, one.item.find.line, one.item.find.column))
    return Plan(tuple(changes), tuple(made), tuple(left))


def write(planned: Plan) -> Written:
    """Write the files of a plan, each atomically."""
    files, refused = [], []
    for change in planned.changes:
        if reason := _write(change):
            refused.append((change.path, reason))
        else:
            files.append(change.path)
    return Written(tuple(files), tuple(refused))


def _read(where: Path) -> _Read | str:
    """A file as it lies there, or why it cannot be changed."""
    try:
        raw = where.read_bytes()
    except OSError as error:
        return _reason(error)
    codec, bom = _encoding(raw)
    body = raw[len(bom) :]
    text = body.decode(codec, errors="replace")
    if text.encode(codec) != body:
        return "its bytes are not all text: change it by hand"
    return _Read(raw, codec, bom, text)


def _change(path: str, where: Path, read: _Read, of_file: Sequence[Edit]) -> Change | str:
    """The change of one file, or why it cannot be made."""
    codec = read.codec
    lines = read.text.split("\n")
    for edit in sorted(of_file, key=lambda edit: (edit.item.find.line, edit.item.find.start), reverse=True):
        find = edit.item.find
        line = lines[find.line - 1] if find.line <= len(lines) else ""
        if line[find.start : find.end] != find.written:
            return CHANGED
        try:
            edit.after.encode(codec)
        except UnicodeEncodeError:
            return f"{edit.after} cannot be written in its encoding"
        lines[find.line - 1] = line[: find.start] + edit.after + line[find.end :]
    return Change(path, where, read.raw, codec, read.bom, read.text, "\n".join(lines))


def _encoding(raw: bytes) -> tuple[str, bytes]:
    """How the scan reads a file, and its byte order mark: UTF-16 by that mark, UTF-8, or else Latin-1."""
    for bom, codec in _BOMS:
        if raw.startswith(bom):
            return codec, bom
    bom = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "latin-1", bom
    return "utf-8", bom


def _write(change: Change) -> str | None:
    """Replace one file; why not, where it cannot be done, and then it is as it was."""
    where = change.where.resolve()
    new = Path()
    try:
        if where.read_bytes() != change.raw:
            return CHANGED
        handle, name = tempfile.mkstemp(prefix=f".{where.name[:40]}.", dir=where.parent)
        new = Path(name)
        with open(handle, "wb") as file:  # noqa: PTH123 a handle has no Path
            file.write(change.bom + change.after.encode(change.codec))
            os.fchmod(file.fileno(), stat.S_IMODE(where.stat().st_mode))
            file.flush()
            os.fsync(file.fileno())
        if where.read_bytes() != change.raw:
            return CHANGED
        new.replace(where)
    except OSError as error:
        return _reason(error)
    finally:
        if new.name:
            new.unlink(missing_ok=True)
    return None


def _lines(text: str) -> list[str]:
    """The lines as patch knows them, which end with a line feed and nothing else."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + lines[-1:] * bool(lines[-1])


def _patched(line: str) -> str:
    """A line of a diff; patch wants to be told where a file's last line has no end."""
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
