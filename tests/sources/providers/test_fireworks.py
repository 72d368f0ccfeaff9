"""The changelog of Fireworks, on a made-up page of its shape."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.providers import fireworks

SOURCE = next(source for source in fireworks.SOURCES if source.id == "fireworks/deprecations")
TODAY = date(2026, 9, 20)
APP = "https://app.fireworks.ai/models/fireworks"

PAGE = f"""# Changelog

<Update label="2026-09-12">
  <Badge color="blue">Inference</Badge>

  # Upcoming Serverless deprecation: older Alpha models

  Several older Serverless models will be decommissioned on **September 25, 2026** to make room. This applies **only to
  serverless endpoints**. **Dedicated deployments are unaffected.**

  ## **Action required**

  If you use any of the models below on serverless, migrate to a recommended replacement **before September 25, 2026**.
  After that date, they will no longer be available via serverless endpoints.

  ## **Recommended migrations**

  * **[Alpha 2.6]({APP}/alpha-2p6)** — migrate to **[Beta 3]({APP}/beta-3)** or **[Gamma 5]({APP}/gamma-5)**
  * **Delta V3** — migrate to **[Beta 3]({APP}/beta-3)**
</Update>

<Update label="2026-08-27">
  # Serverless deprecation: Alpha 2.6 Turbo, Zeta 1

  The following models are deprecated from serverless effective August 27, 2026.

  ## **Recommended migrations**

  * **[Alpha 2.6 Turbo / Fast]({APP}/alpha-2p6)** — migrate to **[Alpha 2.6]({APP}/alpha-2p6)** (standard mode)
  * **Zeta 1** — migrate to **[Beta 3]({APP}/beta-3)** for lower latency
</Update>

<Update label="2026-08-26">
  # Serverless Training deprecation: Beta 3

  **Beta 3** is deprecated from Serverless Training effective August 26, 2026.
</Update>

<Update label="2026-06-10">
  # Audio inference deprecation

  Audio inference is deprecated.

  ## 📚 Documentation Updates

  * **Legacy models:** Removed `alpha-1` from the guide ([Guide](/guide))
</Update>

<Update label="2026-05-14">
  # Serverless deprecation: Epsilon M2.5

  **Epsilon M2.5** is deprecated from serverless. Migrate to **[Epsilon M2.7]({APP}/epsilon-m2p7)**.
</Update>

<Update label="2026-02-05">
  # New models

  * **[Zeta 1]({APP}/zeta-1)** is now on Fireworks
</Update>
"""


def read(page: str) -> Reading:
    return SOURCE.reading_of(page.encode(), "text/markdown", TODAY)


@pytest.fixture(scope="module")
def found() -> dict[str, Fact]:
    reading = read(PAGE)
    assert reading.unread == ()
    return {fact.model_id: fact for fact in reading.facts}


def test_ids_come_from_the_links_of_the_page_and_names_without_one_stay_names(found: dict[str, Fact]) -> None:
    assert list(found) == [
        "accounts/fireworks/models/alpha-2p6",
        "Delta V3",
        "Alpha 2.6 Turbo / Fast",
        "accounts/fireworks/models/zeta-1",
        "Epsilon M2.5",
    ]
    assert found["accounts/fireworks/models/alpha-2p6"].display_name == "Alpha 2.6"


def test_models_of_a_list_are_decommissioned_on_the_day_above_it(found: dict[str, Fact]) -> None:
    alpha = found["accounts/fireworks/models/alpha-2p6"]

    assert (alpha.deprecated_on, alpha.shutdown_on) == (date(2026, 9, 12), date(2026, 9, 25))
    assert alpha.replacements == ("accounts/fireworks/models/beta-3", "accounts/fireworks/models/gamma-5")
    assert "September 25, 2026" in alpha.quote
    assert "Alpha 2.6" in alpha.quote


def test_deprecated_from_serverless_is_no_shutdown_that_anybody_stated(found: dict[str, Fact]) -> None:
    zeta, epsilon = found["accounts/fireworks/models/zeta-1"], found["Epsilon M2.5"]

    assert (zeta.deprecated_on, zeta.shutdown_on, zeta.stated_status) == (
        date(2026, 8, 27),
        None,
        StatedStatus.DEPRECATED,
    )
    assert (epsilon.deprecated_on, epsilon.replacements) == (
        date(2026, 5, 14),
        ("accounts/fireworks/models/epsilon-m2p7",),
    )


def test_a_variant_that_is_replaced_by_its_model_does_not_end_the_model(found: dict[str, Fact]) -> None:
    assert found["Alpha 2.6 Turbo / Fast"].replacements == ("accounts/fireworks/models/alpha-2p6",)
    assert found["accounts/fireworks/models/alpha-2p6"].deprecated_on == date(2026, 9, 12)


def test_a_named_model_whose_row_is_missing_is_not_given_another_name() -> None:
    """The row says its id; without it the same model would be a second one."""
    page = PAGE.replace(
        "The following models are deprecated from serverless effective August 27, 2026.",
        "**Zeta 9** and **Zeta 1** are deprecated from serverless.",
    )
    reading = read(page)

    assert "Zeta 9" not in {fact.model_id for fact in reading.facts}
    assert any("Zeta 9" in place for place in reading.unread)


def test_a_changelog_without_a_notice_is_a_good_page_and_a_sign_in_page_is_none() -> None:
    quiet = '# Changelog\n\n<Update label="2026-01-20">\n# Faster training on Fireworks\n</Update>\n'

    assert judge(read(quiet), (), SOURCE.guards, read_on=TODAY).verdict is Verdict.ADMIT
    for page in ("# Sign in\n\nEnter your password.\n", "# Changelog\n", "<!doctype html><h1>Changelog</h1>"):
        assert judge(read(page), (), SOURCE.guards, read_on=TODAY).verdict is Verdict.REJECT


def test_a_page_whose_known_models_are_gone_is_rejected() -> None:
    known = read(PAGE).facts
    quiet = '# Changelog\n\n<Update label="2026-01-20">\n# Faster training on Fireworks\n</Update>\n'

    assert judge(read(quiet), known, SOURCE.guards, read_on=TODAY).verdict is Verdict.REJECT
