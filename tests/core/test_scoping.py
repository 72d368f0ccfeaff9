"""What stands beside a reference becomes part of it, or is refused; it is never left out."""

from __future__ import annotations

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from monitor.core.references import parse
from monitor.core.scoping import scoped
from monitor.core.spellings import azure_deployment
from monitor.errors import InvalidReference


def read(text: str, version: str = "", deployment: str = "", region: str = "") -> str:
    return str(scoped(text, version=version, deployment=deployment, region=region))


def refusal(text: str, version: str = "", deployment: str = "", region: str = "") -> str:
    with pytest.raises(InvalidReference) as error:
        read(text, version, deployment, region)
    return str(error.value)


class TestVersions:
    @pytest.mark.parametrize(
        ("text", "version", "whole"),
        [
            ("openai/gpt-4o", "2024-05-13", "openai/gpt-4o-2024-05-13"),
            ("gpt-4", "1106-preview", "gpt-4-1106-preview"),
            ("anthropic/claude-3-haiku", "20240307", "anthropic/claude-3-haiku-20240307"),
            ("google/gemini-1.5-pro", "002", "google/gemini-1.5-pro-002"),
            ("vertex_ai/claude-3-haiku", "20240307", "vertex/claude-3-haiku@20240307"),
            ("vertex_ai/gemini-1.5-pro", "002", "vertex/gemini-1.5-pro-002"),
            ("azure/gpt-4", "turbo-2024-04-09", "azure/gpt-4@turbo-2024-04-09"),
        ],
    )
    def test_they_stand_where_the_provider_writes_them(self, text: str, version: str, whole: str) -> None:
        assert read(text, version) == whole

    @pytest.mark.parametrize("text", ["openai/gpt-4o-2024-05-13", "azure/gpt-4o-2024-05-13", "azure/gpt-4o@2024-05-13"])
    def test_one_that_the_reference_has_already_is_not_written_twice(self, text: str) -> None:
        assert read(text, "2024-05-13") == text

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("openai/gpt-4o-2024-08-06", "names a snapshot already: leave the version out"),
            ("azure/gpt-4o@2024-08-06", "its ref says '2024-08-06': remove one of them"),
            ("ft:gpt-4o:acme::x", "goes into no id of openai"),
            ("openrouter/openai/gpt-4o", "goes into no id of openrouter: write the whole id"),
            ("amazon.nova-pro-v1:0", "goes into no id of bedrock"),
        ],
    )
    def test_one_that_the_reference_cannot_say_is_refused(self, text: str, why: str) -> None:
        assert why in refusal(text, "2024-05-13")

    @pytest.mark.parametrize("version", ["1", "1.0.3", "newest", "2024 05"])
    def test_what_is_no_snapshot_is_refused(self, version: str) -> None:
        assert refusal("openai/gpt-4o", version).startswith(f"has version = {version!r}, which goes into no id of")


class TestDeploymentTypes:
    @pytest.mark.parametrize(
        "word", ["GlobalStandard", "global-standard", "Global Standard", "global_standard", "global standard", "global"]
    )
    def test_azures_are_one_however_they_are_written(self, word: str) -> None:
        assert read("azure/gpt-4o", deployment=word) == "azure/global-standard/gpt-4o"

    @pytest.mark.parametrize(
        ("sku", "kind"),
        [
            ("Standard", "standard"),
            ("DataZoneStandard", "data zone standard"),
            ("ProvisionedManaged", "provisioned"),
            ("GlobalProvisionedManaged", "global provisioned"),
            ("DataZoneProvisionedManaged", "data zone provisioned"),
            ("GlobalBatch", "global batch"),
            ("DataZoneBatch", "data zone batch"),
            ("DeveloperTier", "developer"),
            ("S0", ""),
        ],
    )
    def test_azures_skus_are_known(self, sku: str, kind: str) -> None:
        assert azure_deployment(sku) == kind

    @pytest.mark.parametrize("word", ["GlobalStandard", "data zone batch", "ProvisionedManaged"])
    def test_one_that_azure_alone_has_makes_a_bare_id_azures(self, word: str) -> None:
        assert scoped("gpt-4o", deployment=word, version="2024-05-13").provider == "azure"

    @pytest.mark.parametrize(
        ("text", "word", "why"),
        [
            ("gpt-4o", "Standard", "name the provider in the reference: azure/gpt-4o"),
            ("openai/gpt-4o", "global standard", "by which openai tells no models apart"),
            ("azure/gpt-4o", "S0", "is no deployment type of Azure"),
            ("azure/standard/gpt-4o", "global batch", "its ref says 'standard'"),
            ("amazon.nova-pro-v1:0", "on demand", "which Bedrock does not tell apart"),
        ],
    )
    def test_another_is_refused(self, text: str, word: str, why: str) -> None:
        assert why in refusal(text, deployment=word)


class TestRegions:
    @pytest.mark.parametrize(
        ("text", "region", "whole"),
        [
            ("azure/gpt-4o", "westeurope", "azure/westeurope/gpt-4o"),
            ("azure/global-standard/gpt-4o", "Sweden Central", "azure/global-standard/swedencentral/gpt-4o"),
            ("gpt-4o", "eastus2", "azure/eastus2/gpt-4o"),
            ("azure/data-zone-standard/gpt-4o", "eu", "azure/eu/gpt-4o"),
            ("us.anthropic.claude-v2:1", "US-west-2", "bedrock/us-west-2/anthropic.claude-v2:1"),
            ("vertex_ai/claude-3-haiku@20240307", "us-east5", "vertex/us-east5/claude-3-haiku@20240307"),
        ],
    )
    def test_they_stand_before_the_id(self, text: str, region: str, whole: str) -> None:
        assert read(text, region=region) == whole

    @pytest.mark.parametrize(
        ("text", "region", "why"),
        [
            ("azure/gpt-4o", "eu-west-1", "is no region of azure"),
            ("azure/gpt-4o", "eu", 'write deployment = "data zone standard" beside it'),
            ("eu.anthropic.claude-v2:1", "us-east-1", "its ref says 'eu'"),
            ("openai/gpt-4o", "eu-west-1", "by which openai tells no models apart"),
            ("gpt-4o", "eu-west-1", "name the provider in the reference"),
        ],
    )
    def test_what_the_provider_does_not_have_is_refused(self, text: str, region: str, why: str) -> None:
        assert why in refusal(text, region=region)


TEXTS = [
    "gpt-4o", "openai/gpt-4o", "openai/gpt-4-0314", "azure/gpt-4o", "azure/gpt-4o@2024-05-13", "azure/standard/gpt-4o",
    "azure/eu/gpt-4o", "azure/westeurope/gpt-4o", "claude-3-haiku", "claude-sonnet-4-5[1m]", "vertex_ai/claude-3-haiku",
    "vertex_ai/us-east5/claude-3-haiku@20240307", "vertex/gemini-1.5-pro", "anthropic.claude-v2:1:18k",
    "us.anthropic.claude-v2:1", "fireworks/llama", "openrouter/openai/gpt-4o:nitro", "ft:gpt-4o:acme::x", "acme/x",
    "mistral/mistral-large", "huggingface/meta-llama/x:groq",
]  # fmt: skip
VERSIONS = ["", "2024-05-13", "0613", "20240307", "latest", "1", "a b", "x/y", "v@2", "002", "turbo-2024-04-09"]
DEPLOYMENTS = ["", "GlobalStandard", "data zone standard", "standard", "1-month-commitment", "mine", "a/b", "a#b"]
REGIONS = ["", "westeurope", "Sweden Central", "eu", "us-gov", "us-east-1", "us-central1", "global", "apac", "a/b"]


@given(
    st.sampled_from(TEXTS),
    st.one_of(st.sampled_from(VERSIONS), st.text(max_size=8)),
    st.one_of(st.sampled_from(DEPLOYMENTS), st.text(max_size=8)),
    st.one_of(st.sampled_from(REGIONS), st.text(max_size=8)),
    st.sampled_from([(), ("acme",)]),
)
def test_all_that_is_said_is_in_the_printed_text_or_refused(
    text: str, version: str, deployment: str, region: str, providers: tuple[str, ...]
) -> None:
    try:
        made = scoped(text, version=version, deployment=deployment, region=region, providers=providers)
    except InvalidReference:
        event("refused")
        return
    assert parse(str(made), providers=providers) == made
    event("all said" if version.strip() and deployment.strip() and region.strip() else "some said")
    if wanted := version.strip().casefold():
        assert wanted == (made.scope.version or "").casefold() or made.model_id.casefold().endswith(wanted)
    if told := deployment.strip():
        assert made.scope.deployment in {azure_deployment(told), told, told.casefold()}
    if region.strip():
        assert made.scope.regions == ("".join(region.casefold().split()),)
