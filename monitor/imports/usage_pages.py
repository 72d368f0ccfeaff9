"""The answers of OpenAI's and Anthropic's usage APIs, in JSON: one page, or a list of pages.

OpenAI, GET /v1/organization/usage/completions (embeddings, images, …), asked with group_by=model:
    {"object": "page", "data": [{"start_time", "end_time", "results": [{"model", "num_model_requests",
    "input_tokens", "output_tokens", "project_id", "api_key_id", …}]}], "has_more", "next_page"}
    https://platform.openai.com/docs/api-reference/usage/completions
Anthropic, GET /v1/organizations/usage_report/messages, asked with group_by[]=model; it states no requests:
    {"data": [{"starting_at", "ending_at", "results": [{"model", "uncached_input_tokens", "cache_creation":
    {"ephemeral_1h_input_tokens", "ephemeral_5m_input_tokens"}, "cache_read_input_tokens", "output_tokens",
    "workspace_id", "api_key_id", …}]}], "has_more", "next_page"}
    https://platform.claude.com/docs/en/api/admin-api/usage-cost/get-messages-usage-report
"""

from __future__ import annotations

from typing import Any

from monitor.errors import UnreadableDocument
from monitor.imports.json_tree import Object, member, objects, word
from monitor.imports.uses import Tally, Usage, Use, day_of, figure, total

NO_MODEL = "says no model: ask with group_by=model"
NO_DAY = "says no day"
MORE = "is not the last page: give all pages at once"


def form_of(value: Any) -> str:
    """Whose answer a JSON value is, "openai" or "anthropic"; "" if it is none."""
    for _, page in objects(value):
        for _, bucket in objects(page.get("data")):
            if "results" in bucket:
                return "openai" if "start_time" in bucket else "anthropic" if "starting_at" in bucket else ""
        if page.get("object") == "page" and page.get("data") == []:
            return "openai"
    return ""


def read(value: Any) -> Usage:
    """The uses of all pages. Raises UnreadableDocument where it is no answer of either."""
    form = form_of(value)
    if not form:
        raise UnreadableDocument("is no answer of a usage API", hint='it has "data" with "results"')
    tally = Tally()
    pages = list(objects(value))
    for index, page in pages:
        path = f"$[{index}]" if isinstance(value, list) else "$"
        for number, bucket in objects(page.get("data")):
            _bucket(bucket, f"{path}.data[{number}]", form, tally)
    if pages[-1][1].get("has_more") is True:
        tally.miss("", "$.has_more", MORE)
    return tally.usage(form)


def _bucket(bucket: Object, path: str, form: str, tally: Tally) -> None:
    day = day_of(bucket.get("start_time" if form == "openai" else "starting_at"))
    for index, result in objects(bucket.get("results")):
        place, model = f"{path}.results[{index}]", word(result.get("model"))
        if day is None:
            tally.miss(model, place, NO_DAY)
        elif not model:
            tally.miss("", place, NO_MODEL)
        else:
            requests, tokens = _openai(result) if form == "openai" else _anthropic(result)
            names = (word(result.get(key)) for key in ("api_key_id", "project_id", "workspace_id"))
            tally.add(Use(f"{form}/{model}", day, tuple(filter(None, names)), requests, tokens))


def _openai(result: Object) -> tuple[int | None, int | None]:
    """Requests and tokens; the tokens that came from a cache are among the input's."""
    tokens = total(figure(result.get(key)) for key in ("input_tokens", "output_tokens"))
    return figure(result.get("num_model_requests")), tokens


def _anthropic(result: Object) -> tuple[int | None, int | None]:
    keys = ("uncached_input_tokens", "cache_read_input_tokens", "output_tokens")
    written = ("ephemeral_1h_input_tokens", "ephemeral_5m_input_tokens")
    figures = [result.get(key) for key in keys] + [member(result, "cache_creation", key) for key in written]
    return None, total(map(figure, figures))
