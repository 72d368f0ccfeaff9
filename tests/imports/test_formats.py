"""Each format: what it names, where that stands, and what is told instead of guessed."""

from __future__ import annotations

import json

import pytest

from monitor.errors import UnreadableDocument
from monitor.imports import Contents, Entry, read
from tests.imports.samples import BOM, LITELLM, PINS, PLAN, SHEET, STATE, TEXT, dumped


def named(found: Contents) -> list[tuple[str, str]]:
    return [(entry.reference, entry.place) for entry in found.entries]


class TestLiteLLM:
    def test_each_deployment_is_what_it_calls_with_its_line(self) -> None:
        found = read(LITELLM.encode())

        assert found.form == "litellm"
        assert named(found) == [
            ("azure/gpt-4o-2024-08-06", "4"),
            ("azure/gpt-4o-2024-08-06", "4"),
            ("bedrock/anthropic.claude-3-haiku-20240307-v1:0", "12"),
            ("vertex_ai/gemini-2.0-flash", "15"),
            ("openai/gpt-3.5-turbo", "18"),
        ]
        assert [entry.environment for entry in found.entries] == ["production", "staging", "", "", ""]
        assert [entry.region for entry in found.entries] == ["", "", "eu-central-1", "us-central1", ""]

    def test_a_deployment_without_a_base_model_is_told_and_not_guessed(self) -> None:
        told = {item.text: (item.place, item.reason) for item in read(LITELLM.encode()).unread}

        assert told["azure/gpt-turbo-small-ca"] == (
            "23",
            "names a deployment of Azure, and no model_info.base_model says what that runs",
        )
        assert told["os.environ/MODEL"] == ("25", "stands in an environment variable")
        assert told["empty"] == ("26", "has no litellm_params.model")

    def test_a_file_that_it_includes_is_told(self) -> None:
        (told,) = read(b"include: [models.yaml]\nmodel_list: []\n").unread

        assert (told.text, told.place) == ("models.yaml", "1")

    @pytest.mark.parametrize(
        ("written", "base", "named"),
        [
            ("bedrock/{arn}", "anthropic.claude-v2:1", "bedrock/anthropic.claude-v2:1"),
            ("bedrock/converse/{arn}", "bedrock/eu.anthropic.claude-v2:1", "bedrock/eu.anthropic.claude-v2:1"),
            ("bedrock/{arn}", "", "bedrock/{arn}"),
        ],
    )
    def test_a_profile_of_bedrocks_is_what_it_was_made_for(self, written: str, base: str, named: str) -> None:
        arn = "arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc"
        params = {"model": written.format(arn=arn), "aws_region_name": "us-east-1"}
        item = {"litellm_params": params, "model_info": {"base_model": base}}

        (entry,) = read(dumped({"model_list": [item]})).entries

        assert (entry.reference, entry.region) == (named.format(arn=arn), "eu-west-1" if base else "")


class TestTerraform:
    def test_a_state_names_the_models_of_its_resources_by_their_addresses(self) -> None:
        found = read(dumped(STATE))

        assert found.form == "terraform"
        assert found.entries == (
            Entry(
                "azure/gpt-4o",
                'module.ai.azurerm_cognitive_deployment.chat["eu"]',
                version="2024-08-06",
                deployment="global standard",
            ),
            Entry("azure/gpt-4o-mini", "azapi_resource.mini", deployment="data zone provisioned"),
            Entry("anthropic.claude-3-haiku-20240307-v1:0", "aws_bedrockagent_agent.helper", region="us-east-1"),
            Entry(
                "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-v2:1",
                "aws_bedrock_inference_profile.tagged",
            ),
        )

    def test_a_plan_and_a_shown_state_say_the_same_in_another_shape(self) -> None:
        shown = {"format_version": "1.0", "values": PLAN["planned_values"]}

        found = read(dumped(PLAN))

        assert found.entries == read(dumped(shown)).entries
        assert named(found) == [
            (
                "publishers/google/models/gemma3@gemma-3-1b-it",
                "google_vertex_ai_endpoint_with_model_garden_deployment.gemma",
            ),
            (
                "arn:aws:bedrock:us-west-2::foundation-model/amazon.titan-embed-text-v1",
                "module.kb.aws_bedrockagent_knowledge_base.docs",
            ),
        ]

    def test_what_other_resources_hold_is_never_shown(self) -> None:
        assert "hunter2" not in repr(read(dumped(STATE)))
        assert "not-a-model" not in repr(read(dumped(STATE)))

    def test_an_old_azapi_body_is_json_as_text(self) -> None:
        body = json.dumps({"properties": {"model": {"name": "gpt-4", "version": "0613"}}, "sku": {"name": "Standard"}})
        attributes = {"type": "Microsoft.CognitiveServices/accounts/deployments@2023-05-01", "body": body}
        resource = {"type": "azapi_resource", "name": "a", "instances": [{"attributes": attributes}]}

        (entry,) = read(dumped({"version": 4, "terraform_version": "1.5", "resources": [resource]})).entries

        assert (entry.reference, entry.version, entry.deployment) == ("azure/gpt-4", "0613", "standard")

    def test_a_model_that_is_known_after_apply_only_is_told(self) -> None:
        resource = {"address": "azurerm_cognitive_deployment.a", "type": "azurerm_cognitive_deployment", "values": {}}
        plan = {"format_version": "1.2", "planned_values": {"root_module": {"resources": [resource]}}}

        found = read(dumped(plan))

        assert (found.entries, found.unread[0].place) == ((), "azurerm_cognitive_deployment.a")


class TestSheets:
    def test_columns_are_found_by_their_headings(self) -> None:
        found = read(SHEET.encode())

        assert found.form == "csv"
        assert found.entries[:2] == (
            Entry("openai/gpt-4o-2024-08-06", "2", environment="prod", location="rank.py:12"),
            Entry("anthropic.claude-3-haiku-20240307-v1:0", "4", environment="prod", region="us-east-1"),
        )
        assert [(item.place, item.reason) for item in found.unread] == [("5", "names no model")]

    def test_a_formula_is_a_text_like_any_other(self) -> None:
        assert read(SHEET.encode()).entries[2].reference == '=HYPERLINK("http://evil.example","gpt-4")'

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_the_separator_is_that_of_the_headings(self, separator: str) -> None:
        text = "ref,env\r\nopenai/gpt-4o,prod\r\n".replace(",", separator)

        assert read(text.encode()).entries == (Entry("openai/gpt-4o", "2", environment="prod"),)

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
    def test_a_byte_order_mark_says_the_encoding(self, encoding: str) -> None:
        assert named(read("model,env\nopenai/gpt-4o,é\n".encode(encoding))) == [("openai/gpt-4o", "2")]

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ('model,env\n"gpt-4', "line 2 is no CSV"),
            ("model,env,env\ngpt-4,a,b", "two columns 'env'"),
            ("name,env\ngpt-4,a", "no column that names a model"),
        ],
    )
    def test_a_broken_one_is_refused_with_the_reason(self, text: str, says: str) -> None:
        with pytest.raises(UnreadableDocument, match=says):
            read(text.encode(), "csv")


class TestLists:
    def test_json_may_hold_texts_and_objects(self) -> None:
        found = read(dumped(PINS))

        assert found.form == "json"
        assert found.entries == (
            Entry("openai/gpt-4o", "$[0]"),
            Entry("azure/gpt-4o", "$[1]", version="2024-08-06", environment="prod", location="a.py:3"),
            Entry("gpt-4", "$[2]", project="other"),
            Entry("openai/gpt-4", "$[5]", region="x"),
            Entry("azure/gpt-4", "$[6]"),
            Entry("gpt-4", "$[7]"),
        )
        assert [(item.place, item.text) for item in found.unread] == [("$[3]", ""), ("$[4]", "7")]

    def test_what_a_scan_prints_has_its_location_from_file_and_line(self) -> None:
        scan = {"references": [{"file": "a.py", "line": 3, "column": 1, "reference": "gpt-4", "text": "x"}]}

        assert read(dumped(scan)).entries == (Entry("gpt-4", "$.references[0]", location="a.py:3"),)

    def test_a_text_has_one_reference_a_line_and_comments(self) -> None:
        found = read(TEXT.encode())

        assert found.form == "text"
        assert named(found) == [("openai/gpt-4o-2024-08-06", "3"), ("accounts/acme/models/x#abc", "4")]


class TestCycloneDX:
    def test_models_are_named_with_who_makes_them(self) -> None:
        found = read(dumped(BOM))

        assert found.form == "cyclonedx"
        assert named(found) == [
            ("openai/gpt-4o-2024-08-06", "model-1"),
            ("huggingface/acme/tiny-bert", "pkg:huggingface/acme/tiny-bert@1.0"),
            ("anthropic/claude-3-haiku-20240307", "$.components[3].components[0]"),
        ]
        assert [(item.text, item.place) for item in found.unread] == [("pkg:generic/nameless", "$.components[4]")]
