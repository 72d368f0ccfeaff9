"""Z.ai: the release notes and the price list.

Neither has ever told of the end of a model: they say what is new, and what it costs. They are read for the day on which
they do; a page without a notice is a good page.
"""

from __future__ import annotations

import re

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.changelogs.changelog import changelog_page
from monitor.sources.changelogs.update_rules import UpdateRules
from monitor.sources.spec import Source

RULES = UpdateRules(by_name=True, undated=True, must_name=re.compile(r"\bZ\.ai.s models|docs\.z\.ai", re.IGNORECASE))

SOURCES = (
    Source(
        id="z-ai/releases",
        provider="z-ai",
        authority=Authority.PAGE,
        url="https://docs.z.ai/release-notes/new-released.md",
        page_url="https://docs.z.ai/release-notes/new-released",
        read=changelog_page(RULES),
        guards=Guards(headings=("release",), min_facts=0),
    ),
    Source(
        id="z-ai/pricing",
        provider="z-ai",
        authority=Authority.PAGE,
        url="https://docs.z.ai/guides/overview/pricing.md",
        page_url="https://docs.z.ai/guides/overview/pricing",
        read=changelog_page(RULES),
        guards=Guards(headings=("pricing", "model"), min_facts=0),
    ),
)
