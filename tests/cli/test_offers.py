"""What an aggregator asks for a model: from the page of the model that the settings name to what a pin is told."""

from __future__ import annotations

from tests.cli.conftest import CONFIG, GONE, Terminal, page
from tests.e2e.mirror import Mirror
from tests.sources.providers.test_cometapi_pages import PAGE

MODEL = "gpt-4-0314"  # which OpenAI's page on the mirror has retired
SOURCE = "cometapi/pages-gpt-4-0314"
NAMED = f"""
[sources."{SOURCE}"]
url = "https://www.cometapi.com/models/acme/{MODEL}"
"""


def polled(terminal: Terminal, pages: Mirror) -> Terminal:
    pages.documents["openai/deprecations"] = page(GONE)
    pages.documents[SOURCE] = PAGE.replace("brain-4-0314", MODEL)
    terminal.configure(CONFIG.format(mirror=pages.url) + NAMED)
    answer = terminal("poll", "--source", "openai/deprecations", "--source", SOURCE)
    assert answer.status == 0, answer.err
    return terminal


def test_a_model_on_an_aggregator_is_shown_with_both_fates_and_the_price(terminal: Terminal, pages: Mirror) -> None:
    answer = polled(terminal, pages)("model", "show", f"cometapi/{MODEL}")

    assert f"cometapi/{MODEL}  active" in answer.out
    assert f"openai/{MODEL}  retired" in answer.out
    assert "  price         $24 / $48.5 per million tokens (official price: $30 / $60.6)\n" in answer.out
    assert "  context       8,192 tokens\n" in answer.out
    assert f"https://www.cometapi.com/models/acme/{MODEL}" in answer.out


def test_a_pin_on_an_aggregator_is_told_that_the_model_is_still_listed_and_for_how_much(
    terminal: Terminal, pages: Mirror
) -> None:
    answer = polled(terminal, pages)("check", f"cometapi/{MODEL}", "--json")

    (finding,) = answer.json["findings"]
    assert (answer.status, finding["severity"], finding["shutdown_on"]) == (1, "retired", "2026-03-26")
    told = "retired upstream, at openai on 2026-03-26, still listed here, at cometapi at $24 / $48.5 per million tokens"
    assert finding["notes"][0].startswith(told)


def test_the_offer_has_its_evidence_in_json(terminal: Terminal, pages: Mirror) -> None:
    answer = polled(terminal, pages)("model", "show", f"cometapi/{MODEL}", "--json")

    (own, upstream) = answer.json["models"]
    assert own["offer"] == {
        "provider": "cometapi",
        "model_id": MODEL,
        "input_per_mtok": 24.0,
        "output_per_mtok": 48.5,
        "official_input_per_mtok": 30.0,
        "official_output_per_mtok": 60.6,
        "context_window": 8192,
        "url": f"https://www.cometapi.com/models/acme/{MODEL}",
        "quote": "Invoer:$24/M Uitvoer:$48.5/M Invoer:$30/M Uitvoer:$60.6/M",
    }
    assert upstream["offer"] is None


def test_an_id_of_ours_that_goes_on_needs_an_address(terminal: Terminal, pages: Mirror) -> None:
    terminal.configure(CONFIG.format(mirror=pages.url) + NAMED.partition("url")[0])
    answer = terminal("source", "list")

    assert answer.status == 2
    assert SOURCE in answer.err
