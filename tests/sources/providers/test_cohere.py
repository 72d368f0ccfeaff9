"""Cohere's pages: a history in sentences, posts that end models or nothing, and an overview with a status."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.providers import cohere_pages
from monitor.sources.spec import RawDocument, Source

SOURCES = {source.id: source for source in cohere_pages.SOURCES}
HISTORY, POSTS, OVERVIEW = (SOURCES[f"cohere/{name}"] for name in ("deprecations", "changelog", "models-overview"))
TODAY = date(2026, 8, 21)
PAGE = r"""# Deprecations

* **Deprecated:** The model is no longer available to new customers. A shutdown date will be assigned at that time.
* **Shutdown:** The model and endpoint are no longer available for users.

## Deprecation History

### 2026-04-04: Embed and Aya

Effective April 4th, 2026, the following models will be retired:

* `embed-old-v2.0`
* `aya-8b`

We encourage you to migrate to our latest models:

* Embedding tasks alternatives:
  * `embed-new-v4.0`
* Chat tasks alternatives:
  * `command-b-03-2025`

Our team is here. Ask [us](mailto:us@example.org).

### 2025-12-01: Command X

Effective March 1, 2026, `command-x` will be retired.

### 2025-09-15: Older models, endpoints, fine-tuning

Effective September 15, 2025, the following deprecatations will roll out.

Deprecated Models:

* `command-a-03-2024`  (and the alias `command-a`)
* `command`
* `rewrite` (Refer to [the guide](https://example.org/guide#rewrite) for alternatives).

For command model replacements, we recommend you use `command-a-08-2024` or `command-b-03-2025` (the strongest)
instead.

Retired Fine-Tuning Capabilities:
Fine-tuning for the `command`, `command-a`, and `rerank` models is being retired. Previously fine-tuned models will
no longer be accessible.

Deprecated Features and API Endpoints:

* `/v1/connectors` (Managed connectors)
* `/v1/chat` parameters: `connectors`, `search_queries_only`
* Slack App integration

These changes reflect our commitment.

### 2025-03-08: Command-A-03-2024 Fine-tuned Models

On March 08, 2025, we will sunset all models fine-tuned with Command-A-03-2024. We are making the following changes:

* Deprecating fine-tuning with the older Command-A-03-2024 model
* All fine-tunes are now powered by the Command-A-08-2024 model.

Models fine-tuned with Command-A-03-2024 will continue to be supported until March 08, 2025.

### 2025-01-31: Default Classify endpoint

After January 31st, 2025, usage of Classify endpoint via the default Embed models will be deprecated.

### 2024-12-02: Rerank v2.0

On December 2nd, 2024, we announced the release of Rerank-v3.5 along with the deprecation of the Rerank-v2.0 model
family.

| Shutdown Date | Deprecated Model | Deprecated Model Price | Recommended Replacement |
| ------------- | ---------------- | ---------------------- | ----------------------- |
| 2025-04-30    | `rerank-en-v2.0` | \$1.00 / 1K searches   | `rerank-v3.5`           |

# Best Practices

1. Check our documentation.
"""


def read(page: str, source: Source = HISTORY) -> Reading:
    return source.read(source, RawDocument(page.encode(), source.url, TODAY))


def facts(page: str = PAGE, source: Source = HISTORY) -> dict[tuple[str, str | None], Fact]:
    return {(fact.model_id, fact.deployment): fact for fact in read(page, source).facts}


def test_a_table_of_all_models_promises_a_day_before_which_they_do_not_end() -> None:
    table = (
        "| Model Name | Type of Model | Guaranteed Available Until | Current Status | Deprecated | Shutdown |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| `command-b` | Generative | 06/30/2027 | Active | N/A | N/A |\n"
    )
    fact = facts(PAGE.replace("## Deprecation History", f"## Model Status\n\n{table}\n## Deprecation History"))[
        "command-b", None
    ]

    assert (fact.stated_status, fact.shutdown_on) == (StatedStatus.ACTIVE, None)
    assert fact.earliest_shutdown_on == date(2027, 6, 30)


def test_models_and_nothing_else_have_facts() -> None:
    assert {model_id for model_id, deployment in facts() if deployment is None} == {
        "embed-old-v2.0",
        "aya-8b",
        "command-x",
        "command-a-03-2024",
        "command-a",
        "command",
        "rewrite",
        "rerank-en-v2.0",
    }
    assert read(PAGE).unread == ()


def test_a_day_in_the_heading_that_is_the_end_is_no_announcement() -> None:
    fact = facts()["aya-8b", None]

    assert (fact.deprecated_on, fact.shutdown_on, fact.stated_status) == (None, date(2026, 4, 4), None)


def test_a_day_in_the_heading_before_the_end_is_the_announcement() -> None:
    fact = facts()["command-x", None]

    assert (fact.deprecated_on, fact.shutdown_on) == (date(2025, 12, 1), date(2026, 3, 1))


def test_a_deprecated_model_has_no_end_until_one_is_assigned() -> None:
    fact = facts()["command-a", None]

    assert (fact.deprecated_on, fact.shutdown_on) == (date(2025, 9, 15), None)
    assert (fact.stated_status, fact.alias_of) == (StatedStatus.DEPRECATED, "command-a-03-2024")


def test_alternatives_are_for_the_models_of_their_task_or_name() -> None:
    found = facts()

    assert found["embed-old-v2.0", None].replacements == ("embed-new-v4.0",)
    assert found["aya-8b", None].replacements == ("command-b-03-2025",)
    assert found["command", None].replacements == ("command-a-08-2024", "command-b-03-2025")
    assert found["command", None].replacement_text == "command-a-08-2024 or command-b-03-2025 (the strongest)"
    assert found["rewrite", None].replacements == ()
    assert found["rewrite", None].replacement_text == "Refer to the guide for alternatives"


def test_fine_tunes_are_not_their_base_models() -> None:
    fact = facts()["Command-A-03-2024", "fine-tuned"]

    assert (fact.shutdown_on, fact.deprecated_on) == (date(2025, 3, 8), None)
    assert fact.replacements == ("Command-A-08-2024",)
    assert ("command-a-03-2024", "fine-tuned") not in facts()


def test_the_table_has_the_end_and_the_sentence_the_announcement() -> None:
    fact = facts()["rerank-en-v2.0", None]

    assert (fact.deprecated_on, fact.shutdown_on) == (date(2024, 12, 2), date(2025, 4, 30))


def test_a_table_of_states_is_read_and_a_newer_announcement_goes_before_it() -> None:
    states = """## Model Status

| Model Name       | Type of Model | Current Status | Deprecated | Shutdown |
| ---------------- | ------------- | -------------- | ---------- | -------- |
| `command-b`      | Generative    | Active         | N/A        | N/A      |
| `command-old`    | Generative    | Legacy         | N/A        | N/A      |
| `rerank-en-v2.0` | Rerankers     | Deprecated     | 12/03/24   | 03/31/25 |

## Deprecation History
"""
    found = facts(PAGE.replace("## Deprecation History\n", states))

    assert found["command-old", None].stated_status is StatedStatus.LEGACY
    assert found["rerank-en-v2.0", None].shutdown_on == date(2025, 4, 30)


def test_the_page_is_believed_and_half_of_it_is_not() -> None:
    whole, half = read(PAGE), read(PAGE[: len(PAGE) // 2])

    assert judge(whole, (), HISTORY.guards, read_on=TODAY).verdict is Verdict.ADMIT
    assert judge(half, whole.facts, HISTORY.guards, read_on=TODAY).verdict is Verdict.REJECT


POST = """---
title: "Retirement of Embed"
slug: "changelog/2026-04-04-embed-retirement"
createdAt: "Sat Apr 04 2026 00:00:00 (MST)"
---

Effective April 4, 2026, the following models are no longer available. Requests using these model IDs will fail.

Retired models:

- `embed-old-v2.0`
- `aya-8b`

We recommend these replacements:

**Embedding tasks**

- `embed-new-v4.0`

**Chat tasks**

- `command-b-03-2025`

For questions, reach out to us@example.org
"""
ANNOUNCEMENT = POST.replace(
    "Effective April 4, 2026, the following models are no longer available. Requests using these model IDs will fail.",
    "We are deprecating the following models, features, and API endpoints:",
).replace("Retired models:", "Deprecated Models:")
NEWS = """---
title: "A new model"
slug: "changelog/a-new-model"
---

`command-c` is here, and `return_documents` is a parameter of it. Requests will not fail.
"""


def test_a_post_ends_models() -> None:
    fact = facts(POST, POSTS)["embed-old-v2.0", None]

    assert (fact.shutdown_on, fact.deprecated_on) == (date(2026, 4, 4), None)
    assert (fact.stated_status, fact.replacements) == (StatedStatus.RETIRED, ("embed-new-v4.0",))


def test_a_post_that_gives_no_day_announces_on_its_own() -> None:
    fact = facts(ANNOUNCEMENT, POSTS)["aya-8b", None]

    assert (fact.deprecated_on, fact.shutdown_on) == (date(2026, 4, 4), None)


@pytest.mark.parametrize("known", [(), read(POST, POSTS).facts])
def test_a_post_without_a_notice_says_nothing_and_takes_nothing_back(known: tuple[Fact, ...]) -> None:
    reading = read(NEWS, POSTS)

    assert (reading.facts, reading.unread, reading.problem, reading.whole) == ((), (), None, False)
    assert judge(reading, known, POSTS.guards, read_on=TODAY).verdict is Verdict.ADMIT


@pytest.mark.parametrize(
    "page", ["# Sign in\n\nEnter your password.\n", "<!doctype html><h1>Just a moment</h1>", "Hello.\n"]
)
def test_what_is_no_post_is_refused(page: str) -> None:
    assert judge(read(page, POSTS), (), POSTS.guards, read_on=TODAY).verdict is Verdict.REJECT


STATES = """# An Overview

## Command

| Model Name          | Status                   | Description                       | Endpoints |
| ------------------- | ------------------------ | --------------------------------- | --------- |
| `command-b-03-2025` | Live                     | Our best                          | Chat      |
| `command-a-03-2024` | Deprecated Sept 15, 2025 | Older                             | Chat      |
| `command-a`         | Deprecated Sept 15, 2025 | Alias for `command-a-03-2024`     | Chat      |
| `aya-8b`            | Retired Apr 4, 2026      | `aya-9b` is not this model        | Chat      |
| `odd-1`             | Resting                  | `other` is an alias for `another` | Chat      |

## Embed

| Model Name       | Description | Endpoints |
| ---------------- | ----------- | --------- |
| `embed-new-v4.0` | Our best    | Embed     |

## Rerank
"""


def test_the_overview_has_a_status_and_its_day_in_one_cell() -> None:
    found = {model_id: fact for (model_id, _), fact in facts(STATES, OVERVIEW).items()}

    assert {m: (f.stated_status, f.deprecated_on, f.shutdown_on) for m, f in found.items()} == {
        "command-b-03-2025": (StatedStatus.ACTIVE, None, None),
        "command-a-03-2024": (StatedStatus.DEPRECATED, date(2025, 9, 15), None),
        "command-a": (StatedStatus.DEPRECATED, date(2025, 9, 15), None),
        "aya-8b": (StatedStatus.RETIRED, None, date(2026, 4, 4)),
        "odd-1": (None, None, None),
    }
    assert read(STATES, OVERVIEW).unread == ("Command: 'resting' is no status that is understood",)


def test_the_overview_says_which_names_are_aliases() -> None:
    assert [(m, f.alias_of) for (m, _), f in facts(STATES, OVERVIEW).items() if f.alias_of] == [
        ("command-a", "command-a-03-2024")
    ]


def test_an_overview_without_any_status_is_believed_and_says_nothing() -> None:
    page = STATES.replace("Status                   ", "Kind                     ")
    reading = read(page, OVERVIEW)

    assert reading.facts == ()
    assert judge(reading, (), OVERVIEW.guards, read_on=TODAY).verdict is Verdict.ADMIT


def test_an_overview_without_descriptions_is_refused_since_they_say_what_is_an_alias() -> None:
    reading = read(STATES.replace("Description", "About it"), OVERVIEW)

    assert judge(reading, (), OVERVIEW.guards, read_on=TODAY).verdict is Verdict.REJECT
