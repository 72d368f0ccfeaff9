"""Heroku's managed inference: the list of available models, which needs no key.

It has said since February 2026 which models are deprecated, when they end and what follows them.
Rule: https://devcenter.heroku.com/articles/heroku-inference-api-available-models
"""

from __future__ import annotations

from monitor.core.facts import Authority, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.spec import Auth, Source

LIST = Shape(
    rows=("",),
    model_id="model_id",
    deprecated="deprecation_date",
    shutdown="eol_date",
    status="state",
    statuses={"active": StatedStatus.ACTIVE, "deprecated": StatedStatus.DEPRECATED},
    replacements="replacement_model",
)

SOURCES = (
    Source(
        id="heroku/models",
        provider="heroku",
        authority=Authority.API,
        url="https://us.inference.heroku.com/available-models",
        read=model_list(LIST),
        guards=Guards(min_facts=3),
        auth=Auth.NONE,
        is_list=True,
    ),
)
