"""IBM watsonx.ai: the list of foundation models of one region, which needs no key.

`lifecycle` is a list of stages, each with the day on which it starts, ahead or past: "deprecated", "constricted" (no
training and no new deployments), "withdrawn". Rule: https://cloud.ibm.com/apidocs/watsonx-ai#list-foundation-model-specs
"""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.lists.model_lists import model_list, next_page_by_link
from monitor.sources.lists.shapes import Shape
from monitor.sources.spec import Source

LIST = Shape(
    rows=("resources",),
    model_id="model_id",
    display_name="label",
    released="lifecycle[id=available].start_date",
    deprecated="lifecycle[id=deprecated].start_date",
    shutdown="lifecycle[id=withdrawn].start_date",
    replacements="lifecycle[id=withdrawn].alternative_model_ids | lifecycle[id=deprecated].alternative_model_ids",
)

SOURCES = (
    Source(
        id="watsonx/models",
        provider="watsonx",
        authority=Authority.API,
        url="https://us-south.ml.cloud.ibm.com/ml/v1/foundation_model_specs?version=2024-07-25&limit=200",
        page_url="https://www.ibm.com/docs/en/watsonx/saas?topic=model-foundation-lifecycle",
        read=model_list(LIST),
        guards=Guards(headings=("resources",), min_facts=3),
        next_page=next_page_by_link("next.href"),
        is_list=True,
        verified=False,
    ),
)
