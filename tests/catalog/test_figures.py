"""Figures come from several tables, the first first, each with its source and date."""

from __future__ import annotations

import json

import pytest

from monitor.catalog import shapes
from monitor.catalog.figures import FigureTables, Table, export, load, merged
from monitor.errors import UnreadableDocument

PRICES = Table((("prices", "2026-08-01"),), {"openai": {"gpt-9": {"in": 2, "out": 8, "context": 1000, "by": 0}}})
DETAILS = Table(
    (("details", "2026-08-02"),),
    {"openai": {"gpt-9": {"in": 3, "max_out": 99, "reads": "text image", "ends": "2027-01-14", "by": 0}}},
)


def of(*tables: Table) -> FigureTables:
    return FigureTables([lambda t=t: t for t in tables])  # type: ignore[misc]  # a default argument makes each its own


@pytest.mark.parametrize("figures", [of(PRICES, DETAILS), of(merged([PRICES, DETAILS]))])
def test_prices_come_from_one_table_and_the_rest_from_the_first_that_knows_it(figures: FigureTables) -> None:
    found = figures.of("openai", "GPT-9")

    assert found is not None
    assert (found.input_per_mtok, found.output_per_mtok, found.source, found.as_of) == (2, 8, "prices", "2026-08-01")
    assert (found.max_output, found.reads, str(found.ends_on)) == (99, ("text", "image"), "2027-01-14")
    assert (found.details_source, found.details_as_of) == ("details", "2026-08-02")


def test_the_users_own_tables_count_first() -> None:
    found = of(PRICES).before(lambda: DETAILS).of("openai", "gpt-9")

    assert found is not None
    assert (found.input_per_mtok, found.source) == (3, "details")


def test_what_is_exported_is_loaded_again(tmp_path: object) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "figures.json"
    file.write_text(export(merged([PRICES, DETAILS])), "utf-8")

    assert FigureTables([lambda: load(file)]).of("openai", "gpt-9") == of(PRICES, DETAILS).of("openai", "gpt-9")


@pytest.mark.parametrize("text", ["", "[]", '{"format":2}', '{"format":1,"makers":3}'])
def test_a_damaged_file_is_told(tmp_path: object, text: str) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "figures.json"
    file.write_text(text, "utf-8")
    with pytest.raises(UnreadableDocument, match="install this package again"):
        load(file)


MODELS_DEV = {
    "amazon-bedrock": {
        "models": {
            "acme.Claw-v1:0": {
                "tool_call": True,
                "structured_output": False,
                "modalities": {"input": ["text", "image", "smell"], "output": ["text"]},
                "cost": {"input": 0.25, "output": 1.25},
                "limit": {"context": 200_000, "output": 4096},
                "release_date": "2026-08-01",
            }
        }
    },
    "nobody-we-know": {"models": {"x": {"cost": {"input": 1}}}},
}
LITELLM = {
    "sample_spec": {"litellm_provider": "one of these", "mode": "one of these"},
    "gemini/claw-embed": {
        "litellm_provider": "gemini",
        "mode": "embedding",
        "input_cost_per_token": 2e-07,
        "output_vector_size": 768,
        "max_input_tokens": "many",
        "deprecation_date": "soon",
    },
    "together_ai/acme/Claw": {"litellm_provider": "together_ai", "mode": "chat", "deprecation_date": "2026-10-22"},
    "1024-x-1024/dall-e-9": {"litellm_provider": "openai", "input_cost_per_token": 1},
}
OPENROUTER = {
    "data": [
        {
            "id": "acme/claw:free",
            "context_length": 8192,
            "created": 1_785_542_400,
            "pricing": {"prompt": "0.000001", "completion": "-1"},
            "architecture": {"input_modalities": ["text", "file"]},
            "supported_parameters": ["tools"],
        },
        {"name": "no id"},
    ]
}


def test_a_table_of_models_dev_is_read() -> None:
    found = of(shapes.read(json.dumps(MODELS_DEV), "models.dev", "2026-08-20")).of("bedrock", "acme.claw-v1:0")

    assert found is not None
    assert (found.input_per_mtok, found.output_per_mtok, found.context_window, found.max_output) == (
        0.25, 1.25, 200_000, 4096,
    )  # fmt: skip
    assert (found.reads, found.tools, found.structured_output) == (("text", "image"), True, False)
    assert (str(found.released_on), str(found.known_on)) == ("2026-08-01", "2026-08-20")


def test_a_table_of_litellm_is_read_and_what_is_no_figure_is_left_out() -> None:
    table = shapes.read(json.dumps(LITELLM), "LiteLLM", None)
    embedding, text = of(table).of("google", "claw-embed"), of(table).of("together", "acme/claw")

    assert set(table.models) == {"google", "together"}
    assert embedding is not None
    assert (embedding.input_per_mtok, embedding.dimensions, embedding.context_window) == (0.2, 768, None)
    assert (embedding.kind, embedding.ends_on) == ("embedding", None)
    assert text is not None
    assert (text.endpoint, str(text.ends_on)) == ("chat", "2026-10-22")
    assert of(table).ids("together") == ("acme/Claw",)


@pytest.mark.parametrize(
    ("keys", "price"),
    [
        (("bedrock/us-gov-east-1/anthropic.claw-v1:0", "anthropic.claw-v1:0"), 2),
        (("eu.anthropic.claw-v1:0", "global.anthropic.claw-v1:0"), 2),
        (("anthropic.claw-v1:0", "us.anthropic.claw-v1:0"), 1),
        (("us.anthropic.claw-v1:0",), None),
    ],
)
def test_litellms_price_of_a_region_is_not_that_of_the_model(keys: tuple[str, ...], price: int | None) -> None:
    rows = {
        key: {"litellm_provider": "bedrock", "mode": "chat", "input_cost_per_token": cost * 1e-06}
        for cost, key in enumerate(keys, start=1)
    }
    found = of(shapes.read(json.dumps(rows), "LiteLLM", None)).of("bedrock", "anthropic.claw-v1:0")

    assert found is not None
    assert (found.input_per_mtok, found.kind) == (price, "text")


def test_openrouters_list_is_read() -> None:
    found = of(shapes.read(json.dumps(OPENROUTER), "openrouter/models", "2026-08-20")).of(
        "openrouter", "acme/claw:free"
    )

    assert found is not None
    assert (found.input_per_mtok, found.output_per_mtok, found.context_window) == (1, None, 8192)
    assert (found.reads, found.tools, found.structured_output) == (("text", "pdf"), True, False)
    assert str(found.released_on) == "2026-08-01"


@pytest.mark.parametrize("created", [None, True, "1785542400", -1, 10**12])
def test_a_time_that_cannot_be_is_no_release(created: object) -> None:
    row = {"id": "acme/claw", "context_length": 1, "created": created}
    found = of(shapes.read(json.dumps({"data": [row]}), "openrouter/models", None)).of("openrouter", "acme/claw")

    assert found is not None
    assert found.released_on is None


@pytest.mark.parametrize("text", ["", "{", "[1]", "{}", '{"data":[]}', '{"a":{"models":{"b":3}}}'])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(UnreadableDocument):
        shapes.read(text, "x.json", None)
