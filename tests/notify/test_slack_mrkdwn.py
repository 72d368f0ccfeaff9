"""Phrases in Slack's markup and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.notify.phrase import Code, Link, Phrase, Strong, plain
from monitor.notify.slack.mrkdwn import escape, fit, read, write
from tests.fakes.slack_rules import violations

PIECES = st.one_of(
    st.text(),
    st.builds(Code, st.text()),
    st.builds(Strong, st.text()),
    st.builds(Link, st.text(), st.just("https://docs.example.org/?a=1&b=2")),
)


def test_each_part_has_its_markup() -> None:
    phrase: Phrase = (
        "Move ",
        Code("gpt-4"),
        " ",
        Strong("today"),
        ": ",
        Link("the page", "https://a.example/?x=1&y=2"),
    )

    assert write(phrase) == "Move `gpt-4` *today*: <https://a.example/?x=1&amp;y=2|the page>"
    assert read(write(phrase)) == phrase


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;"),
        ("*bold* ~gone~ `code`", "∗bold∗ ∼gone∼ 'code'"),
        ("_leaning_ but snake_case", "ˍleaningˍ but snake_case"),
        ("two\nlines", "two lines"),
    ],
)
def test_foreign_words_stay_words(text: str, expected: str) -> None:
    assert write((text,)) == expected


def test_an_id_keeps_its_signs_but_loses_its_backticks() -> None:
    assert write((Code("a*b_c~d`e<f"),)) == "`a*b_c~de&lt;f`"
    assert write((Code("``"),)) == "`?`"


@given(st.lists(PIECES))
def test_whatever_is_written_mentions_nobody_and_links_only_where_a_link_was(parts: list[str]) -> None:
    written = write(tuple(parts))

    assert "\n" not in written
    assert len(written) <= 2900
    assert violations(None, [{"type": "mrkdwn", "text": written, "verbatim": True}]) == []


@given(st.text(), st.integers(1, 200))
def test_fitted_text_is_escaped_and_within_its_limit(text: str, limit: int) -> None:
    fitted = fit(text, limit)

    assert len(fitted) <= limit
    assert "<" not in fitted
    assert fitted == escape(text) or "…" in fitted


def test_a_line_that_is_too_long_loses_its_marks_and_its_middle() -> None:
    phrase: Phrase = (Code("&" * 2000), " ", Link("page", "https://a.example/"))

    written = write(phrase, 300)

    assert len(written) <= 300
    assert "…" in written
    assert "`" not in written
    assert "https" not in written


@given(
    st.lists(st.one_of(st.builds(Code, st.from_regex(r"[a-z0-9./:*~<>&-]{1,20}", fullmatch=True)), st.just(" and ")))
)
def test_ids_are_read_back_as_they_were(parts: list[Code | str]) -> None:
    words = plain(tuple(parts))

    assert plain(read(write(tuple(parts)))) == words
