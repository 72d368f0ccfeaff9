"""Perplexity: the changelog and the model list.

Updates are labelled with their month ("March 2026"), so there is no day of announcement; the sentences have the day on
which a model goes, sometimes without its year. Ids stand in lists below them, and so do those to use instead, by kind
("Online Models", "Chat Models").
"""

from __future__ import annotations

import re

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.changelogs.changelog import changelog_page
from monitor.sources.changelogs.update_rules import UpdateRules
from monitor.sources.lists.model_lists import read_openai_compatible
from monitor.sources.spec import Auth, Source

SOURCES = (
    Source(
        id="perplexity/deprecations",
        provider="perplexity",
        authority=Authority.DEPRECATIONS,
        url="https://docs.perplexity.ai/docs/resources/changelog.md",
        page_url="https://docs.perplexity.ai/docs/resources/changelog",
        read=changelog_page(UpdateRules(must_name=re.compile(r"perplexity|sonar", re.IGNORECASE), month_first=True)),
        guards=Guards(headings=("changelog",)),
    ),
    Source(
        id="perplexity/models",
        provider="perplexity",
        authority=Authority.API,
        url="https://api.perplexity.ai/v1/models",
        read=read_openai_compatible,
        guards=Guards(headings=("data",), min_facts=5),
        auth=Auth.BEARER,
        key_env="PERPLEXITY_API_KEY",
        is_list=True,
    ),
)
