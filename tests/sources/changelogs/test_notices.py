"""Sentences and rows of a notice that state something, and those that only look as if they did."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.dates import DateBound, NoDate, read_date
from monitor.sources.changelogs import notices
from monitor.sources.changelogs.mentions import read_line
from monitor.sources.changelogs.notices import Ending
from monitor.sources.changelogs.update_days import UpdateCalendar
from monitor.sources.document import Document

CALENDAR = UpdateCalendar(Document(()), date(2026, 8, 1))


def ending(text: str, *, is_title: bool = False) -> tuple[list[str], Ending] | None:
    line = read_line(text, names=True)
    stated = notices.ending(line.text, CALENDAR, is_title=is_title)
    return None if stated is None else ([mention.text for mention in line.found(stated.models)], stated)


@pytest.mark.parametrize(
    ("sentence", "models", "what"),
    [
        ("**Deprecated `a-1` and `b-2`**", ["a-1", "b-2"], "deprecated"),
        ("The `a-1` model has been deprecated.", ["a-1"], "deprecated"),
        ("**Alpha 1**, **Alpha 2**, and **Beta 3** are deprecated from serverless.", ["Alpha 1", "Alpha 2", "Beta 3"],
         "deprecated"),
        ("We will be deprecating `a-1` next year.", ["a-1"], "deprecated ahead"),
        ("`a-1` has been retired: its maker removed it.", ["a-1"], "gone"),
        ("The `a-1` model has been deprecated and removed from the API.", ["a-1"], "deprecated gone"),
        ("X1-77 will be removed from the available models.", ["X1-77"], "gone ahead"),
        ("`a-1` is no longer available on public endpoints.", ["a-1"], "gone"),
        ("`b-2` followed in spring, along with `c-3`.", ["b-2", "c-3"], "gone"),
        ("These will no longer be available: `a-1`, `b-2`", [], None),
        ("The following model names will no longer be available - `a-1` `b-2`", ["a-1", "b-2"], "gone ahead"),
        ("Several old models and model name aliases will no longer be accessible.", [], "gone ahead below"),
        ("The Chat API and Search API will retire these model IDs:", [], "gone ahead below"),
        ("The following models are scheduled for deprecation.", [], "deprecated ahead below"),
        ("It will be shut down later.", [], "gone ahead it"),
    ],
)  # fmt: skip
def test_a_sentence_says_which_models_end_and_how(sentence: str, models: list[str], what: str | None) -> None:
    found = ending(sentence)

    if what is None:
        assert found is None
        return
    assert found is not None
    named, stated = found
    flags = [name for name in ("deprecated", "gone", "ahead") if getattr(stated, name)]
    assert (named, " ".join([*flags, stated.others]).strip()) == (models, what)


@pytest.mark.parametrize(
    "sentence",
    [
        "**Deprecating `top_p` parameter for `a-1`**",
        "The `thinking-mode` parameter will no longer be supported after July 21, 2026.",
        "The `x-1` and `y-2` parameters were removed from the schemas.",
        "`a-1` was removed from the examples in the documentation.",
        "Support for images in `a-1` was removed.",
        "Removed `a-1` documentation",
        "Deprecated `a-1` npm package.",
        "Once the `a-1` model is retired, requests fail.",
        "If `a-1` is deprecated, we tell you.",
        "`a-1` may be deprecated in the future.",
        "`a-1` was originally scheduled to be retired on May 1, 2026.",
        "`a-1` will not be retired.",
        "Audio inference is deprecated.",
        "The Build SDK is being deprecated in favor of another.",
    ],
)
def test_a_feature_a_condition_and_a_possibility_end_nothing(sentence: str) -> None:
    assert ending(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("As of March 20, 2026, `a-1` has been removed.", date(2026, 3, 20)),
        ("On October 24, 2026 at 00:00 UTC, we will retire `a-1`.", date(2026, 10, 24)),
        ("Starting September 3, 2026, `a-1` is no longer available.", date(2026, 9, 3)),
        ("`a-1` will be decommissioned on **May 14, 2026** to make room.", date(2026, 5, 14)),
        ("`a-1` will be retired on 2026-05-14.", date(2026, 5, 14)),
        ("`a-1` will be retired in May 2026.", None),
        ("`a-1` will be retired by May 14, 2026.", None),
        ("`a-1` will be retired on May 14, 2026, as we announced on April 1, 2026.", date(2026, 5, 14)),
    ],
)
def test_the_day_of_an_end_stands_behind_the_verb_or_before_the_model(sentence: str, day: date | None) -> None:
    found = ending(sentence)

    assert found is not None
    when = found[1].when
    assert (when.firm_day if isinstance(when, DateBound) else None) == day
    assert when is not None
    assert not found[1].doubt


@pytest.mark.parametrize(
    "sentence",
    [
        "On May 8, 2026, we announced that `a-1` will be retired.",
        "Released on May 8, 2026, the `a-1` model is deprecated.",
        "`a-1` will be retired, as we announced on May 8, 2026.",
    ],
)
def test_the_day_of_an_announcement_or_a_release_is_no_end(sentence: str) -> None:
    found = ending(sentence)

    assert found is not None
    assert found[1].when is None


def test_a_floor_stays_a_floor() -> None:
    found = ending("`a-1` will be retired no earlier than May 14, 2027.")

    assert found is not None
    assert found[1].when == read_date("no earlier than May 14, 2027")


def test_a_day_of_deprecation_and_one_of_removal_are_told_apart() -> None:
    found = ending("`a-1` was deprecated on May 1, 2026 and will be removed on June 1, 2026.")

    assert found is not None
    assert (found[1].deprecated_when, found[1].when) == (read_date("May 1, 2026"), read_date("June 1, 2026"))


@pytest.mark.parametrize(
    "sentence",
    [
        "`a-1` will be retired on May 1, 2026, June 1, 2026 in Europe.",
        "`a-1` will be retired on 1 mei 2026.",
        "`a-1` will be retired on 13/14/2026.",
    ],
)
def test_days_that_cannot_be_told_apart_or_read_are_in_doubt(sentence: str) -> None:
    found = ending(sentence)

    assert found is not None
    assert found[1].doubt
    assert not isinstance(found[1].when, DateBound)


def test_a_title_may_say_it_all() -> None:
    found = ending("Models deprecated on May 30, 2026", is_title=True)

    assert found is not None
    assert found[1] == Ending(others="below", deprecated=True, when=read_date("May 30, 2026"))
    assert ending("Requests to models retired last year fail.") is None


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("We recommend migrating to [Alpha 2](/a).", "Alpha 2."),
        ("Migrate to **[Alpha 2](/a)** or `b-2`.", "Alpha 2 or b-2."),
        ("We recommend updating your applications to use our new Alpha models.", "our new Alpha models."),
        ("Use `b-2` instead, at the same price.", "b-2 instead, at the same price."),
        ("We recommend you use the newer `b-2`.", "the newer b-2."),
        ("Choose `b-2` for new work.", "b-2 for new work."),
        ("Migrate to a recommended replacement before May 1.", None),
        ("Update your apps to remove references to them.", None),
        ("Use the `b-2` tool to search.", None),
        ("Thank you for using `a-1`.", None),
    ],
)  # fmt: skip
def test_a_sentence_recommends_models_or_nothing(sentence: str, part: str | None) -> None:
    line = read_line(sentence)
    found = notices.advice(line.text)

    assert (None if found is None else line.plain(found)) == part


@pytest.mark.parametrize(
    ("sentence", "models"),
    [
        ("On May 30, requests to `a-1` will be automatically aliased to `b-2`, which is dearer.", ["a-1", "b-2"]),
        ("Requests will be redirected to `b-2`.", ["b-2"]),
        ("If you do not move, we will start returning inference from `b-2`.", ["b-2"]),
        ("`a-1` now routes images to `b-2`.", None),
    ],
)
def test_a_sentence_says_where_requests_go(sentence: str, models: list[str] | None) -> None:
    line = read_line(sentence)
    found = notices.redirect(line.text)

    assert (None if found is None else [m.text for m in line.found("".join(found))]) == models


@pytest.mark.parametrize(
    ("row", "old", "tail"),
    [
        ("**Alpha 1** — migrate to **[Beta 2](/b)** or `c-3` (standard)", "Alpha 1", "Beta 2 or c-3 (standard)"),
        ("`a-1` --> `b-2`", "a-1", "b-2"),
        ("`a-1` → `b-2` (alias)", "a-1", "b-2 (alias)"),
        ("`a-1`: replaced by `b-2`", "a-1", "b-2"),
    ],
)
def test_a_row_of_two_sides_has_a_model_and_what_takes_its_place(row: str, old: str, tail: str) -> None:
    line = read_line(row)
    found = notices.pair(line.text)

    assert found is not None
    assert tuple(map(line.plain, found)) == (old, tail)


def test_a_row_is_bare_or_describes_its_model() -> None:
    kinds = read_line("**Chat Models** - `a-1` `b-2`")
    fast = read_line("`a-1` — a fast model")

    assert notices.bare(kinds.text) == (kinds.text, "chat")
    assert notices.bare(fast.text) is None
    assert [m.text for m in fast.found(notices.described(fast.text) or "")] == ["a-1"]
    assert notices.described(read_line("`a-1` — remains available").text) is None
    assert notices.described(read_line("See `a-1` for more").text) is None


@given(st.text("Deprecated`a-1` will be retired on May 1, 2026.:→-", max_size=150))
def test_any_sentence_is_read_without_an_exception(text: str) -> None:
    line = read_line(text, names=True)
    for sentence in notices.sentences(line.text):
        stated = notices.ending(sentence, CALENDAR, is_title=True)
        assert stated is None or isinstance(stated.when, DateBound | NoDate | None)
        notices.advice(sentence)
        notices.redirect(sentence)
        notices.pair(sentence)
