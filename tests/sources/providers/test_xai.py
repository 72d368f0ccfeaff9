"""xAI's pages: one wave of retirements each, with or without redirects, and a page of prices that ends nothing."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading
from monitor.core.trust import Verdict, judge
from monitor.sources.providers import xai_pages
from monitor.sources.spec import RawDocument, Source

SOURCES = {source.id: source for source in xai_pages.SOURCES}
WAVE, NOTES, PRICES = (SOURCES[f"xai/{name}"] for name in ("deprecations", "release-notes", "models-page"))
TODAY = date(2026, 8, 21)
REDIRECTED = """#### Migration Guides

# Grok Model Retirement on June 12, 2026

As we go on, we are retiring several earlier models. **Effective June 12, 2026 at 12:00 PM PT**, the following
models will be retired from the xAI API:

* `grok-8-fast`
* `grok-8-0709`
* `grok-draw-pro`

> [!CAUTION]
>
> After **June 12, 2026 at 12:00 PM PT**, requests to the retired model slugs above will automatically redirect to
> `grok-9`. Grok 9 is [priced differently](#pricing-impact).

### How the redirects work

* Requests to any **fast** model in the list above will be served by **`grok-9` with `low` reasoning effort**.
* `grok-draw-pro` will be redirected to `grok-draw-2`.

## Pricing impact

If you go on sending requests to a deprecated slug after June 12, you will be billed at `grok-9` pricing.

## Recommended Replacements

| Model being retired | Redirect target after June 12 |
|---|---|
| `grok-8-fast` | `grok-9` with `low` reasoning effort |
| `grok-8-0709` | `grok-9` |
| `grok-draw-pro` | `grok-draw-2` |

### Fast workloads

If you are using `grok-8-fast`, we recommend migrating to `grok-9`.
"""
FAILING = """# Grok Model Retirement on March 3, 2027

**Effective March 3, 2027 at 12:00pm PT**, the following models will be retired from the xAI API:

* `grok-9`

After **March 3, 2027**, requests to the models listed above will no longer work.

## Recommended Replacements

| Model being retired | Recommended replacement |
|---|---|
| `grok-9` | `grok-10` with "none" reasoning effort |

Need help?
"""
SINGLE = """# grok-draw-2 Retirement on November 2, 2026

`grok-draw-3` now covers everything `grok-draw-2` was used for. **Effective November 2, 2026**, the `grok-draw-2`
model slug is retired from the xAI API. Its 60-day notice period began on September 2, 2026.

`grok-draw` (1.0) is not affected by this change.

* Requests to `grok-draw-2` on `/v1/images` are served by **`grok-draw-3` with `quality: "low"`**.

| Model being retired | Redirect target after November 2 |
|---|---|
| `grok-draw-2` | `grok-draw-3` with `quality: "low"` |
"""


def read(page: str, source: Source = WAVE) -> Reading:
    return source.read(source, RawDocument(page.encode(), source.url, TODAY))


def facts(page: str, source: Source = WAVE) -> dict[str, Fact]:
    return {fact.model_id: fact for fact in read(page, source).facts}


def verdict(page: str, known: str | None = None) -> Verdict:
    before = read(known).facts if known is not None else ()
    return judge(read(page), before, WAVE.guards, read_on=TODAY).verdict


def test_the_day_is_in_the_sentence_and_what_takes_its_place_in_the_table() -> None:
    fact = facts(REDIRECTED)["grok-8-fast"]

    assert (fact.shutdown_on, fact.deprecated_on, fact.stated_status) == (date(2026, 6, 12), None, None)
    assert (fact.redirects_to, fact.replacements) == ("grok-9", ("grok-9",))
    assert fact.replacement_text == "grok-9 with low reasoning effort"
    assert "**Effective June 12, 2026 at 12:00 PM PT**" in fact.quote
    assert fact.quote.endswith("| `grok-8-fast` | `grok-9` with `low` reasoning effort |")


def test_the_table_is_more_exact_than_the_sentences_above_it() -> None:
    assert {model_id: fact.redirects_to for model_id, fact in facts(REDIRECTED).items()} == {
        "grok-8-fast": "grok-9",
        "grok-8-0709": "grok-9",
        "grok-draw-pro": "grok-draw-2",
    }


def test_a_wave_without_redirects_redirects_nothing() -> None:
    (fact,) = facts(FAILING).values()

    assert (fact.shutdown_on, fact.redirects_to, fact.replacements) == (date(2027, 3, 3), None, ("grok-10",))


def test_a_wave_of_one_model_names_it_in_the_sentence() -> None:
    (fact,) = facts(SINGLE).values()

    assert (fact.model_id, fact.deprecated_on, fact.shutdown_on) == ("grok-draw-2", date(2026, 9, 2), date(2026, 11, 2))
    assert fact.redirects_to == "grok-draw-3"


@pytest.mark.parametrize("page", [REDIRECTED, FAILING, SINGLE])
def test_every_wave_is_understood_and_believed_with_and_without_marks(page: str) -> None:
    reading, bare = read(page), read(page.replace("`", ""))

    assert (reading.unread, verdict(page)) == ((), Verdict.ADMIT)
    assert [(f.key, f.shutdown_on, f.redirects_to, f.replacements) for f in bare.facts] == [
        (f.key, f.shutdown_on, f.redirects_to, f.replacements) for f in reading.facts
    ]


def test_the_page_of_another_wave_takes_nothing_back() -> None:
    assert not read(SINGLE).whole
    assert verdict(SINGLE, known=REDIRECTED) is Verdict.ADMIT


def test_a_page_without_its_table_is_not_believed() -> None:
    assert verdict("\n".join(line for line in REDIRECTED.split("\n") if not line.startswith("|"))) is Verdict.REJECT


def test_a_model_in_the_list_or_the_table_only_is_told() -> None:
    assert len(read(REDIRECTED.replace("* `grok-8-fast`\n", "")).unread) == 1
    assert len(read(REDIRECTED.replace("| `grok-8-0709` | `grok-9` |\n", "")).unread) == 1


def test_a_model_in_the_table_only_has_no_day() -> None:
    assert facts(REDIRECTED.replace("* `grok-8-fast`\n", ""))["grok-8-fast"].shutdown_on is None


def test_the_release_notes_tell_of_a_retirement_in_two_sentences() -> None:
    page = """# Release Notes

## September

### grok-draw-2 retirement on November 2

On November 2, 2026, `grok-draw-2` is retired. Requests to the slug will be served by `grok-draw-3` with `quality`
set to `low`. `grok-draw` (1.0) is not affected. See the [guide](/guide).

### Grok 9.1

Grok 9.1 is available.
"""
    (fact,) = facts(page, NOTES).values()

    assert (fact.model_id, fact.shutdown_on, fact.redirects_to) == ("grok-draw-2", date(2026, 11, 2), "grok-draw-3")


def test_the_page_of_prices_ends_nothing_and_is_believed() -> None:
    page = """<!doctype html><html><body><h1>Models and Pricing</h1>
<table><thead><tr><th>Model</th><th>Context</th></tr></thead><tbody>
<tr><td colspan="2">Language models</td></tr><tr><td>grok-9</td><td>256,000</td></tr></tbody></table>
<h2>Model Aliases</h2><p>The Search API will be deprecated by December 15, 2026.</p>
<p>When moving from <code>grok-8</code>/<code>grok-8-mini</code> to <code>grok-9</code>, note the differences.</p>
</body></html>"""
    reading = read(page, PRICES)

    assert (reading.facts, reading.unread, reading.problem) == ((), (), None)
    assert judge(reading, (), PRICES.guards, read_on=TODAY).verdict is Verdict.ADMIT


def test_a_login_page_is_not_the_page_of_prices() -> None:
    reading = read("<!doctype html><html><body><h1>Sign in</h1></body></html>", PRICES)

    assert judge(reading, (), PRICES.guards, read_on=TODAY).verdict is Verdict.REJECT
