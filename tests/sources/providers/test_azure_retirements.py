"""Azure's pages on retirements: versions, kinds of deployment, fine-tuned models, and cells in sentences."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.registry import find_source
from monitor.sources.spec import RawDocument

SOURCE = find_source("azure/deprecations")
FOUNDRY = find_source("azure/foundry-lifecycle")
DAY = date(2026, 7, 7)

SCHEDULE = """## Foundry Models sold by Azure

### Azure OpenAI

| Model | Version | Lifecycle | Retirement date | Replacement |
|-------|---------|-----------|-----------------|-------------|
| verse-4 | 2024-05-13 | Deprecated | 2026-10-01 | verse-5.1 |
| verse-4 | 2024-08-06-ev3 | Retired | 2026-03-31 | \u2014 |
| film-2 | 2025-10-06 | Preview | 2026-07-15 | film-2 (2025-12-08) |
| voice | 001 | GA | \u2014 | \u2014 |

#### Fine-tuned models

| Model | Version | Training retirement date | Deployment retirement date |
|-------|---------|--------------------------|----------------------------|
| verse-4 | 2024-05-13 | No earlier than 2027-04-01<sup>1</sup> | 2027-10-01 |
| verse-4-mini | 2024-07-18 | Base model retirement | One year after training retirement |

## Foundry Models from partners and community

### Acme

| Model | Version | Lifecycle | Retirement date | Replacement |
|-------|---------|-----------|-----------------|-------------|
| ACME-Verse-R1 | 1 | Legacy | 2026-08-13 | ACME-Verse-V4-Pro, ACME-Verse-V4-Flash |
| verse-myth-preview (gated research preview) | \u2014 | Preview | 2027-04-02 | \u2014 |
"""

BY_KIND = """# [Text generation](#tab/text)

For more, see [Azure OpenAI model versions](/azure/versions).

| Model Name | Model Version<sup>1</sup> | Lifecycle Status | Deprecation Date (No New Customers) | Retirement Date | Replacement Model |
|:--|:--|:--|:--|:--|:--|
| `verse-4` | 2024-05-13 | `Generally Available` | 2025-05-13 | SENTENCES | `verse-5` |
| `verse-5` | 2025-12-11 | `Generally Available` | No earlier than 2026-12-12 | No earlier than 2027-05-12 | |
| `embed-3` | 1 | `Generally Available` | n/a | No retirement scheduled. Will not retire before April 15, 2027 | n/a |
"""
SENTENCES = (
    "Standard deployment type retires on **2026-03-31**, with auto-upgrades scheduled to start on **2026-03-09**. "
    "For other deployment types, including ALL Provisioned and Data Zone Standard, the retirement date has been moved "
    "to **2026-10-01**."
)

OLDEST = """# Azure OpenAI model deprecations and retirements

## Current models

| Model | Version | Retirement date | Suggested replacements |
| ---- | ---- | ---- | ---- |
| `verse-4`<br>`verse-4-32k` | 0314 | **Deprecation:** October 1, 2024 <br> **Retirement:** June 6, 2025 | `verse-4o` |
| `verse-4` | 1106-preview | To be upgraded to `verse-4` Version: `turbo-2024-04-09`, starting on August 15, 2024, or later **<sup>1</sup>** | |
| `verse-3` | 0301 | February 13, 2025<br><br> Deployments set to [**Auto-update**](/x?y=z#a) will be automatically upgraded to version: `0125`, starting on January 13, 2025. | `verse-3` (0125) <br><br> `verse-4o` |
| `verse-old` | 1 | Retirement Date: January 27, 2025 | |
| `verse-big` | 2025-02-27 | No Auto-upgrades <br>July 14, 2025 | `verse-4.1` version: `2025-04-14` |

## Default model versions

| Model | Current default version | New default version | Default upgrade date |
|---|---|---|---|
| `verse-3` | 0301 | 0125 | January 21, 2025 |

## Deprecated models

These models are no longer available for new deployments.

| Model | Deprecation date | Retirement date | Suggested replacement |
| --------- | --------------------- | ------------------- | -------------------- |
| `verse-2` - 0613 | | February 13, 2025 | `verse-3` (0125) |
| ada | July 6, 2023 | June 14, 2024 | verse-002 |

| verse-1 | | January 27, 2025 |  |
"""

FOUNDRY_PAGE = """# Model deprecation and retirement for Microsoft Foundry Models

For Azure OpenAI, see another page.

## Upcoming retirements for Foundry Models

| Model | Legacy date (UTC) | Deprecation date (UTC) | Retirement date (UTC) | Suggested replacement model |
|---|---|---|---|---|
| [Verse-rerank-v3.5](https://ai.example/models/Verse-rerank-v3.5/version/1) | January 14, 2026 | February 14, 2026 | May 14, 2026 | [Verse Rerank 4](https://ai.example/models/Verse-rerank-v4.0/version/1) |
| [Acme R](https://aka.example/landing/Acme-r) | N/A | March 12, 2026 | May 12, 2026 | Any Acme model in the catalog |

## Retired Foundry Models

#### Acme

| Model | Retirement date | Suggested replacement model |
|---|---|---|
| Acme Instruct | March 1, 2025 | N/A |
"""


def read(page: str) -> Reading:
    return SOURCE.read(SOURCE, RawDocument(page.encode(), SOURCE.url, DAY))


def facts(page: str) -> dict[tuple[str, str | None, str | None], Fact]:
    return {(fact.model_id, fact.version, fact.deployment): fact for fact in read(page).facts}


def ends(page: str) -> dict[str | None, tuple[date | None, date | None]]:
    """The end of verse-4 by deployment: a firm day, or a floor."""
    found = [fact for fact in read(page).facts if fact.model_id == "verse-4"]
    return {fact.deployment: (fact.shutdown_on, fact.earliest_shutdown_on) for fact in found}


def test_versions_of_one_name_are_facts_of_their_own() -> None:
    found = facts(SCHEDULE)

    assert found["verse-4", "2024-05-13", None].shutdown_on == date(2026, 10, 1)
    assert found["verse-4", "2024-08-06-ev3", None].shutdown_on == date(2026, 3, 31)
    assert found["verse-myth-preview", None, None].shutdown_on == date(2027, 4, 2)


def test_only_words_that_are_a_status_state_one() -> None:
    statuses = {key: fact.stated_status for key, fact in facts(SCHEDULE).items() if fact.stated_status is not None}

    assert statuses == {
        ("verse-4", "2024-05-13", None): StatedStatus.DEPRECATED,
        ("verse-4", "2024-08-06-ev3", None): StatedStatus.RETIRED,
        ("ACME-Verse-R1", "1", None): StatedStatus.LEGACY,
    }


def test_a_dash_is_no_date_and_no_replacement() -> None:
    voice = facts(SCHEDULE)["voice", "001", None]

    assert (voice.shutdown_on, voice.words, voice.replacements, voice.replacement_text) == (None, None, (), None)


def test_a_replacement_may_be_another_version_of_the_same_name() -> None:
    film = facts(SCHEDULE)["film-2", "2025-10-06", None]

    assert (film.replacements, film.replacement_text) == (("film-2",), "film-2 (2025-12-08)")


def test_replacements_are_ids_in_any_case() -> None:
    assert facts(SCHEDULE)["ACME-Verse-R1", "1", None].replacements == ("ACME-Verse-V4-Pro", "ACME-Verse-V4-Flash")


def test_fine_tuned_models_have_dates_of_their_own_and_the_base_model_keeps_its_own() -> None:
    found = facts(SCHEDULE)

    assert found["verse-4", "2024-05-13", "fine-tuned"].shutdown_on == date(2027, 10, 1)
    assert found["verse-4", "2024-05-13", None].shutdown_on == date(2026, 10, 1)
    assert found["verse-4-mini", "2024-07-18", "fine-tuned"].words == "One year after training retirement"
    assert read(SCHEDULE).unread == ()


def test_an_impossible_day_of_training_is_told() -> None:
    [place] = read(SCHEDULE.replace("2027-04-01", "2026-09-31")).unread

    assert "2026-09-31" in place
    assert "no such day" in place


def test_training_that_ends_behind_the_deployment_means_that_the_titles_are_swapped() -> None:
    swapped = SCHEDULE.replace("Training", "X").replace("Deployment", "Training").replace("X", "Deployment")

    assert ("verse-4", "2024-05-13", "fine-tuned") not in facts(swapped)
    assert any("run backwards" in place for place in read(swapped).unread)


def test_a_schedule_without_its_stages_is_told() -> None:
    lost = SCHEDULE.replace(" Lifecycle |", " Mood |")

    assert read(lost).unread == (
        "Azure OpenAI: a table without lifecycle stages",
        "Acme: a table without lifecycle stages",
    )


def test_a_cell_in_sentences_has_a_day_for_each_kind_of_deployment() -> None:
    assert ends(BY_KIND.replace("SENTENCES", SENTENCES)) == {
        "standard": (date(2026, 3, 31), None),
        "provisioned": (date(2026, 10, 1), None),
        "data zone standard": (date(2026, 10, 1), None),
    }
    assert read(BY_KIND.replace("SENTENCES", SENTENCES)).unread == ()


def test_the_quote_of_a_long_row_shows_all_its_days() -> None:
    quotes = [fact.quote for fact in read(BY_KIND.replace("SENTENCES", SENTENCES)).facts if fact.model_id == "verse-4"]

    assert all("2026-03-31" in quote and "2026-10-01" in quote and "`verse-5`" in quote for quote in quotes)


def test_no_new_customers_is_the_day_of_deprecation_and_a_floor_is_none() -> None:
    found = facts(BY_KIND.replace("SENTENCES", "2026-10-01"))

    assert found["verse-4", "2024-05-13", None].deprecated_on == date(2025, 5, 13)
    floor = found["verse-5", "2025-12-11", None]
    assert (floor.deprecated_on, floor.earliest_shutdown_on) == (None, date(2027, 5, 12))


def test_will_not_retire_before_is_a_floor() -> None:
    embed = facts(BY_KIND.replace("SENTENCES", "2026-10-01"))["embed-3", "1", None]

    assert (embed.shutdown_on, embed.earliest_shutdown_on) == (None, date(2027, 4, 15))


def test_sentences_that_are_not_understood_are_told_and_give_no_day() -> None:
    odd = BY_KIND.replace("SENTENCES", "All deployments except Standard retire on 2026-10-01.")

    assert ends(odd) == {None: (None, None)}
    assert len(read(odd).unread) == 1


def test_deprecation_and_retirement_in_one_cell_are_two_days_of_both_models() -> None:
    found = facts(OLDEST)

    for model_id in ("verse-4", "verse-4-32k"):
        fact = found[model_id, "0314", None]
        assert (fact.deprecated_on, fact.shutdown_on) == (date(2024, 10, 1), date(2025, 6, 6))
        assert fact.alias_of is None


def test_an_upgrade_is_no_retirement() -> None:
    found = facts(OLDEST)

    preview = found["verse-4", "1106-preview", None]
    assert (preview.shutdown_on, preview.earliest_shutdown_on) == (None, None)
    assert preview.words is not None
    assert preview.words.startswith("To be upgraded to verse-4")
    assert found["verse-3", "0301", None].shutdown_on == date(2025, 2, 13)
    assert found["verse-big", "2025-02-27", None].shutdown_on == date(2025, 7, 14)
    assert not any(fact.version == "0125" for fact in found.values())


def test_a_label_before_the_day_is_not_part_of_it() -> None:
    assert facts(OLDEST)["verse-old", "1", None].shutdown_on == date(2025, 1, 27)


def test_a_version_behind_the_name_is_the_version() -> None:
    old = facts(OLDEST)["verse-2", "0613", None]

    assert (old.shutdown_on, old.stated_status) == (date(2025, 2, 13), StatedStatus.DEPRECATED)
    assert facts(OLDEST)["ada", None, None].deprecated_on == date(2023, 7, 6)


def test_a_sentence_that_says_that_its_models_are_gone_is_believed() -> None:
    gone = OLDEST.replace("These models are no longer available for", "These models were retired, also for")

    assert facts(gone)["ada", None, None].stated_status is StatedStatus.RETIRED
    assert facts(gone)["verse-3", "0301", None].stated_status is None


def test_versions_and_breaks_of_replacements_are_kept_as_words() -> None:
    found = facts(OLDEST)

    assert found["verse-3", "0301", None].replacements == ("verse-3", "verse-4o")
    assert found["verse-3", "0301", None].replacement_text == "`verse-3` (0125), `verse-4o`"
    assert found["verse-big", "2025-02-27", None].replacements == ("verse-4.1",)


def test_rows_that_have_lost_their_header_are_told() -> None:
    assert [place for place in read(OLDEST).unread if "without a header" in place] == list(read(OLDEST).unread)
    assert len(read(OLDEST).unread) == 1


def test_the_foundry_page_resolves_names_by_its_links() -> None:
    reading = FOUNDRY.read(FOUNDRY, RawDocument(FOUNDRY_PAGE.encode(), FOUNDRY.url, DAY))
    found = {fact.model_id: fact for fact in reading.facts}

    rerank = found["Verse-rerank-v3.5"]
    assert (rerank.legacy_on, rerank.deprecated_on) == (date(2026, 1, 14), date(2026, 2, 14))
    assert (rerank.replacements, rerank.replacement_text) == (("Verse-rerank-v4.0",), "Verse Rerank 4")
    assert (found["Acme R"].replacements, found["Acme R"].replacement_text) == ((), "Any Acme model in the catalog")
    assert (rerank.stated_status, found["Acme Instruct"].stated_status) == (None, StatedStatus.RETIRED)
    assert reading.unread == ()


def test_stages_that_run_backwards_are_not_believed() -> None:
    swapped = FOUNDRY_PAGE.replace("Legacy date (UTC) | Deprecation date", "Deprecation date (UTC) | Legacy date")
    reading = FOUNDRY.read(FOUNDRY, RawDocument(swapped.encode(), FOUNDRY.url, DAY))

    assert "Verse-rerank-v3.5" not in {fact.model_id for fact in reading.facts}
    assert len(reading.unread) == 1


@pytest.mark.parametrize("page", [SCHEDULE.replace("Azure", "Acme"), "# Azure\n\nSign in.\n"])
def test_a_page_of_another_provider_or_without_tables_is_rejected(page: str) -> None:
    reading = read(page)

    assert reading.problem is not None
    assert judge(reading, (), SOURCE.guards, read_on=DAY).verdict is Verdict.REJECT


def test_html_says_the_same_as_markdown() -> None:
    html = (
        "<!doctype html><h1>Azure OpenAI</h1><table><thead><tr><th>Model</th><th>Version</th><th>Retirement date</th>"
        "<th>Replacement</th></tr></thead><tbody><tr><td><code>verse-4</code><br><code>verse-4-32k</code></td>"
        "<td>0314</td><td><strong>Deprecation:</strong> October 1, 2024<br><strong>Retirement:</strong> June 6, 2025"
        "</td><td><code>verse-4o</code></td></tr></tbody></table>"
    )

    fact = facts(html)["verse-4-32k", "0314", None]
    assert (fact.deprecated_on, fact.shutdown_on) == (date(2024, 10, 1), date(2025, 6, 6))
    assert fact.replacements == ("verse-4o",)
