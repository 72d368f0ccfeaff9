"""Google's Gemini API: the deprecations page and the model list.

All dates of the page are "the earliest possible dates": one that lies ahead is a floor. Models that are shut down stay
in the tables, in grey, with the day on which it happened: a date that has come is a shutdown.
"""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.lists.model_lists import model_list, next_page_by_token
from monitor.sources.lists.shapes import Shape
from monitor.sources.pages import table_page
from monitor.sources.spec import Auth, Source
from monitor.sources.tables import TableRules

# Rule: https://ai.google.dev/api/models#method:-models.list; without pageSize there are 50 models in an answer
LIST = Shape(rows=("models",), model_id="name", prefix="models/", display_name="displayName")

SOURCES = (
    Source(
        id="google/deprecations",
        provider="google",
        authority=Authority.DEPRECATIONS,
        url="https://ai.google.dev/gemini-api/docs/deprecations.md.txt",
        page_url="https://ai.google.dev/gemini-api/docs/deprecations",
        read=table_page(TableRules(), only_earliest=True),
        guards=Guards(headings=("release date", "shutdown date", "recommended replacement"), min_facts=15),
    ),
    Source(
        id="google/models",
        provider="google",
        authority=Authority.API,
        url="https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000",
        read=model_list(LIST),
        guards=Guards(headings=("models",), min_facts=10),
        auth=Auth.X_GOOG_API_KEY,
        key_env="GEMINI_API_KEY",
        next_page=next_page_by_token("nextPageToken", "pageToken", pageSize=1000),
        is_list=True,
        model_url="https://generativelanguage.googleapis.com/v1beta/models/{id}",
    ),
)
