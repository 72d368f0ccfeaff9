"""Notices on a page: what a list belongs to, what is recommended to whom, and what is not believed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from monitor.core.dates import DateBound
from monitor.core.facts import Authority, Fact, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.cells import Replacements
from monitor.sources.document import Section
from monitor.sources.entries import Entry
from monitor.sources.markdown import read_markdown
from monitor.sources.pages import Page
from monitor.sources.prose.announcements import quoted, read_notices
from monitor.sources.prose.days import day_of_title
from monitor.sources.prose.notice_lists import Holds, holds, is_of_kind, read_item
from monitor.sources.prose.sentences import Ids
from monitor.sources.prose.statements import announced_tables
from monitor.sources.spec import Source

IDS = Ids(re.compile("a-"), re.compile(r"a-[\w.-]*\w"))
LIST = """# Notices

## One

Effective April 4th, 2026, the following models will be retired:

* `a-embed-1`
* `a-chat-1`  (and the alias `a-chat`)
* `a-old` (use `a-chat-3` instead).
"""
TASKS = """
We encourage you to migrate to our latest models, which are better:

* Embedding tasks alternatives:
  * `a-embed-2`
* Chat tasks alternatives:
  * `a-chat-2`
  * `a-chat-3`

Ask us.
"""


def read(page: str, ids: Ids = IDS, read_on: date = date(2026, 8, 21)) -> tuple[dict[str, Entry], list[str]]:
    source = Source("acme/notices", "acme", Authority.PAGE, "https://acme.example/", _unread, Guards())
    document = read_markdown(page)
    found = Page(source, read_on, document, [])
    return {entry.named.model_id: entry for entry in read_notices(found, ids)}, found.unread


def _unread(*_: object) -> Fact:  # type: ignore[misc]
    raise AssertionError


def days(entries: dict[str, Entry]) -> dict[str, date | None]:
    return {model_id: e.shutdown.day if isinstance(e.shutdown, DateBound) else None for model_id, e in entries.items()}


def test_a_list_belongs_to_the_sentence_above_it_with_its_aliases_and_remarks() -> None:
    entries, unread = read(LIST + TASKS)

    assert days(entries) == dict.fromkeys(("a-embed-1", "a-chat-1", "a-chat", "a-old"), date(2026, 4, 4))
    assert entries["a-chat"].named.alias_of == "a-chat-1"
    assert entries["a-chat-1"].quote.endswith("will be retired: `a-chat-1`  (and the alias `a-chat`)")
    assert unread == []


def test_what_is_recommended_for_a_task_is_recommended_for_its_models() -> None:
    entries, _ = read(LIST + TASKS)

    assert entries["a-embed-1"].replacements == Replacements(("a-embed-2",))
    assert entries["a-chat-1"].replacements == Replacements(("a-chat-2", "a-chat-3"))


def test_a_remark_behind_an_id_is_for_that_model_where_nothing_is_for_all() -> None:
    entries, _ = read(LIST + "\nAsk us.\n")

    assert entries["a-old"].replacements == Replacements(("a-chat-3",), "use a-chat-3 instead")
    assert entries["a-chat-1"].replacements == Replacements()


def test_lists_of_features_and_of_survivors_end_nothing() -> None:
    page = """## One

Effective September 15, 2025, the following deprecations will roll out.

Deprecated Models:

* `a-1`

Deprecated Features and Endpoints:

* `/v1/x`
* `a-parameter`

Variants that remain active:

* `a-2`

**Models that are still available**

* `a-3`

Ask us.
"""
    entries, unread = read(page)

    assert list(entries) == ["a-1"]
    assert (entries["a-1"].deprecated_on, entries["a-1"].status) == (date(2025, 9, 15), StatedStatus.DEPRECATED)
    assert (entries["a-1"].shutdown, unread) == (None, [])


def test_survivors_below_a_title_of_their_own_end_nothing() -> None:
    page = LIST + "\nThat is all.\n\n### Variants that remain active\n\n* `a-9`\n\nAsk us.\n"

    assert "a-9" not in read(page)[0]


def test_a_list_without_the_line_above_it_is_no_list_of_models_that_end() -> None:
    """So it must not be when the line is lost: these are the models to use instead."""
    entries, unread = read(
        LIST + TASKS.replace("We encourage you to migrate to our latest models, which are better:", "")
    )

    assert entries.keys().isdisjoint({"a-embed-2", "a-chat-2", "a-chat-3"})
    assert len(unread) == 1


def test_an_item_that_names_no_model_is_told() -> None:
    entries, unread = read(LIST.replace("* `a-embed-1`", "* Our oldest model") + "\nAsk us.\n")

    assert "a-chat-1" in entries
    assert unread == ["One: Our oldest model names no model"]


@pytest.mark.parametrize("page", ["Effective April 4th, 2026, the following models will be retired:\n\nAsk us.\n"])
def test_a_sentence_whose_list_is_not_there_is_told(page: str) -> None:
    assert read(page) == ({}, [f"no list is understood below: {page.splitlines()[0]}"])


def test_the_list_in_which_a_page_ends_may_have_gone_on() -> None:
    entries, unread = read(LIST)

    assert list(entries) == ["a-embed-1", "a-chat-1", "a-chat"]
    assert len(unread) == 1


def test_what_a_page_recommends_in_the_list_in_which_it_ends_is_not_believed() -> None:
    entries, unread = read((LIST + TASKS).partition("\nAsk us")[0])

    assert {model_id: e.replacements.model_ids for model_id, e in entries.items()}["a-embed-1"] == ()
    assert len(unread) == 1


def test_a_page_that_breaks_off_in_a_sentence_does_not_state_it() -> None:
    entries, unread = read("`a-1` was discontinued on May 25, 2026.\n\n`a-2` was discontinued on January 28, 2026 and")

    assert list(entries) == ["a-1"]
    assert len(unread) == 1


def test_a_series_is_every_id_of_its_stem_and_no_other_familys() -> None:
    page = """# Models

The `a-1` series models were discontinued on May 25, 2026. Please use [a-3](/a-3).

## Live

| Model Name | Description |
|---|---|
| `a-1.5` | Fast |
| `a-10-mini` | Small |
| `a-1-8k` | Short |
| `a-1-vision-preview` | Sees |
"""
    entries, unread = read(page)

    assert days(entries) == dict.fromkeys(("a-1-8k", "a-1-vision-preview"), date(2026, 5, 25))
    assert entries["a-1-8k"].replacements.model_ids == ("a-3",)
    assert entries["a-1-8k"].quote.endswith("| `a-1-8k` | Short |")
    assert unread == []


def test_a_series_in_the_section_of_the_notice_goes_before_the_same_stem_elsewhere() -> None:
    table = "\n\n| Model Name | Description |\n|---|---|\n| `{}` | - |\n"
    live, old = table.format("a-1-new"), table.format("a-1-x")
    page = f"## Live{live}\n## Old\n\nThe `a-1` series was retired on May 25, 2026.{old}"

    assert list(read(page)[0]) == ["a-1-x"]


def test_a_series_of_which_the_page_prints_no_id_is_told() -> None:
    assert read("The `a-1` series was retired on May 25, 2026.\n") == (
        {},
        ["no a-1-… on the page: The `a-1` series was retired on May 25, 2026."],
    )


def test_a_day_that_is_not_understood_is_no_day_and_its_words_are_told_with_the_model() -> None:
    entries, unread = read("`a-1` was discontinued on **5/25/26**.\n\n`a-2` was discontinued on May 25, 2026.\n")

    assert days(entries) == {"a-1": None, "a-2": date(2026, 5, 25)}
    assert unread == ["'5/25/26' is no day that is understood: `a-1` was discontinued on **5/25/26**."]


def test_a_recommendation_and_a_redirect_are_for_the_notice_before_them() -> None:
    page = """## One

`a-1` will be retired on May 25, 2026. After that, requests to the slug above are served by `a-2`.

We recommend switching to `a-3`.

## Two

`a-4` will be retired on May 26, 2026. Requests to `a-4` will be redirected to `a-5`.
"""
    entries, _ = read(page)

    assert [(e.replacements.model_ids, e.redirects_to) for e in entries.values()] == [(("a-3",), "a-2"), ((), "a-5")]


def test_a_notice_that_names_its_models_is_not_spoken_of_below_the_next_title() -> None:
    page = """# Ends

`a-1` will be retired on May 25, 2026. Use `a-3`.

## Other things

For other things, please use `a-9` instead.

An end without a full stop
"""
    entries, unread = read(page)

    assert entries["a-1"].replacements.model_ids == ("a-3",)
    assert unread == []


def test_a_model_that_is_redirected_and_of_which_nothing_else_is_said_is_told() -> None:
    entries, unread = read("Starting July 1, 2026, requests to `a-1` will be redirected to `a-2`.\n")

    assert entries == {}
    assert "a-1 is redirected, and nobody says that it ends" in unread[0]


def test_names_that_are_pointed_elsewhere_do_not_end() -> None:
    entries, unread = read("Both `a-x` and `a-y` have been upgraded to A-V3.\n", Ids(re.compile("a-")))

    assert {m: (e.named.alias_of, e.shutdown, e.status) for m, e in entries.items()} == {
        "a-x": ("A-V3", None, None),
        "a-y": ("A-V3", None, None),
    }
    assert unread == []


def test_a_notice_is_announced_on_the_day_that_the_text_below_it_gives_but_not_under_another_date() -> None:
    page = "## One\n\n`a-1` is retired on May 25, 2026. Its notice period began on April 1, 2026.\n"
    other = (
        "## One\n\n`a-1` is retired on May 25, 2026.\n\n### 2026-04-01: Two\n\nOn April 1, 2026, we emailed users.\n"
    )

    assert read(page)[0]["a-1"].announced_on == date(2026, 4, 1)
    assert read(other)[0]["a-1"].announced_on is None


def test_each_table_has_the_announcement_above_it() -> None:
    table = "\n\n| Model | Shutdown date |\n|---|---|\n| `a-1` | 2026-05-25 |\n\n"
    (section,) = read_markdown(f"On May 9, 2025, we emailed users.{table}We are announcing more.{table}").sections

    assert [day for day, _ in announced_tables(section)] == [date(2025, 5, 9), None]


def test_the_day_of_a_title_may_stand_in_the_title_above() -> None:
    assert day_of_title(Section("Two", path=("Date: 2026-04-24", "Two"))) == date(2026, 4, 24)
    assert day_of_title(Section("Two", path=("One", "Two"))) is None


def test_a_quote_has_room_for_the_item_whatever_the_length_of_the_sentence() -> None:
    quote = quoted("word " * 100, "`a-1`")

    assert (len(quote), quote.endswith("\u2026 `a-1`")) == (300, True)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Deprecated Models:", Holds.MODELS),
        ("Retired models:", Holds.MODELS),
        ("Retired Fine-Tuning Capabilities for older models:", Holds.NOTHING),
        ("Deprecated Features and API Endpoints:", Holds.NOTHING),
        ("Retired models that are still available elsewhere:", Holds.NOTHING),
        ("We recommend these replacements:", Holds.INSTEAD),
        ("Something else:", Holds.NOTHING),
    ],
)
def test_a_title_says_what_its_list_holds(title: str, expected: Holds) -> None:
    assert holds(title) is expected


@pytest.mark.parametrize(
    ("model_id", "kind", "expected"),
    [
        ("a-embed-1", "Embedding tasks", True),
        ("a-chat-1", "Embedding tasks", False),
        ("a-embed-1", "Chat tasks", False),
        ("a-vision-1", "Chat tasks", True),
        ("a-old-1", "a-old", True),
        ("b-old-1", "a-old", False),
        ("anything", "", True),
    ],
)
def test_a_kind_of_models_is_known_by_the_id(model_id: str, kind: str, expected: bool) -> None:
    assert is_of_kind(model_id, kind) is expected


@pytest.mark.parametrize(
    ("item", "model_ids"),
    [
        ("`a-1`.", ["a-1"]),
        ("a-1", ["a-1"]),
        ("`a-1` (use `a-2` or `a-3` instead)", ["a-1"]),
        ("`a-1 (use `a-2` or `a-3` instead)", ["a-1"]),
    ],
)
def test_an_item_names_its_model_whatever_is_remarked_on_it(item: str, model_ids: list[str]) -> None:
    found = read_item(item)

    assert found is not None
    assert [named.model_id for named in found[0]] == model_ids
    assert found[1] is None or found[1].model_ids == ("a-2", "a-3")


@pytest.mark.parametrize("item", ["Slack integration", "`/v1/x` (an endpoint)", "Use `a-1`", "summarize (see below)"])
def test_an_item_of_other_words_names_no_model(item: str) -> None:
    assert read_item(item) is None
