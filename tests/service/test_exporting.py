"""What the bundled catalog is made of."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact
from monitor.service.exporting import with_aliases_of_today

DAY = date(2026, 8, 21)
PAGE, LIST = "mistral/deprecations", "mistral/models"


def row(source_id: str, alias_of: str | None) -> Fact:
    return Fact("mistral", "large-latest", source_id, "https://docs.example/models", "", alias_of)


@pytest.mark.parametrize(
    ("listed", "gone", "kept"),
    [
        ("large-2512", True, None),  # the list says today what the page said once
        ("large-2512", False, "large-2508"),
        (None, True, "large-2508"),  # nobody says otherwise
    ],
)
def test_a_row_that_is_gone_says_of_an_alias_only_what_nobody_says_today(
    listed: str | None, gone: bool, kept: str | None
) -> None:
    old = row(PAGE, "large-2508")
    read = {PAGE: (DAY, [old]), LIST: (DAY, [row(LIST, listed)])}

    made = with_aliases_of_today(read, {(PAGE, old.key)} if gone else set())

    assert [facts[0].alias_of for _, facts in made.values()] == [kept, listed]
