"""Mistral's page of models in its three generations, and the sentences of its changelog."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.registry import find_source
from monitor.sources.spec import RawDocument

DAY = date(2026, 8, 21)
YEAR_2024 = """### Premier models

| Model | Weight availability|Available via API| Description | Max Tokens| API Endpoints|Version|
|-------|:------------------:|:---------------:|:-----------:|:---------:|:------------:|:-----:|
| Breeze Embed | | :heavy_check_mark: | Vectors | 8k | `breeze-embed` | 23.12|

### Free models

- **Latest models**

| Model | Weight availability|Available via API| Description | Max Tokens| API Endpoints|Version|
|-------|:------------------:|:---------------:|:-----------:|:---------:|:------------:|:-----:|
| Pixel | | :heavy_check_mark: | Pictures | 8k | `pixel-12b-2409` | 24.09|
| Sound | | :heavy_check_mark: | Speech | 8k | `sound-2407` via `audio/transcriptions` | 24.07|
| Maths | :heavy_check_mark: | | Sums | 8k | NA | v0.1|

- **Legacy models**

| Model | Weight availability|Available via API| Description | Max Tokens| API Endpoints|Version|
|-------|:------------------:|:---------------:|:-----------:|:---------:|:------------:|:-----:|
| Breeze 7B | | :heavy_check_mark: | Our first | 32k | `open-breeze-7b`| v0.3|

## API versioning

Here are the details of the available versions:
- `gust-small-latest`: currently points to `gust-small-2409`. `gust-small-2402` is deprecated.
- `gust-large-latest`: currently points to `gust-large-2411`. `gust-large-2407` and `gust-large-2402` will be deprecated
shortly.
- `gust-medium-latest`: currently points to `gust-medium-2312`.
Gust Medium will be deprecated shortly.
"""
YEAR_2025 = """### Premier models

| Model | Weight availability|Available via API| Description | Max Tokens| API Endpoints|Version|
|-------|:------------------:|:---------------:|:-----------:|:---------:|:------------:|:-----:|
| Gust Medium | | :heavy_check_mark: | Frontier | 128k | `gust-medium-2505` | 25.05|
| Breeze Embed | | :heavy_check_mark: | Vectors | 8k | `breeze-embed` | 23.12|

## API versioning

- `gust-medium-latest`: currently points to `gust-medium-2505`.
- `gust-large-latest`: currently points to `gust-large-2411`.
- `open-nemo`: currently points to `open-nemo-2407`.
- `gust-huge-latest`: currently points to `gust-medium-2505`, previously `gust-huge-2411`.

### Legacy models

| Model | API Endpoints|Version|Deprecation on date|Retirement date|Alternative model|
|-------|:------------:|:-----:|:-----------------:|:-------------:|:---------------:|
| Breeze 7B | `open-breeze-7b`| v0.3|2024/11/30|2025/03/30| `tiny-8b-latest`|
| Gust Large 24.11 | `gust-large-2411`| 24.11| 2025/06/10|2025/11/30| `gust-medium-latest`|
| Gust Small 24.09| `gust-small-2409` | 24.09| 2025/06/10|2025/09/30| `gust-small-latest`|
| Gust Small 25.01| `gust-small-2409` | 25.01| 2025/06/10|2026/01/31| `gust-small-latest`|
| Nemo 12B | `open-nemo`| 24.07| 2025/06/10|2025/09/30| `gust-small-latest`|
| Snake 7B | `open-snake` | v0.1|2525/06/06 |2525/06/06| `code-latest`|
| Loop | `loop-2402`| 24.02| 2024/11/30|2025/06/16| `loop-2402`|
| Maths | | v0.1| 2025/06/10|2025/09/30| `gust-small-latest`|
| Maths 2 | | v0.2| || `gust-small-latest`|
"""
YEAR_2026 = """# Models Overview

### Deprecated & retired models

| Model | Version | API | Deprecation | Retirement | Alternative |
| ----- | ------- | --- | ----------- | ---------- | ----------- |
| [Gust Medium 3.1 ↗](/models/gust-medium-3-1-25-08) | 25.08 | gust-medium-2508 | 5/22/2026 | 8/31/2026 | [Gust 4](/models/gust-4) |
| [Code ↗](/models/code-25-01) | 25.01 | code-2501 | 11/6/2025 | 11/30/2025 | [Code](/models/code-25-08) |
| [Sound ↗](/models/sound-25-07) | 25.07 | sound-2507 | 2/27/2026 | 5/31/2026 | [Gust Medium 3.1](/models/gust-medium-3-1-25-08) |
| [Sound Mini ↗](/models/sound-mini-25-07) | 25.07 | sound-2507 | 2/27/2026 | 5/31/2026 | [Sound 2](/models/sound-2) |
| [Breeze 7B ↗](/models/breeze-7b-0-3) | 0.3 | open-breeze-7b | 11/30/2024 | 3/30/2025 | [Tiny 8B](/models/tiny-8b) |
| [Breeze 7B ↗](/models/breeze-7b-0-2) | 0.2 | open-breeze-7b | 11/30/2024 | 3/30/2025 | [Tiny 8B](/models/tiny-8b) |
| [Breeze 7B ↗](/models/breeze-7b-0-1) | 0.1 |  | 11/30/2024 | 3/30/2025 | [Tiny 8B](/models/tiny-8b) |
| [Next ↗](/models/next) |  |  |  |  | [Gust 4](/models/gust-4) |
"""
CHANGELOG = """---
id: changelog
---

June 30, 2026
- We released Lean 2 (`labs-lean-2`), for proofs. This model will be **retired on September 30, 2026**. <Tag model/>
- We released Gust 4 (`gust-4`).

Feb. 26, 2024
- API endpoints: We renamed 2 of them.
    - `open-breeze-7b` (aka `tiny-2312`): renamed from `tiny`. The endpoint `tiny` will be deprecated in three months.
"""


def read(page: str, name: str = "deprecations") -> Reading:
    source = find_source(f"mistral/{name}")
    return source.read(source, RawDocument(page.encode(), source.page_url or source.url, DAY))


def facts(page: str, name: str = "deprecations") -> dict[str, Fact]:
    return {fact.model_id: fact for fact in read(page, name).facts}


class TestYear2024:
    def test_a_list_item_says_that_the_models_below_it_are_legacy(self) -> None:
        found = facts(YEAR_2024)

        assert found["open-breeze-7b"].stated_status is StatedStatus.LEGACY
        assert found["pixel-12b-2409"].stated_status is StatedStatus.ACTIVE

    def test_a_model_is_deprecated_or_will_be(self) -> None:
        found = facts(YEAR_2024)

        assert found["gust-small-2402"].stated_status is StatedStatus.DEPRECATED
        assert (found["gust-large-2402"].stated_status, found["gust-large-2407"].words) == (
            None, "will be deprecated shortly"
        )  # fmt: skip

    def test_a_name_that_will_be_deprecated_is_told(self) -> None:
        assert [place for place in read(YEAR_2024).unread if "Gust Medium will be deprecated" in place]

    def test_weights_without_an_id_are_no_model(self) -> None:
        assert facts(YEAR_2024).keys() >= {"sound-2407", "breeze-embed"}
        assert len(read(YEAR_2024).unread) == 1

    def test_a_table_of_which_nothing_says_what_it_is_states_nothing(self) -> None:
        reading = read(YEAR_2024.replace("- **Legacy models**\n", ""))

        assert "open-breeze-7b" not in {fact.model_id for fact in reading.facts}
        assert any("nothing stands between two tables" in place for place in reading.unread)

    def test_the_older_page_may_have_nothing_that_ends(self) -> None:
        page = YEAR_2024.replace("Legacy models", "Other models")

        assert "breeze-embed" in facts(page, "models-overview")


class TestYear2025:
    def test_days_replacements_and_the_word_legacy(self) -> None:
        fact = facts(YEAR_2025)["open-breeze-7b"]

        assert (fact.deprecated_on, fact.shutdown_on) == (date(2024, 11, 30), date(2025, 3, 30))
        assert (fact.stated_status, fact.replacements) == (StatedStatus.LEGACY, ("tiny-8b-latest",))
        assert fact.version is None

    def test_the_version_is_a_scope_where_one_id_has_two_ends(self) -> None:
        ends = {f.version: f.shutdown_on for f in read(YEAR_2025).facts if f.model_id == "gust-small-2409"}

        assert ends == {"24.09": date(2025, 9, 30), "25.01": date(2026, 1, 31)}

    def test_an_alias_of_a_legacy_model_ends_with_it(self) -> None:
        found = facts(YEAR_2025)

        assert found["gust-large-latest"].alias_of == "gust-large-2411"
        assert found["gust-large-latest"].shutdown_on == date(2025, 11, 30)
        assert found["gust-medium-latest"].shutdown_on is None, "its model does not end"

    def test_an_alias_of_a_model_whose_end_was_withdrawn_has_no_end_either(self) -> None:
        row = "| Gust Large 24.11 | `gust-large-2411`| 24.11| 2025/06/10|2025/11/30| `gust-medium-latest`|\n"
        breeze = "| Breeze Embed | | :heavy_check_mark: | Vectors | 8k | `breeze-embed` | 23.12|\n"
        back = breeze + breeze.replace("breeze-embed", "gust-large-2411")
        page = YEAR_2025.replace(row, "").replace(breeze, back)

        alias = facts(page)["gust-large-latest"]

        assert (alias.shutdown_on, alias.stated_status) == (None, StatedStatus.ACTIVE)
        assert alias.alias_of is None, "the list of models knows better, today, than a page of 2025"

    def test_a_legacy_model_may_itself_be_an_alias(self) -> None:
        found = facts(YEAR_2025)

        assert found["open-nemo"].alias_of == "open-nemo-2407"
        assert "open-nemo-2407" not in found, "the page dates the alias"

    def test_an_alias_that_was_pointed_elsewhere_loses_its_end(self) -> None:
        fact = facts(YEAR_2025)["gust-huge-latest"]

        assert (fact.alias_of, fact.shutdown_on, fact.stated_status) == ("gust-medium-2505", None, None)

    def test_a_model_that_is_available_again_is_active(self) -> None:
        """As in June 2025: half of the legacy models went back to the others a week after."""
        fact = facts(YEAR_2025)["gust-medium-2505"]

        assert (fact.stated_status, fact.words) == (StatedStatus.ACTIVE, "Available via API")

    def test_a_misprinted_year_is_no_day_and_told(self) -> None:
        fact = facts(YEAR_2025)["open-snake"]

        assert (fact.deprecated_on, fact.shutdown_on, fact.words) == (None, None, "2525/06/06")
        assert any("a year that cannot be meant" in place for place in read(YEAR_2025).unread)

    def test_a_model_does_not_replace_itself(self) -> None:
        assert facts(YEAR_2025)["loop-2402"].replacements == ()
        assert any("loop-2402 is to replace itself" in place for place in read(YEAR_2025).unread)

    def test_a_row_with_days_and_no_id_is_told_and_one_with_neither_is_not(self) -> None:
        places = [place for place in read(YEAR_2025).unread if "Maths" in place]

        assert len(places) == 1
        assert "2025/06/10" in places[0]

    @pytest.mark.parametrize(
        ("old", "new", "problem"),
        [
            ("Retirement date", "Einddatum", "no column for a retirement"),
            ("Alternative model", "Remarks", "no column for an alternative"),
            ("### Legacy models\n", "", "does not stand below “Legacy models”"),
            ("| Maths 2 | | v0.2| || `gust-small-latest`|\n", "| Maths 2 | | v0", "cut off"),
        ],
    )
    def test_a_table_of_ends_that_is_not_whole_is_refused_with_the_reason(
        self, old: str, new: str, problem: str
    ) -> None:
        reading = read(YEAR_2025.replace(old, new))

        assert reading.facts == ()
        assert problem in (reading.problem or "")


class TestYear2026:
    def test_days_have_the_month_first_and_no_status_is_stated(self) -> None:
        fact = facts(YEAR_2026)["gust-medium-2508"]

        assert (fact.deprecated_on, fact.shutdown_on) == (date(2026, 5, 22), date(2026, 8, 31))
        assert (fact.stated_status, fact.version) == (None, None)
        assert fact.display_name == "Gust Medium 3.1 ↗"

    def test_an_alternative_is_an_id_only_where_its_card_is_in_the_table(self) -> None:
        found = facts(YEAR_2026)

        assert (found["gust-medium-2508"].replacements, found["gust-medium-2508"].replacement_text) == ((), "Gust 4")
        assert found["sound-2507"].replacements == ("gust-medium-2508",)
        assert found["sound-2507"].replacement_text == "Gust Medium 3.1"

    def test_another_model_of_the_same_name_is_not_the_alternative(self) -> None:
        assert facts(YEAR_2026)["code-2501"].replacements == ()

    def test_a_model_that_stands_twice_with_the_same_days_is_one(self) -> None:
        assert [fact.model_id for fact in read(YEAR_2026).facts] == [
            "gust-medium-2508", "code-2501", "sound-2507", "open-breeze-7b"
        ]  # fmt: skip

    def test_a_row_without_an_id_is_told_if_it_has_days(self) -> None:
        assert len(read(YEAR_2026).unread) == 1
        assert "breeze-7b-0-1" in read(YEAR_2026).unread[0]


class TestChangelog:
    def test_this_model_is_the_one_that_the_item_names(self) -> None:
        assert facts(CHANGELOG, "changelog")["labs-lean-2"].shutdown_on == date(2026, 9, 30)

    def test_a_deprecation_ahead_is_words_and_no_state(self) -> None:
        fact = facts(CHANGELOG, "changelog")["tiny"]

        assert (fact.stated_status, fact.deprecated_on) == (None, None)
        assert fact.words == "will be deprecated in three months"

    def test_what_is_released_is_no_news_here(self) -> None:
        assert facts(CHANGELOG, "changelog").keys() == {"labs-lean-2", "tiny"}

    def test_a_sentence_that_breaks_off_states_nothing(self) -> None:
        assert "tiny" not in facts(CHANGELOG.rstrip()[:-8], "changelog")

    def test_a_changelog_that_announces_no_end_is_refused_with_the_reason(self) -> None:
        reading = read("July 15, 2025\n- We released Gust 4 (`gust-4`).\n", "changelog")

        assert reading.problem == "the changelog announces no end of a model"
        guards = find_source("mistral/changelog").guards
        assert judge(reading, (), guards, read_on=DAY).verdict is Verdict.REJECT
