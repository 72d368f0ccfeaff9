"""The Gemini API's deprecations page, whose dates are the earliest possible ones."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading
from monitor.sources.registry import find_source
from monitor.sources.spec import RawDocument

SOURCE = find_source("google/deprecations")
PAGE = """# Gemini deprecations

**Note:** The **shutdown dates listed in the table indicate the _earliest possible dates_**.

## Gemini 9 models

| **Model**        | **Release date** | **Shutdown date**          | **Recommended replacement** |
| ---------------- | ---------------- | -------------------------- | --------------------------- |
| gemini-9-flash   | August 2026      | No shutdown date announced |                             |
| gemini-9-lite    | May 7, 2026      | May 7, 2027                | gemini-9.5-lite             |
| Preview models   |                  |                            |                             |
| gemini-9-preview |                  | March 9, 2026              | gemini-9-pro                |
| gemini-9-tts     | July 1, 2025     | Earliest February 2027 | gemini-9.5-tts or a model of the [Hub](https://x.org) |
| gemini-9-floor   | July 1, 2025     | Not before March 9, 2026   | gemini-9-pro                |
"""
BARE = """## Imagen 9 models

**Model** | **Release date** | **Shutdown date** | **Recommended replacement**
---|---|---|---
Preview models
`imagen-9-001` | June 24, 2025 | Coming soon | `gemini-9-image` or
`gemini-9-flash-image`
`imagen-9-002` | June 24, 2025 | No shutdown date announced |

Send feedback
"""


def read(page: str, day: date = date(2026, 8, 22)) -> Reading:
    return SOURCE.read(SOURCE, RawDocument(page.encode(), SOURCE.url, day))


def facts(page: str, day: date = date(2026, 8, 22)) -> dict[str, Fact]:
    return {fact.model_id: fact for fact in read(page, day).facts}


@pytest.mark.parametrize(
    ("read_on", "shutdown_on", "earliest"),
    [
        (date(2027, 5, 6), None, date(2027, 5, 7)),
        (date(2027, 5, 7), date(2027, 5, 7), None),
        (date(2027, 5, 8), date(2027, 5, 7), None),
    ],
)
def test_a_date_is_a_floor_until_its_day_has_come(
    read_on: date, shutdown_on: date | None, earliest: date | None
) -> None:
    fact = facts(PAGE, read_on)["gemini-9-lite"]

    assert (fact.shutdown_on, fact.earliest_shutdown_on) == (shutdown_on, earliest)


def test_a_floor_in_words_stays_a_floor_when_its_day_has_come() -> None:
    fact = facts(PAGE)["gemini-9-floor"]

    assert (fact.shutdown_on, fact.earliest_shutdown_on) == (None, date(2026, 3, 9))


def test_words_without_a_day_are_kept_and_give_no_day() -> None:
    said = {m: (f.shutdown_on, f.earliest_shutdown_on, f.words) for m, f in facts(PAGE).items()}

    assert said["gemini-9-flash"] == (None, None, "No shutdown date announced")
    assert said["gemini-9-tts"] == (None, None, "Earliest February 2027")


def test_a_release_is_a_day_or_nothing() -> None:
    assert facts(PAGE)["gemini-9-lite"].released_on == date(2026, 5, 7)
    assert facts(PAGE)["gemini-9-flash"].released_on is None
    assert facts(PAGE)["gemini-9-preview"].released_on is None


def test_a_replacement_with_prose_keeps_its_id_and_its_words() -> None:
    fact = facts(PAGE)["gemini-9-tts"]

    assert fact.replacements == ("gemini-9.5-tts",)
    assert fact.replacement_text == "gemini-9.5-tts or a model of the Hub"


def test_headings_in_tables_are_no_models_and_the_page_leaves_no_doubt() -> None:
    assert set(facts(PAGE)) == {"gemini-9-flash", "gemini-9-lite", "gemini-9-preview", "gemini-9-tts", "gemini-9-floor"}
    assert read(PAGE).unread == read(BARE).unread == ()


def test_a_page_with_broken_rows_is_read() -> None:
    read_facts = facts(BARE)

    assert set(read_facts) == {"imagen-9-001", "imagen-9-002"}
    assert read_facts["imagen-9-001"].replacements == ("gemini-9-image", "gemini-9-flash-image")
    assert (read_facts["imagen-9-001"].words, read_facts["imagen-9-002"].replacements) == ("Coming soon", ())


def test_html_with_a_heading_over_all_columns_is_read() -> None:
    html = (
        "<!doctype html><h2 id='gemini-9'>Gemini 9</h2><table><thead><tr><th><b>Model</b></th><th>Release date</th>"
        "<th>Shutdown date</th><th>Recommended replacement</th></tr></thead>"
        "<tr><td colspan='4'>Preview models</td></tr><tr><td><code dir='ltr'>gemini-9-lite</code></td>"
        "<td>May 7, 2026</td><td>May 7, 2027</td><td></td></tr></table>"
    )
    (fact,) = read(html).facts

    assert (fact.model_id, fact.earliest_shutdown_on) == ("gemini-9-lite", date(2027, 5, 7))
    assert fact.url == "https://ai.google.dev/gemini-api/docs/deprecations#gemini-9"
    assert fact.quote == "| `gemini-9-lite` | May 7, 2026 | May 7, 2027 | |"
