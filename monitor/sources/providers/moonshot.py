"""Moonshot: the page of models, and the model list.

The page names what is served in tables without a status, and what ended below "Deprecated Models": in a sentence for
each model or series ("The `x-1` series models were officially discontinued on …"), with a table of the models of a
series. A note at the top tells of those on their way out, which are closed to new users first, with a day that has no
year.
"""

from __future__ import annotations

import re

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.columns import Column
from monitor.sources.lists.model_lists import read_openai_compatible
from monitor.sources.prose.notice_page import notice_page
from monitor.sources.prose.sentences import Ids
from monitor.sources.spec import Auth, Source
from monitor.sources.tables import TableRules

IDS = Ids.of("kimi-", "moonshot-")
ROWS = TableRules(
    columns={"description": Column.STATUS},
    left_out=re.compile(r"^(?!.*\b(?:deprecated|discontinued|retired)\b)", re.IGNORECASE),  # what is served
)

SOURCES = (
    Source(
        id="moonshot/deprecations",
        provider="moonshot",
        authority=Authority.DEPRECATIONS,
        url="https://platform.kimi.ai/docs/models.md",
        page_url="https://platform.kimi.ai/docs/models",
        read=notice_page(IDS, ROWS),
        guards=Guards(headings=("deprecated models", "model name", "description")),
    ),
    Source(
        id="moonshot/models",
        provider="moonshot",
        authority=Authority.API,
        url="https://api.moonshot.ai/v1/models",
        read=read_openai_compatible,
        guards=Guards(headings=("data",), min_facts=2),
        auth=Auth.BEARER,
        key_env="MOONSHOT_API_KEY",
        is_list=True,
        verified=False,
    ),
)
