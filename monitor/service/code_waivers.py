"""Waivers in the code -> decisions about the models of a scan's pins, so that the service knows of them and their days.

A comment waives a line, and a decision a model. So a model is waived in a project where all that names it there is
waived: its lines are pinned, with the waiver until the first of their days. Where one line is open, or somebody else
pins the model, that stands for it, and the waived lines are no pins. What people decided is left alone, and a waiver
that is gone from the code is taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from monitor.core.decisions import BY_THE_CODE, Decision, DecisionKind, in_force, in_words
from monitor.core.findings import Finding
from monitor.errors import InvalidReference
from monitor.service.pins import findings

if TYPE_CHECKING:  # a scan alone loads no database
    from monitor.service.app import Service
    from monitor.service.known import Known
    from monitor.service.scanning import Located
    from monitor.store.engine import Session

Key = tuple[str, str, str]  # see Match.key
Waived = Mapping[str, Sequence["Located"]]  # finds by their reference

_LONGEST = 500  # characters of a reason, as in `deciding`


def waived(located: Iterable[Located], pinned: Iterable[str], known: Known) -> dict[str, list[Located]]:
    """The waived finds, by reference, of models that no open line names and none of the references `pinned`."""
    held: defaultdict[str, list[Located]] = defaultdict(list)
    named = {*pinned}
    for item in located:
        if item.waived:
            held[item.find.reference].append(item)
        else:
            named.add(item.find.reference)
    keys = {text: finding.match.key for text, finding in _findings({*held, *named}, known).items()}
    taken = {keys.get(text) for text in named}
    return {text: items for text, items in held.items() if text in keys and keys[text] not in taken}


def decide(
    session: Session, service: Service, project: str, held: Waived, *, unsure: Iterable[str], known: Known, who: str
) -> None:
    """Bring the decisions that come from comments in step with what is `held`; each step is audited as `who`'s.

    `unsure` are references in files that could not be read: what is waived there stays as it is.
    """
    from monitor.service import conversations  # noqa: PLC0415 (a scan alone loads no database)
    from monitor.store import audit, decisions, registry  # noqa: PLC0415 (likewise)

    decisions.one_at_a_time(session)
    project_id, now = registry.project(session, project).id, service.clock.now()
    past: defaultdict[Key, list[Decision]] = defaultdict(list)  # newest first
    names: dict[Key, str] = {}
    for row in decisions.history(session, project=project):
        past[row.key[1:]].append(row.decision)
        names.setdefault(row.key[1:], row.reference)
    for key, made, reference in _made(held, past, unsure, known, now):
        about = (project, *key)
        row = decisions.add(session, project_id, about, reference or names[key], made)
        detail = f"{project} {row.reference}: {in_words(made)}"
        audit.note(session, who=who, what=f"pin {made.kind.value}", detail=detail, at=now)
        conversations.refresh_decided(session, service, [about], because=f"decision {row.id}")


def _made(
    held: Waived, past: Mapping[Key, Sequence[Decision]], unsure: Iterable[str], known: Known, now: datetime
) -> Iterator[tuple[Key, Decision, str]]:
    """The decisions to make, with the model's key and, where it is in the code, its reference."""
    found = _findings(held, known)
    of_key: defaultdict[Key, list[str]] = defaultdict(list)
    for text, finding in found.items():
        of_key[finding.match.key].append(text)
    unknown = {finding.match.key for finding in _findings(unsure, known).values()}
    for key, texts in of_key.items():
        if key in unknown:
            continue
        wish = _wish([item for text in texts for item in held[text]], found[texts[0]], now)
        if _is_new(wish, past.get(key, ()), found[texts[0]], now.date()):
            yield key, wish, texts[0]
    kept = of_key.keys() | unknown
    for key, before in past.items():
        last = before[0]
        if last.by == BY_THE_CODE and last.kind is DecisionKind.WAIVED and key not in kept:
            gone = Decision(DecisionKind.REOPENED, now, BY_THE_CODE, last.status, last.shutdown_on)
            yield key, gone, ""


def _wish(items: Sequence[Located], finding: Finding, now: datetime) -> Decision:
    """The waiver that the comments of a model's lines come to: the first of their days, with the reason of that one."""
    waivers = [item.find.waiver for item in items if item.find.waiver]
    first = min(waivers, key=lambda waiver: waiver.until or date.max)
    standing = finding.standing
    return Decision(
        kind=DecisionKind.WAIVED,
        at=now,
        by=BY_THE_CODE,
        status=standing.status,
        shutdown_on=standing.shutdown_on,
        until=first.until,
        reason="".join(c if c.isprintable() else " " for c in first.reason)[:_LONGEST].strip(),
    )


def _is_new(wish: Decision, past: Sequence[Decision], finding: Finding, today: date) -> bool:
    """Whether a waiver is to be made a decision: not while somebody's own holds, and no comment's twice.

    So what a person reopened stays open until the comment says something else.
    """
    last = next(iter(past), None)
    if last is not None and last.by != BY_THE_CODE and in_force(last, finding.standing, today):
        return False
    before = next((d for d in past if d.by == BY_THE_CODE), None)
    return before is None or (before.kind, before.until, before.reason) != (wish.kind, wish.until, wish.reason)


def _findings(references: Iterable[str], known: Known) -> dict[str, Finding]:
    """How references stand; what a provider's name of the user's own makes unreadable is left out."""
    found: dict[str, Finding] = {}
    for text in dict.fromkeys(references):
        try:
            found |= findings([text], known)
        except InvalidReference:
            continue
    return found
