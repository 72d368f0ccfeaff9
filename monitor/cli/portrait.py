"""One model on a terminal: its dates, where to go from it, the facts behind it with their evidence, its history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from monitor.cli.poll import in_words
from monitor.cli.terminal import day, moment, say
from monitor.core.cautions import said_once
from monitor.core.facts import Observation
from monitor.core.findings import Finding
from monitor.core.lifecycle import Lifecycle, status_on
from monitor.core.witnesses import as_note
from monitor.feeds.wording import about
from monitor.notify.foreign import clean
from monitor.service.answers import of_replacement
from monitor.service.known import Known

if TYPE_CHECKING:
    from monitor.store.facts import RecordedChange

LABEL_WIDTH = 12


def portray(scopes: Sequence[Lifecycle], finding: Finding, changes: Sequence[RecordedChange], known: Known) -> None:
    """Print the model in all its scopes, its replacements, notes and changes."""
    today = known.now.date()
    for c in scopes:
        say("\n".join((_title(c, today), *_dates(c, today), *_facts(c), "")))
    for text in dict.fromkeys(as_note(known.naming(c), known.now) for c in scopes):
        if text:
            say(_line("note", text))
    shared, suggestions = said_once(finding.suggestions)
    for suggestion in suggestions:
        where = "" if suggestion.provider == scopes[-1].provider else f" at {suggestion.provider}"
        say(_line("move to", f"{' → '.join(suggestion.path)}{where} ({about(suggestion)})"))
        for line in of_replacement(suggestion, finding, known)["comparison"]:
            say(_line("", f"· {line}"))
    if shared:
        say(_line("", f"of each: {shared}"))
    for label, texts in (("but not", finding.at_risk), ("note", finding.notes)):
        for text in texts:
            say(_line(label, text))
    for recorded in changes:
        say(_line(str(recorded.at.date()), in_words(recorded.change)))


def _title(c: Lifecycle, today: date) -> str:
    name = click.style(clean(f"{c.provider}/{c.model_id}"), bold=True)
    scope = f" ({clean(str(c.scope))})" if c.scope else ""
    return f"{name}{scope}  {status_on(c, today)}"


def _dates(c: Lifecycle, today: date) -> Iterator[str]:
    dates = {
        "released": c.released_on,
        "legacy": c.legacy_on,
        "deprecated": c.deprecated_on,
        "extended": c.extended_access_on,  # the first day of it, at another price
        "shutdown": c.shutdown_on,
        "not before": c.earliest_shutdown_on,
    }
    words = {
        "name": c.display_name,
        "alias of": c.alias_of,
        "redirects to": c.redirects_to,
        "recommended": ", ".join(c.replacements) or c.replacement_text,
        "in words": c.replacement_text if c.replacements else None,
        "no day, but": c.words,
    }
    for label, when in dates.items():
        if when:
            yield _line(label, day(when, today))
    if c.offer:
        words["price"] = str(c.offer)
    if c.offer and c.offer.context_window:
        words["context"] = f"{c.offer.context_window:,} tokens"
    for label, text in words.items():
        if text:
            yield _line(label, text)


def _facts(c: Lifecycle) -> Iterator[str]:
    if c.named_by:
        yield _line("known as", f"a replacement of {c.named_by.fact.model_id} only")
        yield from _evidence(c.named_by)
    for o in c.observations:
        yield from _evidence(o)


def _evidence(o: Observation) -> Iterator[str]:
    gone = f", no longer there since {moment(o.gone_since)}" if o.gone_since else ""
    read = f"read {moment(o.last_seen)}" if o.document else f"bundled catalog of {o.last_seen.date()}"
    yield _line("source", f"{o.fact.source_id}, {read}{gone}")
    if o.fact.quote:
        yield _line("", f"“{o.fact.quote}”")
    yield _line("", o.fact.url)
    if o.document:
        yield _line("", f"document {o.document}")


def _line(label: str, text: str | None) -> str:
    return f"  {label:<{LABEL_WIDTH}}  {clean(text or '')}"
