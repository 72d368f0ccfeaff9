"""A notice in lines, for channels that have a list of texts and no layout of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from monitor.core.alerts import Alert, Evidence, Notice
from monitor.notify import moving, readings, wording
from monitor.notify.phrase import Phrase, Strong, join, plain

REMEMBERED = 1_024  # the same page is the proof in the messages of all who pin what it ends


@dataclass(frozen=True, slots=True)
class Entry:
    """One alert: its first line, and what follows."""

    alert: Alert
    title: Phrase
    lines: tuple[Phrase, ...]


def entry(alert: Alert, notice: Notice) -> Entry:
    """One alert with its places, what to move to and where that was read."""
    today = notice.today
    title = (*wording.which(alert), " ", Strong(wording.dated(alert, wording.news(alert, today))))
    lines: list[Phrase] = [
        wording.what_happens(alert, today),
        (wording.background(alert, today),),
        (wording.sentence(alert.note or ""),),
        (f"{wording.pinned_by(notice)} ", *wording.places(alert)) if alert.places else (),
        moving.in_short(alert),
        _proof(alert.evidence, today) if alert.evidence else (),
    ]
    return Entry(alert, title, tuple([line for line in lines if plain(line)]))


@lru_cache(REMEMBERED)
def _proof(evidence: Evidence, today: date) -> Phrase:
    quote = readings.quote(evidence)
    return join([(quote,) if quote else (), readings.proof(evidence, today)], " ")
