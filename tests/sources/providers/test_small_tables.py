"""Providers whose whole word is a table or two, on pages made up in the shape that public copies of theirs have."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading
from monitor.sources.registry import find_source

DAY = date(2026, 8, 22)


def read(source_id: str, text: str) -> Reading:
    return find_source(source_id).reading_of(text.encode(), None, DAY)


def facts(source_id: str, text: str) -> dict[str, Fact]:
    reading = read(source_id, text)
    assert reading.unread == ()
    return {fact.model_id: fact for fact in reading.facts}


BASETEN = """## Planned deprecations

| Model | Slug | Deprecation date | Recommended replacement |
| --- | --- | --- | --- |
| Deep Well V3 | `deep-well/Deep-Well-V3` | May 1, 2026 | Deep Well V4 (`deep-well/Deep-Well-V4`) |
"""


def test_baseten_s_slug_is_the_id_and_its_deprecation_date_the_end() -> None:
    fact = facts("baseten/deprecations", BASETEN)["deep-well/Deep-Well-V3"]

    assert (fact.shutdown_on, fact.deprecated_on, fact.display_name) == (date(2026, 5, 1), None, "Deep Well V3")
    assert fact.replacements == ("deep-well/Deep-Well-V4",)


def test_baseten_s_page_without_a_table_says_that_nothing_is_planned() -> None:
    reading = read("baseten/deprecations", "## Planned deprecations\n\nThere are no planned deprecations.\n")

    assert (reading.facts, reading.problem) == ((), None)


SCALEWAY = """## Chat models

| Provider | Model string | Context window (Tokens) | Model card |
|---|---|---|---|
| Acme | `acme-live-8b` | 128k | [HF](https://example.org) |

## Deprecated models

| Provider | Model string | End of Life (EOL) date
|---|---|---|
| Acme | `acme-tired-8b` | 14th November, 2026 |

## End of Life (EOL) models

| Provider | Model string | EOL date
|---|---|---|
| Acme | `acme-gone-8b` | 26 February, 2025 |
"""


def test_scaleway_s_models_end_where_their_table_has_a_day_of_its_own() -> None:
    assert {name: fact.shutdown_on for name, fact in facts("scaleway/deprecations", SCALEWAY).items()} == {
        "acme-tired-8b": date(2026, 11, 14),
        "acme-gone-8b": date(2025, 2, 26),
    }


WANDB = """# Model lifecycle

## Deprecated models

| Deprecation date | Retirement date | Model ID | Recommended replacement |
| --- | --- | --- | --- |
| 2026-02-18 | 2026-03-04 | deep-well/Deep-Well-R1 | |
| 2026-02-12 | 2026-03-03 | zed/ZED-4.5 | zed/ZED-5-FP8 |
"""


def test_wandb_gives_both_days_and_ids_without_marks() -> None:
    found = facts("wandb/deprecations", WANDB)

    assert (found["zed/ZED-4.5"].deprecated_on, found["zed/ZED-4.5"].shutdown_on) == (
        date(2026, 2, 12),
        date(2026, 3, 3),
    )
    assert found["zed/ZED-4.5"].replacements == ("zed/ZED-5-FP8",)
    assert found["deep-well/Deep-Well-R1"].replacements == ()


OCI = """## {0} Mode Retirement Dates

| Model | Release Date | {0} Mode Retirement Date | Suggested Replacement Options |
| --- | --- | --- | --- |
| Acme Order A | 2026-01-21 | P6 | Tentative |
| Acme Embed 3 | 2024-02-07 | 2026-09-30 | Acme Embed 4 |
| acme.order-r-16k | 2024-06-04 | 2025-01-16 | acme.order-r-08-2024 |
| acme.order-a-03 | 2025-05-14 | At least 6 months after the release of the 1st replacement model. | Tentative |
"""


@pytest.mark.parametrize(
    ("source_id", "mode"), [("oci/deprecations", "On-Demand"), ("oci/deprecations-dedicated", "Dedicated")]
)
def test_oci_s_rules_are_no_days_and_a_day_holds_in_its_mode_only(source_id: str, mode: str) -> None:
    found = facts(source_id, OCI.format(mode))

    assert {name: (fact.shutdown_on, fact.deployment) for name, fact in found.items()} == {
        "Acme Embed 3": (date(2026, 9, 30), mode.lower()),
        "acme.order-r-16k": (date(2025, 1, 16), mode.lower()),
    }
    assert found["Acme Embed 3"].replacement_text == "Acme Embed 4"
    assert found["acme.order-r-16k"].replacements == ("acme.order-r-08-2024",)
