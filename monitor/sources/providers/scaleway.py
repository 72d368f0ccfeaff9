"""Scaleway: the supported models of its Generative APIs, in the Markdown of its public documentation.

The tables of deprecated and of ended models are below all others and have a date of their own, the end of life; the
others are about prices and sizes. What a note says of redirects is not read.
"""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.columns import Column
from monitor.sources.pages import table_page
from monitor.sources.spec import Source
from monitor.sources.tables import TableRules

RULES = TableRules(
    columns={"model string": Column.MODEL, "end of life (eol) date": Column.SHUTDOWN},
    headings_announce=False,
)

SOURCES = (
    Source(
        id="scaleway/deprecations",
        provider="scaleway",
        authority=Authority.DEPRECATIONS,
        url="https://raw.githubusercontent.com/scaleway/docs-content/main/"
        "pages/generative-apis/reference-content/supported-models.mdx",
        page_url="https://www.scaleway.com/en/docs/generative-apis/reference-content/supported-models/",
        read=table_page(RULES),
        guards=Guards(headings=("model string", "eol"), min_facts=3),
        verified=False,
    ),
)
