"""Display names are resolved by what the page itself prints, and by nothing else."""

from __future__ import annotations

import pytest

from monitor.sources.cells import Named, Replacements
from monitor.sources.document import Section
from monitor.sources.entries import Entry
from monitor.sources.names import Names, shared_out


def entry(model_id: str, name: str | None = None) -> Entry:
    return Entry(Named(model_id), Section(), "", name=name)


PAGE = Names.of(
    [entry("gemini-3.5-flash"), entry("gemini-3.1-flash-lite"), entry("a.claude-1-v1:0", "Claude 1")],
    {"Kimi K2.5": "accounts/f/models/kimi-k2p5"},
)


@pytest.mark.parametrize(
    ("name", "model_id"),
    [
        ("Gemini 3.5 Flash", "gemini-3.5-flash"),
        ("**gemini 3.1  Flash-Lite**", "gemini-3.1-flash-lite"),
        ("Claude 1", "a.claude-1-v1:0"),
        ("Kimi K2.5", "accounts/f/models/kimi-k2p5"),
        ("Gemini 3.5", None),
        ("Gemini 3.5 Flash-Lite", None),
        ("", None),
    ],
)
def test_a_name_is_spelled_as_an_id_or_stands_beside_one(name: str, model_id: str | None) -> None:
    assert PAGE.find(name) == model_id


def test_of_several_names_those_that_are_known_are_resolved_and_the_text_stays() -> None:
    printed = "Gemini 3.1 Flash-Lite or Gemma 4"

    assert PAGE.resolved(Replacements(text=printed)) == Replacements(("gemini-3.1-flash-lite",), printed)


def test_ids_that_are_printed_go_before_names() -> None:
    printed = Replacements(("b-2",), "`b-2` or Gemini 3.5 Flash")

    assert PAGE.resolved(printed) == printed


def test_a_name_beside_two_ids_is_neither() -> None:
    torn = Names.of([entry("codestral-2405", "Codestral"), entry("codestral-2501", "Codestral")])

    assert torn.find("Codestral") is None
    assert torn.find("codestral-2405") == "codestral-2405"


@pytest.mark.parametrize(
    ("text", "among", "shares"),
    [
        ("Claude 2 and Claude 3 respectively", 2, ("Claude 2", "Claude 3")),
        ("A, B, and C respectively", 3, ("A", "B", "C")),
        ("A and B", 2, ("A and B", "A and B")),
        ("A and B respectively", 3, ("A and B respectively",) * 3),
        ("A", 1, ("A",)),
    ],
)
def test_replacements_are_shared_out_only_where_the_page_says_respectively(
    text: str, among: int, shares: tuple[str, ...]
) -> None:
    assert shared_out(text, among) == shares
