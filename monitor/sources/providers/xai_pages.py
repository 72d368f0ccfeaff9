"""xAI: the page of a wave of retirements, and the page of models and prices.

There is no page with all retirements: each wave has one of its own ("Grok Model Retirement on May 15, 2026"), deleted
later. It states the day and the models in a sentence, with a list or not, and in a table what takes their
place: "Redirect target after May 15" where requests go on being served, by another model and at its price, or
"Recommended replacement" where they fail. The table says so of each model; the sentences above it only roughly
("requests to the slugs above will redirect to …").

The page of models names those that are served, with prices, and has no lifecycle column. The release notes tell of a
retirement in two sentences. Of both only a notice states anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from monitor.core.facts import Authority, Fact, Reading
from monitor.core.trust import Guards
from monitor.sources.cells import Replacements, plain
from monitor.sources.columns import Column
from monitor.sources.document import clip
from monitor.sources.entries import MAX_PLACE, Entry, newest
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.prose.announcements import quoted, read_notices
from monitor.sources.prose.notice_page import notice_page
from monitor.sources.prose.sentences import Ids
from monitor.sources.spec import RawDocument, Source
from monitor.sources.tables import Cells, TableRules, read_tables

BARE = re.compile(r"grok-[\w.-]*\w")
IDS = Ids.of("grok-")
RETIRED = "model being retired"
TARGET = re.compile(r"redirect target\b", re.IGNORECASE)


def read_wave(source: Source, raw: RawDocument) -> Reading:
    """The page of one wave, as Markdown or HTML. What other waves' pages said stands."""
    return replace(read_page(source, raw, _wave), whole=False)


def _wave(page: Page) -> Iterator[Fact]:
    notices = newest(read_notices(page, IDS), page.unread)
    rows = newest(read_tables(page.document.sections, _rules(page), page.unread), page.unread)
    for key in notices | rows:
        notice, row = notices.get(key), rows.get(key)
        if notice is not None and row is not None:
            yield fact_of(page, _merged(notice, row))
        elif (entry := notice or row) is not None:
            where = "in the table only, without a day" if notice is None else "in no row of the table"
            page.unread.append(clip(f"{entry.named.model_id} is {where}: {entry.quote}", MAX_PLACE))
            yield fact_of(page, entry)


def _merged(notice: Entry, row: Entry) -> Entry:
    """One entry of the sentence with the day and the row with what takes its place."""
    text = row.replacements.text
    return replace(
        notice,
        section=row.section,
        quote=quoted(notice.quote, row.quote),
        replacements=Replacements(row.replacements.model_ids, text.replace("`", "") if text else None),
        redirects_to=row.redirects_to or notice.redirects_to,
    )


def _rules(page: Page) -> TableRules:
    """The table's last column is named after the day ("Redirect target after May 15")."""
    headers = {plain(cell).lower() for table in page.document.tables for cell in table.header}
    targets = dict.fromkeys(filter(TARGET.match, headers), Column.REDIRECT)
    return TableRules(columns=targets, rows=_with_replacement, undated=True)


def _with_replacement(cells: Cells) -> Iterable[Cells]:
    """What requests are redirected to is what is recommended, where there is no other column for that.

    An id may have words beside it ("`x` with `low` reasoning effort"), and need not be marked as code.
    """
    marked = {column: cell if "`" in cell else BARE.sub(r"`\g<0>`", cell) for column, cell in cells.items()}
    if Column.REDIRECT in marked:
        marked.setdefault(Column.REPLACEMENT, marked[Column.REDIRECT])
    return (marked,)


SOURCES = (
    Source(
        id="xai/deprecations",
        provider="xai",
        authority=Authority.DEPRECATIONS,
        url="https://docs.x.ai/developers/migration/may-15-retirement.md",
        page_url="https://docs.x.ai/developers/migration/may-15-retirement",
        read=read_wave,
        guards=Guards(headings=("retirement", RETIRED)),
    ),
    Source(
        id="xai/release-notes",
        provider="xai",
        authority=Authority.PAGE,
        url="https://docs.x.ai/developers/release-notes.md",
        page_url="https://docs.x.ai/developers/release-notes",
        read=notice_page(IDS),
        guards=Guards(headings=("release notes",), min_facts=0),
        verified=False,
    ),
    Source(
        id="xai/models-page",
        provider="xai",
        authority=Authority.PAGE,
        url="https://docs.x.ai/developers/models.md",
        page_url="https://docs.x.ai/developers/models",
        read=notice_page(IDS),
        guards=Guards(headings=("models", "model aliases"), min_facts=0),
    ),
)
