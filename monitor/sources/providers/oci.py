"""Oracle Cloud (OCI) Generative AI: the retirement dates of its two modes of serving, on two pages of one shape.

A row without a day has a rule in its place ("P6": six months after a replacement is released), which ends nothing yet.
Models stand by name, and in older versions of the pages by id. "Tentative" is no replacement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.cells import plain
from monitor.sources.columns import Column
from monitor.sources.pages import table_page
from monitor.sources.spec import Source
from monitor.sources.tables import Cells, TableRules

GUIDE = "https://docs.oracle.com/en-us/iaas/Content/generative-ai"

_BY_RULE = re.compile(r"P\d{1,2}|At least \w+ months? after .*", re.IGNORECASE)


def _source(source_id: str, page: str, deployment: str) -> Source:
    def dated(cells: Cells) -> Iterator[Cells]:
        """The row in its mode, if it has a day or what should be one."""
        if _BY_RULE.fullmatch(plain(cells.get(Column.SHUTDOWN, ""))) is None:
            instead = cells.get(Column.REPLACEMENT, "")
            instead = "" if plain(instead).lower() == "tentative" else instead
            yield {**cells, Column.DEPLOYMENT: deployment, Column.REPLACEMENT: instead}

    rules = TableRules(
        columns={
            f"{deployment} mode retirement date": Column.SHUTDOWN,
            "suggested replacement options": Column.REPLACEMENT,
        },
        headings_announce=False,
        by_name=True,
        rows=dated,
    )
    return Source(
        id=source_id,
        provider="oci",
        authority=Authority.DEPRECATIONS,
        url=f"{GUIDE}/{page}",
        read=table_page(rules),
        guards=Guards(headings=(f"{deployment} mode retirement date", "suggested replacement"), min_facts=5),
        verified=False,
    )


SOURCES = (
    _source("oci/deprecations", "deprecating-on-demand.htm", "on-demand"),
    _source("oci/deprecations-dedicated", "deprecating-dedicated.htm", "dedicated"),
)
