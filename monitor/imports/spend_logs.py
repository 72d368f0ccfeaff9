"""LiteLLM's spend logs: one row a request, as `GET /spend/logs` and `/spend/logs/v2` answer, or its table as CSV.

    [{"request_id", "startTime", "model", "custom_llm_provider", "api_key" (a hash), "team_id", "total_tokens",
      "prompt_tokens", "completion_tokens", "metadata": {"user_api_key_alias", "user_api_key_team_alias", …}, …}]
    {"data": [the same], "total", "page", …}

Keys as in litellm/proxy/schema.prisma (LiteLLM_SpendLogs). `/spend/logs` with dates answers with sums of money alone
unless it is asked with summarize=false.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from monitor.core.references import parse
from monitor.errors import InvalidReference, UnreadableDocument
from monitor.imports import json_tree
from monitor.imports.json_tree import member, objects, word
from monitor.imports.uses import Tally, Usage, Use, day_of, figure, total

COLUMNS = frozenset({"request id", "model", "starttime"})  # of the CSV, folded

_NAMES = ("key alias", "user api key alias", "api key", "team alias", "user api key team alias", "team id")
_DEPLOYMENTS = frozenset({"azure", "azure_text"})


def is_log(value: Any) -> bool:
    """Whether a JSON value has the rows of spend logs."""
    return any("startTime" in row and "model" in row for _, row in objects(_rows(value)))


def read(value: Any) -> Usage:
    """The uses that spend logs hold. Raises UnreadableDocument where there are no rows."""
    if not is_log(value):
        raise UnreadableDocument("has no rows of spend logs", hint="ask /spend/logs with summarize=false")
    tally = Tally()
    add(_of_json(_rows(value)), tally)
    return tally.usage("litellm")


def add(rows: Iterable[tuple[str, Mapping[str, str]]], tally: Tally) -> None:
    """Count rows, each with its place, under folded headings; the same request is counted once."""
    seen: set[str] = set()
    for place, cells in rows:
        request = cells.get("request id", "")
        if request and request in seen:
            continue
        seen.add(request)
        _row(place, cells, tally)


def _row(place: str, cells: Mapping[str, str], tally: Tally) -> None:
    model, provider = cells.get("model", ""), cells.get("custom llm provider", "")
    day = day_of(cells.get("starttime"))
    provider = provider or (model.partition("/")[0] if "/" in model else "")
    if not model:
        tally.miss("", place, "says no model")
    elif day is None:
        tally.miss(model, place, "says no day")
    elif provider in _DEPLOYMENTS:
        tally.miss(model, place, "names a deployment of Azure, and not the model that it runs")
    else:
        names = tuple(dict.fromkeys(name for key in _NAMES if (name := cells.get(key, ""))))
        tokens = figure(cells.get("total tokens"))
        if tokens is None:
            tokens = total(figure(cells.get(key)) for key in ("prompt tokens", "completion tokens"))
        tally.add(Use(_reference(model, provider), day, names, 1, tokens))


def _reference(model: str, provider: str) -> str:
    try:
        bare = parse(model).provider is None
    except InvalidReference:
        return model  # said when it is stored
    return f"{provider}/{model}" if bare and provider else model


def _rows(value: Any) -> Any:
    return value.get("data") if isinstance(value, dict) and "data" in value else value


def _of_json(rows: Any) -> Iterator[tuple[str, Mapping[str, str]]]:
    for index, row in objects(rows):
        metadata = row.get("metadata")
        if isinstance(metadata, str):
            try:
                metadata = json_tree.load(metadata)
            except UnreadableDocument:
                metadata = None
        yield (
            f"$[{index}]",
            {
                "request id": word(row.get("request_id")),
                "model": word(row.get("model")),
                "custom llm provider": word(row.get("custom_llm_provider")),
                "starttime": word(row.get("startTime")),
                "api key": word(row.get("api_key")),
                "team id": word(row.get("team_id")),
                "key alias": word(member(metadata, "user_api_key_alias")),
                "team alias": word(member(metadata, "user_api_key_team_alias")),
                "total tokens": word(row.get("total_tokens")),
                "prompt tokens": word(row.get("prompt_tokens")),
                "completion tokens": word(row.get("completion_tokens")),
            },
        )
