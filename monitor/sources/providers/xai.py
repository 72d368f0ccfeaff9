"""xAI: three model lists."""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.spec import Auth, Source

# Rule: https://docs.x.ai/docs/api-reference#list-language-models; what an alias is pointed at moves, a slug that was
# retired is redirected without a word, and only the two longer lists say which name is an alias.
MODELS = Shape(released="created")
NAMED_MODELS = Shape(rows=("models",), released="created", aliases="aliases")

SOURCES = (
    Source(
        id="xai/models",
        provider="xai",
        authority=Authority.API,
        url="https://api.x.ai/v1/models",
        read=model_list(MODELS),
        guards=Guards(headings=("data",), min_facts=3),
        auth=Auth.BEARER,
        key_env="XAI_API_KEY",
        is_list=True,
        model_url="https://api.x.ai/v1/models/{id}",
    ),
    Source(
        id="xai/language-models",
        provider="xai",
        authority=Authority.API,
        url="https://api.x.ai/v1/language-models",
        read=model_list(NAMED_MODELS),
        guards=Guards(headings=("models",), min_facts=2),
        auth=Auth.BEARER,
        key_env="XAI_API_KEY",
        is_list=True,
        model_url="https://api.x.ai/v1/language-models/{id}",
    ),
    Source(
        id="xai/image-generation-models",
        provider="xai",
        authority=Authority.API,
        url="https://api.x.ai/v1/image-generation-models",
        read=model_list(NAMED_MODELS),
        guards=Guards(headings=("models",)),
        auth=Auth.BEARER,
        key_env="XAI_API_KEY",
        is_list=True,
        model_url="https://api.x.ai/v1/image-generation-models/{id}",
    ),
)
