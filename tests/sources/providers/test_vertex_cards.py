"""Model cards of Vertex AI: one model a page, its versions with their ends, and notices about them."""

from __future__ import annotations

from datetime import date

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.registry import find_source
from monitor.sources.spec import RawDocument

SOURCE = find_source("vertex/model-cards")
DAY = date(2026, 6, 1)
CARD = """> **Important:** The preview of Nova 3 Light ( `nova-3-light-preview` ) will be discontinued on July 9, 2026.
> Update your application to use `nova-3-light` instead.

Nova 3 Light is quick. It is better than Nova 2, which was retired.

Model ID

`nova-3-light`

Token limits

  - Maximum input tokens: 1,048,576

Versions

`nova-3-light`

  - Launch stage: GA
  - Release date: May 7, 2026
  - Retirement date: May 7, 2027 or later

`nova-3-light-preview*`

  - Launch stage: Public preview
  - Release date: March 3, 2026
  - Discontinuation date: July 9, 2026

Security controls

**Online prediction**

  - Data residency
"""
LISTED = """> **Caution:** The following table lists endpoints that will be deprecated and removed on April 2, 2026.
>
> | Discontinued endpoints | Recommended endpoint migration |
> | ---------------------- | ------------------------------ |
> | `nova-3-light-preview` | `nova-3-light`                 |
> | `film-2-preview`       | `film-2`                       |

"""
TABLE = """<!doctype html><html><body><h1>Nova 2</h1>
<table>
<tr><td>Model ID</td><td><code>nova-2</code></td></tr>
<tr><td>Versions</td><td><ul><li><code>nova-2</code><ul><li>Launch stage: GA</li><li>Release date: June 17, 2025</li>
<li>Discontinuation date: Not before October 16, 2026</li></ul></li></ul></td></tr>
<tr><td>Supported languages</td><td>See the list</td></tr>
</table></body></html>
"""


def read(page: str) -> Reading:
    return SOURCE.read(SOURCE, RawDocument(page.encode(), SOURCE.page_url, DAY))


def facts(page: str) -> dict[str, Fact]:
    return {fact.model_id: fact for fact in read(page).facts}


def test_each_version_has_its_own_end() -> None:
    found = facts(CARD)

    assert found["nova-3-light"].earliest_shutdown_on == date(2027, 5, 7)
    assert found["nova-3-light-preview"].shutdown_on == date(2026, 7, 9)
    assert found["nova-3-light"].released_on == date(2026, 5, 7)
    assert read(CARD).unread == ()


def test_a_notice_says_what_replaces_a_version() -> None:
    assert facts(CARD)["nova-3-light-preview"].replacements == ("nova-3-light",)


def test_a_card_may_be_a_table() -> None:
    assert facts(TABLE)["nova-2"].earliest_shutdown_on == date(2026, 10, 16)


def test_a_notice_may_deprecate_a_version_that_has_no_day() -> None:
    notice = (
        "> **Caution:** `nova-3-light` is deprecated. Migrate any workflows to newer models, such as `nova-4` .\n\n"
    )

    fact = facts(notice + CARD.replace("  - Retirement date: May 7, 2027 or later\n", ""))["nova-3-light"]

    assert (fact.stated_status, fact.replacements) == (StatedStatus.DEPRECATED, ("nova-4",))
    assert fact.shutdown_on is None


def test_a_list_below_a_notice_concerns_the_versions_of_this_card_alone() -> None:
    found = facts(LISTED + CARD.partition("\n\n")[2])

    assert found["nova-3-light-preview"].replacements == ("nova-3-light",)
    assert found["nova-3-light-preview"].stated_status is StatedStatus.DEPRECATED
    assert "film-2-preview" not in found


def test_the_day_of_a_list_counts_where_the_version_has_none() -> None:
    page = LISTED + CARD.partition("\n\n")[2].replace("  - Discontinuation date: July 9, 2026\n", "")

    assert facts(page)["nova-3-light-preview"].shutdown_on == date(2026, 4, 2)


def test_a_notice_that_gives_another_day_is_told_and_the_version_counts() -> None:
    reading = read(CARD.replace("discontinued on July 9", "discontinued on July 19"))

    assert {fact.shutdown_on for fact in reading.facts} == {None, date(2026, 7, 9)}
    assert any("nova-3-light-preview twice" in place for place in reading.unread)


def test_a_notice_that_is_not_understood_is_told() -> None:
    reading = read(CARD.replace("will be discontinued on July 9, 2026", "goes to a farm"))

    assert len(reading.unread) == 1


def test_a_partners_floor_stands_in_the_label() -> None:
    page = CARD.replace("Retirement date: May 7, 2027 or later", "**Retirement date not sooner than:** May 14, 2026")

    assert facts(page)["nova-3-light"].earliest_shutdown_on == date(2026, 5, 14)


def test_a_deprecation_date_is_no_end() -> None:
    fact = facts(CARD.replace("Retirement date: May 7, 2027 or later", "Deprecation date: June 30, 2026"))[
        "nova-3-light"
    ]

    assert (fact.deprecated_on, fact.shutdown_on) == (date(2026, 6, 30), None)


def test_a_version_that_is_not_whole_is_told_and_states_nothing() -> None:
    reading = read(CARD.replace("  - Release date: May 7, 2026\n", ""))

    assert [fact.model_id for fact in reading.facts] == ["nova-3-light-preview"]
    assert any("it is not whole" in place for place in reading.unread)


def test_two_versions_below_one_id_are_none() -> None:
    reading = read(CARD.replace("`nova-3-light-preview*`\n", ""))

    assert reading.facts == ()
    assert "two lines for its end" in (reading.problem or "")


def test_a_label_that_nobody_knows_may_be_an_end() -> None:
    reading = read(CARD.replace("Retirement date: May 7", "Farewell date: May 7"))

    assert [fact.model_id for fact in reading.facts] == ["nova-3-light-preview"]
    assert any("'farewell date' is no label" in place for place in reading.unread)


def test_a_card_that_breaks_off_behind_a_version_takes_no_end_back() -> None:
    known = read(CARD).facts
    cut = read(CARD.partition("  - Retirement")[0] + "  - Retirem")

    assert judge(cut, known, SOURCE.guards, read_on=DAY).verdict is not Verdict.ADMIT


def test_a_card_says_nothing_of_the_models_of_other_cards() -> None:
    other = CARD.replace("nova-3", "nova-4")

    assert judge(read(other), read(CARD).facts, SOURCE.guards, read_on=DAY).verdict is Verdict.ADMIT


def test_a_page_that_is_no_card_is_refused_with_the_reason() -> None:
    reading = read("## Featured models\n\n[Nova 3](https://x.example/nova-3) Quick.\n")

    assert (reading.facts, reading.problem) == (
        (),
        "the document is no model card: it has no version below “Model ID” and “Versions”",
    )
