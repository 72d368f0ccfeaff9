"""The retirement history of models in GitHub Copilot, as the data file and as the table that is made of it."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.sources.registry import find_source

SOURCE = find_source("github-models/deprecations")
DAY = date(2026, 2, 17)

FILE = """# This file lists models that have been retired
- name: 'Brain 5'
  retirement_date: '2026-02-17'
  suggested_alternative: 'Brain 5.2'

- name: 'brain-mini'
  retirement_date: '2025-10-23'
  suggested_alternative: 'brain-mini'

- name: 'Brain 6'
  retirement_date: '2026-02-18'
  suggested_alternative: 'Brain 7'
"""
TABLE = """## Model retirement history

| Model name | Retirement date | Suggested alternative |
| --- | --- | --- |
| Brain 5[^5] | 2026-02-17 | Brain 5.2 |
| brain-mini | 2025-10-23 | brain-mini |
| Brain 6 | 2026-02-18 | Brain 7 |
"""
TEMPLATE = """## Model retirement history

| Model name | Retirement date | Suggested alternative |
| --- | --- | --- |
| {% for model in tables.history %} |
| {{ model.name }} | {{ model.retirement_date }} | {{ model.suggested_alternative }} |
"""


def read(text: str) -> Reading:
    return SOURCE.reading_of(text.encode(), None, DAY)


@pytest.fixture(params=[FILE, TABLE], ids=["file", "table"])
def facts(request: pytest.FixtureRequest) -> dict[str, Fact]:
    reading = read(request.param)
    assert reading.unread == ()
    return {fact.model_id: fact for fact in reading.facts}


def test_a_model_is_retired_from_its_day_on_and_scheduled_before(facts: dict[str, Fact]) -> None:
    assert {name: (fact.shutdown_on, fact.stated_status) for name, fact in facts.items()} == {
        "Brain 5": (date(2026, 2, 17), StatedStatus.RETIRED),
        "brain-mini": (date(2025, 10, 23), StatedStatus.RETIRED),
        "Brain 6": (date(2026, 2, 18), None),
    }


def test_an_alternative_is_a_name_even_if_it_looks_like_an_id_or_is_the_model_itself(facts: dict[str, Fact]) -> None:
    assert {fact.replacements for fact in facts.values()} == {()}
    assert facts["brain-mini"].replacement_text == "brain-mini"
    assert facts["Brain 5"].replacement_text == "Brain 5.2"


def test_the_evidence_is_the_mapping_as_printed() -> None:
    (first, *_) = read(FILE).facts

    assert first.quote == "- name: 'Brain 5' retirement_date: '2026-02-17' suggested_alternative: 'Brain 5.2'"
    assert first.url.endswith("#model-retirement-history")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("retirement_date: '2026-02-17'", "retirement_date: '2026-02-31'"),
        ("retirement_date: '2026-02-17'", "retired: '2026-02-17'"),
        ("retirement_date: '2026-02-17'", "retirement_date: soon-ish"),
        ("  suggested_alternative: 'Brain 5.2'", "  clients: 'vscode'"),
    ],
)
def test_a_mapping_that_is_not_understood_is_no_fact_and_is_told(was: str, becomes: str) -> None:
    reading = read(FILE.replace(was, becomes))

    assert "Brain 5" not in {fact.model_id for fact in reading.facts}
    assert len(reading.unread) == 1


def test_a_page_that_no_template_engine_has_filled_names_no_models() -> None:
    assert read(TEMPLATE).facts == ()
