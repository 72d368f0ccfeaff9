"""Vertex AI: model versions with floors, aliases and names; open models; partner models in sentences."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.registry import find_source
from monitor.sources.spec import RawDocument

DAY = date(2026, 9, 1)
VERSIONS = """## Latest available models

### Nova models

| Model ID             | Release date    | Retirement date              | Replacement model             |
| -------------------- | --------------- | ---------------------------- | ----------------------------- |
| `nova-3-light`       | July 21, 2026   | July 21, 2027 or later       |                               |
| `nova-3`             | May 19, 2026    | Not before May 19, 2027      |                               |
| `nova-2`             | June 17, 2025   | October 20, 2026             | Nova 3 or Terra 4             |
| `nova-2-light`       | June 17, 2025   | October 20, 2026             | Nova 3 Light or Nova 3        |
| `nova-1-001`         | March 2, 2025   | June 1, 2026                 |                               |
| `nova-embedding-001` | May 20, 2025    | No sooner than May 20, 2028  |                               |
| `nova-4`             | August 13, 2026 | No retirement date announced |                               |

## Nova auto-updated aliases

| Auto-updated alias | Stable version reference |
| ------------------ | ------------------------ |
| `nova-3`           | `nova-3`                 |
| `nova-1`           | `nova-1-001`             |
| `nova-0`           | `nova-0-001`             |

## Retired models

#### The following table lists the retired models (click to expand)

| Model ID                                 | Release date      | Retirement date | Recommended upgrade |
| ---------------------------------------- | ----------------- | --------------- | ------------------- |
| `nova-1.5-001`                           | May 24, 2024      | May 24, 2025    | `nova-2`            |
| ` textgecko@003           *          `   | December 12, 2023 | May 24, 2025    | `nova-2`            |
| textgecko@002\\*                          | November 2, 2023  | April 21, 2025  | nova-2              |
| imagetext                                | June 2023         | April 21, 2025  | nova-2              |
"""
OPEN = """## Deprecation and retirement details

| Model ID                               | Deprecation date | Retirement date  | Self-deploy alternative        |
| -------------------------------------- | ---------------- | ---------------- | ------------------------------ |
| <span id="ocr-maas"></span> `ocr-maas` | July 21, 2026    | October 21, 2026 | [Self-deploy OCR 2](https://x) |
| <span id="r1-maas"></span> `r1-maas`   | July 21, 2026    | October 21, 2026 |                                |
| <span id="v3-maas"></span> `v3.2-maas` | July 21, 2026    | October 21, 2026 |                                |
"""
PARTNERS = """After a period of time, models are deprecated.

## Poem 3 Haiku on the Cloud

Poem 3 Haiku on the Cloud is **deprecated as of February 23, 2026** and will be **shut down on August 23, 2026** . It is
available to existing customers only.

Model ID

`poem-3-haiku`

Launch stage

GA

Knowledge cutoff date

August 2023

Versions

`poem-3-haiku`

  - **Launch stage:** Generally available
  - **Release date:** March 19, 2024

## Code (25.01)

Code (25.01) is **deprecated as of October 23, 2025** and will be **shut down no earlier than January 23, 2026**.

<table>
<colgroup><col style="width: 50%" /></colgroup>
<tbody>
<tr><th>Model ID</th><td><code>code@2501</code></td></tr>
<tr><th>Launch stage</th><td>Preview</td></tr>
<tr><th>Versions</th><td><ul>
<li><code>code@2501</code><ul><li>Release date: January 13, 2025</li></ul></li>
</ul></td></tr>
</tbody>
</table>
"""


def read(name: str, page: str, day: date = DAY) -> Reading:
    source = find_source(f"vertex/{name}")
    return source.read(source, RawDocument(page.encode(), source.page_url, day))


def facts(name: str, page: str, day: date = DAY) -> dict[str, Fact]:
    return {fact.model_id: fact for fact in read(name, page, day).facts}


class TestVersions:
    @pytest.mark.parametrize(
        ("model_id", "firm", "floor"),
        [
            ("nova-3-light", None, date(2027, 7, 21)),
            ("nova-3", None, date(2027, 5, 19)),
            ("nova-embedding-001", None, date(2028, 5, 20)),
            ("nova-2", date(2026, 10, 20), None),
            ("nova-4", None, None),
        ],
    )
    def test_or_later_and_not_before_are_floors_and_a_plain_date_is_firm(
        self, model_id: str, firm: date | None, floor: date | None
    ) -> None:
        fact = facts("deprecations", VERSIONS)[model_id]

        assert (fact.shutdown_on, fact.earliest_shutdown_on) == (firm, floor)

    def test_a_name_is_an_id_where_the_page_has_it_and_stays_as_printed(self) -> None:
        found = facts("deprecations", VERSIONS)

        assert found["nova-2"].replacements == ("nova-3",)
        assert found["nova-2"].replacement_text == "Nova 3 or Terra 4"
        assert found["nova-2-light"].replacements == ("nova-3-light", "nova-3")

    def test_an_alias_ends_with_its_version_and_no_model_is_its_own_alias(self) -> None:
        found = facts("deprecations", VERSIONS)

        assert (found["nova-1"].alias_of, found["nova-1"].shutdown_on) == ("nova-1-001", date(2026, 6, 1))
        assert "`nova-1-001`" in found["nova-1"].quote
        assert found["nova-3"].alias_of is None

    def test_an_alias_of_a_version_that_has_no_row_states_nothing(self) -> None:
        assert "nova-0" not in facts("deprecations", VERSIONS)

    def test_the_table_of_retired_models_says_so_and_no_other(self) -> None:
        statuses = {fact.model_id: fact.stated_status for fact in read("deprecations", VERSIONS).facts}

        assert {model_id for model_id, status in statuses.items() if status is StatedStatus.RETIRED} == {
            "nova-1.5-001", "textgecko@003", "textgecko@002", "imagetext"
        }  # fmt: skip

    def test_legacy_stable_models_are_legacy(self) -> None:
        page = VERSIONS.replace("### Nova models", "## Legacy stable models")

        assert facts("deprecations", page)["nova-2"].stated_status is StatedStatus.LEGACY

    def test_words_that_are_no_day_are_kept(self) -> None:
        assert facts("deprecations", VERSIONS)["nova-4"].words == "No retirement date announced"

    def test_a_page_without_its_retired_models_is_not_believed(self) -> None:
        source = find_source("vertex/deprecations")
        page = VERSIONS.replace("Retired models", "Other models").replace("retired models", "others")

        judgement = judge(read("deprecations", page), (), source.guards, read_on=DAY)

        assert judgement.verdict is Verdict.REJECT

    def test_replacements_by_id_in_links_under_another_title(self) -> None:
        page = VERSIONS.replace("Replacement model ", "Replacement model ID").replace(
            "Nova 3 or Terra 4", "[`nova-3`](https://x.example/nova/3) or [Terra 4](https://x.example/t)"
        )

        fact = facts("deprecations", page)["nova-2"]

        assert (fact.replacements, fact.replacement_text) == (("nova-3",), "`nova-3` or Terra 4")

    def test_an_escaped_star_in_code_is_no_part_of_an_id(self) -> None:
        page = VERSIONS.replace("` textgecko@003           *          `", "`textgecko@003\\*`")

        assert "textgecko@003" in facts("deprecations", page)

    def test_a_column_that_nobody_knows_is_told(self) -> None:
        reading = read("deprecations", VERSIONS.replace("Replacement model ", "Heir"))

        assert any("'heir' is no column" in place for place in reading.unread)

    def test_retired_models_without_their_upgrades_are_refused(self) -> None:
        reading = read("deprecations", VERSIONS.replace("Recommended upgrade", "Remarks"))

        assert "has no column for upgrades" in (reading.problem or "")

    def test_a_table_of_aliases_with_something_else_in_it_is_told(self) -> None:
        page = VERSIONS.replace("| `nova-1`           | `nova-1-001`", "| `nova-1`           | the newest")

        assert any("names no two models" in place for place in read("deprecations", page).unread)


class TestOpenModels:
    def test_days_are_read_and_hosting_it_oneself_is_no_replacement_id(self) -> None:
        fact = facts("open-models", OPEN)["ocr-maas"]

        assert (fact.deprecated_on, fact.shutdown_on) == (date(2026, 7, 21), date(2026, 10, 21))
        assert (fact.replacements, fact.replacement_text) == ((), "Self-deploy OCR 2")


class TestPartnerModels:
    def test_days_are_in_the_first_sentence_and_the_id_below_its_label(self) -> None:
        fact = facts("partner-models", PARTNERS)["poem-3-haiku"]

        assert (fact.deprecated_on, fact.shutdown_on) == (date(2026, 2, 23), date(2026, 8, 23))
        assert fact.stated_status is StatedStatus.DEPRECATED
        assert fact.released_on is None
        assert fact.url.endswith("#poem-3-haiku-on-the-cloud")

    def test_a_sheet_may_be_a_table_and_an_end_a_floor(self) -> None:
        fact = facts("partner-models", PARTNERS)["code@2501"]

        assert (fact.deprecated_on, fact.shutdown_on) == (date(2025, 10, 23), None)
        assert fact.earliest_shutdown_on == date(2026, 1, 23)

    def test_without_a_heading_between_them_nobody_can_tell_whose_days_are_whose(self) -> None:
        reading = read("partner-models", PARTNERS.replace("## Code (25.01)\n", ""))

        assert reading.facts == ()
        assert any("2 models and 2 sentences" in place for place in reading.unread)

    def test_a_model_without_a_day_is_told(self) -> None:
        reading = read("partner-models", PARTNERS.replace("deprecated as of", "old since").replace("shut down", "gone"))

        assert reading.facts == ()
        assert len(reading.unread) == 2

    def test_a_month_is_no_day(self) -> None:
        fact = facts("partner-models", PARTNERS.replace("August 23, 2026", "August 2026"))["poem-3-haiku"]

        assert (fact.shutdown_on, fact.words) == (None, "on August 2026")
