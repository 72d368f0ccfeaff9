"""Moonshot's page of models: notices for single models and for series, beside tables of what is served."""

from __future__ import annotations

from datetime import date

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.providers import moonshot
from monitor.sources.spec import RawDocument

SOURCE = next(source for source in moonshot.SOURCES if source.id == "moonshot/deprecations")
TODAY = date(2026, 8, 21)
PAGE = """# Model List

<Note>
  Since the launch of K9, `kimi-k7.5` and the `moonshot-v0` series are no longer available to newly registered
  users (full platform sunset on August 31). Please switch to a newer model.
</Note>

## Multi-modal Model

| Model Name      | Description                  |
| --------------- | ---------------------------- |
| `kimi-k9`       | Our most capable model. 256k |
| `kimi-k7.5`     | Suitable for many tasks      |
| `kimi-k7.6-new` | Suitable for more tasks      |

## Generation Model Moonshot V0

| Model Name               | Description |
| ------------------------ | ----------- |
| `moonshot-v0-8k`         | Short texts |
| `moonshot-v0-8k-preview` | Sees        |

## Deprecated Models

> The `kimi-k7` series models were officially discontinued on **May 25, 2026** and are no longer maintained. Please
> use the latest Kimi model [kimi-k9](/docs/k9) for continued support.

| Model Name         | Description |
| ------------------ | ----------- |
| `kimi-k7-preview`  | Deprecated  |
| `kimi-k7-thinking` | Deprecated  |

> `kimi-newest` was officially discontinued on **January 28, 2026** and is no longer maintained.
>
> We recommend upgrading to the [kimi-k9 model](https://platform.example/docs/k9) for continued support.

For further assistance, please [contact sales](https://platform.example/sales).
"""


def read(page: str = PAGE, day: date = TODAY) -> Reading:
    return SOURCE.read(SOURCE, RawDocument(page.encode(), SOURCE.url, day))


def facts(page: str = PAGE, day: date = TODAY) -> dict[str, Fact]:
    return {fact.model_id: fact for fact in read(page, day).facts}


def test_only_models_that_end_have_facts() -> None:
    assert sorted(facts()) == [
        "kimi-k7-preview",
        "kimi-k7-thinking",
        "kimi-k7.5",
        "kimi-newest",
        "moonshot-v0-8k",
        "moonshot-v0-8k-preview",
    ]
    assert read().unread == ()


def test_a_series_that_ended_is_the_table_below_its_notice_and_no_other_generation() -> None:
    fact = facts()["kimi-k7-thinking"]

    assert (fact.shutdown_on, fact.stated_status) == (date(2026, 5, 25), StatedStatus.DEPRECATED)
    assert fact.replacements == ("kimi-k9",)
    assert "**May 25, 2026**" in fact.quote
    assert fact.quote.endswith("| `kimi-k7-thinking` | Deprecated |")


def test_those_closed_to_new_users_end_on_the_day_without_a_year() -> None:
    fact = facts()["moonshot-v0-8k"]

    assert (fact.shutdown_on, fact.stated_status, fact.replacements) == (date(2026, 8, 31), None, ())


def test_the_day_without_a_year_is_kept_in_words_where_nobody_can_tell_the_year() -> None:
    reading = read(day=date(2027, 2, 1))
    fact = next(fact for fact in reading.facts if fact.model_id == "kimi-k7.5")

    assert (fact.shutdown_on, fact.words, fact.stated_status) == (None, "August 31", StatedStatus.DEPRECATED)
    assert len(reading.unread) == 1
    assert judge(reading, read().facts, SOURCE.guards, read_on=date(2027, 2, 1)).verdict is Verdict.REJECT


def test_what_is_recommended_may_stand_in_the_paragraph_below() -> None:
    fact = facts()["kimi-newest"]

    assert (fact.shutdown_on, fact.stated_status) == (date(2026, 1, 28), StatedStatus.RETIRED)
    assert fact.replacements == ("kimi-k9",)


def test_it_is_the_same_without_marks_around_the_ids() -> None:
    bare = facts(PAGE.replace("`", ""))

    assert {m: (f.shutdown_on, f.replacements) for m, f in bare.items()} == {
        m: (f.shutdown_on, f.replacements) for m, f in facts().items()
    }


def test_a_page_without_its_tables_is_not_believed() -> None:
    reading = read("\n".join(line for line in PAGE.split("\n") if not line.startswith("|")))

    assert judge(reading, (), SOURCE.guards, read_on=TODAY).verdict is Verdict.REJECT
