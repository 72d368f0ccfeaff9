"""Alibaba's page of retired models, whose "deprecation time" is the end."""

from __future__ import annotations

from datetime import date

from monitor.core.facts import Fact
from monitor.core.trust import Verdict, judge
from monitor.sources.registry import find_source

SOURCE = find_source("alibaba/deprecations")
DAY = date(2026, 8, 22)

PAGE = """## **Notification process**

- For **snapshot** models (for example, quen-max-2025-01-25), a notice comes 30 days before.

## Deprecated models

### **Scheduled for deprecation on October 10, 2026**

| **Category** | **Model name** | **Deprecation time** | **Replacement model** |
| --- | --- | --- | --- |
| Quen-Max | quen9-max | October 10, 2026, 00:00:00 | quen9.7-max |
| third-party model | Mini-M9.1 | October 10, 2026, 00:00:00 | quen9.7-plus |

### **Deprecated on August 20, 2025**

| **Category** | **Model name** | **Deprecation time** | **Replacement model** |
| --- | --- | --- | --- |
| open source edition | quen1-72b | August 20, 2025, 00:00:00 (UTC+08:00) | quen-plus |
"""

# The layout of spring 2026, in HTML: cells reach over several rows, and a replacement may be a list of links
SPANS = """<html><body><h2>Notifications</h2><h2>Retired models</h2>
<h3 id="wave"><b>Retired on January 30, 2026</b></h3>
<table><tr><td><b>Category</b></td><td><b>Model</b></td><td><b>Date</b></td><td><b>Alternative models</b></td></tr>
<tr><td rowspan="2">Quen-Plus</td><td>quen-plus-2024-11-27</td><td rowspan="3">January 30, 2026, 00:00:00</td>
<td rowspan="2"><a href="/models#a">quen-plus-2025-12-01</a></td></tr>
<tr><td>quen-plus-2024-11-25</td></tr>
<tr><td>Quen-VL</td><td>quen-vl-2024-08-09</td><td>Language models: <a href="/a">Model List</a></td></tr>
</table></body></html>
"""


def facts(page: str) -> dict[str, Fact]:
    reading = SOURCE.reading_of(page.encode(), None, DAY)
    assert reading.unread == ()
    return {fact.model_id: fact for fact in reading.facts}


def test_the_deprecation_time_is_the_end_of_service_and_no_title_is_an_announcement() -> None:
    found = facts(PAGE)

    assert {name: fact.shutdown_on for name, fact in found.items()} == {
        "quen9-max": date(2026, 10, 10),
        "Mini-M9.1": date(2026, 10, 10),
        "quen1-72b": date(2025, 8, 20),
    }
    assert {fact.deprecated_on for fact in found.values()} == {None}
    assert {fact.stated_status for fact in found.values()} == {None}


def test_an_id_with_capitals_is_an_id_and_a_category_is_none() -> None:
    assert facts(PAGE)["Mini-M9.1"].replacements == ("quen9.7-plus",)
    assert "Quen-Max" not in facts(PAGE)


def test_a_day_that_reaches_over_several_rows_is_that_of_each() -> None:
    found = facts(SPANS)

    assert {fact.shutdown_on for fact in found.values()} == {date(2026, 1, 30)}
    assert found["quen-plus-2024-11-25"].replacements == ("quen-plus-2025-12-01",)
    assert found["quen-plus-2024-11-25"].url.endswith("model-depreciation#wave")
    assert found["quen-vl-2024-08-09"].replacements == ()
    assert found["quen-vl-2024-08-09"].replacement_text == "Language models: Model List"


def test_a_page_with_too_few_rows_is_half_a_page() -> None:
    reading = SOURCE.reading_of(PAGE.encode(), None, DAY)

    assert judge(reading, (), SOURCE.guards, read_on=DAY).verdict is Verdict.REJECT
