"""Moonshot: the page of models, and the model list.

The page names what is served in tables without a status, and what ended below "Deprecated Models": in a sentence for
each model or series ("The `x-1` series models were officially discontinued on …"), with a table of the models of a
series. A note at the top tells of those on their way out, which are closed to new users first, with a day that has no
year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from monitor.core.facts import Authority, Fact, Reading
from monitor.core.trust import Guards
from monitor.sources.columns import Column
from monitor.sources.entries import newest
from monitor.sources.lists.model_lists import read_openai_compatible
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.prose.announcements import read_notices
from monitor.sources.prose.sentences import Ids
from monitor.sources.spec import Auth, RawDocument, Source
from monitor.sources.tables import TableRules, read_tables

IDS = Ids(family=re.compile("kimi-|moonshot-"), bare=re.compile(r"(?:kimi|moonshot)-[\w.-]*\w"))
ENDED = re.compile(r"\b(?:deprecated|discontinued|retired)\b", re.IGNORECASE)
ROWS = TableRules(columns={"description": Column.STATUS})


def read_models_page(source: Source, raw: RawDocument) -> Reading:
    """The page of models, as Markdown or HTML: those that ended or will."""
    return read_page(source, raw, _facts)


def _facts(page: Page) -> Iterator[Fact]:
    ended = (section for section in page.document.sections if ENDED.search(section.title))
    rows = newest(read_tables(ended, ROWS, page.unread), page.unread)
    notices = newest(read_notices(page, IDS), page.unread)
    for key, entry in (rows | notices).items():
        row = rows.get(key)
        yield fact_of(page, entry if row is None else replace(entry, status=row.status or entry.status))


SOURCES = (
    Source(
        id="moonshot/deprecations",
        provider="moonshot",
        authority=Authority.DEPRECATIONS,
        url="https://platform.kimi.ai/docs/models.md",
        page_url="https://platform.kimi.ai/docs/models",
        read=read_models_page,
        guards=Guards(headings=("deprecated models", "model name", "description")),
    ),
    Source(
        id="moonshot/models",
        provider="moonshot",
        authority=Authority.API,
        url="https://api.moonshot.ai/v1/models",
        read=read_openai_compatible,
        guards=Guards(headings=("data",), min_facts=2),
        auth=Auth.BEARER,
        key_env="MOONSHOT_API_KEY",
        is_list=True,
        verified=False,
    ),
)
