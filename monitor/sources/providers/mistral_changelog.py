"""Mistral: the changelog, and the sentences that it and the page of models have in common.

The changelog of 2024 and 2025 is one file, its days in lines without marks and its news in items. Nearly all of them
announce new models; an end is announced by id ("`x` will be deprecated in three months") or, in the item of a new
model, of "this model". A deprecation ahead is words and no state. It now stands in a file for each day, so that there
is no address to poll until the settings give one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from monitor.core.dates import NoDate, read_date
from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.errors import UnreadableDocument
from monitor.sources.cells import Named, marked, plain
from monitor.sources.document import clip
from monitor.sources.entries import MAX_PLACE, Entry, newest
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.spec import RawDocument, Source

DOCS = "https://docs.mistral.ai"

ID = "[\ue000-\uf8ff]"  # what stands for an id in `marked` text
VERBS = r"(?P<verb>deprecated|retired|discontinued|removed|shut ?down)"
ANNOUNCED = re.compile(
    rf"(?P<ids>{ID}(?:(?:,|,? and|,? or) {ID})*)(?:,? which)?"
    rf" (?P<how>(?:is|are)(?: now)? deprecated|will be {VERBS})\b(?P<when>[^.;)]*)[.;)]"
)
THIS_MODEL = re.compile(rf"\bThis model (?P<how>will be {VERBS})\b(?P<when>[^.;)]*)[.;)]")
BY_NAME = re.compile(rf"\b[A-Z][\w.]* (?:[A-Z\d][\w.]* )*(?:is|are|will be) {VERBS}")
REMARK = re.compile(rf"\((?P<how>will be {VERBS})\b(?P<when>[^.;)]*)\)")


def read_changelog(source: Source, raw: RawDocument) -> Reading:
    """The changelog, as one file; a `problem` where it announces no end."""
    return read_page(source, raw, _changelog)


def _changelog(page: Page) -> Iterator[Fact]:
    ends = newest(announced(page), page.unread)
    if not ends:
        raise UnreadableDocument("the changelog announces no end of a model")
    yield from (fact_of(page, entry) for entry in ends.values())


def announced(page: Page) -> Iterator[Entry]:
    """What whole sentences say of models by their id; those that give a name only are told."""
    for section in page.document.sections:
        for text in section.texts:
            line, ids = marked(text.text)
            line = " ".join(line.split()) + plain(text.text)[-1:]  # the dot at its end is lost there
            forms = [(found, re.findall(ID, found["ids"])) for found in ANNOUNCED.finditer(line)]
            if len(ids) == 1:
                forms += [(found, list(ids)) for found in THIS_MODEL.finditer(line)]
            for found, marks in forms:
                for mark in marks:
                    yield told(Entry(Named(ids[mark]), section, clip(text.text)), found)
            if (named := BY_NAME.search(plain(text.text))) is not None and not forms:
                page.unread.append(clip(f"{section.title or 'top'}: {named[0]} in {plain(text.text)}", MAX_PLACE))


def told(entry: Entry, found: re.Match[str]) -> Entry:
    """`entry` with what a sentence says: a state, a day, or words that are no day ("will be deprecated shortly")."""
    if found["verb"] is None:
        return replace(entry, status=StatedStatus.DEPRECATED)
    stated = read_date(found["when"].strip(), month_first=True) if found["when"].strip() else None
    if stated is None or isinstance(stated, NoDate):
        status = None if found["verb"] == "deprecated" else StatedStatus.DEPRECATED  # its end is announced
        return replace(entry, status=status, shutdown=NoDate(f"{found['how']}{found['when']}".strip()))
    if found["verb"] == "deprecated":
        return replace(entry, deprecated_on=stated.firm_day)
    return replace(entry, shutdown=stated)


SOURCES = (
    Source(
        id="mistral/changelog",
        provider="mistral",
        authority=Authority.PAGE,
        url="",
        page_url=f"{DOCS}/getting-started/changelog",
        read=read_changelog,
        guards=Guards(),
    ),
)
