"""A tree of files at the gate: its references asked of a witness, and each finding put where the reference stands."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, KeysView
from datetime import date
from pathlib import Path
from typing import Any

from monitor.core.alerts import Severity
from monitor.core.references import parse
from monitor.errors import InvalidReference
from monitor.scan import Find, Scan, Waiver, scan
from monitor.service.gate import Witness

CACHE_FOLDER = "model-monitor"

_RANKS = {severity.value: rank for rank, severity in enumerate(Severity)}

Json = dict[str, Any]


def of_tree(root: Path, witness: Witness, *, markdown: bool) -> Json:
    """The answer on all references in a file or below a folder, for the project that the witness speaks of, if any.

    Beside the findings it has `files` (how many were read), `skipped` and the `waivers` that waive nothing. Paths are
    relative to the folder in which the command runs, or to the root where that lies elsewhere.
    """
    found = scan(root, witness.ids(), markdown=markdown, cache=cache_file(root, markdown=markdown))
    base = base_of(root)
    texts = list(dict.fromkeys(text for find in found.finds for text in meant(find)))
    readable = [text for text in texts if _is_readable(text)]
    answer = witness.of_references(readable)
    by_text = dict(zip(readable, answer["findings"], strict=True))
    today = date.fromisoformat(answer["today"])
    return answer | {
        "findings": [_placed(one, f, base, today) for f in found.finds if (one := _of_find(f, by_text))],
        "files": found.files,
        "skipped": list(_skipped(found, by_text.keys(), base)),
        "waivers": [w for waiver in found.waivers if (w := _faulty(waiver, base, today))],
    }


def meant(find: Find) -> list[str]:
    """The references that a find may mean: one for each provider whose client may be the one that is called."""
    return [f"{provider}/{find.reference}" for provider in find.candidates] or [find.reference]


def remark_on(candidates: Collection[str], told: str | None) -> str:
    """What is said of a find that may be several providers', where `told` is the one whose word is given."""
    named = " and ".join(candidates)
    return f"the file makes clients of {named}, and which is called here is not clear: this is what {told} says"


def _of_find(find: Find, by_text: dict[str, Json]) -> Json | None:
    """The finding on a find, the worst where it may mean several; None if it cannot be read."""
    found = [by_text[text] for text in meant(find) if text in by_text]
    if not (found and find.candidates):
        return found[0] if found else None
    worst = min(found, key=lambda one: _RANKS[one["severity"]])
    notes = [remark_on(find.candidates, worst["provider"]), *worst["notes"]]
    return worst | {"reference": find.reference, "notes": notes}


def fault(waiver: Waiver, today: date) -> str | None:
    """Why a waiver waives nothing on `today` (UTC); None if it does. It holds through the day that it names."""
    if waiver.problem:
        return f"cannot be read: {waiver.problem}"
    if waiver.until and waiver.until < today:
        return f"expired on {waiver.until}"
    return None


def cache_file(root: Path, *, markdown: bool) -> Path | None:
    """Where a scan of this root keeps what it found: in its repository's own .git, or else in the user's cache folder.

    None where there is neither. Nothing is ever written among the tree's own files.
    """
    whole = root.resolve()
    told = hashlib.blake2b(os.fsencode(whole), digest_size=8).hexdigest()
    name = f"scan-{told}{'-markdown' if markdown else ''}.json"
    for folder in (whole, *whole.parents):
        git = folder / ".git"
        if git.is_dir():
            return git / CACHE_FOLDER / name
        if git.exists():  # a worktree or submodule, whose .git is a file that leads elsewhere
            break
    home = _cache_home()
    return home / CACHE_FOLDER / name if home else None


def _cache_home() -> Path | None:
    given = os.environ.get("XDG_CACHE_HOME")
    try:
        home = Path(given) if given else Path.home() / ".cache"
    except RuntimeError:  # a container's user may have no home
        return None
    return home if home.is_absolute() else None


def base_of(root: Path) -> str:
    """What stands before the paths of a scan to make them relative to where we are; "" where that leads outside."""
    folder = root if root.is_dir() else root.parent
    relative = os.path.relpath(folder.resolve(), Path.cwd())
    if relative == "." or relative.startswith(".."):
        return ""
    return relative.replace(os.sep, "/") + "/"


def names_of(path: str) -> list[str]:
    """All ways to name a file, by the folder in which one stands: /a/b/c is also a/b/c, b/c and c."""
    parts = path.strip("/").split("/")
    return [path, *("/".join(parts[i:]) for i in range(len(parts)))]


def _is_readable(text: str) -> bool:
    try:
        parse(text)
    except InvalidReference:
        return False
    return True


def _placed(finding: Json, find: Find, base: str, today: date) -> Json:
    waiver = find.waiver
    holds = waiver is not None and fault(waiver, today) is None
    return finding | {
        "location": f"{base}{find.path}:{find.line}:{find.column}",
        "file": base + find.path,
        "line": find.line,
        "column": find.column,
        "end_column": find.column + find.end - find.start,
        "text": find.text,
        "waived": {"until": _day(waiver.until), "reason": waiver.reason} if waiver and holds else finding["waived"],
    }


def _skipped(found: Scan, readable: KeysView[str], base: str) -> Iterator[Json]:
    for item in found.skipped:
        yield {"file": base + item.path, "reason": item.reason}
    for find in found.finds:
        if readable.isdisjoint(meant(find)):
            yield {"file": base + find.path, "reason": f"line {find.line}: {find.reference!r} names no model"}


def _faulty(waiver: Waiver, base: str, today: date) -> Json | None:
    why = fault(waiver, today)
    if why is None:
        return None
    return {
        "file": base + waiver.path,
        "line": waiver.line,
        "until": _day(waiver.until),
        "reason": waiver.reason,
        "fault": why,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
