"""What a line of prose mentions, in all the ways in which pages print it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.changelogs.mentions import MENTION, read_line


def mentioned(text: str, *, names: bool = False) -> list[str]:
    return [mention.text for mention in read_line(text, names=names).mentions.values()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`a-1` and **`b-2`**", ["a-1", "b-2"]),
        ("**Gone: `a-1` and `b-2`**", ["a-1", "b-2"]),
        ("See [Alpha 1](/models/a-1), **[Beta 2](/b)** and [`c-3`](/c).", ["Alpha 1", "Beta 2", "c-3"]),
        ("[**Alpha 1**](/a) goes", ["Alpha 1"]),
        ("**Alpha 1** goes on **May 14, 2026**, for **all users**: **2 of them**", ["Alpha 1"]),
        (r"\`a-1\` \[Alpha](/a) ![logo](/l.png)", []),
    ],
)
def test_code_links_and_names_in_bold_are_mentions(text: str, found: list[str]) -> None:
    assert mentioned(text) == found


def test_a_mention_is_one_character_of_the_plain_text() -> None:
    line = read_line(r"**[Alpha 1](/models/a)** \--> `b-2` costs \$3 &amp; is <b>new</b>\.")

    assert re.sub(MENTION, "M", line.text) == "M --> M costs $3 & is new."
    assert line.plain(line.text) == "Alpha 1 --> b-2 costs $3 & is new."
    assert line.printed(line.text) == "[Alpha 1](/models/a) --> `b-2` costs $3 & is new."
    assert [(m.target, m.is_code) for m in line.found(line.text)] == [("/models/a", False), ("", True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("As of August 1, 2025, X1-77 will go", ["X1-77"]),
        ("Use Alpha K2.5 Plus or Beta 3B-Instruct", ["Alpha K2.5 Plus", "Beta 3B-Instruct"]),
        ("On October 24, 2026 at 00:00 UTC, the Search API goes in Q3 2026", []),
        ("the alpha-1 and /v1/Models", []),
    ],
)
def test_names_in_plain_words_have_a_figure_and_are_no_dates(text: str, found: list[str]) -> None:
    assert mentioned(text, names=True) == found
    assert mentioned(text) == []


def test_ids_without_marks_are_mentions_where_the_page_prints_them_so() -> None:
    line = read_line("@xy/acme/alpha-1 and @acme/tool", re.compile(r"@[a-z]+/[\w.-]+/[\w.-]+"))

    assert [(m.text, m.is_code) for m in line.mentions.values()] == [("@xy/acme/alpha-1", True)]


@given(st.text("`*_[]()!\\<>&#aB1-./\ue000 \u2011", max_size=200))
def test_any_line_is_read_and_every_mark_in_it_has_its_mention(text: str) -> None:
    line = read_line(text, names=True)

    assert set(re.findall(MENTION, line.text)) <= line.mentions.keys()
    assert re.search(MENTION, line.plain(line.text)) is None
