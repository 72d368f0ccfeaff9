"""Fireworks: the changelog and the model list.

The changelog tells of models that leave serverless ("**Kimi K2.5** is deprecated from serverless"); dedicated
deployments go on. Models are names in bold; the id is in the address of their link, where they have one, there or in
another update. What leaves the training service is no model's end.
"""

from __future__ import annotations

import re

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.changelogs.changelog import changelog_page
from monitor.sources.changelogs.printed_ids import PrintedIds
from monitor.sources.changelogs.update_rules import UpdateRules
from monitor.sources.lists.model_lists import model_list, next_page_by_token
from monitor.sources.lists.shapes import Shape
from monitor.sources.spec import Auth, Source

RULES = UpdateRules(
    ids=PrintedIds(links=re.compile(r"/models/fireworks/([\w.-]+)"), form="accounts/fireworks/models/{}"),
    by_name=True,
    left_out=re.compile(r"\btraining deprecation\b|\bfrom serverless training\b", re.IGNORECASE),
    must_name=re.compile(r"fireworks", re.IGNORECASE),
)

# Rule: https://docs.fireworks.ai/api-reference/list-models; the day on which a model leaves the serverless offering
LIST = Shape(rows=("models",), model_id="name", display_name="displayName", shutdown="deprecationDate")

SOURCES = (
    Source(
        id="fireworks/deprecations",
        provider="fireworks",
        authority=Authority.DEPRECATIONS,
        url="https://docs.fireworks.ai/updates/changelog.md",
        page_url="https://docs.fireworks.ai/updates/changelog",
        read=changelog_page(RULES),
        guards=Guards(headings=("changelog",), min_facts=0),
    ),
    Source(
        id="fireworks/models",
        provider="fireworks",
        authority=Authority.API,
        url="https://api.fireworks.ai/v1/accounts/fireworks/models?pageSize=200",
        read=model_list(LIST),
        guards=Guards(headings=("models",), min_facts=5),
        auth=Auth.BEARER,
        key_env="FIREWORKS_API_KEY",
        next_page=next_page_by_token("nextPageToken", "pageToken", pageSize=200),
        is_list=True,
        model_url="https://api.fireworks.ai/v1/{+id}",
        verified=False,
    ),
)
