"""Aliases that a page lists apart from its models."""

from __future__ import annotations

from datetime import date

from monitor.core.dates import DateBound
from monitor.sources.aliases import Pointer, with_aliases
from monitor.sources.cells import Named
from monitor.sources.document import Section
from monitor.sources.entries import Entry

SECTION = Section("Versions")
END = DateBound("2026-09-01", date(2026, 9, 1))


def entry(model_id: str, *, version: str | None = None, dated: bool = True) -> Entry:
    return Entry(Named(model_id), SECTION, f"row of {model_id}", shutdown=END if dated else None, version=version)


def pointer(alias: str, target: str, *, has_moved: bool = False) -> Pointer:
    return Pointer(alias, target, SECTION, f"{alias} points to {target}.", has_moved)


def aliases(*entries: Entry, to: Pointer) -> list[tuple[str, str | None, date | None, str | None]]:
    found = with_aliases(entries, [to])
    return [(e.named.model_id, e.named.alias_of, e.firm_day, e.version) for e in found]


def test_an_alias_has_what_is_said_of_its_model_in_each_scope() -> None:
    entries = entry("x-2", version="1"), entry("x-2", version="2")

    assert aliases(*entries, to=pointer("x", "X-2"))[2:] == [
        ("x", "X-2", date(2026, 9, 1), "1"),
        ("x", "X-2", date(2026, 9, 1), "2"),
    ]


def test_both_what_points_and_what_ends_are_quoted() -> None:
    *_, alias = with_aliases([entry("x-2")], [pointer("x", "x-2")])

    assert alias.quote == "x points to x-2. row of x-2"


def test_an_alias_of_a_model_without_a_row_states_nothing_unless_it_has_moved() -> None:
    assert aliases(entry("y-1"), to=pointer("x", "x-2")) == [("y-1", None, date(2026, 9, 1), None)]
    assert aliases(to=pointer("x", "x-2", has_moved=True)) == [("x", "x-2", None, None)]


def test_a_row_of_an_alias_says_so_where_it_is_dated() -> None:
    assert aliases(entry("x"), to=pointer("x", "x-2")) == [("x", "x-2", date(2026, 9, 1), None)]
    assert aliases(entry("x", dated=False), to=pointer("x", "x-2")) == [("x", None, None, None)]


def test_no_model_is_its_own_alias() -> None:
    assert aliases(entry("x"), to=pointer("X", "x")) == [("x", None, date(2026, 9, 1), None)]
