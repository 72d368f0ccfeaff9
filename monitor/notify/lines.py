"""A notice in lines, for channels that have a list of texts and no layout of their own."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.alerts import Alert, Notice
from monitor.notify import moving, wording
from monitor.notify.phrase import Phrase, Strong, join, plain


@dataclass(frozen=True, slots=True)
class Entry:
    """One alert: its first line, and what follows."""

    alert: Alert
    title: Phrase
    lines: tuple[Phrase, ...]


def entries(notice: Notice) -> tuple[Entry, ...]:
    """The alerts of a notice as they are told, in their order."""
    return tuple(entry(alert, notice) for alert in wording.ordered(notice))


def entry(alert: Alert, notice: Notice) -> Entry:
    """One alert with its places, what to move to and where that was read."""
    today = notice.today
    title = (wording.identifier(alert.model_id), " ", Strong(wording.dated(alert, wording.news(alert, today))))
    lines: list[Phrase] = [
        wording.what_happens(alert, today),
        (wording.background(alert, today),),
        (wording.sentence(alert.note or ""),),
        ("Pinned as ", *wording.places(alert)) if alert.places else (),
        moving.in_short(alert, today),
        _proof(alert, notice),
    ]
    return Entry(alert, title, tuple(line for line in lines if plain(line)))


def footer(notice: Notice) -> str:
    """How old the readings are, in a sentence; empty where nothing was read."""
    evidence = [a.evidence for a in notice.alerts if a.evidence]
    catalogs = [e.catalog_as_of for e in evidence if e.catalog_as_of]
    if catalogs:
        return wording.catalog(min(catalogs), notice.today)
    if notice.as_of is None:
        return ""
    old = " What the provider says now may differ." if any(e.stale for e in evidence) else ""
    return f"Facts as of {wording.day(notice.as_of.date())}.{old}"


def _proof(alert: Alert, notice: Notice) -> Phrase:
    if alert.evidence is None:
        return ()
    quote = wording.quote(alert.evidence)
    return join([(quote,) if quote else (), wording.proof(alert.evidence, notice.today)], " ")
