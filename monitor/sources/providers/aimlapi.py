"""AI/ML API, an aggregator: its model list, and its list of models that end.

In the second "superseded" means that an id is answered by the model in `replaced_by` and goes on working; one that is
"withdrawn" answers 404. Both lists have other names for a model, which requests may use as well. No key is needed.
Rule: https://docs.aimlapi.com/api-references/service-endpoints/model-deprecations
"""

from __future__ import annotations

from monitor.core.facts import Authority, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.spec import Source

ENDS = Shape(
    deprecated="deprecated_at",
    shutdown="shutdown_at",
    status="status",
    statuses={"deprecated": StatedStatus.DEPRECATED, "superseded": None, "withdrawn": StatedStatus.RETIRED},
    replacements="replaced_by",
    redirected=("status", "superseded"),
    aliases="aliases",
)
LIST = Shape(display_name="info.name", aliases="aliases")

SOURCES = (
    Source(
        id="aimlapi/deprecations",
        provider="aimlapi",
        authority=Authority.AGGREGATOR,
        url="https://api.aimlapi.com/v1/models/deprecations",
        page_url="https://docs.aimlapi.com/api-references/service-endpoints/model-deprecations",
        read=model_list(ENDS),
        guards=Guards(headings=("data", "generated_at"), min_facts=5),
        verified=False,
    ),
    Source(
        id="aimlapi/models",
        provider="aimlapi",
        authority=Authority.AGGREGATOR,
        url="https://api.aimlapi.com/v1/models",
        read=model_list(LIST),
        guards=Guards(headings=("data",), min_facts=50),
        is_list=True,
        verified=False,
    ),
)
