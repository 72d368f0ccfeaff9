"""Cerebras: the deprecations page and the model list.

The page is a changelog, newest first: `<Update label="2026-08-17">` with a line "Deprecated `x`" and what to use
instead. A label is the day of the announcement, and mostly all the date there is. Some updates deprecate a parameter
of a model that lives on. Replacements are links to the documentation; the id is in another update, if anywhere.
"""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.changelogs.changelog import changelog_page
from monitor.sources.changelogs.update_rules import UpdateRules
from monitor.sources.lists.model_lists import read_openai_compatible
from monitor.sources.spec import Auth, Source

SOURCES = (
    Source(
        id="cerebras/deprecations",
        provider="cerebras",
        authority=Authority.DEPRECATIONS,
        url="https://inference-docs.cerebras.ai/support/deprecation.md",
        page_url="https://inference-docs.cerebras.ai/support/deprecation",
        read=changelog_page(UpdateRules()),
        guards=Guards(headings=("deprecation",)),
    ),
    Source(
        id="cerebras/models",
        provider="cerebras",
        authority=Authority.API,
        url="https://api.cerebras.ai/v1/models",
        read=read_openai_compatible,
        guards=Guards(headings=("data",), min_facts=2),
        auth=Auth.BEARER,
        key_env="CEREBRAS_API_KEY",
        is_list=True,
        model_url="https://api.cerebras.ai/v1/models/{id}",
    ),
)
