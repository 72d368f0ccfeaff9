"""Rows of lifecycle tables as entries: which of several counts, and which cannot be true."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.dates import read_date
from monitor.sources.cells import Named
from monitor.sources.document import Section
from monitor.sources.entries import Entry, in_order

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def entry(end: str = "2026-07-01", **days: date) -> Entry:
    return Entry(Named("a-1"), Section(), "| a-1 |", shutdown=read_date(end), **days)


@pytest.mark.parametrize(
    "stated",
    [
        entry(),
        entry(legacy_on=MAY, deprecated_on=JUNE),
        entry(legacy_on=MAY, deprecated_on=MAY, extended_on=JULY),
        entry("No earlier than 2026-07-01", released_on=JULY),
        entry("TBD", legacy_on=JULY),
    ],
)
def test_days_that_follow_each_other_are_believed(stated: Entry) -> None:
    unread: list[str] = []

    assert list(in_order([stated], unread)) == [stated]
    assert unread == []


@pytest.mark.parametrize(
    "stated",
    [
        entry("2026-05-01", legacy_on=JUNE),
        entry("No earlier than 2026-05-01", released_on=JUNE),
        entry(legacy_on=JUNE, deprecated_on=MAY),
        entry("TBD", legacy_on=JULY, extended_on=JUNE),
    ],
)
def test_days_that_run_backwards_are_told_and_not_believed(stated: Entry) -> None:
    unread: list[str] = []

    assert list(in_order([stated], unread)) == []
    assert unread == ["a-1: the days run backwards in | a-1 |"]
