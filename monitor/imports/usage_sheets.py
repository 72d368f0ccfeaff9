"""Usage as CSV: what OpenAI's usage page and Anthropic's Console export, and LiteLLM's table of spend logs.

Columns are found by their headings, in any order.

    OpenAI:    start_time, end_time, start_time_iso, …, project_id, project_name, num_model_requests, api_key_id,
               model, input_tokens, output_tokens, …  (older: snapshot_id, n_requests, n_context_tokens_total, …)
    Anthropic: usage_date_utc, model_version, api_key, workspace, …, usage_input_tokens_no_cache,
               usage_input_tokens_cache_write_5m, …_1h, usage_input_tokens_cache_read, usage_output_tokens, …
    LiteLLM:   request_id, startTime, model, custom_llm_provider, api_key, team_id, total_tokens, …; a row a request

Neither provider documents its columns: these are those of exports that people have published. OpenAI's file has the
columns of what it was grouped by only, so that one without `model` is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from monitor.errors import UnreadableDocument
from monitor.imports import sheet, spend_logs
from monitor.imports.uses import Tally, Usage, Use, day_of, figure, total

Cells = Mapping[str, str]


class Columns(NamedTuple):
    """The headings of one kind of sheet, folded; of several for one thing, the first that has a cell counts."""

    proof: frozenset[str]  # what only this kind has
    model: tuple[str, ...]
    day: tuple[str, ...]
    names: tuple[str, ...]
    requests: tuple[str, ...]
    tokens: tuple[str, ...]  # these are added


KINDS = {
    "anthropic": Columns(
        proof=frozenset({"usage date utc", "model version"}),
        model=("model version",),
        day=("usage date utc",),
        names=("api key", "workspace"),
        requests=(),
        tokens=(
            "usage input tokens no cache",
            "usage input tokens cache write",
            "usage input tokens cache write 5m",
            "usage input tokens cache write 1h",
            "usage input tokens cache read",
            "usage output tokens",
        ),
    ),
    "openai": Columns(
        proof=frozenset({"start time", "end time", "start time iso"}),
        model=("model", "snapshot id"),
        day=("start time iso", "start time"),
        names=("api key name", "api key id", "project name", "project id"),
        requests=("num model requests", "n requests"),
        tokens=("input tokens", "output tokens", "n context tokens total", "n generated tokens total"),
    ),
}


def form_of(text: str) -> str:
    """Whose sheet it is: "anthropic", "openai" or "litellm"; "" if it is none of them."""
    try:
        found = set(sheet.headings(text))
    except UnreadableDocument:
        return ""
    if found >= spend_logs.COLUMNS:
        return "litellm"
    return next((form for form, columns in KINDS.items() if columns.proof <= found), "")


def read(text: str, form: str) -> Usage:
    """The uses of a sheet. Raises UnreadableDocument for one that is not of this form."""
    found = form_of(text)
    if not found or form not in {"auto", found}:
        raise UnreadableDocument("has not the columns of a known export of usage", hint="export it with a header row")
    tally = Tally()
    if found == "litellm":
        spend_logs.add(((str(line), cells) for line, cells in sheet.rows(text)), tally)
        return tally.usage(found)
    columns = KINDS[found]
    if not set(columns.model) & set(sheet.headings(text)):
        raise UnreadableDocument("has no column of models", hint="group the usage by model and export it again")
    for line, cells in sheet.rows(text):
        _row(cells, str(line), found, columns, tally)
    return tally.usage(found)


def _row(cells: Cells, place: str, form: str, columns: Columns, tally: Tally) -> None:
    model, day = _first(cells, columns.model), day_of(_first(cells, columns.day))
    requests = figure(_first(cells, columns.requests))
    tokens = total(figure(cells.get(name)) for name in columns.tokens)
    if not model:
        if requests or tokens:  # an interval in which nothing happened has no model either
            tally.miss("", place, "says no model")
    elif day is None:
        tally.miss(model, place, "says no day")
    else:
        names = tuple(dict.fromkeys(name for key in columns.names if (name := cells.get(key, ""))))
        tally.add(Use(f"{form}/{model}", day, names, requests, tokens))


def _first(cells: Cells, names: tuple[str, ...]) -> str:
    return next((cell for name in names if (cell := cells.get(name, ""))), "")
