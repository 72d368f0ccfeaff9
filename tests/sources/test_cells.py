"""Cells: which tokens are model ids, which of them are aliases, and what a replacement cell recommends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.cells import MAX_CELL, Replacements, as_code, is_model_id, plain, read_models, read_replacements

IDS = st.from_regex(r"[a-z]{2,5}-[0-9]{1,2}(\.[0-9])?(-mini)?", fullmatch=True)


@pytest.mark.parametrize(
    ("cell", "model_ids"),
    [
        ("`gpt-4-0314`", ["gpt-4-0314"]),
        ("claude-fable-5", ["claude-fable-5"]),
        ("`ada`", ["ada"]),
        ("o1", ["o1"]),
        ("gpt\u20114\u20110314", ["gpt-4-0314"]),
        ("`gpt-4*`", ["gpt-4"]),
        ("` textembedding-gecko@003    *   `", ["textembedding-gecko@003"]),
        ("[`gpt-4`](https://example.org/a_(b))", ["gpt-4"]),
        ("**gpt-4.1**", ["gpt-4.1"]),
        ("<code>gpt-4</code>", ["gpt-4"]),
        ("gpt-4<sup>1</sup>", ["gpt-4"]),
        ("~~`gpt-3`~~ `gpt-4`", ["gpt-4"]),
        ("`gpt-4`<br>`gpt-4-32k`", ["gpt-4", "gpt-4-32k"]),
        ("`gpt-4` `gpt-4-32k`", ["gpt-4", "gpt-4-32k"]),
        ("`sora-2`, `sora-2-pro`", ["sora-2", "sora-2-pro"]),
    ],
)
def test_a_model_cell_is_read_in_every_print(cell: str, model_ids: list[str]) -> None:
    models = read_models(cell)

    assert models is not None
    assert [(m.model_id, m.alias_of) for m in models] == [(model_id, None) for model_id in model_ids]


@pytest.mark.parametrize(
    "cell",
    [
        "Videos API", "OpenAI-Beta: realtime=v1", "OpenAI-Beta", "New fine-tuning training on `babbage-002`",
        "fine-tuning `babbage-002`", "`/v1/edits`", "`v1/prompts`", "/v1/engines", "https://example.org/gpt-4",
        "Preview models", "ada", "2026-03-26", "", "---", "`gpt-4", "`gpt-4` (deprecated)", "gpt-4 mini",
        "`reasoning.mode: pro`", "gpt-5orgpt-4.1", f"`{'a-1' * MAX_CELL}`",
    ],
)  # fmt: skip
def test_endpoints_products_and_prose_are_no_models(cell: str) -> None:
    assert read_models(cell) is None


@pytest.mark.parametrize(
    ("cell", "snapshot", "aliases"),
    [
        (r"`gpt-9-0613` \| `gpt-9`, `gpt-9-0613-completions`", "gpt-9-0613", ["gpt-9", "gpt-9-0613-completions"]),
        (r"`gpt-9-turbo` \| `gpt-9-turbo-2024-04-09`, `gpt-9-x`", "gpt-9-turbo-2024-04-09", ["gpt-9-turbo", "gpt-9-x"]),
        ("gpt-9, gpt-9-2025-08-07", "gpt-9-2025-08-07", ["gpt-9"]),
        ("`gpt-9-0125-preview` (including `gpt-9-preview` and `gpt-9-p`, which point to this snapshot)",
         "gpt-9-0125-preview", ["gpt-9-preview", "gpt-9-p"]),
        ("`command-z-03-2024` (and the alias `command-z`)", "command-z-03-2024", ["command-z"]),
    ],
)  # fmt: skip
def test_the_dated_id_is_the_snapshot_and_the_others_are_its_aliases(
    cell: str, snapshot: str, aliases: list[str]
) -> None:
    models = read_models(cell)

    assert models is not None
    assert {m.model_id: m.alias_of for m in models} == {snapshot: None, **dict.fromkeys(aliases, snapshot)}


def test_a_comma_between_different_models_makes_no_alias() -> None:
    models = read_models("img-1.5, img-1.5-2025-12-16, chat-img-latest")

    assert models is not None
    assert {m.model_id: m.alias_of for m in models} == {
        "img-1.5": "img-1.5-2025-12-16",
        "img-1.5-2025-12-16": None,
        "chat-img-latest": None,
    }


def test_an_alias_of_two_snapshots_is_an_alias_of_neither() -> None:
    models = read_models("`sora-9`, `sora-9-2025-10-06`, `sora-9-2025-12-08`, `sora-9-pro`, `sora-9-pro-2025-10-06`")

    assert models is not None
    aliases = {m.model_id: m.alias_of for m in models if m.alias_of}
    assert aliases == {"sora-9-pro": "sora-9-pro-2025-10-06"}


@pytest.mark.parametrize(
    ("cell", "model_ids", "text"),
    [
        ("`gpt-5`", ["gpt-5"], None),
        ("gpt-realtime", ["gpt-realtime"], None),
        ("`5.4-mini`", ["5.4-mini"], None),
        ("`a-2`, `a-1`, or `a-1-mini`", ["a-2", "a-1", "a-1-mini"], None),
        ("a-2.6-sun or a-2.6-flare", ["a-2.6-sun", "a-2.6-flare"], None),
        ("`gpt-5`or`gpt-4.1*`", ["gpt-5", "gpt-4.1"], "`gpt-5`or`gpt-4.1*`"),
        ("`gpt-5` or `gpt-4.1*`", ["gpt-5", "gpt-4.1"], "`gpt-5` or `gpt-4.1*`"),
        ("`gpt-5` `gpt-4.1`", ["gpt-5", "gpt-4.1"], None),
        ("`z-5` (`reasoning.mode: pro`)", ["z-5"], "`z-5` (`reasoning.mode: pro`)"),
        ("`z-5` (`mode:pro`)", ["z-5"], "`z-5` (`mode:pro`)"),
        ("`grok-9` with `low` reasoning effort", ["grok-9"], "`grok-9` with `low` reasoning effort"),
        ("grok-9 with reasoning off", ["grok-9"], "grok-9 with reasoning off"),
        ("the grok-9 family with reasoning off", [], "the grok-9 family with reasoning off"),
        ("GPT-5 (`gpt-5`)", ["gpt-5"], "GPT-5 (`gpt-5`)"),
        ("veo-3.1-x or the GA models on the [Platform](https://example.org)", ["veo-3.1-x"],
         "veo-3.1-x or the GA models on the Platform"),
        ("Gemini 3.5 Flash", [], "Gemini 3.5 Flash"),
        ("Responses API and Conversations API", [], "Responses API and Conversations API"),
        ("`/v1/chat/completions`", [], "`/v1/chat/completions`"),
        ("[/v1/models](https://example.org/v1/models)", [], "/v1/models"),
        ("Use a non-preview model", [], "Use a non-preview model"),
    ],
)  # fmt: skip
def test_a_replacement_cell_gives_ids_in_its_order_and_keeps_what_else_it_says(
    cell: str, model_ids: list[str], text: str | None
) -> None:
    assert read_replacements(cell) == Replacements(tuple(model_ids), text)


@pytest.mark.parametrize("cell", ["", "---", "\u2014", "-", "N/A", "None", "``", "No replacement", "TBD"])
def test_an_empty_replacement_is_none_at_all(cell: str) -> None:
    assert read_replacements(cell) == Replacements()


def test_ids_glued_together_are_not_taken_for_one() -> None:
    assert read_replacements("gpt-5orgpt-4.1*") is None


def test_a_cell_too_long_to_be_one_is_not_understood() -> None:
    assert read_replacements("`gpt-5` " * MAX_CELL) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("**Shutdown date**", "Shutdown date"),
        ("2026-09-30<sup>1</sup>", "2026-09-30"),
        ("~~2026-03-24~~ 2026-05-07", "2026-05-07"),
        (r"\*For [tasks](x) with `code_a_b` &amp; more", "*For tasks with code_a_b & more"),
        ("March\u00a09, 2026", "March 9, 2026"),
        ("a < b | c", "a < b | c"),
    ],
)
def test_plain_text_has_no_markup_left(cell: str, text: str) -> None:
    assert plain(cell) == text


def test_outside_code_a_word_is_no_id() -> None:
    assert is_model_id("curie")
    assert not is_model_id("curie", in_code=False)
    assert not is_model_id("GPT-5", in_code=False)
    assert is_model_id("gpt-5", in_code=False)


@given(
    st.lists(IDS, min_size=1, max_size=6, unique=True), st.sampled_from([", ", " or ", ", or ", " and ", "<br>", " "])
)
def test_ids_marked_as_code_are_read_back_whatever_stands_between_them(model_ids: list[str], between: str) -> None:
    cell = between.join(f"`{model_id}`" for model_id in model_ids)

    replacements = read_replacements(cell)

    assert replacements == Replacements(tuple(model_ids))
    assert [m.model_id for m in read_models(cell) or ()] == model_ids


@given(st.text("`|[]()<>*_~\\ abor-1.,;/:&\u2011\ue000\n", max_size=60))
def test_no_cell_raises_and_every_id_stands_in_it(cell: str) -> None:
    models, replacements = read_models(cell) or (), read_replacements(cell) or Replacements()

    for model_id in [*[m.model_id for m in models], *replacements.model_ids]:
        assert is_model_id(model_id)
        assert model_id in cell.replace("\u2011", "-").replace("\ue000", "").replace("\\", "").replace("~~~~", "")
    assert all(m.alias_of != m.model_id for m in models)
    assert "  " not in plain(cell)


@pytest.mark.parametrize(
    ("cell", "marked"),
    [
        ("ACME-Verse-2.1, GLM-9", "`ACME-Verse-2.1`, `GLM-9`"),
        ("N/A", "N/A"),
        ("n/a", "n/a"),
        ("Verse Two", "Verse Two"),
        ("Verse-2 or a later model", "Verse-2 or a later model"),
    ],
)
def test_only_cells_of_ids_alone_are_marked_as_code(cell: str, marked: str) -> None:
    assert as_code(cell) == marked
