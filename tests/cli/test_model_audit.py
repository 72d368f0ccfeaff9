"""`model audit-replacements`, and what a model's own tables of figures do to what is shown."""

from __future__ import annotations

import json

from tests.cli.conftest import CONFIG, GONE, Terminal, page
from tests.e2e.mirror import Mirror

OPENAI = ("--source", "openai/deprecations")


def test_the_share_is_told_by_whose_word_it_is_and_those_without_with_the_reason(polled: Terminal) -> None:
    answer = polled("model", "audit-replacements")

    assert answer.status == 0, answer.err
    first, served, theirs, ours, without = answer.out.splitlines()[:5]
    assert first.endswith("models deprecated or retired")
    assert "with a living one to move to (9" in served
    assert "by their provider's word" in theirs
    assert "by our suggestion" in ours
    assert without.endswith("without")
    assert "bedrock/amazon.nova-reel-v1:0" in answer.out
    assert "no model of the same kind" in " ".join(answer.out.split())


def test_json_has_the_same_figures_and_a_provider_can_be_chosen(polled: Terminal) -> None:
    told = polled("model", "audit-replacements", "--provider", "bedrock", "--json").json

    assert told["served"] == told["by_provider"] + told["by_us"]
    assert told["models"] == told["served"] + len(told["without"])
    assert {w["provider"] for w in told["without"]} == {"bedrock"}
    assert told["dead"] == []


def test_a_table_of_ones_own_is_used_and_a_broken_one_stops_nothing(terminal: Terminal, pages: Mirror) -> None:
    pages.documents["openai/deprecations"] = page(GONE)
    table = terminal.folder / "own.json"
    terminal.configure(CONFIG.format(mirror=pages.url) + f'\n[figures]\ntables = ["{table.name}"]\n')
    terminal("poll", *OPENAI)
    table.write_text(json.dumps({"openai": {"models": {"gpt-4-0314": {"cost": {"input": 7, "output": 9}}}}}), "utf-8")

    own = terminal("check", "openai/gpt-4-0314", "--json").json["findings"][0]["replacement"]["price"]["before"]
    table.write_text("nonsense", "utf-8")
    broken = terminal("check", "openai/gpt-4-0314", "--json").json["findings"][0]["replacement"]["price"]["before"]

    assert (own["input_per_mtok"], own["output_per_mtok"], own["source"]) == (7, 9, "own.json")
    assert (broken["input_per_mtok"], broken["source"]) == (30, "genai-prices 0.2.3")


def test_what_is_different_is_shown_beside_each_model(polled: Terminal) -> None:
    text = polled("model", "show", "openai/gpt-4-0314").out
    (first, *_) = polled("model", "show", "openai/gpt-4-0314", "--json").json["replacements"]

    assert "· Price per million tokens: input $30 →" in text
    assert first["comparison"][0].startswith("Price per million tokens: input $30 →")
    assert first["price"]["before"]["as_of"]
    assert first["sources"][0].startswith("https://")
