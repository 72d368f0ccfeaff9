"""Cloudflare Workers AI: the page of deprecated models, the changelog and the list of models.

Models that are "deprecated on" a day are not served any more from then on, as the page itself says; some are "aliased":
requests go to another model, at its price. The page has a heading for each day, with a list below it; a post of the
changelog has such a list too, beside one of variants that remain and one of models to use instead. An id begins with
an "@".

The list is asked for by account, so it is skipped until the settings give its address:

    [sources."cloudflare/models"]
    url = "https://api.cloudflare.com/client/v4/accounts/ID/ai/models/search?per_page=1000"

On the planned day of its deprecation a model stops answering.
Rule: https://developers.cloudflare.com/api/resources/ai/subresources/models/methods/list/
"""

from __future__ import annotations

import re

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.changelogs.changelog import changelog_page
from monitor.sources.changelogs.printed_ids import PrintedIds
from monitor.sources.changelogs.update_rules import UpdateRules
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.spec import Auth, Source

RULES = UpdateRules(
    ids=PrintedIds(shape=re.compile(r"@[a-z]{2,}/[\w.-]+/[\w.-]*\w", re.ASCII)),
    undated=True,
    deprecated_ends=True,
    ends_under=re.compile(r"^(?:planned deprecations|deprecated models)$", re.IGNORECASE),
)

LIST = Shape(
    rows=("result",),
    total="result_info.total_count",
    model_id="name",
    shutdown="properties[property_id=planned_deprecation_date].value",
)

SOURCES = (
    Source(
        id="cloudflare/deprecations",
        provider="cloudflare",
        authority=Authority.DEPRECATIONS,
        url="https://developers.cloudflare.com/workers-ai/platform/model-deprecations/index.md",
        page_url="https://developers.cloudflare.com/workers-ai/platform/model-deprecations/",
        read=changelog_page(RULES),
        guards=Guards(headings=("deprecat",)),
        verified=False,
    ),
    Source(
        id="cloudflare/changelog",
        provider="cloudflare",
        authority=Authority.PAGE,
        url="https://developers.cloudflare.com/workers-ai/changelog/index.md",
        page_url="https://developers.cloudflare.com/workers-ai/changelog/",
        read=changelog_page(RULES),
        guards=Guards(),  # its headings are days, and so are those of many a page: that it names our ids must do
        verified=False,
    ),
    Source(
        id="cloudflare/models",
        provider="cloudflare",
        authority=Authority.API,
        url="",
        page_url="https://developers.cloudflare.com/workers-ai/models/",
        read=model_list(LIST),
        guards=Guards(headings=("result",), min_facts=5),
        auth=Auth.BEARER,
        key_env="CLOUDFLARE_API_TOKEN",
        is_list=True,
        verified=False,
    ),
)
