"""Cohere: the model list."""

from __future__ import annotations

from monitor.core.facts import Authority, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.lists.model_lists import model_list, next_page_by_token
from monitor.sources.lists.shapes import Shape
from monitor.sources.spec import Auth, Source

# Rule: https://docs.cohere.com/reference/list-models
LIST = Shape(
    rows=("models",),
    model_id="name",
    status="is_deprecated",
    statuses={True: StatedStatus.DEPRECATED, False: None},
)

SOURCES = (
    Source(
        id="cohere/models",
        provider="cohere",
        authority=Authority.API,
        url="https://api.cohere.com/v1/models?page_size=1000",
        read=model_list(LIST),
        guards=Guards(headings=("models",), min_facts=5),
        auth=Auth.BEARER,
        key_env="CO_API_KEY",
        next_page=next_page_by_token("next_page_token", "page_token", page_size=1000),
        is_list=True,
        model_url="https://api.cohere.com/v1/models/{id}",
    ),
)
