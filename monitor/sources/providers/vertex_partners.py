"""Vertex AI: partner models that are deprecated.

The page has a section for each model: its first sentence gives the days ("… is deprecated as of February 23, 2026 and
will be shut down on August 23, 2026"), and below the label "Model ID" stands its id. The rest of the sheet is no
lifecycle: a launch stage of "GA" or "Preview" stands beside such a sentence, and there are release dates, cutoff dates,
quotas and regions. One mirror prints the sheet as paragraphs, another as an HTML table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from monitor.core.dates import DateBound, NoDate, read_date
from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.cells import Named, plain
from monitor.sources.document import Section, clip
from monitor.sources.entries import MAX_PLACE, Entry, newest
from monitor.sources.layouts.sheets import id_of, label_of, lines_of
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.providers.vertex import PLATFORM
from monitor.sources.spec import RawDocument, Source

MODEL_ID = "model id"

_MONTH = r"[A-Z][a-z]{2,8}\.?"
_DATE = rf"(?:(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,?|\d{{1,2}} {_MONTH}|{_MONTH}) \d{{4}}|\d{{4}}-\d\d-\d\d)"
_WHEN = rf"(?P<when>(?:(?:as of|on|effective|not before|no(?:t)? (?:earlier|sooner) than) )*{_DATE}(?: or later)?)"
_TO = r"(?:[^.]|\.(?=\S)){0,100}?"  # within a sentence
DEPRECATED = re.compile(rf"\bdeprecated(?: since)? {_WHEN}|\b[Aa]s of (?P<since>{_DATE}), {_TO} is deprecated\b")
SHUT_DOWN = re.compile(rf"\b(?:shut ?down|retired|discontinued|turned (?:off|down)|removed) {_WHEN}")


def read_partner_models(source: Source, raw: RawDocument) -> Reading:
    """The page of deprecated partner models, as Markdown or HTML."""
    return read_page(source, raw, _partner_models)


def _partner_models(page: Page) -> Iterator[Fact]:
    entries = [entry for section in page.document.sections for entry in _partner_model(page, section)]
    for entry in newest(entries, page.unread).values():
        yield fact_of(page, entry)


def _partner_model(page: Page, section: Section) -> Iterator[Entry]:
    """The one model of `section`; none, and a complaint, where its sentence and its id do not stand one to one."""
    lines = list(lines_of(section))
    sentences = {line for line in lines if DEPRECATED.search(plain(line)) or SHUT_DOWN.search(plain(line))}
    ids = [_id_at(lines, at) for at, line in enumerate(lines) if label_of(line)[0] == MODEL_ID]
    if not sentences and not ids:
        return
    if len(sentences) != 1 or len(ids) != 1 or ids[0] is None:
        told = f"{len(ids)} models and {len(sentences)} sentences about an end"
        page.unread.append(clip(f"{section.title or 'top'}: {told}", MAX_PLACE))
        return
    sentence = sentences.pop()
    yield announced(page, Entry(Named(ids[0]), section, clip(sentence)), sentence)


def _id_at(lines: list[str], at: int) -> str | None:
    """The id behind or below the label in line `at`."""
    _, value = label_of(lines[at])
    return id_of(value) if value else id_of(lines[at + 1]) if at + 1 < len(lines) else None


def announced(page: Page, entry: Entry, sentence: str) -> Entry:
    """`entry` with the state and the days that a sentence about its model gives."""
    sentence = plain(sentence)
    deprecated, shut_down = DEPRECATED.search(sentence), SHUT_DOWN.search(sentence)
    since = date_in(page, entry.named.model_id, deprecated["when"] or deprecated["since"]) if deprecated else None
    return replace(
        entry,
        status=StatedStatus.DEPRECATED if "deprecated" in sentence else None,
        deprecated_on=since.firm_day if isinstance(since, DateBound) else None,
        shutdown=date_in(page, entry.named.model_id, shut_down["when"]) if shut_down else None,
    )


def date_in(page: Page, model_id: str, words: str) -> DateBound | NoDate:
    """What `words` of a model's date say; told where they are not understood, or no day."""
    stated = read_date(words)
    if stated is None or (isinstance(stated, NoDate) and stated.is_defect):
        page.unread.append(clip(f"{model_id}: {words!r} is no date that is understood", MAX_PLACE))
    return stated or NoDate(words)


SOURCES = (
    Source(
        id="vertex/partner-models",
        provider="vertex",
        authority=Authority.DEPRECATIONS,
        url=f"{PLATFORM}/deprecations/partner-models.md.txt",
        page_url=f"{PLATFORM}/deprecations/partner-models",
        read=read_partner_models,
        guards=Guards(min_facts=2),
    ),
)
