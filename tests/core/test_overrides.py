"""A stated replacement stands first, as long as it lives."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.findings import Finding
from monitor.core.models import Models
from monitor.core.overrides import Level, Override, nearest, stated_first
from monitor.core.references import parse
from tests.core.build import NOON, finding_of, lifecycle, models

HALF_A_YEAR = timedelta(days=180)
OLD = lifecycle("gpt-4", shutdown_on="2026-10-23", replacements=("gpt-5", "gpt-4.1", "o9"))
KNOWN = models(
    OLD,
    lifecycle("gpt-5"),
    lifecycle("gpt-4.1", earliest_shutdown_on="2028-01-01"),
    lifecycle("o9"),
    lifecycle("gpt-4-turbo", shutdown_on="2026-11-01"),
    lifecycle("claude-5", provider="anthropic"),
)


def stating(replacement: str, level: Level = Level.TEAM) -> Override:
    return Override("openai/gpt-4", replacement, "measured", "team search", level)


def with_stated(replacement: str, known: Models = KNOWN, written: str = "openai/gpt-4") -> Finding:
    o, f = stating(replacement), finding_of(written, known)
    return stated_first(f, o, parse(replacement), known, today=NOON.date(), horizon=HALF_A_YEAR)


def test_it_comes_before_the_providers_own_and_is_not_told_twice() -> None:
    found = with_stated("openai/GPT-4.1").suggestions

    assert [(s.model_id, s.origin) for s in found] == [
        ("gpt-4.1", "override"),
        ("gpt-5", "provider"),
        ("o9", "provider"),
    ]
    assert found[0].why == "stated by team search: measured"
    assert (str(found[0].good_until), found[0].good_until_is_floor) == ("2028-01-01", True)
    assert found[0].caution is None


def test_one_that_is_about_to_go_is_no_replacement_and_the_reason_is_told() -> None:
    found = with_stated("openai/gpt-4-turbo")

    assert [s.origin for s in found.suggestions] == ["provider"] * 3
    assert found.at_risk == ("gpt-4-turbo: ends on 2026-11-01 (stated by team search: measured)",)


@pytest.mark.parametrize(
    ("replacement", "provider", "caution"),
    [
        ("anthropic/claude-5", "anthropic", None),
        ("claude-5", "anthropic", None),
        ("openai/in-house-1", "openai", "no source names it: nobody watches whether it lives"),
    ],
)
def test_it_may_be_anybodys_model_and_one_that_nobody_knows_says_so(
    replacement: str, provider: str, caution: str | None
) -> None:
    first = with_stated(replacement).suggestions[0]

    assert (first.provider, first.model_id, first.caution) == (provider, replacement.rpartition("/")[2], caution)


def test_a_model_that_is_well_needs_no_replacement() -> None:
    assert with_stated("openai/gpt-4.1", written="openai/gpt-5").suggestions == ()


def test_the_projects_word_counts_before_its_teams_and_that_before_the_operators() -> None:
    stated = [stating(level.value, level) for level in (Level.OPERATOR, Level.PROJECT, Level.TEAM)]

    assert nearest(stated) == stated[1]
    assert nearest(stated[::2]) == stated[2]
    assert nearest([]) is None
