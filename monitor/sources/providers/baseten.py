"""Baseten: the deprecation page of its Model APIs.

One table of what is planned: the deprecation date is the day from which requests fail. The slug is the id, the model is
its name, and a replacement is a name with its id in brackets. For most of the year nothing is planned, and there is no
table.
"""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.columns import Column
from monitor.sources.pages import table_page
from monitor.sources.spec import Source
from monitor.sources.tables import TableRules

RULES = TableRules(
    columns={"model": Column.NAME, "slug": Column.MODEL, "deprecation date": Column.SHUTDOWN},
    headings_announce=False,
    bare_ids=True,
)

SOURCES = (
    Source(
        id="baseten/deprecations",
        provider="baseten",
        authority=Authority.DEPRECATIONS,
        url="https://docs.baseten.co/inference/model-apis/deprecation.md",
        page_url="https://docs.baseten.co/inference/model-apis/deprecation",
        read=table_page(RULES),
        guards=Guards(headings=("planned deprecations",), min_facts=0),
        verified=False,
    ),
)
