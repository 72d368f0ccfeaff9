"""Amazon Bedrock's pages on the life of models: three layouts, dates by region, cells that have lost their place."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.registry import find_source
from monitor.sources.spec import RawDocument

SOURCE = find_source("bedrock/deprecations")
LEGACY = find_source("bedrock/deprecations")
DAY = date(2026, 8, 21)

NEWER = """# Model lifecycle

## Active versions

**Active** \u2014 For a list of active models see the model cards.

## Legacy and end-of-life (EOL) models

The table does not include models that have already passed their EOL date.

| Model provider | Model name | Model ID | Regions | Legacy date | EOL date | Public extended access start date |
| --- | --- | --- | --- | --- | --- | --- |
| Acme | Verse One | acme.verse-1-v1:0 | us-east-1, us-west-2 | May 26, 2026 | November 26, 2026 | August 26, 2026 |
| Acme | Verse One | acme.verse-1-v1:0 | us-gov-west-1 | May 26, 2026 | November 26, 2026 | \u2014 |
| Acme | Verse Mini | acme.verse-mini-v1:0:8k | us-east-1 | March 30, 2026 | September 30, 2026 | \u2014 |
| Acme | Verse Pro | acme.verse-pro-v1:0 | us-east-1 | March 30, 2026 | September 30, 2026 | \u2014 |
| Acme | Verse Max | acme.verse-max-v1:0 | us-east-1 | March 30, 2026 | September 30, 2026 | \u2014 |
"""

LISTED = """# Model lifecycle (Legacy)
<a name="model-lifecycle-legacy"></a>

## Legacy and end-of-life (EOL) models
<a name="the-table"></a>

**Models with a scheduled EOL date**

The following models are in the Legacy state with an announced EOL date.

| Model provider | Model name | Model ID | Regions | Legacy date | EOL date | Public extended access start date |
| --- | --- | --- | --- | --- | --- | --- |
| Acme | Verse One | acme.verse-1-v1:0 | us-east-1 | May 26, 2026 | November 26, 2026 | August 26, 2026 |

**Models that have reached EOL**

The following models have passed their EOL date.

- **Acme**
  - **Model name:** Verse Mini
  - **Model ID:** acme.verse-mini-v1:0
  - **Regions:** us-east-1
  - **Legacy date:** January 30, 2026
  - **EOL date:** July 30, 2026
  - **Public extended access start date:** \u2014

- **Acme**
  - **Model name:** Verse Pro
  - **Model ID:** acme.verse-pro-v1:0
  - **Regions:** us-east-1, us-west-2 / **Legacy date:** August 25, 2025 / **EOL date:** June 1, 2026 / \
EXTENDED December 1, 2025
  - **Regions:** eu-central-2 / **Legacy date:** January 30, 2026 / **EOL date:** July 30, 2026 / \
EXTENDED April 30, 2026

The public extended access date indicates when pricing may increase.
""".replace("EXTENDED", "**Public extended access start date:**")


def items(*values: str) -> str:
    listed = "".join(f"<li><p>{value}</p></li>" for value in values)
    return f'<td><div class="itemizedlist"><ul>{listed}</ul></div></td>'


def active_row(
    model_id: str, floor: str, regions: str = "<td>us-east-1</td>", launched: str = "<td>9/1/2024</td>"
) -> str:
    cells = f"<td>Acme</td><td>Verse {model_id}</td><td>acme.{model_id}</td>{regions}{launched}<td>{floor}</td>"
    return f"<tr>{cells}<td>Text</td><td>Text, Chat</td></tr>"


ACTIVE_HEADER = "".join(
    f"<th>{title}</th>"
    for title in (
        "Provider", "Model name", "Model ID", "Regions supported", "Launch date", "Input modalities",
        "Output modalities",
    )
)  # fmt: skip
ACTIVE = (
    active_row("one-v1:0", "No sooner than 9/23/2025"),
    active_row(
        "two-v1:0", "No sooner than 3/14/2025", items("us-east-1*", "eu-west-1 (Gated)"), items("3/14/2024", "1/2/2024")
    ),
    active_row("three-v1:0", "No sooner than 2/24/2026", "<td></td>", "<td>2/24/2025</td>"),
    active_row("four-v1:0", "", items("us-west-2"), "<td></td>"),
)


def named_row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


US = "us-east-1 and us-west-2"
OLD_LEGACY = (
    named_row(
        "Verse Classic", f"October 16, 2024 ({US})", "NA", f"May 20, 2025 ({US})", "Verse Two",
        "acme.two-v1:0, acme.one-v1:0, and acme.four-v1:0",
    ),
    named_row(
        "Verse Opus", "October 1, 2025 (us-east-1, us-east-2)", "March 1, 2026 (all regions)", "May 31, 2026",
        "Verse Two", "acme.two-v1:0",
    ),
    named_row(
        "Verse Air", "July 15th, 2025 (all Regions)", "NA", "January 15th, 2026 (all Regions)", "Verse Two",
        "acme.two-v1:0 in US East (N. Virginia)",
    ),
)  # fmt: skip
GONE = named_row(
    "Verse v1.3", "April 30, 2024 (only in us-west-2)", "October 4, 2024 (only in us-west-2)", "Verse Two",
    "acme.two-v1:0",
)  # fmt: skip


def older(active: tuple[str, ...] = ACTIVE, header: str = ACTIVE_HEADER) -> str:
    return f"""<!doctype html><html><body><h1 id="model-lifecycle">Model lifecycle</h1>
<h2 id="active-versions">Active versions</h2><div><h6>Note</h6></div>
<table><thead><tr>{header}</tr></thead><tbody>{"".join(active)}</tbody></table>
<h2 id="versions-for-legacy">Legacy versions</h2><table><thead><tr><th>Model version</th><th>Legacy date</th>
<th>Public extended access date</th><th>EOL date</th><th>Recommended model version replacement</th>
<th>Recommended model ID</th></tr></thead><tbody>{"".join(OLD_LEGACY)}</tbody></table>
<h2 id="versions-for-eol">End-of-Life (EOL) versions</h2><table><thead><tr><th>Model version</th><th>Legacy date</th>
<th>EOL date</th><th>Recommended model version replacement</th><th>Recommended model ID</th></tr></thead>
<tbody>{GONE}</tbody></table></body></html>"""


def read(page: str) -> Reading:
    return SOURCE.read(SOURCE, RawDocument(page.encode(), SOURCE.url, DAY))


def facts(page: str) -> dict[tuple[str, tuple[str, ...]], Fact]:
    return {(fact.model_id, fact.regions): fact for fact in read(page).facts}


def verdict(page: str) -> Verdict:
    return judge(read(page), (), SOURCE.guards, read_on=DAY).verdict


def test_a_row_is_a_fact_of_its_regions() -> None:
    found = facts(NEWER)

    for_all, for_the_government = (
        found["acme.verse-1-v1:0", ("us-east-1", "us-west-2")],
        found["acme.verse-1-v1:0", ("us-gov-west-1",)],
    )
    assert (for_all.legacy_on, for_all.shutdown_on) == (date(2026, 5, 26), date(2026, 11, 26))
    assert (for_all.extended_access_on, for_the_government.extended_access_on) == (date(2026, 8, 26), None)
    assert (for_all.stated_status, for_all.display_name) == (StatedStatus.LEGACY, "Verse One")
    assert (read(NEWER).unread, verdict(NEWER)) == ((), Verdict.ADMIT)


def test_a_table_that_is_printed_as_a_list_says_the_same() -> None:
    found = facts(LISTED)

    assert len(found) == 4
    pro = found["acme.verse-pro-v1:0", ("eu-central-2",)]
    assert (pro.legacy_on, pro.extended_access_on) == (date(2026, 1, 30), date(2026, 4, 30))
    assert (pro.shutdown_on, pro.url) == (date(2026, 7, 30), f"{SOURCE.page_url}#the-table")
    assert found["acme.verse-pro-v1:0", ("us-east-1", "us-west-2")].shutdown_on == date(2026, 6, 1)


def test_what_has_reached_its_end_is_retired_and_what_has_a_day_for_it_is_not() -> None:
    statuses = {model_id: fact.stated_status for (model_id, _), fact in facts(LISTED).items()}

    assert statuses == {
        "acme.verse-1-v1:0": StatedStatus.LEGACY,
        "acme.verse-mini-v1:0": StatedStatus.RETIRED,
        "acme.verse-pro-v1:0": StatedStatus.RETIRED,
    }


def test_a_row_that_lacks_the_provider_is_not_read_one_column_too_early() -> None:
    shifted = NEWER.replace("| Acme | Verse Mini |", "| Verse Mini |")

    mini = facts(shifted)["acme.verse-mini-v1:0:8k", ("us-east-1",)]
    assert (mini.display_name, mini.legacy_on, mini.shutdown_on) == ("Verse Mini", date(2026, 3, 30), date(2026, 9, 30))
    assert read(shifted).unread == ()


def test_an_item_that_lacks_the_provider_is_not_read_one_label_too_early() -> None:
    shifted = LISTED.replace(
        """- **Acme**
  - **Model name:** Verse Mini
  - **Model ID:** acme.verse-mini-v1:0
  - **Regions:** us-east-1
  - **Legacy date:** January 30, 2026
  - **EOL date:** July 30, 2026
  - **Public extended access start date:** \u2014
""",
        """- **Verse Mini**
  - **Model name:** acme.verse-mini-v1:0
  - **Model ID:** us-east-1
  - **Regions:** January 30, 2026
  - **Legacy date:** July 30, 2026
  - **EOL date:** \u2014
""",
    )

    assert facts(shifted).keys() == facts(LISTED).keys()
    assert facts(shifted)["acme.verse-mini-v1:0", ("us-east-1",)].shutdown_on == date(2026, 7, 30)


def test_a_row_that_is_short_of_another_cell_is_told_and_not_read() -> None:
    short = NEWER.replace(" | September 30, 2026 | \u2014 |\n| Acme | Verse Pro", " | \u2014 |\n| Acme | Verse Pro")

    assert ("acme.verse-mini-v1:0:8k", ("us-east-1",)) not in facts(short)
    assert any("has 6 cells under 7 headers" in place for place in read(short).unread)


def test_what_stands_below_model_id_and_is_none_is_no_model() -> None:
    reading = read(NEWER.replace("acme.verse-mini-v1:0:8k", "us-east-1"))

    assert "us-east-1" not in {fact.model_id for fact in reading.facts}
    assert len(reading.unread) == 1


def test_a_floor_whose_column_has_lost_its_title_is_still_a_floor() -> None:
    found = facts(older())

    one = found["acme.one-v1:0", ("us-east-1",)]
    assert (one.earliest_shutdown_on, one.shutdown_on) == (date(2025, 9, 23), None)
    assert (one.stated_status, one.released_on) == (StatedStatus.ACTIVE, date(2024, 9, 1))
    assert found["acme.three-v1:0", ()].earliest_shutdown_on == date(2026, 2, 24)
    assert read(older()).unread == ()


def test_launch_days_by_region_do_not_split_the_row_and_the_first_of_them_counts() -> None:
    two = facts(older())["acme.two-v1:0", ("us-east-1", "eu-west-1")]

    assert (two.released_on, two.earliest_shutdown_on) == (date(2024, 1, 2), date(2025, 3, 14))


@pytest.mark.parametrize(
    "odd",
    [
        active_row("odd-v1:0", "9/23/2025"),  # a day, but of what?
        active_row("odd-v1:0", "Text"),
        active_row("odd-v1:0", "No sooner than 9/23/2025").replace("<td>Text</td>", ""),
    ],
)
def test_cells_without_a_title_that_are_not_all_floors_are_not_understood(odd: str) -> None:
    reading = read(older((*ACTIVE, odd)))

    assert [fact for fact in reading.facts if fact.stated_status is StatedStatus.ACTIVE] == []
    assert reading.unread == (f"Note: a table of {len(ACTIVE) + 1} rows lacks columns",)


def test_a_header_that_is_whole_is_left_alone() -> None:
    header = ACTIVE_HEADER.replace("<th>Input", "<th>EOL date</th><th>Input")

    assert facts(older(header=header)) == facts(older())


def test_a_row_that_lost_its_regions_is_not_taken_for_one_of_all_regions() -> None:
    lost = active_row("lost-v1:0", "No sooner than 3/14/2025", "<td></td>", items("3/14/2024", "4/14/2024"))

    assert not any(fact.model_id == "acme.lost-v1:0" for fact in read(older((*ACTIVE, lost))).facts)
    assert len(read(older((*ACTIVE, lost))).unread) == 1


def test_legacy_models_that_have_only_a_name_keep_it_and_their_regions() -> None:
    found = facts(older())

    classic = found["Verse Classic", ("us-east-1", "us-west-2")]
    assert (classic.legacy_on, classic.shutdown_on) == (date(2024, 10, 16), date(2025, 5, 20))
    assert (classic.stated_status, classic.extended_access_on) == (StatedStatus.LEGACY, None)
    assert classic.replacements == ("acme.two-v1:0", "acme.one-v1:0", "acme.four-v1:0")
    opus = found["Verse Opus", ("us-east-1", "us-east-2")]
    assert (opus.extended_access_on, opus.shutdown_on) == (date(2026, 3, 1), date(2026, 5, 31))
    gone = found["Verse v1.3", ("us-west-2",)]
    assert (gone.shutdown_on, gone.stated_status) == (date(2024, 10, 4), StatedStatus.RETIRED)


def test_a_recommended_id_is_found_beside_the_region_in_which_it_is_offered() -> None:
    air = facts(older())["Verse Air", ()]

    assert air.replacements == ("acme.two-v1:0",)
    assert air.replacement_text == "acme.two-v1:0 in US East (N. Virginia)"


def test_days_that_run_backwards_are_not_believed() -> None:
    swapped = NEWER.replace("Legacy date | EOL date", "EOL date | Legacy date")

    assert read(swapped).facts == ()
    assert verdict(swapped) is Verdict.REJECT


def test_a_list_with_which_the_page_breaks_off_loses_its_last_row() -> None:
    cut = LISTED[: LISTED.index(" / **Public extended access start date:** April")]

    assert ("acme.verse-pro-v1:0", ("eu-central-2",)) not in facts(cut)
    assert ("acme.verse-pro-v1:0", ("us-east-1", "us-west-2")) in facts(cut)
    assert any("cut off" in place for place in read(cut).unread)


def test_the_page_without_a_table_says_where_the_table_is() -> None:
    policy = (
        "# Model lifecycle\n\nFor models launched before, see [Legacy](model-lifecycle-legacy.md).\n\n"
        "## Legacy and end-of-life (EOL) models\n\nEvery model card shows a date.\n"
    )

    assert read(policy).problem == "the page has no table any more, it is on the page model-lifecycle-legacy"
    assert verdict(policy) is Verdict.REJECT


def test_both_pages_have_one_reader() -> None:
    reading = LEGACY.read(LEGACY, RawDocument(LISTED.encode(), LEGACY.url, DAY))

    assert {fact.model_id for fact in reading.facts} == {model_id for model_id, _ in facts(LISTED)}
    assert all(fact.url.startswith(LEGACY.page_url) for fact in reading.facts)
