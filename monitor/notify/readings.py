"""What the provider's word rests on, in words: where it was read and when, and from when the oldest of it is."""

from __future__ import annotations

from datetime import date, datetime

from monitor.core import freshness
from monitor.core.alerts import Evidence, Notice
from monitor.notify.foreign import clean, safe_link, shorten
from monitor.notify.phrase import Link, Phrase
from monitor.notify.wording import LONGEST_ID, day, prose


def quote(evidence: Evidence) -> str:
    """The provider's own words in quotation marks; empty where there are none."""
    words = prose(evidence.quote)
    return f"“{words}”" if words else ""


def proof(evidence: Evidence, today: date) -> Phrase:
    """Where that was read and when, with what must be said against it."""
    if evidence.catalog_as_of:
        page = linked(evidence.source_id, evidence.url)
        return (f"From the {bundled(evidence.catalog_as_of, today)}. Not read yet: ", page, ".")
    doubt = ": what it says now may differ" if evidence.stale else ""
    return (*origin(evidence), doubt)


def origin(evidence: Evidence) -> Phrase:
    """The source and its last good reading, in a few words."""
    source = linked(evidence.source_id, evidence.url)
    if evidence.catalog_as_of:
        return (source, ", from the bundled catalog")
    return (source, f", {'not read since' if evidence.stale else 'read on'} {day(evidence.observed_at.date())}")


def bundled(as_of: date, today: date) -> str:
    """The bundled catalog with its age, as everywhere."""
    return freshness.bundled(as_of, today, written=day)


def facts_as_of(notice: Notice) -> str:
    """From when the oldest is that a notice says, in a sentence; empty where nothing was read."""
    proofs = [a.evidence for a in notice.alerts if a.evidence]
    stale = any(e.stale for e in proofs)
    return as_of(freshness.oldest_bundled(proofs), notice.as_of, notice.today, stale=stale)


def as_of(bundled: date | None, read_at: datetime | None, today: date, *, stale: bool) -> str:
    """The same of any answer, by the oldest day of the bundled catalog that it rests on and its oldest reading."""
    if bundled:
        return rested_on(bundled, today)
    if read_at is None:
        return ""
    doubt = " What the provider says now may differ." if stale else ""
    return f"Facts as of {day(read_at.date())}.{doubt}"


def rested_on(as_of: date, today: date) -> str:
    """That an answer rests on the bundled catalog, in part at least: a sentence with the catalog's day and age."""
    return f"From the {bundled(as_of, today)}, where a source has not been read yet."


def moment(when: datetime) -> str:
    """12 November 2026, 06:00 UTC."""
    return f"{day(when.date())}, {when:%H:%M} UTC"


def linked(text: str, url: str) -> Link | str:
    """Words with a link, or the words alone where the address is not to be trusted."""
    words, address = shorten(clean(text), LONGEST_ID) or "the page", safe_link(url)
    return Link(words, address) if address else words
