"""Alibaba Cloud Model Studio: the model retirement page.

One section for each wave, newest first, with a table of the category, the model, its day and the replacement. What the
page calls the deprecation time is the end of service: requests fail from that day on. The day of the notice is not
printed. Ids stand without marks and some have capitals; in HTML the category, the day and the replacement reach over
several rows. In spring 2026 the columns were called model, date and alternative models, and a replacement was a list of
links.
"""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.columns import Column
from monitor.sources.pages import table_page
from monitor.sources.spec import Source
from monitor.sources.tables import TableRules

RULES = TableRules(
    columns={
        "category": None,
        "deprecation time": Column.SHUTDOWN,
        "retirement time": Column.SHUTDOWN,
        "date": Column.SHUTDOWN,
        "alternative models": Column.REPLACEMENT,
        "alternative model": Column.REPLACEMENT,
        "replacement models": Column.REPLACEMENT,
    },
    headings_announce=False,
    bare_ids=True,
)

SOURCES = (
    Source(
        id="alibaba/deprecations",
        provider="alibaba",
        authority=Authority.DEPRECATIONS,
        url="https://www.alibabacloud.com/help/en/model-studio/model-depreciation",
        read=table_page(RULES),
        guards=Guards(headings=("notification", "category", "model"), min_facts=8),
    ),
)
