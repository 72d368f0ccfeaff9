"""W&B Inference, which CoreWeave runs: the model lifecycle page, with a table of deprecated and retired models."""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.pages import table_page
from monitor.sources.spec import Source
from monitor.sources.tables import TableRules

RULES = TableRules(headings_announce=False, bare_ids=True)

SOURCES = (
    Source(
        id="wandb/deprecations",
        provider="wandb",
        authority=Authority.DEPRECATIONS,
        url="https://docs.wandb.ai/inference/lifecycle.md",
        page_url="https://docs.wandb.ai/inference/lifecycle",
        read=table_page(RULES),
        guards=Guards(headings=("deprecat", "retirement date", "recommended replacement"), min_facts=2),
        verified=False,
    ),
)
