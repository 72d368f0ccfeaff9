"""What others wrote, made harmless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.notify.foreign import clean, inert, own_link, safe_link, shorten, spaced


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gpt-4", "gpt-4"),
        ("  two\t words\r\n here ", "two words here"),
        ("nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
        ("zero\u200bwidth\u2060joined\ufeff", "zerowidthjoined"),
        ("\u202eright to left\u202c \u2066isolated\u2069", "right to left isolated"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("filler\u3164\u115f\ufe0f", "filler"),
        ("2026\u201103\u201126 – ü 模型 🙂", "2026\u201103\u201126 – ü 模型 🙂"),
    ],
)
def test_control_and_invisible_signs_go_and_all_words_stay(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text())
def test_clean_text_is_one_line_that_shows_all_it_holds(text: str) -> None:
    cleaned = clean(text)

    assert not {unicodedata.category(c) for c in cleaned} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert clean(cleaned) == cleaned
    assert cleaned == cleaned.strip()


@given(st.text(st.characters(exclude_characters="…")), st.integers(1, 50))
def test_shortened_text_keeps_its_ends_and_its_limit(text: str, limit: int) -> None:
    short = shorten(text, limit)

    assert len(short) <= limit
    if len(text) > limit:
        head, _, tail = short.partition("…")
        assert text.startswith(head)
        assert text.endswith(tail)
    else:
        assert short == text


def test_the_pieces_of_a_sentence_keep_the_blanks_between_them() -> None:
    assert spaced(" and \u200b  then\n") == " and then "
    assert spaced("") == ""
    assert spaced("  ") == " "


def test_a_web_address_in_foreign_words_is_spoilt() -> None:
    assert inert("see https://evil.example/x") == "see https[:]//evil.example/x"


@pytest.mark.parametrize(
    "url",
    [
        "https://platform.openai.com/docs/deprecations",
        "https://ai.google.dev/gemini-api/docs/deprecations#gemini-2.0",
        "https://learn.microsoft.com/azure/models?view=x&tabs=y,z",
        "https://docs.example.org:8443/x",
    ],
)
def test_a_plain_https_address_may_be_linked(url: str) -> None:
    assert safe_link(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://docs.example.org/",
        "ftp://docs.example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//docs.example.org/",
        "https://",
        "https:///path",
        "https://user:secret@docs.example.org/",
        "https://docs.example.org@evil.example/",
        "https://docs.example.org/a|b",
        "https://docs.example.org/<b>",
        'https://docs.example.org/"onclick=x',
        "https://docs.example.org/a b",
        "https://docs.example.org/\r\nBcc: x",
        "https://docs.example.org/\u202e",
        "https://d\u043ecs.example.org/",
        "https://docs.example.org\\@evil.example/",
        "https://docs.example.org:99999/",
        "https://docs.example.org:x/",
        "https://[::1/",
        "https://docs..example.org/",
        "https://docs.example.org/" + "a" * 1000,
    ],
)
def test_any_other_address_is_not_linked(url: str) -> None:
    assert safe_link(url) is None


def test_our_own_address_may_be_plain_http() -> None:
    assert own_link("http://monitor.internal:8080/") == "http://monitor.internal:8080/"
    assert own_link("ftp://monitor.internal/") is None
