"""CometAPI's page of one model: what it asks, and what it says of the model's fate at its maker."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Reading
from monitor.core.trust import Verdict, judge
from monitor.sources.registry import find_source

SOURCE = find_source("cometapi/pages")
DAY = date(2026, 8, 22)

PAGE = """ModellenBlog
Home/Models/Acme/brain-4-0314
A

brain-4-0314

Invoer:$24/M
Uitvoer:$48.5/M

Technical Specifications of brain-4-0314

brain-4-0314 is a snapshot of 2023. It was retired from nothing else.

As of March 26, 2026, Acme’s deprecations page says brain-4-0314 has been retired and points developers toward newer \
replacements such as brain-5 or brain-4.1*, which is important context.

  • 8K context window: about 8,192-token context length.

Prijzen voor brain-4-0314

Comet Prijs (USD / M Tokens)Officiële Prijs (USD / M Tokens)Korting
Invoer:$24/M
Uitvoer:$48.5/M
Invoer:$30/M
Uitvoer:$60.6/M
-20%

Meer modellen

Other Brain

Invoer:$1/M
Uitvoer:$2/M
"""


def read(text: str) -> Reading:
    return SOURCE.reading_of(text.encode(), None, DAY)


def test_the_maker_s_words_are_kept_and_end_nothing_here() -> None:
    (fact,) = read(PAGE).facts

    assert (fact.provider, fact.model_id) == ("cometapi", "brain-4-0314")
    assert fact.words == "As of March 26, 2026, Acme’s deprecations page says brain-4-0314 has been retired"
    assert fact.replacement_text == "brain-5 or brain-4.1*"
    assert (fact.stated_status, fact.shutdown_on, fact.replacements) == (None, None, ())
    assert fact.url == "https://www.cometapi.com/models/acme/brain-4-0314"


def test_figures_are_told_by_their_order_in_any_language() -> None:
    (offer,) = read(PAGE.replace("Invoer", "入力").replace("Uitvoer", "出力")).offers

    assert (offer.input_per_mtok, offer.output_per_mtok) == (24, 48.5)
    assert (offer.official_input_per_mtok, offer.official_output_per_mtok) == (30, 60.6)
    assert offer.context_window == 8192
    assert str(offer) == "$24 / $48.5 per million tokens (official price: $30 / $60.6)"


def test_html_is_read_as_a_browser_shows_it() -> None:
    lines = "\n".join(f"<div>{line}</div>" for line in PAGE.split("\n"))
    script = '<script>var price = ["Invoer:$1/M", "Uitvoer:$2/M"]</script>'
    page = f"<!doctype html><html><head>{script}</head><body>{lines}</body></html>"
    page = page.replace("Acme/brain-4-0314</div>", "<a>Acme</a>/<span>brain-4-0314</span></div>", 1)

    assert read(page).facts == read(PAGE).facts
    assert read(page).offers == read(PAGE).offers


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("-20%", "-50%"),
        ("Invoer:$24/M\nUitvoer:$48.5/M\n\nTech", "Invoer:$25/M\nUitvoer:$48.5/M\n\nTech"),
        ("has been retired", "has left the building"),
    ],
)
def test_a_page_that_contradicts_itself_or_speaks_in_other_words_is_not_believed(was: str, becomes: str) -> None:
    assert was in PAGE
    reading = read(PAGE.replace(was, becomes))

    assert judge(reading, (), SOURCE.guards, read_on=DAY).verdict is Verdict.REJECT


@pytest.mark.parametrize(
    "text",
    [
        PAGE[: PAGE.index("Invoer:$30")],
        PAGE.replace("Home/Models/", ""),
        PAGE.replace("\n", " "),
        PAGE.replace("’", "â\x80\x99"),
        "<!doctype html><title>Just a moment...</title><h1>Verify you are human</h1>",
    ],
    ids=["cut", "no breadcrumbs", "one line", "wrong character set", "bot check"],
)
def test_what_is_not_the_whole_page_of_one_model_is_a_problem(text: str) -> None:
    reading = read(text)

    assert reading.problem
    assert (reading.facts, reading.offers) == ((), ())


def test_a_page_that_says_nothing_of_an_end_states_the_offer_alone() -> None:
    page = PAGE.replace("As of March 26", "Since March 26").replace("has been retired", "runs").replace("such as", "to")
    (fact,) = read(page).facts

    assert (fact.words, fact.replacement_text) == (None, None)
    assert fact.quote.startswith("Invoer:$24/M")
