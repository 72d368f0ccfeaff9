"""The changelog of Perplexity, on a made-up page of its shape."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.providers import perplexity

SOURCE = next(source for source in perplexity.SOURCES if source.id == "perplexity/deprecations")
TODAY = date(2026, 9, 29)

PAGE = r"""# Changelog

> Updates to the Perplexity API platform.

<Update label="September 2026" tags={["Agent API", "Deprecation"]}>
  **Upcoming retirement of older Acme models**

  On October 24, 2026 at 00:00 UTC, the Agent API and Router API will retire these model IDs:

  * `acme/alpha-5.4`
  * `acme/alpha-5`

  Update direct model selections before the cutoff. The models remain available until then. After the cutoff, the
  retired IDs will no longer be accepted or returned by model-list endpoints.

  For new integrations, choose a current Acme model in the [Models reference](/docs/models).
</Update>

<Update label="July 2026" tags={["Models"]}>
  **New models**

  The Agent API now supports `acme/beta-3` and `acme/beta-3-lite`.

  **Retired: Beta 2 Preview**

  `acme/beta-2-preview` has been retired: Acme removed the underlying preview model from its API. Requests for this id
  now return a `model not supported` error. Use `acme/beta-3-lite` instead — the stable successor.
</Update>

<Update label="May 2026" tags={["Breaking Change"]}>
  **Update: The `citations` field has been fully deprecated and removed.** Use the `search_results` field.

  The `strip_thinking` and `reasoning_effort` parameters were removed from the tool schemas.
</Update>

<Update label="March 2026" tags={["Models", "Deprecation"]}>
  **Model Deprecations: Gamma 2 Flash & Gamma 2 Pro**

  As of March 20, 2026, `acme/gamma-2-flash` has been deprecated and removed from the API. `acme/gamma-2-pro` followed
  on April 1, along with `acme/gamma-3-preview`. If you were using these models, we recommend switching to newer
  alternatives available in the [Models reference](/docs/models).

  **Endpoint: `/v1/agent`**

  The previous `/v1/responses` path continues to work as an alias, no migration is required.
</Update>

<Update label="August 2025" tags={["Models", "Deprecation"]}>
  **API model deprecation notice**

  Please note that as of August 1, 2025, X1-77 will be removed from the available models.

  If you liked X1's strengths, we recommend switching to `Delta Pro Thinking`. It offers similar behavior.
</Update>

<Update label="July 2024" tags={["Models", "Deprecation"]}>
  **Introducing New Models**

  **Online Models** -
  `delta-3.1-small-online`
  `delta-3.1-large-online`

  **\[Action Required]** Model Deprecation Notice
  Please note that several models will no longer be accessible effective 8/12/2024. We recommend updating your
  applications to use models in the Delta-3.1 family immediately.

  The following model names will no longer be available via API -
  `delta-3-small-online`
  `delta-3-chat`

  We recommend switching to models in the Delta-3.1 family:

  **Online Models** -
  `delta-3.1-small-online`
  `delta-3.1-large-online`

  **Chat Models** -
  `delta-3.1-chat`
</Update>

***

<Update label="April 2024" tags={["Models", "Deprecation"]}>
  **Model Deprecation Notice**

  Please note that as of May 14, several models and model name aliases will no longer be accessible. The following model
  names will no longer be available via API:

  `delta-3-chat`
  `delta-2`
</Update>
"""


def read(page: str) -> Reading:
    return SOURCE.reading_of(page.encode(), "text/markdown", TODAY)


@pytest.fixture(scope="module")
def found() -> dict[str, Fact]:
    reading = read(PAGE)
    assert reading.unread == ()
    return {fact.model_id: fact for fact in reading.facts}


def test_every_model_has_the_day_that_a_sentence_gives_and_no_day_of_announcement(found: dict[str, Fact]) -> None:
    assert {model_id: fact.shutdown_on for model_id, fact in found.items()} == {
        "acme/alpha-5.4": date(2026, 10, 24),
        "acme/alpha-5": date(2026, 10, 24),
        "acme/beta-2-preview": None,
        "acme/gamma-2-flash": date(2026, 3, 20),
        "acme/gamma-2-pro": date(2026, 4, 1),
        "acme/gamma-3-preview": date(2026, 4, 1),
        "X1-77": date(2025, 8, 1),
        "delta-3-small-online": date(2024, 8, 12),
        "delta-3-chat": date(2024, 8, 12),
        "delta-2": date(2024, 5, 14),
    }
    assert {fact.deprecated_on for fact in found.values()} == {None}


def test_what_has_happened_is_retired(found: dict[str, Fact]) -> None:
    retired = {model_id for model_id, fact in found.items() if fact.stated_status is StatedStatus.RETIRED}

    assert retired == {"acme/beta-2-preview", "acme/gamma-2-flash", "acme/gamma-2-pro", "acme/gamma-3-preview"}


def test_replacements_are_ids_where_the_page_has_them_and_words_else(found: dict[str, Fact]) -> None:
    assert found["acme/beta-2-preview"].replacements == ("acme/beta-3-lite",)
    assert found["delta-3-small-online"].replacements == ("delta-3.1-small-online", "delta-3.1-large-online")
    assert found["delta-3-chat"].replacements == ("delta-3.1-chat",)
    assert [found[m].replacement_text for m in ("X1-77", "acme/gamma-2-pro", "acme/alpha-5")] == [
        "Delta Pro Thinking",
        "newer alternatives available in the Models reference",
        "a current Acme model in the Models reference",
    ]


def test_another_language_is_rejected() -> None:
    dutch = PAGE
    for english, other in (("March", "maart"), ("October", "oktober"), ("August", "augustus"), ("May", "mei"),
                           ("deprecated", "verouderd"), ("retired", "gestopt")):  # fmt: skip
        dutch = dutch.replace(english, other)
    reading = read(dutch)

    assert judge(reading, read(PAGE).facts, SOURCE.guards, read_on=TODAY).verdict is Verdict.REJECT


def test_no_line_of_the_page_can_be_lost_so_that_a_wrong_date_is_believed() -> None:
    true = {fact.key: {fact.shutdown_on, None} for fact in read(PAGE).facts}
    lines = PAGE.split("\n")
    older = {"delta-3-chat"}  # its newer announcement is the line that was lost
    for at in range(len(lines)):
        reading = read("\n".join(lines[:at] + lines[at + 1 :]))
        if judge(reading, read(PAGE).facts, SOURCE.guards, read_on=TODAY).verdict is Verdict.ADMIT:
            wrong = {fact.model_id for fact in reading.facts if fact.shutdown_on not in true.get(fact.key, ())}
            assert wrong - older == set(), lines[at]
