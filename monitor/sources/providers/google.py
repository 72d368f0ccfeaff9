"""Google's Gemini API: the deprecations page and the model list.

All dates of the page are "the earliest possible dates": one that lies ahead is a floor. Models that are shut down stay
in the tables, in grey, with the day on which it happened: a date that has come is a shutdown.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.facts import Authority, Fact, Reading
from monitor.core.trust import Guards
from monitor.sources.model_lists import GOOGLE_URL, next_page_google, read_google
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.spec import Auth, RawDocument, Source
from monitor.sources.tables import TableRules, newest, read_tables

RULES = TableRules()


def read_deprecations(source: Source, raw: RawDocument) -> Reading:
    """The deprecations page of the Gemini API, as Markdown or HTML."""
    return read_page(source, raw, _facts)


def _facts(page: Page) -> Iterator[Fact]:
    for entry in newest(read_tables(page.document, RULES, page.unread), page.unread).values():
        yield fact_of(page, entry, earliest_after=page.read_on)


SOURCES = (
    Source(
        id="google/deprecations",
        provider="google",
        authority=Authority.DEPRECATIONS,
        url="https://ai.google.dev/gemini-api/docs/deprecations.md.txt",
        page_url="https://ai.google.dev/gemini-api/docs/deprecations",
        read=read_deprecations,
        guards=Guards(headings=("release date", "shutdown date", "recommended replacement"), min_facts=15),
    ),
    Source(
        id="google/models",
        provider="google",
        authority=Authority.API,
        url=GOOGLE_URL,
        read=read_google,
        guards=Guards(headings=("models",), min_facts=10),
        auth=Auth.X_GOOG_API_KEY,
        key_env="GEMINI_API_KEY",
        next_page=next_page_google,
    ),
)
