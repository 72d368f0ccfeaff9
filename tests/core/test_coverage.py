"""Who watches a pin, and that nobody's silence is ever taken for safety."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.alerts import Severity
from monitor.core.coverage import Coverage, LastRead, Verdict, coverage
from monitor.core.facts import Authority
from monitor.core.findings import covered
from monitor.core.lifecycle import Lifecycle, merge, merge_all
from monitor.core.matching import match
from monitor.core.models import Models
from monitor.core.references import parse
from tests.core.build import NOON, fact, finding_of, lifecycle, seen

PAGE = LastRead("openai/deprecations", NOON - timedelta(hours=3))
LIST = LastRead("openai/models", NOON - timedelta(minutes=5))
NEVER = LastRead("mistral/deprecations", None)
GPT_4 = lifecycle("gpt-4")


def of(written: str, *sources: LastRead, record: tuple[Lifecycle, ...] = (GPT_4,)) -> Coverage:
    covered = {s.provider for s in sources if s.at}
    return coverage(match(parse(written), Models(record), covered), sources, NOON)


def test_a_pin_is_watched_by_the_sources_that_name_it_and_each_says_when_it_was_read() -> None:
    found = of("openai/gpt-4", LIST, PAGE, NEVER)

    assert found.verdict is Verdict.WATCHED
    assert [(w.source_id, w.names_it) for w in found.watchers] == [
        ("openai/deprecations", True),
        ("openai/models", False),
    ]
    assert str(found) == "watched by openai/deprecations, read 3 h ago"


def test_a_provider_of_which_nothing_was_read_leaves_a_pin_uncovered() -> None:
    for written in ("mistral/mistral-large-2402", "sambanova/DeepSeek-V3.1"):
        assert of(written, PAGE, NEVER) == Coverage(Verdict.UNCOVERED)
    assert of("who-knows", NEVER).verdict is Verdict.UNCOVERED
    assert str(of("mistral/x", NEVER)) == "no source covers this pin"


def test_an_id_that_no_source_names_is_unknown_and_says_who_was_asked() -> None:
    found = of("openai/gpt-44", PAGE, LIST)

    assert found.verdict is Verdict.UNKNOWN
    assert str(found) == (
        "id unknown to every source (typo? private deployment?): "
        "openai/models, read 5 min ago; openai/deprecations, read 3 h ago"
    )
    nobodys = of("who-knows", PAGE, LIST)
    assert str(nobodys) == "id unknown to every source (typo? private deployment?): 2 asked"


def test_a_model_that_is_named_for_other_regions_only_is_not_called_a_typo() -> None:
    row = lifecycle("anthropic.x-v1:0", provider="bedrock", source_id="bedrock/models", regions=("us-east-1",))
    read = LastRead("bedrock/models", NOON)
    found = of("eu.anthropic.x-v1:0", read, record=(row,))

    assert str(found) == "named by no source for this scope: bedrock/models, read 0 min ago"
    assert finding_of("eu.anthropic.x-v1:0", Models((row,)), covered=("bedrock",)).notes == (
        "bedrock names it for us-east-1, and not for eu",
    )


def test_a_source_that_was_not_read_for_two_days_is_stale() -> None:
    old = LastRead(PAGE.source_id, NOON - timedelta(hours=49))
    found = of("openai/gpt-4", old, LIST)

    assert found.verdict is Verdict.STALE
    assert str(found) == "stale: watched by openai/deprecations, read 49 h ago"
    assert found.in_short == "stale, 49 h ago"
    assert of("openai/gpt-4", LastRead(PAGE.source_id, NOON - timedelta(hours=48))).verdict is Verdict.WATCHED


def test_what_only_the_bundled_catalog_knows_is_said_to_be_of_it() -> None:
    bundled = LastRead(PAGE.source_id, NOON - timedelta(days=30), bundled=True)

    assert str(of("openai/gpt-4", bundled)).endswith("openai/deprecations, bundled catalog of 2026-07-23")


def test_a_resellers_pin_is_watched_by_its_makers_sources_too() -> None:
    own = fact("gpt-4", provider="cometapi", source_id="cometapi/models")
    resold = merge([seen(own, authority=Authority.AGGREGATOR)])
    shop = LastRead("cometapi/models", NOON - timedelta(hours=1))

    found = of("cometapi/gpt-4", PAGE, shop, record=(GPT_4, resold))
    assert str(found) == "watched by cometapi/models, read 60 min ago; openai/deprecations, read 3 h ago"


def test_one_line_names_three_sources_and_counts_the_others() -> None:
    many = [LastRead(f"openai/page-{n}", NOON) for n in range(5)]

    assert str(of("openai/gpt-44", *many)).endswith("page-1, read 0 min ago; openai/page-2, read 0 min ago; 2 more")


def test_a_finding_whose_source_is_gone_is_not_ok() -> None:
    gone, read = Coverage(Verdict.UNKNOWN), Coverage(Verdict.STALE)
    finding = finding_of("openai/gpt-4", Models([GPT_4]))

    assert finding.severity is Severity.OK
    assert covered(finding, gone).severity is Severity.UNCOVERED
    assert covered(finding, read) == replace(finding, coverage=read)


def test_a_model_that_is_only_named_as_a_replacement_is_watched_by_the_page_that_names_it() -> None:
    record = merge_all([seen(fact("gpt-4", replacements=("gpt-4.1",)))])

    assert of("openai/gpt-4.1", PAGE, record=record).verdict is Verdict.WATCHED


@pytest.mark.parametrize("written", ["openai/gpt-4", "gpt-4", "openai/gpt-44", "mistral/x", "who-knows", "azure/gpt-4"])
@given(st.sets(st.sampled_from([PAGE, LIST, NEVER])))
def test_a_finding_is_ok_only_for_a_pin_that_some_source_names(written: str, sources: set[LastRead]) -> None:
    covered = tuple({s.provider for s in sources if s.at})
    record = Models([GPT_4] if PAGE in sources else [])
    verdict = coverage(match(parse(written), record, covered), sources, NOON).verdict
    severity = finding_of(written, record, covered).severity

    assert (severity is Severity.OK) == (verdict is Verdict.WATCHED)
    assert (severity is Severity.UNKNOWN) == (verdict is Verdict.UNKNOWN)
    assert (severity is Severity.UNCOVERED) == (verdict is Verdict.UNCOVERED)
