"""Groq's deprecations page: the table has the end, the sentence above it the announcement."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading
from monitor.core.trust import Verdict, judge
from monitor.sources.providers import groq
from monitor.sources.spec import RawDocument

SOURCE = next(source for source in groq.SOURCES if source.id == "groq/deprecations")
TABLE = """
| Deprecated Model | Shutdown Date | Recommended Replacement Model ID |
| ---------------- | ------------- | -------------------------------- |
"""
PAGE = f"""## [Model Deprecation](#model-deprecation)

Once a model is announced as deprecated, migrate before the shutdown date.

## [Deprecation History](#deprecation-history)

### [August 16, 2026: small-8b and big-70b](#august-16-2026)

In line with our aims, on June 17, 2026, we emailed users to announce the deprecation of `small-8b` and `big-70b`. We
recommend migrating to `acme/next-20b`.
{TABLE}| small-8b | 08/16/26 | acme/next-20b |
| big-70b  | 08/16/26 | acme/next-120b or other/model3.6-27b |

### [April 14, 2025: Several](#april-14-2025)

In line with our aims, on April 7, 2025, we emailed users to announce the deprecation of several models in favor of
`prose-9b`.
{TABLE}| twice-70b-specdec | 04/14/25 | twice-70b other/model-32b (text-only workloads) |

### [March 24, 2025: Twice](#march-24-2025)

On March 17, 2025, we emailed all users of the `twice-70b-specdec` model that we would be deprecating it.
{TABLE}| twice-70b-specdec | 03/24/25 | `twice-70b` |

### [October 18, 2024: Seen](#october-18-2024)

In September 2024, we emailed all Seen users that we would deprecate it.
{TABLE}| seen-7b-preview | 10/28/24 | small-8b |
| seen-1b-preview | 1/6/25   | small-8b |
"""


def read(page: str) -> Reading:
    return SOURCE.read(SOURCE, RawDocument(page.encode(), SOURCE.url, date(2026, 8, 21)))


def facts(page: str = PAGE) -> dict[str, Fact]:
    return {fact.model_id: fact for fact in read(page).facts}


def test_the_end_is_in_the_table_and_the_announcement_in_the_sentence() -> None:
    fact = facts()["big-70b"]

    assert (fact.deprecated_on, fact.shutdown_on) == (date(2026, 6, 17), date(2026, 8, 16))
    assert fact.url == "https://console.groq.com/docs/deprecations#august-16-2026"
    assert fact.stated_status is None


def test_the_day_in_the_heading_is_not_the_announcement_and_not_the_end_where_the_table_differs() -> None:
    fact = facts()["seen-7b-preview"]

    assert (fact.deprecated_on, fact.shutdown_on) == (None, date(2024, 10, 28))


def test_what_the_table_recommends_counts_and_not_the_sentence() -> None:
    assert facts()["twice-70b-specdec"].replacements == ("twice-70b", "other/model-32b")


def test_replacements_stand_side_by_side_or_with_or_between_them_and_a_remark_is_none() -> None:
    assert facts()["big-70b"].replacements == ("acme/next-120b", "other/model3.6-27b")
    assert facts()["twice-70b-specdec"].replacement_text == "twice-70b other/model-32b (text-only workloads)"


def test_of_a_model_in_two_sections_the_later_announcement_counts() -> None:
    fact = facts()["twice-70b-specdec"]

    assert (fact.deprecated_on, fact.shutdown_on) == (date(2025, 4, 7), date(2025, 4, 14))


def test_of_a_model_in_two_sections_without_announcements_the_later_end_counts() -> None:
    page = PAGE.replace("on April 7, 2025, we emailed users", "we are announcing").replace(
        "On March 17, 2025, we", "We"
    )

    assert facts(page)["twice-70b-specdec"].shutdown_on == date(2025, 4, 14)


def test_the_page_is_understood_and_believed() -> None:
    reading = read(PAGE)

    assert reading.unread == ()
    assert judge(reading, (), SOURCE.guards, read_on=date(2026, 8, 21)).verdict is Verdict.ADMIT


@pytest.mark.parametrize("old", ["Shutdown Date", "Recommended Replacement Model ID"])
def test_a_page_with_other_columns_is_not_believed(old: str) -> None:
    reading = read(PAGE.replace(old, "Column"))

    assert judge(reading, (), SOURCE.guards, read_on=date(2026, 8, 21)).verdict is Verdict.REJECT
