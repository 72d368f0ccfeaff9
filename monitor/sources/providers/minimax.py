"""MiniMax: the release notes and the overview of the API.

Neither has ever told of the end of a model: they say what is new, and what there is. They are read for the day on which
they do; a page without a notice is a good page.
"""

from __future__ import annotations

import re

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.changelogs.changelog import changelog_page
from monitor.sources.changelogs.update_rules import UpdateRules
from monitor.sources.spec import Source

RULES = UpdateRules(by_name=True, undated=True, must_name=re.compile(r"MiniMax.s latest|MiniMax API|minimax\.io"))

SOURCES = (
    Source(
        id="minimax/releases",
        provider="minimax",
        authority=Authority.PAGE,
        url="https://platform.minimax.io/docs/release-notes/models.md",
        page_url="https://platform.minimax.io/docs/release-notes/models",
        read=changelog_page(RULES),
        guards=Guards(headings=("models",), min_facts=0),
    ),
    Source(
        id="minimax/api-overview",
        provider="minimax",
        authority=Authority.PAGE,
        url="https://platform.minimax.io/docs/api-reference/api-overview.md",
        page_url="https://platform.minimax.io/docs/api-reference/api-overview",
        read=changelog_page(RULES),
        guards=Guards(headings=("overview",), min_facts=0),
    ),
)
