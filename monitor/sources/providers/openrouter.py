"""OpenRouter, an aggregator: its model list, which needs no key.

On its `expiration_date` a model may be removed; 2098-12-31 is no such day. Ids with "~" are aliases and say of what. A
canonical slug is a name for records: nobody says that requests may use it. Collections of these rows that others keep
have them under "models". Rule: https://openrouter.ai/docs/api/api-reference/models/get-models
"""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.spec import Auth, Source

LIST = Shape(
    rows=("data", "models"),
    display_name="name",
    released="created",
    shutdown="expiration_date",
    alias_of="alias_target.slug",
)

SOURCES = (
    Source(
        id="openrouter/models",
        provider="openrouter",
        authority=Authority.AGGREGATOR,
        url="https://openrouter.ai/api/v1/models",
        read=model_list(LIST),
        guards=Guards(min_facts=50),
        auth=Auth.NONE,
        page_url="https://openrouter.ai/models",
        is_list=True,
        model_url="https://openrouter.ai/api/v1/models/{+id}/endpoints",
    ),
)
