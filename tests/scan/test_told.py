"""A version or a provider that stands beside a model's name, outside of Terraform and Bicep."""

from __future__ import annotations

import time
from pathlib import Path
from textwrap import dedent

import pytest

from monitor.scan import Find, scan

IDS = Path(__file__).parent.joinpath("key", "ids.txt").read_text("utf-8").split()
PULUMI = 'model={"format": "OpenAI", "name": "gpt-4o", "version": "2024-05-13"}'
OPERATOR = """
    apiVersion: cognitiveservices.azure.com/v1api20250601
    kind: AccountsDeployment
    spec:
      sku:
        name: GlobalStandard
      properties:
        model:
          format: OpenAI
          name: gpt-4o
          version: "2024-05-13"
    """
COMMAND = "az cognitiveservices account deployment create --deployment-name gpt-4 --model-name gpt-4o"


def finds(folder: Path, name: str, text: str) -> list[Find]:
    folder.joinpath(name).write_text(dedent(text), "utf-8")
    return list(scan(folder / name, IDS, jobs=1).finds)


@pytest.mark.parametrize(
    ("name", "text", "reference"),
    [
        ("a.py", f'Deployment("gpt-4", properties=dict({PULUMI}))', "azure/gpt-4o@2024-05-13"),
        (
            "a.py",
            f'd = az.Deployment("d", properties=dict({PULUMI}), sku=dict(name="Standard"))',
            "azure/standard/gpt-4o@2024-05-13",
        ),
        (
            "a.py",
            'ModelArgs(format="OpenAI", name="gpt-4", version="0613")',
            "azure/gpt-4@0613",
        ),
        ("a.py", 'AzureChatOpenAI(model="gpt-4o", model_version="2024-05-13")', "azure/gpt-4o@2024-05-13"),
        (
            "a.ts",
            'new Deployment("d", { model: { format: "OpenAI", name: "gpt-4o", version: "2024-05-13" } });',
            "azure/gpt-4o@2024-05-13",
        ),
        (
            "a.go",
            """
            x := ModelArgs{
                Format:  pulumi.String("OpenAI"),
                Name:    pulumi.String("gpt-4o"),
                Version: pulumi.String("2024-05-13"),
            }
            """,
            "azure/gpt-4o@2024-05-13",
        ),
        (
            "A.java",
            'x = Args.builder()\n  .format("OpenAI")\n  .name("gpt-4o")\n  .version("2024-05-13").build();',
            "azure/gpt-4o@2024-05-13",
        ),
        ("a.cs", 'new Args { Format = "OpenAI", Name = "gpt-4o", Version = "2024-05-13" }', "azure/gpt-4o@2024-05-13"),
        ("a.yaml", OPERATOR, "azure/global-standard/gpt-4o@2024-05-13"),
        ("a.yaml", 'models:\n- name: gpt-4o\n  version: "2024-05-13"\n  provider: azure\n', "azure/gpt-4o@2024-05-13"),
        (
            "a.tf",
            """
            module "m" {
              deployment = { chat = {
                name          = "gpt-4"
                model_name    = "gpt-4o"
                model_version = "2024-05-13"
              } }
            }
            """,
            "azure/gpt-4o@2024-05-13",
        ),
        (
            "a.tf",
            'd = { a = { name = "gpt-4o", version = "2024-05-13", format = "OpenAI" } }',
            "azure/gpt-4o@2024-05-13",
        ),
        ("a.sh", f"{COMMAND} \\\n  --model-version 2024-05-13 --sku-name Standard", "azure/standard/gpt-4o@2024-05-13"),
        ("a.yml", f"steps:\n  - run: {COMMAND} --model-version '2024-05-13'", "azure/gpt-4o@2024-05-13"),
        ("a.yml", f"steps:\n  - run: >\n      {COMMAND}\n      --model-version 2024-05-13", "azure/gpt-4o@2024-05-13"),
        ("a.py", 'x = ["--model-name", "gpt-4o", "--model-version", "2024-05-13"]', "azure/gpt-4o@2024-05-13"),
    ],
)
def test_a_model_with_a_version_beside_it_is_azures(tmp_path: Path, name: str, text: str, reference: str) -> None:
    (find,) = finds(tmp_path, name, text)

    assert find.reference == reference
    assert not find.exact


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", 'x = {"name": "gpt-4o", "version": "1.2.0"}'),
        ("a.py", 'x = {"name": "gpt-4o", "version": "2024-05-13"}'),  # of what, nobody says
        ("a.py", 'azure(model="gpt-4o", api_version="2024-05-13")'),
        ("a.py", 'azure = [{"name": "gpt-4o"}, {"name": "x", "version": "2024-05-13"}]'),
        ("a.yaml", "azure: true\nmodel:\n  name: gpt-4o\nother:\n  version: 2024-05-13\n"),
        ("a.json", '{"model": {"format": "json", "name": "gpt-4o", "version": "3"}}'),
        ("a.sh", "tool --model-name gpt-4o --output x"),
    ],
)
def test_other_versions_say_nothing(tmp_path: Path, name: str, text: str) -> None:
    assert [find.reference for find in finds(tmp_path, name, text)] == ["gpt-4o"]


def test_the_sku_of_another_deployment_is_not_taken(tmp_path: Path) -> None:
    model = '{ model: { format: "OpenAI", name: "gpt-4o", version: "2024-05-13" }'
    text = f'const all = [{model}, sku: {{ name: "Standard" }} }}, {model} }}];'

    assert [find.reference for find in finds(tmp_path, "a.ts", text)] == [
        "azure/standard/gpt-4o@2024-05-13",
        "azure/gpt-4o@2024-05-13",
    ]


@pytest.mark.parametrize(
    ("name", "text", "reference"),
    [
        ("a.py", 'init_chat_model("gpt-4o", model_provider="azure_openai")', "azure/gpt-4o"),
        ("a.py", 'litellm.completion(model="gpt-4o", custom_llm_provider="azure")', "azure/gpt-4o"),
        ("a.py", 'init_chat_model("claude-2.1", model_provider="bedrock")', "bedrock/claude-2.1"),
        ("a.py", 'init_chat_model("openai:gpt-4o", model_provider="azure")', "openai:gpt-4o"),
        ("a.py", 'init_chat_model("gpt-4o", model_provider=provider)', "gpt-4o"),
        ("a.py", 'init_chat_model("gpt-4o", model_provider="acme")', "gpt-4o"),
        ("a.ts", 'initChatModel("gpt-4o", { modelProvider: "azure_openai" })', "azure/gpt-4o"),
        ("a.yaml", "llm:\n  model: gpt-4o\n  model_provider: azure_openai\n", "azure/gpt-4o"),
    ],
)
def test_a_provider_that_is_named_beside_a_model_has_it(tmp_path: Path, name: str, text: str, reference: str) -> None:
    assert [find.reference for find in finds(tmp_path, name, text)] == [reference]


def test_a_hostile_file_is_read_soon(tmp_path: Path) -> None:
    nested, many = "({[\n" * 2_000, 'name: "gpt-4o",\n' * 2_000
    text = f'version = "1"; model_provider = "2"\n{nested}{many}'
    began = time.process_time()

    assert {find.reference for find in finds(tmp_path, "a.js", text)} == {"gpt-4o"}
    assert time.process_time() - began < 20  # seconds, of which it takes three
