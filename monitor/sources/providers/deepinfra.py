"""DeepInfra: the list of models, which needs no key.

`deprecated` is the time since when a model is; nobody says whether it answers after that. What follows it is in
`replaced_by`.
"""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.spec import Source

LIST = Shape(rows=("", "data"), model_id="model_name", deprecated="deprecated", replacements="replaced_by")

SOURCES = (
    Source(
        id="deepinfra/models",
        provider="deepinfra",
        authority=Authority.API,
        url="https://api.deepinfra.com/models/list",
        page_url="https://deepinfra.com/models",
        read=model_list(LIST),
        guards=Guards(min_facts=20),
        is_list=True,
        verified=False,
    ),
)
