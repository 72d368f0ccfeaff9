"""Quotes of long rows show something of every cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.cells import Named
from monitor.sources.document import MAX_QUOTE, Row, Section, Table
from monitor.sources.entries import Entry
from monitor.sources.quotes import quote_of, with_whole_rows

LONG = Row(("a-1", ", ".join(f"eu-west-{n}" for n in range(60)), "May 1, 2026", "b-2"))


def test_a_long_row_is_shortened_in_its_longest_cell() -> None:
    quote = quote_of(LONG)

    assert quote.startswith("| a-1 | eu-west-0, eu-west-1,")
    assert quote.endswith("eu-west-59 | May 1, 2026 | b-2 |")
    assert MAX_QUOTE - 30 < len(quote) <= MAX_QUOTE


def test_only_entries_of_long_rows_get_another_quote() -> None:
    short = Row(("c-3", "", "May 1, 2026", ""))
    entries = [Entry(Named(row.cells[0]), Section(), row.quote) for row in (LONG, short)]

    found = list(with_whole_rows(entries, [Table(("Model",), (LONG, short))]))
    assert [entry.quote for entry in found] == [quote_of(LONG), short.quote]


@given(st.lists(st.text(alphabet="ab ", max_size=500), min_size=1, max_size=12))
def test_a_quote_is_never_too_long_and_a_short_row_is_quoted_whole(cells: list[str]) -> None:
    row = Row(tuple(cells))

    assert len(quote_of(row)) <= MAX_QUOTE
    if sum(map(len, cells)) + 5 * len(cells) < MAX_QUOTE:
        assert quote_of(row) == row.quote
