"""Anthropic's models overview: aliases, what is legacy, and notes of retirement."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.registry import find_source
from tests.sources.corpus import NOWHERE, SHARED

SOURCE = find_source("anthropic/models-overview")
DAY = date(2026, 4, 15)

PAGE = """# Models overview

### Latest models comparison

| Feature | Claude Tome 5 | Claude Ode 4.6 | Claude Limerick 4.5 |
|:--------|:--------------|:---------------|:--------------------|
| **Claude API ID** | claude-tome-5 | claude-ode-4-6 | <ModelId>claude-limerick-4-5-20251001</ModelId> |
| **Claude API alias**<sup>1</sup> | claude-tome-5 | claude-ode-4-6 | claude-limerick-4-5 |
| **AWS Bedrock ID** | anthropic.claude-tome-53 | anthropic.claude-ode-4-6 | anthropic.claude-limerick-4-5-v1:0 |

<section title="Legacy models">

The following models are still available but we recommend migrating to current models for improved performance:

| Feature | Claude Ode 4 (deprecated) | Claude Ode 3.7 | Claude Limerick 3 (deprecated) |
|:--------|:--------------------------|:---------------|:-------------------------------|
| **Claude API ID** | claude-ode-4-20250514 | claude-3-7-ode-20250219 | claude-3-limerick-20240307 |
| **Claude API alias** | claude-ode-4-0 | claude-3-7-ode-latest | — |

<Warning>
Claude Ode 4 (`claude-ode-4-20250514`) and Claude Limerick 3 (`claude-3-limerick-20240307`) are deprecated and will be \
retired on June 15, 2026. Migrate to [Claude Ode 4.6](/overview#a) and [Claude Limerick 4.5](/overview#b) respectively \
before the retirement date.

See [model deprecations](/docs/model-deprecations) for `claude-ode-4-6`.
</Warning>

</section>

## Prompt and output performance
"""
IN_ROWS = """## Model names

| Model | Anthropic API | AWS Bedrock |
| --- | --- | --- |
| Claude 3.7 Ode | `claude-3-7-ode-20250219` (`claude-3-7-ode-latest`) | `anthropic.claude-3-7-ode-v1:0` |
| Claude 3.5 Ode v2 | `claude-3-5-ode-20241022` | `anthropic.claude-3-5-ode-v2:0` |

| Model | Alias | Model ID |
| --- | --- | --- |
| Claude Tome 4 | `claude-tome-4-0` | `claude-tome-4-20250514` |
"""


def read(text: str) -> Reading:
    return SOURCE.reading_of(text.encode(), "text/markdown", DAY)


def facts(text: str) -> dict[str, Fact]:
    reading = read(text)
    assert reading.unread == ()
    return {fact.model_id: fact for fact in reading.facts}


def test_models_are_columns_and_an_alias_points_at_the_id_above_it() -> None:
    found = facts(PAGE)

    assert {name: fact.alias_of for name, fact in found.items() if fact.alias_of} == {
        "claude-limerick-4-5": "claude-limerick-4-5-20251001",
        "claude-ode-4-0": "claude-ode-4-20250514",
        "claude-3-7-ode-latest": "claude-3-7-ode-20250219",
    }
    assert found["claude-limerick-4-5-20251001"].display_name == "Claude Limerick 4.5"
    assert not any(name.startswith("anthropic.") for name in found)


def test_models_may_be_rows_with_their_alias_behind_the_id_or_in_a_column() -> None:
    found = facts(IN_ROWS)

    assert found["claude-3-7-ode-latest"].alias_of == "claude-3-7-ode-20250219"
    assert found["claude-tome-4-0"].alias_of == "claude-tome-4-20250514"
    assert found["claude-3-5-ode-20241022"].alias_of is None


def test_what_is_only_still_available_is_legacy_and_a_mark_says_more() -> None:
    found = facts(PAGE)

    assert found["claude-tome-5"].stated_status is None
    assert found["claude-3-7-ode-20250219"].stated_status is StatedStatus.LEGACY
    assert found["claude-3-7-ode-latest"].stated_status is StatedStatus.LEGACY
    assert found["claude-3-limerick-20240307"].stated_status is StatedStatus.DEPRECATED


def test_a_note_gives_the_day_and_to_each_model_its_own_replacement() -> None:
    found = facts(PAGE)

    assert found["claude-ode-4-20250514"].shutdown_on == date(2026, 6, 15)
    assert found["claude-ode-4-20250514"].replacements == ("claude-ode-4-6",)
    assert found["claude-3-limerick-20240307"].replacements == ("claude-limerick-4-5-20251001",)
    assert (found["claude-ode-4-0"].shutdown_on, found["claude-ode-4-0"].replacements) == (
        date(2026, 6, 15),
        ("claude-ode-4-6",),
    )


@pytest.mark.parametrize(
    ("was", "glued"),
    [
        ("| claude-tome-5 | claude-ode-4-6 | <M", "| claude-tome-53 | claude-ode-4-6 | <M"),
        ("claude-limerick-4-5 |", "claude-limerick-4-51 |"),
        ("claude-3-7-ode-20250219 |", "claude-3-7-ode-202502192 |"),
    ],
)
def test_an_id_or_alias_with_a_footnote_glued_to_it_is_told_and_never_listed(was: str, glued: str) -> None:
    reading = read(PAGE.replace(was, glued, 1))

    assert not any(fact.model_id in glued and fact.model_id not in was for fact in reading.facts)
    assert reading.unread


def test_a_note_in_other_words_is_told_and_gives_no_day() -> None:
    reading = read(PAGE.replace("are deprecated and will be retired on", "leave the stage for good by"))

    assert {fact.shutdown_on for fact in reading.facts} == {None}
    assert any("leave the stage" in place for place in reading.unread)
    assert judge(reading, read(PAGE).facts, SOURCE.guards, read_on=DAY).verdict is not Verdict.ADMIT


@pytest.mark.skipif(not (SHARED / "pages").is_dir(), reason=NOWHERE)
@pytest.mark.parametrize("reader", ["anthropic/models-overview", "anthropic/deprecations", "anthropic/release-notes"])
def test_a_page_in_another_language_is_rejected_by_every_reader(reader: str) -> None:
    source = find_source(reader)
    localized = sorted((SHARED / "pages" / "anthropic").glob("*/*-id.md"))
    assert localized

    for path in localized:
        reading = source.reading_of(path.read_bytes(), "text/markdown", DAY)
        assert judge(reading, (), source.guards, read_on=DAY).verdict is Verdict.REJECT, path.name
