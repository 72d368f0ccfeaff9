"""Cloudflare's pages on models that end: a post, the changelog, and the page of deprecated models; all made up."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact
from monitor.core.trust import Verdict, judge
from monitor.sources.providers import cloudflare
from monitor.sources.spec import Source

SOURCES = {source.id: source for source in cloudflare.SOURCES}
DEPRECATIONS, CHANGELOG = SOURCES["cloudflare/deprecations"], SOURCES["cloudflare/changelog"]
TODAY = date(2026, 6, 20)

BODY = """We are refreshing the catalog. Please update your apps to remove references to the models listed below before
the deprecation date.

## Recommended replacements

- [`@cf/acme/beta-2`](/workers-ai/models/beta-2/) — fast multilingual model with tool calling.
- [`@cf/other/gamma-3`](/workers-ai/models/gamma-3/) — capable model for coding.

## Alpha K2.5

We originally stated Alpha K2.5 would be deprecated on May 10, 2026, however we have extended the deprecation date to
May 30, 2026. Requests will be automatically aliased to Alpha K2.6 on May 30, 2026, which has a higher price. Please
review the [`@cf/acme/alpha-k2.6`](/workers-ai/models/alpha-k2.6/) pricing prior to May 30, 2026.

## Models deprecated on May 30, 2026

- `@cf/acme/alpha-k2.5` --> `@cf/acme/alpha-k2.6`
- `@hf/old/delta-1-awq`

## Variants that remain active

The `-fast` and `-lora` variants of models will remain active, including:

- `@cf/acme/delta-1-fast`

LoRA models may be deprecated in the future.
"""
SOURCE_OF_POST = f'---\ntitle: "Planned model deprecations"\nproducts:\n  - workers-ai\ndate: 2026-05-08\n---\n\n{BODY}'
RENDERED = BODY.replace("## ", "#### ").replace(" -->", r" \-->").replace("[`", "[").replace("`]", "]")
POST = (
    "---\ntitle: Planned model deprecations\n---\n\n[Back to all posts](/changelog)\n\nMay 8, 2026\n\n"
    f"## Planned model deprecations\n\n{RENDERED}"
)


def read(source: Source, page: str) -> dict[str, Fact]:
    reading = source.reading_of(page.encode(), "text/markdown", TODAY)
    assert reading.unread == ()
    assert judge(reading, (), source.guards, read_on=TODAY).verdict is Verdict.ADMIT
    return {fact.model_id: fact for fact in reading.facts}


@pytest.mark.parametrize("source", [DEPRECATIONS, CHANGELOG], ids=["deprecations", "changelog"])
@pytest.mark.parametrize("page", [SOURCE_OF_POST, POST], ids=["source", "rendered"])
def test_a_post_ends_the_models_of_its_list_and_not_the_variants_that_remain(source: Source, page: str) -> None:
    found = read(source, page)

    assert list(found) == ["@cf/acme/alpha-k2.5", "@hf/old/delta-1-awq"]
    assert {(fact.deprecated_on, fact.shutdown_on) for fact in found.values()} == {
        (date(2026, 5, 8), date(2026, 5, 30))
    }
    assert found["@hf/old/delta-1-awq"].replacements == ("@cf/acme/beta-2", "@cf/other/gamma-3")


@pytest.mark.parametrize("page", [SOURCE_OF_POST, POST], ids=["source", "rendered"])
def test_a_model_whose_requests_are_aliased_redirects(page: str) -> None:
    alpha = read(DEPRECATIONS, page)["@cf/acme/alpha-k2.5"]

    assert (alpha.redirects_to, alpha.replacements) == ("@cf/acme/alpha-k2.6", ("@cf/acme/alpha-k2.6",))


def test_the_changelog_has_lists_below_items_and_ids_without_marks() -> None:
    found = read(
        CHANGELOG,
        r"""# Changelog

## 2026-05-08

**Planned model deprecations**
* We recommend migrating to newer models such as [@cf/acme/beta-2](/workers-ai/models/beta-2/) for fast tool-calling.
* On May 30, 2026, requests to [@cf/acme/alpha-k2.5](/a/) will be automatically aliased to [@cf/acme/alpha-k2.6](/b/).
The deprecation date was extended from May 10, 2026\.
* On May 30, 2026, the following models will be deprecated:
  * `@cf/acme/alpha-k2.5` \--> `@cf/acme/alpha-k2.6`
  * `@hf/old/delta-1-awq`
* The `-fast` variants of models will remain active. LoRA models may be deprecated in the future.

## 2025-09-18

**Catalog updates (types, model deprecation)**
* Some older models are being deprecated on October 1st, 2025\. We reccommend you use the newer models such as
[Beta 2](https://docs.example/workers-ai/models/beta-2/). The following models are being deprecated:
  * @hf/old/epsilon-7b-awq

## 2024-06-11

**Deprecation announcement for \`@cf/old/zeta-7b-int8\`**

We will be deprecating `@cf/old/zeta-7b-int8` on 2024-06-30.

Replace the model ID in your code with a new model of your choice:

* [@cf/old/zeta-8b](/workers-ai/models/zeta-8b/) is the newest model of the family.

If you do not switch by June 30th, we will automatically start returning inference from `@cf/old/zeta-8b`.

## 2024-04-11

**Add AI native binding**
* Deprecated `@cloudflare/ai` npm package.
""",
    )

    assert {m: (f.deprecated_on, f.shutdown_on, f.replacements, f.redirects_to) for m, f in found.items()} == {
        "@cf/acme/alpha-k2.5": (
            date(2026, 5, 8), date(2026, 5, 30), ("@cf/acme/alpha-k2.6",), "@cf/acme/alpha-k2.6",
        ),
        "@hf/old/delta-1-awq": (date(2026, 5, 8), date(2026, 5, 30), ("@cf/acme/beta-2",), None),
        "@hf/old/epsilon-7b-awq": (date(2025, 9, 18), date(2025, 10, 1), ("@cf/acme/beta-2",), None),
        "@cf/old/zeta-7b-int8": (date(2024, 6, 11), date(2024, 6, 30), ("@cf/old/zeta-8b",), "@cf/old/zeta-8b"),
    }  # fmt: skip


DEPRECATED = """# Model Deprecations

When a model is deprecated, it will no longer be available for inference and existing requests will return an error.

## Planned deprecations

The following models are scheduled for deprecation. Please update your applications before the listed dates.

### [May 30, 2026](/changelog/post/planned/)

* `@cf/acme/alpha-k2.5` → `@cf/acme/alpha-k2.6` (alias)

## Deprecated models

The following models are no longer available.

### October 1, 2025

* `@hf/old/epsilon-7b-awq`
"""


def test_the_page_of_deprecated_models_has_a_heading_for_each_day() -> None:
    found = read(DEPRECATIONS, DEPRECATED)

    assert {m: (f.shutdown_on, f.redirects_to) for m, f in found.items()} == {
        "@cf/acme/alpha-k2.5": (date(2026, 5, 30), "@cf/acme/alpha-k2.6"),
        "@hf/old/epsilon-7b-awq": (date(2025, 10, 1), None),
    }
    assert {fact.deprecated_on for fact in found.values()} == {None}


def test_a_list_without_the_day_above_it_has_no_other_day() -> None:
    page = DEPRECATED.replace("### October 1, 2025\n", "")
    reading = DEPRECATIONS.reading_of(page.encode(), "text/markdown", TODAY)

    assert [fact.model_id for fact in reading.facts] == ["@cf/acme/alpha-k2.5"]
    assert reading.unread == ("Deprecated models: @hf/old/epsilon-7b-awq",)
