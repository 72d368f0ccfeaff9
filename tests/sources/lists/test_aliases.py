"""Which name is the snapshot: what a list says, what the dates in the names say, and otherwise nothing."""

from __future__ import annotations

import pytest

from monitor.core.facts import Fact
from monitor.sources.lists.aliases import Named, is_dated, stem, with_aliases


def named(model_id: str, *names: str, points_at: str | None = None) -> Named:
    fact = Fact(provider="acme", model_id=model_id, source_id="acme/models", url="https://x.example", quote="{}")
    return Named(fact, points_at, names)


def aliases(*rows: Named, symmetric: bool = False) -> dict[str, str | None]:
    return {fact.model_id: fact.alias_of for fact in with_aliases(rows, symmetric=symmetric)}


@pytest.mark.parametrize(
    ("model_id", "bare"),
    [
        ("large-2407", "large"),
        ("gpt-4-0613", "gpt-4"),
        ("grok-2-1212", "grok-2"),
        ("sonnet-20250219", "sonnet"),
        ("gpt-4.1-2025-04-14", "gpt-4.1"),
        ("haiku@20240307", "haiku"),
    ],
)
def test_an_id_that_ends_in_a_date_has_one(model_id: str, bare: str) -> None:
    assert (is_dated(model_id), stem(model_id)) == (True, bare)


@pytest.mark.parametrize(
    "model_id",
    ["large", "large-latest", "llama2-70b-4096", "embed-8192", "x-2411-rc5", "gpt-4-1106-preview", "x-12", ""],
)
def test_a_number_that_is_no_date_makes_no_snapshot(model_id: str) -> None:
    assert (is_dated(model_id), stem(model_id)) == (False, model_id)


class TestNamesBesideARow:
    def test_they_are_aliases_of_the_row(self) -> None:
        assert aliases(named("grok-2-1212", "grok-2", "grok-2-latest")) == {
            "grok-2-1212": None,
            "grok-2": "grok-2-1212",
            "grok-2-latest": "grok-2-1212",
        }

    def test_an_undated_row_may_have_aliases_too(self) -> None:
        assert aliases(named("grok-3", "grok-3-beta")) == {"grok-3": None, "grok-3-beta": "grok-3"}

    def test_a_dated_name_of_an_undated_row_is_no_alias_since_it_may_be_the_snapshot(self) -> None:
        assert aliases(named("code-fast", "code-fast-0825")) == {"code-fast": None, "code-fast-0825": None}

    def test_a_name_that_is_a_row_of_its_own_is_not_repeated(self) -> None:
        assert aliases(named("a-2407", "A"), named("a")) == {"a-2407": None, "a": None}

    def test_what_a_row_points_at_is_what_it_is_an_alias_of(self) -> None:
        assert aliases(named("~x-latest", points_at="x-9")) == {"~x-latest": "x-9"}
        assert aliases(named("x", points_at="X")) == {"x": None}


class TestRowsThatNameEachOther:
    def test_the_dated_one_is_the_snapshot_of_the_same_name(self) -> None:
        assert aliases(
            named("large-2407", "large", "large-latest"),
            named("large", "large-2407", "large-latest"),
            named("large-latest", "large-2407", "large"),
            symmetric=True,
        ) == {"large-2407": None, "large": "large-2407", "large-latest": "large-2407"}

    def test_the_one_that_a_row_points_at_is_the_snapshot_if_it_is_dated(self) -> None:
        assert aliases(named("cli-latest", points_at="dev-2512"), symmetric=True) == {"cli-latest": "dev-2512"}
        assert aliases(named("small", "mix-2312", points_at="mix"), symmetric=True)["small"] is None

    def test_two_snapshots_are_none(self) -> None:
        row = named("mini-latest", "mini-2507", points_at="mini-transcribe-2507")
        assert aliases(row, symmetric=True)["mini-latest"] is None

    def test_two_dated_names_of_one_model_are_not_aliases_of_each_other(self) -> None:
        rows = (named("a-2501", "a-2412", points_at="a-2501"), named("a-2412", "a-2501", points_at="a-2501"))
        assert aliases(*rows, symmetric=True) == {"a-2501": None, "a-2412": None}

    def test_a_dated_name_of_another_stem_says_nothing(self) -> None:
        assert aliases(named("open-7b", "tiny", "tiny-2312", points_at="open-7b"), symmetric=True)["open-7b"] is None

    def test_a_name_without_a_row_is_an_alias_only_of_a_dated_row(self) -> None:
        assert aliases(named("a-2407", "a"), symmetric=True)["a"] == "a-2407"
        assert aliases(named("a", "b"), symmetric=True)["b"] is None
        assert aliases(named("a-2407", "b-2407"), symmetric=True)["b-2407"] is None
