"""Together's deprecations, alone and among other pages; and the stars on its page of serverless models."""

from __future__ import annotations

from datetime import date

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.sources.registry import find_source

SOURCE = find_source("together/deprecations")
SERVERLESS = find_source("together/models-overview")
DAY = date(2026, 8, 22)

PAGE = """# Deprecations

## Active model redirects

| Original model | Redirects to | Notes |
| :--- | :--- | :--- |
| `acme/Chat-7B-v1` | `acme/Chat-7B-v2` | Same lineage |
| `acme/Old-1B` | `acme/Old-2B` | Same lineage |

## Deprecation policy

| Model type | Deprecation notice | Notes |
| :--- | :--- | :--- |
| Preview model | \\<24 hours | marked in docs |

## Scheduled deprecations

| Removal date | Model | Recommended replacement | Supported by on-demand dedicated endpoints |
| :--- | :--- | :--- | :--- |
| 2026-09-14 | acme/Back-Again-9B | acme/Next-9B | Yes |

## Deprecation history

### Inference

| Removal date | Model | Supported by on-demand dedicated endpoints |
| :--- | :--- | :--- |
| 2026-07-10 | `acme/Twice-3B` | No (coming soon!) |
| 2026-05-01 | `acme/Old-1B` | [Yes](https://api.example.org/models/acme/Old-1B) |
| 2025-03-06 | `acme/Back-Again-9B` | No |
| 2024-08-22 | `acme/Twice-3B` | No |
| **Notes on model support:** | | |

### Fine-tuning

| Removal date | Model | Suggested replacement |
| :--- | :--- | :--- |
| 2026-07-29 | `acme/Base-8B` | `acme/Base-9B` |
"""
AMONG_OTHERS = f"""# Changelog
Source: https://docs.example.org/changelog

## October, 2025

<Update label="Oct 31" description="/images">
  **Model Deprecations**

  The following image models have been deprecated and are no longer available:

  * `acme/Paint-1` (Calls to Paint-1 will now redirect to Paint-1.1)
  * `acme/Twice-3B`

  New models:

  * `acme/Paint-2`
</Update>

# Prices

| Model | Removal date | Price |
| --- | --- | --- |
| `acme/Coupon-1` | 2026-01-01 | $1 |

{PAGE}"""


def read(text: str) -> Reading:
    return SOURCE.reading_of(text.encode(), None, DAY)


def facts(text: str) -> dict[str, Fact]:
    reading = read(text)
    assert reading.unread == ()
    return {fact.model_id: fact for fact in reading.facts}


def test_of_two_removals_the_later_counts_wherever_it_stands() -> None:
    found = facts(PAGE)

    assert found["acme/Twice-3B"].shutdown_on == date(2026, 7, 10)
    assert found["acme/Back-Again-9B"].shutdown_on == date(2026, 9, 14)
    assert found["acme/Back-Again-9B"].replacements == ("acme/Next-9B",)


def test_a_redirect_is_kept_beside_a_removal_and_alone() -> None:
    found = facts(PAGE)

    assert (found["acme/Old-1B"].redirects_to, found["acme/Old-1B"].shutdown_on) == ("acme/Old-2B", date(2026, 5, 1))
    assert "acme/Old-2B" in found["acme/Old-1B"].quote
    assert (found["acme/Chat-7B-v1"].redirects_to, found["acme/Chat-7B-v1"].shutdown_on) == ("acme/Chat-7B-v2", None)


def test_the_end_of_training_is_no_end_of_a_model() -> None:
    assert "acme/Base-8B" not in facts(PAGE)


def test_among_other_pages_only_the_sections_about_deprecations_are_read() -> None:
    found = facts(AMONG_OTHERS)

    assert set(found) == {*facts(PAGE), "acme/Paint-1"}
    assert found["acme/Twice-3B"] == facts(PAGE)["acme/Twice-3B"]


def test_what_the_changelog_calls_gone_is_retired_since_an_unnamed_day_and_announced_on_its_entrys() -> None:
    fact = facts(AMONG_OTHERS)["acme/Paint-1"]

    assert (fact.stated_status, fact.shutdown_on, fact.deprecated_on) == (
        StatedStatus.RETIRED,
        None,
        date(2025, 10, 31),
    )
    assert (fact.redirects_to, fact.replacement_text) == (None, "Calls to Paint-1 will now redirect to Paint-1.1")
    assert fact.url.endswith("/docs/changelog#oct-31")


def test_a_table_of_what_is_to_come_without_replacements_is_shown_to_somebody() -> None:
    text = PAGE.replace("| Recommended replacement |", "| Something else |")

    assert any("no replacement column" in place for place in read(text).unread)


STARRED = """## Chat models

| Organization | Model Name | API Model String | Context length |
| --- | --- | --- | --- |
| Acme | Fine (Free)\\*\\* | acme/Fine-7B | 8192 |
| Acme | Tired | acme/Tired-7B\\* | 8192 |

\\*Deprecated model, see [Deprecations](/docs/deprecations)

## Image models

| Organization | Model Name | Model String for API |
| --- | --- | --- |
| Acme | Free paint | acme/Paint\\* |

\\*Free model has reduced rate limits.
"""


def test_a_star_means_deprecated_only_where_its_footnote_says_so() -> None:
    reading = SERVERLESS.reading_of(STARRED.encode(), None, DAY)

    assert [(fact.model_id, fact.stated_status) for fact in reading.facts] == [
        ("acme/Tired-7B", StatedStatus.DEPRECATED)
    ]


def test_a_page_of_models_without_stars_says_nothing_and_is_no_problem() -> None:
    reading = SERVERLESS.reading_of(STARRED.replace("Deprecated", "Free").encode(), None, DAY)

    assert (reading.facts, reading.problem) == ((), None)
