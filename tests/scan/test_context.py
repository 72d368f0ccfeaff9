"""Names that mean more, or nothing, by what stands around them: Azure's deployments, and LiteLLM's own names."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from monitor.scan import Find, scan

IDS = Path(__file__).parent.joinpath("key", "ids.txt").read_text("utf-8").split()
Finder = Callable[[str, str], list[Find]]  # of a text and its file's name
TYPE = "Microsoft.CognitiveServices/accounts/deployments"


@pytest.fixture
def finds(tmp_path: Path) -> Finder:
    def found(text: str, name: str) -> list[Find]:
        path = tmp_path / name
        path.write_text(dedent(text), "utf-8")
        return list(scan(path, [*IDS, "o1"], jobs=1).finds)

    return found


def references(found: list[Find]) -> list[str]:
    return [find.reference for find in found]


def deployment(inner: str) -> str:
    return f'resource "azurerm_cognitive_deployment" "chat" {{\n{inner}\n}}\n'


MODEL = 'model {\n format = "OpenAI"\n name = "gpt-4o"\n version = "2024-05-13"\n}'


@pytest.mark.parametrize(
    ("inner", "reference"),
    [
        (MODEL, "azure/gpt-4o@2024-05-13"),
        (MODEL + '\nsku {\n name = "GlobalStandard"\n}', "azure/global-standard/gpt-4o@2024-05-13"),
        ('scale {\n type = "Standard"\n}\n' + MODEL, "azure/standard/gpt-4o@2024-05-13"),
        (MODEL + '\nsku {\n name = "ProvisionedManaged"\n}', "azure/provisioned/gpt-4o@2024-05-13"),
        (MODEL + "\nsku {\n name = var.sku\n}", "azure/gpt-4o@2024-05-13"),
        (MODEL + '\nsku {\n name = "Hourly"\n}', "azure/gpt-4o@2024-05-13"),
        (MODEL.replace('"2024-05-13"', "var.version"), "azure/gpt-4o"),
        (MODEL.replace('"2024-05-13"', '"${var.day}-preview"'), "azure/gpt-4o"),
        (MODEL.replace("\n", " "), "azure/gpt-4o@2024-05-13"),
        (MODEL.replace("model {", "model = {  # } {"), "azure/gpt-4o@2024-05-13"),
        (MODEL.replace("gpt-4o", "o1"), "azure/o1@2024-05-13"),
        ('description = "a } brace"\n' + MODEL, "azure/gpt-4o@2024-05-13"),
        ('name = "gpt-4"\n' + MODEL, "azure/gpt-4o@2024-05-13"),  # its own name says nothing
        ('name = "gpt-4"\n' + MODEL.replace('"gpt-4o"', "var.model"), "gpt-4"),  # unless nothing else does
    ],
)
def test_a_deployments_model_in_terraform_is_azures(finds: Finder, inner: str, reference: str) -> None:
    (find,) = finds(deployment(inner), "main.tf")

    assert reference == find.reference
    assert find.known
    assert find.text[find.start : find.end] in reference
    assert find.exact == (reference == "gpt-4")


def test_a_deployment_that_is_labelled_model_is_none(finds: Finder) -> None:
    labelled = deployment('name = "gpt-4"\n' + MODEL).replace('"chat"', '"model"')

    assert references(finds(labelled, "main.tf")) == ["azure/gpt-4o@2024-05-13"]


def test_what_stands_beside_a_deployment_is_read_as_before(finds: Finder) -> None:
    beside = 'locals {\n model = "gpt-4o"\n other = { name = "gpt-4" }\n}\n'

    assert references(finds(deployment(MODEL) + beside, "main.tf")) == ["azure/gpt-4o@2024-05-13", "gpt-4o", "gpt-4"]


def test_a_brace_that_is_never_closed_hides_nothing(finds: Finder) -> None:
    assert references(finds("x = {{{\n" + deployment(MODEL) + "}}}}\n", "main.tf")) == ["azure/gpt-4o@2024-05-13"]


def test_a_hostile_file_is_read_soon_and_without_running_out_of_stack(finds: Finder) -> None:
    deep = "a {\n" * 100_000 + deployment(MODEL)
    wide = "model {\n" + 'name = "gpt-4"\nx {}\n' * 5_000 + "y {}\n" * 50_000
    began = time.process_time()

    assert references(finds(deep, "deep.tf")) == ["azure/gpt-4o@2024-05-13"]
    assert set(references(finds(wide, "wide.tf"))) == {"gpt-4"}
    assert time.process_time() - began < 10  # seconds, of which it takes three


def test_azapi_and_bicep_write_the_same(finds: Finder) -> None:
    azapi = f"""
        resource "azapi_resource" "chat" {{
          type = "{TYPE}@2023-05-01"
          name = "gpt-4"
          body = jsonencode({{
            sku        = {{ name = "Standard", capacity = 1 }}
            properties = {{ model = {{ format = "OpenAI", name = "gpt-4o", version = "2024-05-13" }} }}
          }})
        }}
        """
    bicep = f"""
        resource chat '{TYPE}@2023-05-01' = {{
          name: 'gpt-4' // it's its name
          sku: {{ name: 'Standard', capacity: 10 }}
          properties: {{
            model: {{
              format: 'OpenAI'
              name: 'gpt-4o'
              version: '2024-05-13'
            }}
          }}
        }}
        param other string = 'gpt-4'
        """

    assert references(finds(azapi, "main.tf")) == ["azure/standard/gpt-4o@2024-05-13"]
    assert references(finds(bicep, "main.bicep")) == ["azure/standard/gpt-4o@2024-05-13", "gpt-4"]


def test_json_is_azures_only_where_it_names_the_resource_or_a_version(finds: Finder) -> None:
    model = '"model": {"format": "OpenAI", "name": "gpt-4o", "version": "2024-05-13"}'
    without = '"model": {"format": "OpenAI", "name": "gpt-4o"}'
    template = f'{{"type": "{TYPE}", "name": "gpt-4", "sku": {{"name": "Standard"}}, "properties": {{{model}}}}}'

    assert references(finds(template, "template.json")) == ["azure/standard/gpt-4o@2024-05-13"]
    assert references(finds(f"{{{model}}}", "deployment.json")) == ["azure/gpt-4o@2024-05-13"]
    assert references(finds(f"{{{without}}}", "prompt.json")) == ["gpt-4o"]


PROXY = """
    model_list:
      - model_name: gpt-4o
        litellm_params:
          model: azure/gpt-4o
          api_base: https://acme.openai.azure.com/
        model_info:
          base_model: gpt-4-0613
      - model_name: claude-3-opus-20240229  # what clients ask for
        litellm_params: {model: anthropic/claude-3-haiku-20240307}
      - {model_name: gpt-4, litellm_params: {"model":"openai/gpt-4-0314"}}
    litellm_settings:
      fallbacks:
      - gpt-4o: ["gpt-4-32k"]
    router_settings:
      model_group_alias: {gpt-4: {model: gpt-4o, hidden: true}}
      context_window_fallbacks: [{"gpt-4": ["gpt-4-32k"]}]
    """
CALLED = ["azure/gpt-4-0613", "anthropic/claude-3-haiku-20240307", "openai/gpt-4-0314"]


def test_a_proxys_own_names_are_no_references(finds: Finder) -> None:
    found = finds(PROXY, "config.yaml")

    assert references(found) == CALLED
    assert [find.exact for find in found] == [False, True, True]


def test_a_proxy_in_the_values_of_a_chart_is_read_and_what_stands_beside_it(finds: Finder) -> None:
    inner = dedent(PROXY).replace("\n", "\n    ")
    chart = f"proxy_config:\n    {inner}\nenv:\n  MODEL: gpt-4o\nimage: {{{{ .Values.image }}}}\n"

    assert references(finds(chart, "values.yaml")) == [*CALLED, "gpt-4o"]


def test_a_list_as_far_left_as_its_key_is_read_alike(finds: Finder) -> None:
    flat = """
        model_list:
        - model_name: gpt-4o
          litellm_params:
            model: azure/chat
          model_info:
            base_model: azure/gpt-4-0613
        - model_name: gpt-4
          litellm_params:
            model: openai/gpt-4-0314
        """

    assert references(finds(flat, "config.yaml")) == ["azure/gpt-4-0613", "openai/gpt-4-0314"]


def test_a_yaml_file_that_configures_no_proxy_is_read_as_before(finds: Finder) -> None:
    assert references(finds("model_list:\n  - model_name: gpt-4o\n", "config.yaml")) == ["gpt-4o"]


VARIABLES = """
variable "model" {
  description = "the model { of all"
  default     = "gpt-4o"
}
variable "day" { default = "2024-05-13" }
locals {
  sku   = "GlobalStandard"
  small = "gpt-4o-mini"
}
"""


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (  # a variable's default and a local value, in another file
            {"main.tf": deployment('model {\n format = "OpenAI"\n name = var.model\n version = var.day\n}')},
            {"azure/gpt-4o@2024-05-13", "gpt-4o-mini"},
        ),
        (
            {"main.tf": deployment(MODEL.replace('"gpt-4o"', "local.small") + "\nsku { name = local.sku }")},
            {"gpt-4o", "azure/global-standard/gpt-4o-mini@2024-05-13"},
        ),
        (  # the name is written, the version is not
            {"main.tf": deployment(MODEL.replace('"2024-05-13"', "var.day"))},
            {"azure/gpt-4o@2024-05-13", "gpt-4o", "gpt-4o-mini"},
        ),
        (  # two values of one variable: which holds where it is used cannot be known
            {
                "main.tf": deployment(MODEL.replace('"2024-05-13"', "var.day")),
                "prod.tfvars": 'day = "2024-08-06"\n',
            },
            {"azure/gpt-4o", "gpt-4o", "gpt-4o-mini"},
        ),
        (  # but in the file that gives both it can
            {
                "main.tf": deployment('model {\n format = "OpenAI"\n name = var.model\n version = var.day\n}'),
                "prod.tfvars": 'day = "2024-08-06"\nmodel = "gpt-4o-mini"\n',
            },
            {"azure/gpt-4o@2024-05-13", "azure/gpt-4o-mini@2024-08-06", "gpt-4o-mini"},
        ),
        (  # a deployment's own name says nothing once its model is known
            {"main.tf": deployment('name = "gpt-4"\n' + MODEL.replace('"gpt-4o"', "var.model"))},
            {"azure/gpt-4o@2024-05-13", "gpt-4o-mini"},
        ),
        ({"main.tf": deployment(MODEL.replace('"gpt-4o"', "var.model.name"))}, {"gpt-4o", "gpt-4o-mini"}),
        ({"other/main.tf": deployment(MODEL.replace('"gpt-4o"', "var.model"))}, {"gpt-4o", "gpt-4o-mini"}),
    ],
)
def test_variables_of_a_folder_are_followed(tmp_path: Path, files: dict[str, str], told: set[str]) -> None:
    for name, text in {"variables.tf": VARIABLES, **files}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")

    assert {find.reference for find in scan(tmp_path, IDS, jobs=1).finds} == told
