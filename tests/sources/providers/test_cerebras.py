"""The deprecations page of Cerebras, on a made-up page of its shape."""

from __future__ import annotations

from datetime import date

from monitor.core.facts import Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.providers import cerebras

SOURCE = next(source for source in cerebras.SOURCES if source.id == "cerebras/deprecations")
TODAY = date(2026, 9, 10)

PAGE = """> ## Documentation Index
> Fetch the complete documentation index at: https://docs.example/llms.txt

# Deprecations

> A list of all deprecations, with the most recent announcements appearing first.

<Update label="2026-09-03">
  **Delta 4 31B availability changes on public endpoints**

  Starting September 3, 2026, `delta-4-31b` is no longer available on our public endpoints. This change doesn't affect
  [Dedicated Endpoints](/dedicated), where Delta 4 31B remains available.

  Use [`epsilon-5`](/models/epsilon-5) for public endpoint workloads.
</Update>

<Update label="2026-06-20">
  **Deprecated `alpha-4.7` and `alpha-x-thinking-07`**

  We recommend migrating to either [Oss 120B](/models/oss) or [Acme Alpha 4.6](/models/acme-alpha-46).

  <Note>
    **Migration Notes**:

    * Strict mode on `alpha-4.6` differs. Review the documentation before migrating requests using `tools` to it.
  </Note>
</Update>

<Update label="2026-03-24">
  **Deprecating `disable_reasoning` parameter for `acme-alpha-4.6`**

  The `disable_reasoning` parameter will no longer be supported after **July 21, 2026**. Migrate to
  `reasoning_effort="none"` to disable reasoning on `acme-alpha-4.6`.
</Update>

<Update label="2025-01-17">
  The `beta3.1-70b` model has been deprecated. We recommend transitioning to `beta-3.3-70b`, a more powerful model.
</Update>
"""


def read(page: str) -> Reading:
    return SOURCE.reading_of(page.encode(), "text/markdown", TODAY)


def test_the_label_is_the_day_of_the_announcement() -> None:
    found = {fact.model_id: fact for fact in read(PAGE).facts}

    assert read(PAGE).unread == ()
    assert {model_id: fact.deprecated_on for model_id, fact in found.items()} == {
        "delta-4-31b": None,
        "alpha-4.7": date(2026, 6, 20),
        "alpha-x-thinking-07": date(2026, 6, 20),
        "beta3.1-70b": date(2025, 1, 17),
    }
    assert {fact.stated_status for fact in found.values() if fact.deprecated_on} == {StatedStatus.DEPRECATED}
    assert found["alpha-4.7"].url == "https://inference-docs.cerebras.ai/support/deprecation#2026-06-20"
    assert found["alpha-4.7"].quote == "**Deprecated `alpha-4.7` and `alpha-x-thinking-07`**"


def test_a_model_that_is_no_longer_served_has_its_day() -> None:
    delta = read(PAGE).facts[0]

    assert (delta.shutdown_on, delta.stated_status) == (date(2026, 9, 3), StatedStatus.RETIRED)
    assert delta.replacements == ("epsilon-5",)


def test_a_parameter_of_a_model_is_no_model_and_ends_none() -> None:
    assert not {fact.model_id for fact in read(PAGE).facts} & {"disable_reasoning", "acme-alpha-4.6"}


def test_a_linked_name_is_resolved_only_where_the_page_prints_its_id() -> None:
    found = {fact.model_id: fact for fact in read(PAGE).facts}

    assert found["alpha-4.7"].replacements == ("acme-alpha-4.6",)
    assert found["alpha-4.7"].replacement_text == "Oss 120B or Acme Alpha 4.6"
    assert found["beta3.1-70b"].replacements == ("beta-3.3-70b",)


def test_a_page_without_its_labels_is_rejected() -> None:
    bare = PAGE.replace("<Update", "&lt;Update").replace("</Update", "&lt;/Update")
    reading = read(bare)

    assert reading.facts == ()
    assert judge(reading, (), SOURCE.guards, read_on=TODAY).verdict is Verdict.REJECT


def test_a_true_page_is_believed() -> None:
    assert judge(read(PAGE), (), SOURCE.guards, read_on=TODAY).verdict is Verdict.ADMIT
