"""Tables of figures as others publish them -> rows as ours has them: LiteLLM's, models.dev's and OpenRouter's.

All are JSON. Providers and ids are read as references are, and a row whose provider we do not know is left out, as is
a value of another kind than expected: what others write is never an error of ours, unless the whole is no such table.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from monitor.catalog.figures import PRICES, Row, Table
from monitor.core.prefixes import COLON_PREFIXES, PREFIXES
from monitor.core.references import parse
from monitor.errors import InvalidReference, UnreadableDocument

LIST = "openrouter/models"  # a source whose rows have prices, context windows and modalities
MILLION = 1_000_000
MOST_TOKENS = 10**9
YEAR_2100 = 4_102_444_800  # in seconds

# Rows that stand for no id: prices by the size of a picture or of a model, and patterns.
_NO_MODEL = re.compile(
    r"\d+-x-\d+|/\d+-steps/|\*|^(?:together|fireworks)-ai-|^azure/(?:global|us|eu)/|^(?:low|medium|high|hd)/"
)

_MODES = {
    "chat": "text", "responses": "text", "completion": "legacy completion", "embedding": "embedding",
    "rerank": "reranking", "moderation": "moderation", "image_generation": "image", "image_edit": "image",
    "video_generation": "video", "audio_speech": "speech", "audio_transcription": "transcription",
    "realtime": "realtime", "ocr": "document reading",
}  # fmt: skip
_ENDPOINTS = {"chat": "chat", "responses": "responses", "completion": "completions"}
_MODALITIES = ("text", "image", "audio", "video", "pdf")

Rows = dict[str, dict[str, Row]]


def read(text: bytes | str, name: str, as_of: str | None) -> Table:
    """The table in a JSON document of any of the shapes, made by `name` on the ISO day `as_of`.

    Raises UnreadableDocument where it is none of them.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableDocument(
            f"{name} is no JSON", hint="name a file of models.dev, LiteLLM or OpenRouter"
        ) from None
    found: Rows = defaultdict(dict)
    for provider, model_id, row in _rows(document):
        values = {key: value for key, value in row.items() if value not in (None, "", ())}
        known = found[provider].get(model_id.casefold())
        if values and (known is None or (values.keys() & PRICES and not known.keys() & PRICES)):
            shown = {} if model_id == model_id.casefold() else {"id": model_id}
            found[provider][model_id.casefold()] = {**shown, **values, "by": 0}
    if not found:
        hint = "it must be a table as models.dev, LiteLLM or OpenRouter publish it"
        raise UnreadableDocument(f"{name} holds no figures about models", hint=hint)
    return Table(((name, as_of),), dict(found))


def listed(text: bytes, source_id: str, day: date) -> Table:
    """The figures in a source's list as it was on a UTC day; none where it holds none."""
    try:
        return read(text, source_id, day.isoformat())
    except UnreadableDocument:
        return Table((), {})


def _rows(document: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if not isinstance(document, dict):
        return
    listed = document.get("data", document.get("models"))
    if isinstance(listed, list):
        yield from _of_openrouter(listed)
        return
    for key, entry in document.items():
        if not isinstance(entry, dict):
            continue
        if isinstance(entry.get("models"), dict):
            yield from _of_models_dev(key, entry["models"])
        elif "litellm_provider" in entry:
            yield from _of_litellm(key, entry)


# --------------------------------------------------------------------------------------------------------- OpenRouter


def _of_openrouter(rows: list[Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """GET https://openrouter.ai/api/v1/models; prices there are US dollars per token, as texts."""
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("id"), str):
            continue
        prices, build, top = (_object(row, key) for key in ("pricing", "architecture", "top_provider"))
        can = row.get("supported_parameters")
        yield (
            "openrouter",
            row["id"],
            {
                "in": _per_million(prices.get("prompt")),
                "out": _per_million(prices.get("completion")),
                "context": _tokens(row.get("context_length")),
                "max_out": _tokens(top.get("max_completion_tokens")),
                "reads": _modalities(build.get("input_modalities")),
                "makes": _modalities(build.get("output_modalities")),
                "tools": "tools" in can if isinstance(can, list) else None,
                "structured": "structured_outputs" in can if isinstance(can, list) else None,
                "released": _day_of_seconds(row.get("created")),
            },
        )


# --------------------------------------------------------------------------------------------------------- models.dev


def _of_models_dev(key: str, models: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """https://models.dev/api.json: providers, each with models; prices are per million tokens."""
    provider = COLON_PREFIXES.get(key)
    for model_id, row in models.items():
        if provider is None or not isinstance(row, dict):
            continue
        cost, limit, modalities = (_object(row, name) for name in ("cost", "limit", "modalities"))
        yield (
            provider,
            str(model_id),
            {
                "in": _number(cost.get("input")),
                "out": _number(cost.get("output")),
                "context": _tokens(limit.get("context")),
                "max_out": _tokens(limit.get("output")),
                "reads": _modalities(modalities.get("input")),
                "makes": _modalities(modalities.get("output")),
                "tools": _truth(row.get("tool_call")),
                "structured": _truth(row.get("structured_output")),
                "released": _day(row.get("release_date")),
            },
        )


# ------------------------------------------------------------------------------------------------------------ LiteLLM


def _of_litellm(key: str, row: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """LiteLLM's model_prices_and_context_window.json: one object for each of its spellings of a model.

    A row of one region says nothing of the model's price and context window elsewhere.
    """
    named = str(row["litellm_provider"])
    provider = PREFIXES.get(named) or PREFIXES.get(re.split(r"-|_converse", named)[0])
    if provider is None or _NO_MODEL.search(key):
        return
    head = key.partition("/")[0].casefold()
    try:
        reference = parse(key if PREFIXES.get(head) == provider else f"{provider}/{key}")
    except InvalidReference:
        return
    if reference.provider != provider or reference.scope.deployment or reference.scope.version:
        return
    mode = row.get("mode")
    prices = {
        "in": _per_million(row.get("input_cost_per_token")),
        "out": _per_million(row.get("output_cost_per_token")),
        "context": _tokens(row.get("max_input_tokens")),
    }
    yield (
        provider,
        reference.model_id,
        {
            **(prices if set(reference.scope.regions) <= {"global"} else {}),
            "max_out": _tokens(row.get("max_output_tokens")) if mode in _ENDPOINTS else None,
            "reads": _modalities(row.get("supported_modalities")) or _reads(row),
            "makes": _modalities(row.get("supported_output_modalities")),
            "kind": _MODES.get(mode) if isinstance(mode, str) else None,
            "endpoint": _ENDPOINTS.get(mode) if isinstance(mode, str) else None,
            "tools": _truth(row.get("supports_function_calling")),
            "structured": _truth(row.get("supports_response_schema")),
            "dimensions": _tokens(row.get("output_vector_size")),
            "ends": _day(row.get("deprecation_date")),
        },
    )


def _reads(row: dict[str, Any]) -> str:
    """What the flags say of input; nothing where they are silent, since a flag that is missing may be forgotten."""
    flags = {"image": "supports_vision", "audio": "supports_audio_input", "video": "supports_video_input"}
    read = [modality for modality, flag in flags.items() if row.get(flag) is True]
    return " ".join(["text", *read]) if read else ""


# ------------------------------------------------------------------------------------------------- values, as far as so


def _object(row: dict[str, Any], key: str) -> dict[str, Any]:
    value = row.get(key)
    return value if isinstance(value, dict) else {}


def _number(value: object) -> float | None:
    """A price that may be: not negative (OpenRouter's routers have -1), and not free of charge by being unknown."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return _short(float(value)) if is_number and 0 <= value < MILLION else None  # type: ignore[arg-type,operator]  # it is one


def _per_million(value: object) -> float | None:
    try:
        return _number(round(float(value) * MILLION, 6))  # type: ignore[arg-type]  # what is no number is told by the error
    except (TypeError, ValueError, OverflowError):
        return None


def _short(value: float) -> float:
    return int(value) if value == int(value) else value


def _tokens(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < MOST_TOKENS else None


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _modalities(value: object) -> str:
    given = [str(item).casefold() for item in value] if isinstance(value, list) else []
    given = ["pdf" if item == "file" else item for item in given]
    return " ".join(m for m in _MODALITIES if m in given)


def _day(value: object) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None


def _day_of_seconds(value: object) -> str | None:
    """The UTC day of a time in seconds since 1970, as OpenRouter gives it."""
    is_time = isinstance(value, int) and not isinstance(value, bool) and 0 < value < YEAR_2100
    return datetime.fromtimestamp(value, UTC).date().isoformat() if is_time else None  # type: ignore[arg-type]  # it is one
