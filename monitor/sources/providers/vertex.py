"""Vertex AI (Gemini Enterprise Agent Platform): model versions, open models, and the list of publisher models.

The page of model versions has a table for each family and one of retired models; until May 2026 it also had one of the
aliases. "Or later", "No sooner than" and "Not before" are floors, a plain date is firm, and both go back and forth:
dates were withdrawn and set again from one day to the next. Replacements were given by name ("Gemini 3.5 Flash"), which
counts where the page has that id, and since autumn 2026 by id. Footnote stars stand in the code of an id, or behind.

The page of open models has one table, with an anchor in each id's cell. What it recommends is to host the model
oneself, which is no replacement id. Partner models and model cards have modules of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.errors import UnreadableDocument
from monitor.sources.aliases import Pointer, with_aliases
from monitor.sources.cells import plain
from monitor.sources.columns import HEADERS, Column
from monitor.sources.document import Section, Table, clip
from monitor.sources.entries import MAX_PLACE, Entry, in_order, newest
from monitor.sources.layouts.sheets import id_of
from monitor.sources.lists.model_lists import model_list, next_page_by_token
from monitor.sources.lists.shapes import Shape
from monitor.sources.names import Names
from monitor.sources.pages import Page, fact_of, read_page, table_page
from monitor.sources.spec import Auth, RawDocument, Source
from monitor.sources.tables import Cells, TableRules, read_tables

WORD = re.compile(r"[a-z][a-z0-9.@-]*")


def _marked(cells: Cells) -> tuple[Cells, ...]:
    """The row, with an id that is a word without marks ("imagetext") as code, and without escapes in front of stars."""
    cell = cells[Column.MODEL].replace("\\*", "*")
    text = plain(cell).rstrip("* ")
    if "`" not in cell and WORD.fullmatch(text) is not None and plain(cells.get(Column.SHUTDOWN, "")):
        cell = f"`{text}`"
    return ({**cells, Column.MODEL: cell},)


RULES = TableRules(
    columns={"replacement model id": Column.REPLACEMENT, "details": None}, headings_announce=False, rows=_marked
)
OPEN_RULES = TableRules(columns={"self-deploy alternative": Column.REPLACEMENT}, headings_announce=False)

# What it states of a model to stand in a section of this title, or below one.
STATES = (
    (re.compile(r"\bretired models\b", re.IGNORECASE), StatedStatus.RETIRED),
    (re.compile(r"\blegacy stable models\b", re.IGNORECASE), StatedStatus.LEGACY),
)
ALIAS, STABLE = "auto-updated alias", "stable version reference"


def read_versions(source: Source, raw: RawDocument) -> Reading:
    """The page of model versions, as Markdown or HTML, in any of its layouts."""
    return read_page(source, raw, _versions)


def _versions(page: Page) -> Iterator[Fact]:
    rows = newest(_rows(page), page.unread)
    names = Names.of(rows.values())
    for entry in with_aliases(rows.values(), _pointers(page)):
        resolved = names.resolved(entry.replacements)
        others = tuple(other for other in resolved.model_ids if other.casefold() != entry.named.model_id.casefold())
        yield fact_of(page, replace(entry, replacements=replace(resolved, model_ids=others)))


def _rows(page: Page) -> Iterator[Entry]:
    for section in page.document.sections:
        state = _state_of(section)
        for table in section.tables:
            _check(page, section, table, is_past=state is not None)
        yield from in_order(read_tables([section], replace(RULES, status=state), page.unread), page.unread)


def _check(page: Page, section: Section, table: Table, *, is_past: bool) -> None:
    """Tell of columns that nobody knows: they were renamed before, and what they say would be lost without a word.

    Raises:
        UnreadableDocument: models that are retired have no upgrade any more.
    """
    headers = [plain(cell).lower() for cell in table.header]
    if "model id" not in headers:
        return
    known = {**HEADERS, **RULES.columns}
    for header in headers:
        if header not in known:
            page.unread.append(clip(f"{section.title}: {header!r} is no column that is understood", MAX_PLACE))
    if is_past and not any(known.get(header) is Column.REPLACEMENT for header in headers):
        raise UnreadableDocument(f"the table below “{section.title}” has no column for upgrades")


def _state_of(section: Section) -> StatedStatus | None:
    return next((status for title, status in STATES if any(map(title.search, section.path))), None)


def _pointers(page: Page) -> Iterator[Pointer]:
    """What the table of auto-updated aliases says; many a model is its own alias there."""
    for section in page.document.sections:
        for table in section.tables:
            headers = [plain(cell).lower() for cell in table.header]
            if not {ALIAS, STABLE} <= set(headers):
                continue
            for row in table.rows:
                whole = not row.flaw and len(row.cells) == len(headers)
                alias = id_of(row.cells[headers.index(ALIAS)]) if whole else None
                target = id_of(row.cells[headers.index(STABLE)]) if whole else None
                if alias is None or target is None:
                    page.unread.append(f"{section.title}: {row.quote} names no two models that are understood")
                else:
                    yield Pointer(alias, target, section, row.quote)


PLATFORM = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/models"

# Rule: https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/publishers.models/list. A request without a
# version gets the latest, which is the only one in answers that have not all. `launchStage` knows previews and no end.
LIST = Shape(rows=("publisherModels",), model_id="name", prefix="publishers/google/models/", suffix="versionId")

SOURCES = (
    Source(
        id="vertex/deprecations",
        provider="vertex",
        authority=Authority.DEPRECATIONS,
        url=f"{PLATFORM}/model-versions.md.txt",
        page_url=f"{PLATFORM}/model-versions",
        read=read_versions,
        guards=Guards(headings=("model id", "release date", "retirement date", "retired models"), min_facts=12),
    ),
    Source(
        id="vertex/open-models",
        provider="vertex",
        authority=Authority.DEPRECATIONS,
        url=f"{PLATFORM}/deprecations/open-models.md.txt",
        page_url=f"{PLATFORM}/deprecations/open-models",
        read=table_page(OPEN_RULES),
        guards=Guards(headings=("model id", "deprecation date", "retirement date"), min_facts=3),
    ),
    Source(
        id="vertex/models",
        provider="vertex",
        authority=Authority.API,
        url="https://aiplatform.googleapis.com/v1beta1/publishers/google/models?pageSize=300&listAllVersions=true",
        read=model_list(LIST),
        guards=Guards(headings=("publisherModels",), min_facts=5),
        auth=Auth.BEARER,
        key_env="GOOGLE_OAUTH_ACCESS_TOKEN",
        next_page=next_page_by_token("nextPageToken", "pageToken", pageSize=300, listAllVersions="true"),
        is_list=True,
        model_url="https://aiplatform.googleapis.com/v1beta1/publishers/google/models/{id}",
    ),
)
