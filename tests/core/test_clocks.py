"""One model in the spellings of four providers: each pin has the clock of whoever answers it."""

from __future__ import annotations

import pytest

from monitor.core.facts import Authority
from monitor.core.findings import Finding
from monitor.core.lifecycle import Lifecycle, merge
from monitor.core.matching import match
from monitor.core.models import Models
from monitor.core.references import parse
from tests.core.build import day, fact, finding_of, lifecycle, seen

NAME = "anthropic.claude-3-haiku-20240307-v1:0"
US, EUROPE = ("us-east-1", "us-west-2"), ("eu-central-1", "eu-west-3")
GOVERNMENT, ASIA = ("us-gov-east-1", "us-gov-west-1"), ("ap-northeast-1", "ap-southeast-2")


def at_bedrock(regions: tuple[str, ...], **stated: str) -> Lifecycle:
    return lifecycle(NAME, provider="bedrock", source_id="bedrock/deprecations", regions=regions, **stated)


def at_openrouter(model_id: str) -> Lifecycle:
    row = fact(model_id, provider="openrouter", source_id="openrouter/models")
    return merge([seen(row, authority=Authority.AGGREGATOR)])


RECORD = (
    lifecycle("claude-3-haiku-20240307", provider="anthropic", shutdown_on="2026-09-01"),
    at_bedrock(US, shutdown_on="2026-10-10"),
    at_bedrock(EUROPE, shutdown_on="2026-11-11"),
    at_bedrock(GOVERNMENT, shutdown_on="2027-03-01"),
    at_bedrock(ASIA, earliest_shutdown_on="2027-05-05"),
    lifecycle("claude-3-haiku", provider="vertex", source_id="vertex/deprecations", shutdown_on="2026-12-12"),
    at_openrouter("anthropic/claude-3-haiku"),
    at_openrouter("anthropic/claude-3-haiku:beta"),
)


@pytest.mark.parametrize(
    ("written", "provider", "ends"),
    [
        ("claude-3-haiku-20240307", "anthropic", "2026-09-01"),
        ("anthropic/claude-3-haiku-20240307", "anthropic", "2026-09-01"),
        ("anthropic:messages:claude-3-haiku-20240307", "anthropic", "2026-09-01"),
        ("litellm_proxy/anthropic/claude-3-haiku-20240307", "anthropic", "2026-09-01"),
        ("bedrock/claude_platform/claude-3-haiku-20240307", "anthropic", "2026-09-01"),
        (f"bedrock/{NAME}", "bedrock", "2026-10-10"),
        (f"{NAME}:48k", "bedrock", "2026-10-10"),
        (f"us.{NAME}", "bedrock", "2026-10-10"),
        (f"bedrock/converse/us.{NAME}", "bedrock", "2026-10-10"),
        (f"arn:aws:bedrock:us-west-2::foundation-model/{NAME}", "bedrock", "2026-10-10"),
        (f"global.{NAME}", "bedrock", "2026-10-10"),
        (f"eu.{NAME}", "bedrock", "2026-11-11"),
        (f"bedrock/eu-west-3/{NAME}", "bedrock", "2026-11-11"),
        (f"arn:aws:bedrock:eu-west-3:123456789012:inference-profile/eu.{NAME}", "bedrock", "2026-11-11"),
        (f"us-gov.{NAME}", "bedrock", "2027-03-01"),
        (f"arn:aws-us-gov:bedrock:us-gov-east-1::foundation-model/{NAME}", "bedrock", "2027-03-01"),
        (f"apac.{NAME}", "bedrock", "not before 2027-05-05"),
        (f"jp.{NAME}", "bedrock", "not before 2027-05-05"),
        (f"bedrock/sa-east-1/{NAME}", "bedrock", None),
        ("claude-3-haiku@20240307", "vertex", "2026-12-12"),
        ("vertex_ai/claude-3-haiku@20240307", "vertex", "2026-12-12"),
        ("vertex_ai/us-east5/claude-3-haiku", "vertex", "2026-12-12"),
        ("publishers/anthropic/models/claude-3-haiku@20240307", "vertex", "2026-12-12"),
        ("projects/p/locations/europe-west1/publishers/anthropic/models/claude-3-haiku", "vertex", "2026-12-12"),
        ("openrouter/anthropic/claude-3-haiku", "openrouter", "2026-09-01"),
        ("openrouter/anthropic/claude-3-haiku:beta", "openrouter", "2026-09-01"),
        ("anthropic/claude-3-haiku:nitro", "openrouter", "2026-09-01"),
        ("anthropic/claude-3-haiku", "openrouter", "2026-09-01"),
        ("requesty/anthropic/claude-3-haiku-20240307", "requesty", "2026-09-01"),
    ],
)
def test_each_spelling_of_a_model_has_the_clock_of_whoever_answers_it(
    written: str, provider: str, ends: str | None
) -> None:
    found = match(parse(written), Models(RECORD), ("anthropic", "bedrock", "openrouter", "vertex"))
    subject = found.subject(day("2026-08-22"))

    assert found.provider == provider
    floor = subject and subject.earliest_shutdown_on
    assert (subject and (f"not before {floor}" if floor else str(subject.shutdown_on))) == ends


def said(written: str, *record: Lifecycle) -> Finding:
    return finding_of(written, Models(record), covered=("anthropic", "groq", "openai", "openrouter"))


def test_what_is_taken_for_a_makers_snapshot_is_said() -> None:
    finding = said("openrouter/anthropic/claude-3-haiku", *RECORD)

    assert finding.notes == (
        "openrouter writes claude-3-haiku: that is taken for anthropic's claude-3-haiku-20240307",
        "deprecated upstream, at anthropic, still listed here, at openrouter",
    )


def test_a_makers_point_is_a_dash_in_anthropics_ids_only() -> None:
    haiku = lifecycle("claude-3-5-haiku-20241022", provider="anthropic", shutdown_on="2026-09-01")
    other = lifecycle("gpt-4-1-2025-04-14", shutdown_on="2026-09-01")

    assert said("openrouter/anthropic/claude-3.5-haiku", haiku).lifecycle is haiku
    assert said("openrouter/openai/gpt-4.1", other).lifecycle is None


def test_a_name_of_two_snapshots_lives_as_long_as_the_longer_of_them() -> None:
    first = lifecycle("claude-3-5-sonnet-20240620", provider="anthropic", shutdown_on="2026-09-01")
    second = lifecycle("claude-3-5-sonnet-20241022", provider="anthropic", shutdown_on="2026-10-01")

    assert said("openrouter/anthropic/claude-3.5-sonnet", first, second).lifecycle is second
    assert said("openrouter/anthropic/claude-3.5-sonnet-20240620", first, second).lifecycle is first


def test_the_whole_text_may_be_the_id_of_another_provider_and_that_is_said() -> None:
    at_groq = lifecycle("openai/gpt-oss-20b", provider="groq", shutdown_on="2026-09-01")
    finding = said("openai/gpt-oss-20b", at_groq, lifecycle("gpt-4"))

    assert (finding.lifecycle, finding.match.provider) == (at_groq, "groq")
    assert finding.match.key[:2] == ("groq", "openai/gpt-oss-20b")
    assert finding.notes == (
        "openai has no such model, so this is read as an id of groq: write groq/openai/gpt-oss-20b if that is meant",
    )


def test_a_provider_that_has_the_model_is_the_one_that_is_meant() -> None:
    at_groq = lifecycle("openai/gpt-oss-20b", provider="groq", shutdown_on="2026-09-01")
    own = lifecycle("gpt-oss-20b")

    assert said("openai/gpt-oss-20b", at_groq, own).lifecycle is own
    assert said("groq/openai/gpt-oss-20b", at_groq, own).lifecycle is at_groq
