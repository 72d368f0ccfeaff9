"""Cohere: the deprecations page, the posts of the changelog, and the overview of the models.

The deprecations page is a history in sentences and lists; one section of it has a table. "Deprecated" is a stage of its
own there, without a day on which the model ends. The day in a heading is mostly that of the end, and that of the
announcement only where it comes first. Endpoints, features and fine-tuning end on the same page and are no models.

A post of the changelog ends models or says nothing of any; what other posts said stands. The overview has a status
("Live", "Deprecated Sept 15, 2025", "Retired Apr 4, 2026") in some of its tables, since September 2025.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from monitor.core.dates import DateBound, read_date
from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.errors import UnreadableDocument
from monitor.sources.aliases import Pointer, with_aliases
from monitor.sources.cells import is_model_id, plain
from monitor.sources.columns import Column
from monitor.sources.document import Row, Section
from monitor.sources.entries import Entry, newest
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.prose.announcements import read_notices
from monitor.sources.prose.days import day_of, day_of_title
from monitor.sources.prose.sentences import Ids
from monitor.sources.prose.statements import announced_tables
from monitor.sources.spec import RawDocument, Source
from monitor.sources.tables import Cells, TableRules, read_tables

HISTORY = TableRules(
    columns={"shutdown": Column.SHUTDOWN}, status=StatedStatus.DEPRECATED, month_first=True, headings_announce=False
)
# Models are code in its sentences, but for those that fine-tunes are made from: "Command-R-03-2024"
IDS = Ids(bare=re.compile(r"[A-Z][\w.-]*-\d\d-20\d\d", re.IGNORECASE))
POST = re.compile(r"\b(?:changelog|release notes)\b|docs\.cohere\.com/llms\.txt", re.IGNORECASE)

STAGE = re.compile(r"(?P<stage>deprecated|retired|shut ?down|discontinued)(?: on)? (?P<day>\w.*)", re.IGNORECASE)
ALIAS = re.compile(r"(?:`(?P<alias>[^`]+)` is an a|\bA)lias (?:for|of) `(?P<target>[^`]+)`")


def read_deprecations(source: Source, raw: RawDocument) -> Reading:
    """The deprecations page, as Markdown, MDX or HTML."""
    return read_page(source, raw, _deprecations)


def read_post(source: Source, raw: RawDocument) -> Reading:
    """A post of the changelog, or several on one page. It is never the whole of what was announced."""
    return replace(read_page(source, raw, _post), whole=False)


def read_overview(source: Source, raw: RawDocument) -> Reading:
    """The overview of the models: those with a status, and which of them are aliases of others."""
    return read_page(source, raw, _overview)


def _deprecations(page: Page) -> Iterator[Fact]:
    entries = [*_rows(page), *read_notices(page, IDS)]
    return _facts(page, entries, None)


def _post(page: Page) -> Iterator[Fact]:
    front = page.document.front
    texts = (text.text for section in page.document.sections[:2] for text in section.texts[:3])
    if not any(map(POST.search, (front.get("slug", ""), *page.document.headings, *texts))):
        raise UnreadableDocument("the document is no post of the changelog")
    return _facts(page, read_notices(page, IDS), day_of(front.get("createdAt", "")))


def _facts(page: Page, entries: Iterable[Entry], posted_on: date | None) -> Iterator[Fact]:
    """Facts with the day of the announcement: the one stated, or else that of the heading, or of the post."""
    dated = [
        replace(entry, announced_on=entry.announced_on or day_of_title(entry.section) or posted_on) for entry in entries
    ]
    for entry in newest(dated, page.unread).values():
        is_day_itself = entry.firm_day is not None and (entry.announced_on or date.min) >= entry.firm_day
        yield fact_of(page, replace(entry, announced_on=None) if is_day_itself else entry)


def _rows(page: Page) -> Iterator[Entry]:
    for section in page.document.sections:
        for announced_on, part in announced_tables(section):
            for entry in read_tables((part,), HISTORY, page.unread):
                yield replace(entry, announced_on=announced_on)


def _overview(page: Page) -> Iterator[Fact]:
    entries = read_tables(page.document.sections, OVERVIEW, page.unread)
    for entry in with_aliases(newest(entries, page.unread).values(), _pointers(page.document.sections)):
        yield fact_of(page, entry)


def _staged(cells: Cells) -> Iterable[Cells]:
    """A row's status and its day apart: "Retired Apr 4, 2026"."""
    found = STAGE.fullmatch(plain(cells.get(Column.STATUS, "")))
    if found is None or not isinstance(read_date(found["day"]), DateBound):
        return (cells,)
    column = Column.DEPRECATED if found["stage"].lower() == "deprecated" else Column.SHUTDOWN
    return ({**cells, Column.STATUS: found["stage"], column: found["day"]},)


def _pointers(sections: Iterable[Section]) -> Iterator[Pointer]:
    """Which names are aliases, as the descriptions say ("Alias for `x`").

    Raises:
        UnreadableDocument: a table with a status has no descriptions.
    """
    for section in sections:
        for table in section.tables:
            headers = [plain(cell).lower() for cell in table.header]
            if {"model name", "description"} <= set(headers):
                name, about = headers.index("model name"), headers.index("description")
                rows = (row for row in table.rows if not row.flaw and len(row.cells) == len(headers))
                found = (_pointer(section, row, row.cells[name], row.cells[about]) for row in rows)
                yield from (pointer for pointer in found if pointer is not None)
            elif "status" in headers:
                raise UnreadableDocument(f"{section.title}: no descriptions, which say what is an alias")


def _pointer(section: Section, row: Row, name: str, about: str) -> Pointer | None:
    alias, found = plain(name), ALIAS.search(about)
    if found is None or not is_model_id(alias) or found["alias"] not in {None, alias}:
        return None
    return Pointer(alias, found["target"], section, row.quote)


OVERVIEW = TableRules(statuses={"live": StatedStatus.ACTIVE}, rows=_staged, headings_announce=False)

SOURCES = (
    Source(
        id="cohere/deprecations",
        provider="cohere",
        authority=Authority.DEPRECATIONS,
        url="https://docs.cohere.com/docs/deprecations.md",
        page_url="https://docs.cohere.com/docs/deprecations",
        read=read_deprecations,
        guards=Guards(headings=("deprecation history", "shutdown date", "recommended replacement"), min_facts=2),
    ),
    Source(
        id="cohere/changelog",
        provider="cohere",
        authority=Authority.PAGE,
        url="https://docs.cohere.com/changelog",
        read=read_post,
        guards=Guards(min_facts=0),
    ),
    Source(
        id="cohere/models-overview",
        provider="cohere",
        authority=Authority.PAGE,
        url="https://docs.cohere.com/docs/models.md",
        page_url="https://docs.cohere.com/docs/models",
        read=read_overview,
        guards=Guards(headings=("command", "embed", "rerank", "model name"), min_facts=0),
    ),
)
