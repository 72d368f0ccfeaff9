"""Anthropic's model deprecations page: states and history as one fact per model."""

from __future__ import annotations

from datetime import date

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.sources.registry import find_source
from monitor.sources.spec import RawDocument

SOURCE = find_source("anthropic/deprecations")
PAGE = """---
title: Model deprecations
---

## Overview

* **Deprecated:** The model is still functional but no longer recommended.
* **Retired:** The model is no longer available for use.

## Model status

<Note>
  [Claude Nine Preview](https://example.org) (`claude-nine-preview`) is deprecated. To migrate to
  [Claude Nine](https://example.org) (`claude-nine`), see the [guide](https://example.org/migrate).
</Note>

| API model name           | Current state | Deprecated      | Tentative retirement date    |
| ------------------------ | ------------- | --------------- | ---------------------------- |
| claude-ten               | Active        | N/A             | Not sooner than June 9, 2027 |
| claude-eight-20250805    | Retired       | June 5, 2026    | August 5, 2026               |
| `claude-seven-20250514`  | Deprecated    | April 14, 2026  | October 15, 2026             |
| `claude-six-20240229`    | Deprecated    | January 21, 2025 | N/A                         |
| `claude-five-20240229`   | Active        | N/A             | N/A                          |

## Deprecation history

### 2026-06-05: Claude Eight

<Note>
  This model was retired August 5, 2026.
</Note>

| Retirement date | Deprecated model        | Recommended replacement |
| --------------- | ----------------------- | ----------------------- |
| August 5, 2026  | `claude-eight-20250805` | `claude-ten`            |

### 2026-04-14: Claude Seven

| Retirement date  | Deprecated model        | Recommended replacement |
| ---------------- | ----------------------- | ----------------------- |
| October 22, 2026 | `claude-seven-20250514` | `claude-ten`            |

### 2025-01-21: Claude Six and Two

**These models were retired on July 21, 2025 at 9AM PT.**

| Retirement date | Deprecated model      | Recommended replacement |
| --------------- | --------------------- | ----------------------- |
| July 21, 2025   | `claude-six-20240229` | `claude-ten`            |
| July 21, 2025   | `claude-2.0`          | `claude-ten`            |

## API parameter deprecations

The SDK removes `temperature`, so passing it raises an error.

| Parameter     | Status                         | Behavior | Recommended replacement |
| ------------- | ------------------------------ | -------- | ----------------------- |
| `temperature` | Deprecated (Claude 7 or later) | An error | Omit it                 |
"""


def read(page: str, day: date = date(2026, 8, 22)) -> Reading:
    return SOURCE.read(SOURCE, RawDocument(page.encode(), SOURCE.url, day))


def facts(page: str = PAGE) -> dict[str, Fact]:
    return {fact.model_id: fact for fact in read(page).facts}


def test_the_page_is_read_whole_and_without_a_doubt() -> None:
    assert set(facts()) == {
        "claude-ten", "claude-eight-20250805", "claude-seven-20250514", "claude-six-20240229", "claude-five-20240229",
        "claude-2.0", "claude-nine-preview",
    }  # fmt: skip
    assert read(PAGE).unread == ()


def test_a_model_in_both_tables_has_one_fact_made_of_both() -> None:
    fact = facts()["claude-eight-20250805"]

    assert (fact.deprecated_on, fact.shutdown_on) == (date(2026, 6, 5), date(2026, 8, 5))
    assert (fact.stated_status, fact.replacements) == (StatedStatus.RETIRED, ("claude-ten",))
    assert fact.quote == "| claude-eight-20250805 | Retired | June 5, 2026 | August 5, 2026 |"
    assert fact.url.endswith("#model-status")


def test_not_sooner_than_is_a_floor_of_an_active_model() -> None:
    fact = facts()["claude-ten"]

    assert (fact.earliest_shutdown_on, fact.shutdown_on) == (date(2027, 6, 9), None)
    assert (fact.stated_status, fact.deprecated_on) == (StatedStatus.ACTIVE, None)


def test_where_the_table_of_states_has_no_date_the_announcements_counts() -> None:
    fact = facts()["claude-six-20240229"]

    assert (fact.shutdown_on, fact.deprecated_on) == (date(2025, 7, 21), date(2025, 1, 21))
    assert fact.quote == "| July 21, 2025 | `claude-six-20240229` | `claude-ten` |"
    assert fact.url.endswith("#2025-01-21-claude-six-and-two")


def test_two_different_dates_are_both_quoted() -> None:
    fact = facts()["claude-seven-20250514"]

    assert fact.shutdown_on == date(2026, 10, 15)
    assert "October 15, 2026" in fact.quote
    assert "October 22, 2026" in fact.quote


def test_a_model_that_stands_in_the_history_only_is_retired_by_its_sentence() -> None:
    fact = facts()["claude-2.0"]

    assert (fact.deprecated_on, fact.shutdown_on) == (date(2025, 1, 21), date(2025, 7, 21))
    assert fact.stated_status is StatedStatus.RETIRED


def test_a_sentence_does_not_retire_a_model_whose_day_lies_ahead() -> None:
    page = PAGE.replace("| July 21, 2025   | `claude-2.0`", "| July 21, 2027   | `claude-2.0`")

    assert facts(page)["claude-2.0"].stated_status is None


def test_a_note_states_a_deprecation_with_its_replacement() -> None:
    fact = facts()["claude-nine-preview"]

    assert (fact.stated_status, fact.shutdown_on, fact.replacements) == (
        StatedStatus.DEPRECATED,
        None,
        ("claude-nine",),
    )
    assert "is deprecated" in fact.quote


def test_a_note_that_announces_a_day_is_believed_even_of_a_model_that_the_table_calls_active() -> None:
    said = "(`claude-five-20240229`) will be retired on July 21, 2027."
    fact = facts(PAGE.replace("(`claude-nine-preview`) is deprecated.", said))["claude-five-20240229"]

    assert (fact.shutdown_on, fact.stated_status) == (date(2027, 7, 21), StatedStatus.DEPRECATED)
    assert "July 21, 2027" in fact.quote


def test_an_announcement_counts_where_the_table_still_says_active() -> None:
    page = PAGE.replace("| October 22, 2026 | `claude-seven-20250514` |", "| October 22, 2026 | `claude-ten` |")
    fact = facts(page)["claude-ten"]

    assert (fact.shutdown_on, fact.earliest_shutdown_on) == (date(2026, 10, 22), None)
    assert (fact.stated_status, fact.deprecated_on) == (StatedStatus.DEPRECATED, date(2026, 4, 14))


def test_a_note_about_a_model_that_is_not_understood_is_told() -> None:
    reading = read(
        PAGE.replace("(`claude-nine-preview`) is deprecated.", "(`claude-nine-preview`) may see a shutdown.")
    )

    assert len(reading.unread) == 1
    assert "claude-nine-preview" in reading.unread[0]
    assert "claude-nine-preview" not in {fact.model_id for fact in reading.facts}


def test_parameters_are_no_models() -> None:
    assert "temperature" not in facts()


def test_a_page_in_another_language_is_a_problem_and_not_misread() -> None:
    page = PAGE.replace("API model name", "Nama model API").replace("Deprecated model ", "Model yang usang")
    page = page.replace("Retirement date", "Tanggal").replace("is deprecated", "akan dihentikan pada 30 Juni 2026")

    assert read(page).facts == ()
    assert read(page).problem


def test_headings_with_links_and_tables_without_pipes_are_read_too() -> None:
    page = (
        "[\u200b](#model-status) Model status\n-----\nAPI Model Name | Current State | Deprecated | Retired  \n"
        "---|---|---|---  \n`claude-1.0` | Retired | September 4, 2024 | November 6, 2024  \n## \nDeprecation history\n"
        "### \n2024-09-04: Claude 1\nThese models were retired November 6, 2024.\n"
        "Retirement Date | Deprecated Model | Recommended Replacement  \n---|---|---  \n"
        "November 6, 2024 | `claude-1.1` | `claude-9`  \nWas this page helpful?\n"
    )
    read_facts = facts(page)

    assert read_facts["claude-1.0"].shutdown_on == read_facts["claude-1.1"].shutdown_on == date(2024, 11, 6)
    assert read_facts["claude-1.1"].deprecated_on == date(2024, 9, 4)
    assert read_facts["claude-1.1"].stated_status is StatedStatus.RETIRED
    assert read_facts["claude-1.0"].url.endswith("#model-status")
