"""Xiaomi's page: another model answers first, and the name ends later."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact
from monitor.core.trust import Verdict, judge
from monitor.sources.registry import find_source

SOURCE = find_source("xiaomi/deprecations")
DAY = date(2026, 8, 22)


def page(end: str, *rows: str) -> str:
    header = f"| Deprecated Model | {end} | System replacement time | System Replacement Model | Replacement Impact |"
    return "\n".join(
        ["### Deprecated model on 2031.6.30\n", header, "| - | - | - | - | - |".replace("-", "---"), *rows]
    )


ROWS = (
    "| mima-v2-pro | Beijing Time 2031.6.30 00:00 | Beijing Time 2031.6.1 00:00 | mima-v2.5-pro | none |",
    "| mima-v2 | 10:00, June 30,2031 (UTC+8) | 10:00, June 14,2031 (UTC+8) | mima-v2.5 | `top_p` differs |",
    "| mima-v1 | 2031.6.30 00:00 (UTC+8) | - | No system replacement model | requests fail |",
)
PARAMETERS = "\n\n| Variance Item | mima-v2 | mima-v2.5 |\n| --- | --- | --- |\n| max\\_tokens | 32768 | 131072 |\n"


def facts(text: str) -> dict[str, Fact]:
    reading = SOURCE.reading_of(text.encode(), None, DAY)
    assert reading.unread == ()
    return {fact.model_id: fact for fact in reading.facts}


@pytest.mark.parametrize("end", ["Offline Time", "Deprecated Time"])
def test_the_end_is_the_day_on_which_the_name_expires_and_not_that_of_the_replacement(end: str) -> None:
    found = facts(page(end, *ROWS) + PARAMETERS)

    assert {fact.shutdown_on for fact in found.values()} == {date(2031, 6, 30)}
    assert list(found) == ["mima-v2-pro", "mima-v2", "mima-v1"]


def test_the_model_that_takes_over_is_where_requests_go_and_the_replacement() -> None:
    fact = facts(page("Offline Time", *ROWS))["mima-v2"]

    assert (fact.redirects_to, fact.replacements) == ("mima-v2.5", ("mima-v2.5",))
    assert "June 14,2031" in fact.quote


def test_without_a_system_replacement_nothing_answers_and_the_words_are_kept() -> None:
    fact = facts(page("Deprecated Time", *ROWS))["mima-v1"]

    assert (fact.redirects_to, fact.replacements) == (None, ())
    assert fact.replacement_text == "No system replacement model"


def test_a_page_that_lost_the_column_of_replacements_is_rejected() -> None:
    text = page("Offline Time", *ROWS).replace("System Replacement Model", "Other")
    reading = SOURCE.reading_of(text.encode(), None, DAY)

    assert judge(reading, (), SOURCE.guards, read_on=DAY).verdict is Verdict.REJECT
