"""Xiaomi MiMo: the model deprecation page.

A table for each wave. From the replacement time on requests are served by another model, and from the offline or
deprecated time on they fail; Chinese time is printed, and its day is kept. The tables of default values below a wave
are about parameters.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.columns import Column
from monitor.sources.pages import table_page
from monitor.sources.spec import Source
from monitor.sources.tables import Cells, TableRules


def _served_by_its_replacement(cells: Cells) -> Iterator[Cells]:
    """The row with the model that takes over as its replacement too: the page names no other."""
    target = cells.get(Column.REDIRECT)
    yield cells if target is None else {**cells, Column.REPLACEMENT: target}


RULES = TableRules(
    columns={
        "offline time": Column.SHUTDOWN,
        "deprecated time": Column.SHUTDOWN,
        "deprecation time": Column.SHUTDOWN,
        "system replacement time": None,  # requests are still answered, by another model
        "system replacement model": Column.REDIRECT,
    },
    headings_announce=False,
    bare_ids=True,
    rows=_served_by_its_replacement,
)

SOURCES = (
    Source(
        id="xiaomi/deprecations",
        provider="xiaomi",
        authority=Authority.DEPRECATIONS,
        url="https://mimo.mi.com/docs/en-US/updates/deprecate",
        read=table_page(RULES),
        guards=Guards(headings=("deprecated model", "system replacement model"), min_facts=2),
    ),
)
