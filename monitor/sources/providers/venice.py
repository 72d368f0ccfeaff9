"""Venice: the model list, which announces the end of models.

`removesAt` is when a model leaves the list, and an id may from then on be answered by another model (`autoRemap`).
Rule: https://docs.venice.ai/api-reference/endpoint/models/list
"""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.spec import Auth, Source

LIST = Shape(
    display_name="model_spec.name",
    deprecated="model_spec.deprecation.startsAt",
    shutdown="model_spec.deprecation.removesAt | model_spec.deprecation.date",
    replacements="model_spec.deprecation.replacementModelId",
    redirected=("model_spec.deprecation.autoRemap", True),
)

SOURCES = (
    Source(
        id="venice/models",
        provider="venice",
        authority=Authority.API,
        url="https://api.venice.ai/api/v1/models?type=all",
        read=model_list(LIST),
        guards=Guards(headings=("data",), min_facts=5),
        auth=Auth.BEARER,
        key_env="VENICE_API_KEY",
        is_list=True,
        verified=False,
    ),
)
