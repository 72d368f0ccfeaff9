"""What a scan did beside telling what it found: pins registered, literals changed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.cli.terminal import counted, note, say
from monitor.core.alerts import Place
from monitor.notify.foreign import clean

if TYPE_CHECKING:
    from monitor.service.fixing import Edit
    from monitor.service.rewriting import Plan, Written
    from monitor.service.scanning import Scanned
    from monitor.store.scan_entries import Synced

MOST_LINES = 20  # of one sort; --json has them all


@dataclass(frozen=True)
class Done:
    """What was done with a scan, as far as it was asked for."""

    registered: Synced | None = None
    planned: Plan | None = None
    written: Written | None = None


def show(scanned: Scanned, done: Done) -> None:
    """Tell it: a diff is the result, all else goes beside it."""
    if done.registered:
        _show_registered(done.registered)
    if done.planned:
        _show_planned(done.planned, done.written)
        for line in _to_test(done.planned, scanned):
            note(clean(line))


def as_json(scanned: Scanned, done: Done) -> dict[str, Any]:
    """The same for --json; keys only of what was asked for."""
    out: dict[str, Any] = {}
    if r := done.registered:
        out["registered"] = {
            "project": r.project,
            "added": _places(r.added),
            "moved": _places(r.moved),
            "retired": _places(r.retired),
            "left": _places(r.left),
            "kept": r.kept,
            "unfit": [{"location": place.location, "reason": reason} for place, reason in r.unfit],
        }
    if done.planned:
        out["fixes"] = [_edit(edit) for edit in done.planned.edits]
        out["diff"] = "".join(change.diff for change in done.planned.changes)
        out["not_fixed"] = [
            {"location": left.item.at, "reference": left.item.find.reference, "reason": left.reason}
            for left in done.planned.left
        ]
        out["to_test"] = list(_to_test(done.planned, scanned))
    if done.written:
        out["written"] = list(done.written.files)
        out["refused"] = [{"file": path, "reason": reason} for path, reason in done.written.refused]
    return out


def _places(places: Iterable[Place]) -> list[dict[str, str | None]]:
    return [{"reference": place.reference, "location": place.location} for place in places]


def _edit(edit: Edit) -> dict[str, Any]:
    find = edit.item.find
    return {
        "file": find.path,
        "line": find.line,
        "column": find.column,
        "before": find.written,
        "after": edit.after,
        "leave_out": edit.leave_out,
        "path": list(edit.to.path),
    }


def _show_registered(r: Synced) -> None:
    for word, places in (("added", r.added), ("moved", r.moved), ("retired", r.retired), ("not read, stays", r.left)):
        _notes([f"{word}: {place.reference} at {place.location}" for place in places])
    _notes([f"not registered: {place.reference} at {place.location}: {reason}" for place, reason in r.unfit])
    others = f", {r.others} of them not by a scan" if r.others else ""
    added, moved, retired = len(r.added), len(r.moved), len(r.retired)
    note(
        f"{r.project}: {counted(added, 'pin')} added, {moved:,} moved, {retired:,} retired; "
        f"{r.kept:,} there already{others}"
    )


def _show_planned(planned: Plan, written: Written | None) -> None:
    for change in planned.changes:
        if text := change.diff.rstrip("\n"):
            say("\n".join(map(_legible, text.split("\n"))) if sys.stdout.isatty() else text)
        elif written is None:
            because = "may hold secrets" if change.is_secret else "is not in UTF-8"
            note(clean(f"{change.path} {because}, so the diff leaves it out: --write changes it all the same"))
    _notes([f"{left.item.at}: {left.item.find.reference} is left: {left.reason}" for left in planned.left])
    places, files = counted(len(planned.edits), "reference"), counted(len(planned.changes), "file")
    if not planned.edits:
        left = counted(len(planned.left), "reference")
        note(
            f"nothing to write: {f'{left} left, for the reasons above' if planned.left else 'no model found ends soon'}"
        )
        return
    if written is None:
        note(f"{places} in {files} would change, {len(planned.left):,} left; --write changes them")
        return
    _notes([f"{path}: not written: {reason}" for path, reason in written.refused])
    note(f"{counted(len(written.files), 'file')} written, {len(written.refused):,} not")


def _notes(lines: Sequence[str]) -> None:
    """Lines beside the result, as many as somebody reads."""
    for line in lines[:MOST_LINES]:
        note(clean(line))
    if len(lines) > MOST_LINES:
        note(f"and {len(lines) - MOST_LINES:,} more of these, which --json tells")


def _legible(line: str) -> str:
    """A line of somebody's file for a terminal, which must not obey it; its indentation is kept."""
    return "".join(sign if sign.isprintable() or sign == "\t" else "\ufffd" for sign in line)


def _to_test(planned: Plan, scanned: Scanned) -> Iterator[str]:
    """One line for each model that is exchanged: what to look at before it is trusted."""
    from monitor.feeds.wording import good_until
    from monitor.notify.figures import context_line, price_line

    pairs = Counter((edit.item.finding.match.key, edit.to) for edit in planned.edits)
    first = {(edit.item.finding.match.key, edit.to): edit for edit in reversed(planned.edits)}
    for pair, places in pairs.items():
        edit = first[pair]
        old, to = edit.item.finding.lifecycle, edit.to
        before = edit.item.finding.specs(scanned.known.models.figures)
        after = scanned.known.models.figures.of(to.provider, to.model_id)
        refused = [f"leave out {', '.join(r.parameters)}: {r.words}" for r in edit.refused]
        about = [*refused, price_line(before, after), context_line(before, after)]
        if old and old.replacement_text:
            about.append(f"{old.provider} says: “{old.replacement_text}”")
        if to.good_until:
            about.append(good_until(to))
        if "azure" in edit.item.finding.match.candidates:
            about.append("if Azure answers it, its deployment must be changed instead")
        if edit.item.finding.match.provider == "bedrock":
            about.append("that your region and inference profile offer it")
        told = "; ".join(filter(None, ("prompts, parameters and limits", *about)))
        name = edit.item.finding.match.reference.model_id
        yield f"test {name} → {to.model_id} ({counted(places, 'place')}): {told}"
