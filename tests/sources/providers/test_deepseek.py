"""DeepSeek's change log: names that end, and names that are upgraded in place and end nothing."""

from __future__ import annotations

from datetime import date

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.providers import deepseek
from monitor.sources.spec import RawDocument

SOURCE = next(source for source in deepseek.SOURCES if source.id == "deepseek/deprecations")
TODAY = date(2026, 8, 21)
PAGE = r"""# Change Log

---

## Date: 2026-07-31

### DeepSeek-V9-Flash Update

Set the model name to `deepseek-v9-flash` to use it. The APP models are unchanged.

## Date: 2026-04-24

### DeepSeek-V9

The model parameter should be set to `deepseek-v9-pro` or `deepseek-v9-flash`.

The two legacy API model names, `deepseek-talk` and `deepseek-think`, will be discontinued in three months
(2026-07-24). During the current period, these two model names point to the non-thinking mode and thinking mode of
`deepseek-v9-flash`, respectively.

## Date: 2025-12-01

### DeepSeek-V8

Both `deepseek-talk` and `deepseek-think` have been upgraded to DeepSeek-V8.2.

### DeepSeek-V8-Special

DeepSeek-V8-Special is served via a temporary endpoint, available until Dec 15th, 2025, 15:59 (UTC Time).

## Date: 2024-05-17

### deepseek-code

The `deepseek-code` model has been upgraded to DeepSeek-Code-V2\. The API remains unchanged.
"""


def read(page: str = PAGE) -> Reading:
    return SOURCE.read(SOURCE, RawDocument(page.encode(), SOURCE.url, TODAY))


def facts(page: str = PAGE) -> dict[str, Fact]:
    return {fact.model_id: fact for fact in read(page).facts}


def verdict(page: str) -> Verdict:
    return judge(read(page), read().facts, SOURCE.guards, read_on=TODAY).verdict


def test_a_name_ends_on_its_day_and_was_announced_on_that_of_the_entry() -> None:
    fact = facts()["deepseek-think"]

    assert (fact.deprecated_on, fact.shutdown_on) == (date(2026, 4, 24), date(2026, 7, 24))
    assert (fact.stated_status, fact.replacements) == (StatedStatus.LEGACY, ())
    assert fact.quote.startswith("The two legacy API model names")


def test_a_name_stands_for_what_the_newest_entry_says() -> None:
    assert {model_id: fact.alias_of for model_id, fact in facts().items()} == {
        "deepseek-talk": "deepseek-v9-flash",
        "deepseek-think": "deepseek-v9-flash",
        "deepseek-code": "DeepSeek-Code-V2",
    }


def test_an_upgrade_in_place_ends_nothing_and_announces_nothing() -> None:
    fact = facts()["deepseek-code"]

    assert (fact.shutdown_on, fact.deprecated_on, fact.stated_status) == (None, None, None)


def test_the_log_is_understood_and_believed() -> None:
    assert read().unread == ()
    assert verdict(PAGE) is Verdict.ADMIT


def test_a_sentence_in_other_words_is_told_and_takes_no_date_back() -> None:
    page = PAGE.replace("will be discontinued", "will go away")

    assert "is not understood" in read(page).unread[0]
    assert verdict(page) is Verdict.REJECT


def test_an_entry_that_lost_its_date_is_not_taken_for_part_of_the_one_above() -> None:
    assert verdict(PAGE.replace("## Date: 2026-04-24\n", "")) is Verdict.REJECT


def test_a_log_that_does_not_reach_back_to_its_beginning_is_cut_off() -> None:
    assert verdict(PAGE.partition("## Date: 2024")[0]) is Verdict.REJECT
