"""Files in the real shapes of their tools, invented."""

from __future__ import annotations

import json
from typing import Any

LITELLM = """\
model_list:
  - model_name: chat
    litellm_params: &azure
      model: azure/our-chat
      api_base: https://ours.openai.azure.com/
      api_key: os.environ/AZURE_API_KEY  # a comment
    model_info:
      base_model: azure/gpt-4o-2024-08-06
      supported_environments: [production, staging]
  - model_name: chat
    litellm_params:
      model: bedrock/anthropic.claude-3-haiku-20240307-v1:0
      aws_region_name: eu-central-1
  - model_name: gemini
    litellm_params: {model: vertex_ai/gemini-2.0-flash, vertex_location: us-central1}
  - model_name: plain
    litellm_params:
      model: gpt-3.5-turbo
      custom_llm_provider: openai
  - model_name: unmapped
    litellm_params:
      <<: *azure
      model: azure/gpt-turbo-small-ca
  - model_name: secret
    litellm_params: {model: os.environ/MODEL}
  - model_name: empty
litellm_settings:
  drop_params: true
"""

STATE: dict[str, Any] = {
    "version": 4,
    "terraform_version": "1.9.5",
    "serial": 12,
    "lineage": "0c5d7c2e-0000-0000-0000-000000000000",
    "outputs": {},
    "resources": [
        {
            "mode": "managed",
            "type": "azurerm_cognitive_deployment",
            "name": "chat",
            "module": "module.ai",
            "provider": 'provider["registry.terraform.io/hashicorp/azurerm"]',
            "instances": [
                {
                    "index_key": "eu",
                    "attributes": {
                        "name": "our-chat",
                        "model": [{"format": "OpenAI", "name": "gpt-4o", "version": "2024-08-06"}],
                        "sku": [{"name": "GlobalStandard", "capacity": 10}],
                    },
                }
            ],
        },
        {
            "mode": "managed",
            "type": "azapi_resource",
            "name": "mini",
            "instances": [
                {
                    "attributes": {
                        "type": "Microsoft.CognitiveServices/accounts/deployments@2024-10-01",
                        "body": {
                            "value": {
                                "properties": {"model": {"format": "OpenAI", "name": "gpt-4o-mini"}},
                                "sku": {"name": "DataZoneProvisionedManaged"},
                            },
                            "type": ["object", {}],
                        },
                    }
                }
            ],
        },
        {
            "mode": "managed",
            "type": "aws_bedrockagent_agent",
            "name": "helper",
            "instances": [
                {
                    "attributes": {
                        "agent_arn": "arn:aws:bedrock:us-east-1:123456789012:agent/ABCDEFGHIJ",
                        "foundation_model": "anthropic.claude-3-haiku-20240307-v1:0",
                        "instruction": "You are a helper of model_id gpt-4",
                    }
                }
            ],
        },
        {
            "mode": "managed",
            "type": "aws_bedrock_inference_profile",
            "name": "tagged",
            "instances": [
                {
                    "attributes": {
                        "model_source": [
                            {"copy_from": "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-v2:1"}
                        ],
                        "models": [{"model_arn": "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2:1"}],
                    }
                }
            ],
        },
        {
            "mode": "data",
            "type": "aws_bedrock_foundation_models",
            "name": "all",
            "instances": [{"attributes": {"model_summaries": [{"model_id": "meta.llama3-8b-instruct-v1:0"}]}}],
        },
        {
            "mode": "managed",
            "type": "random_password",
            "name": "secret",
            "instances": [{"attributes": {"result": "hunter2", "model_id": "not-a-model"}}],
        },
    ],
}

PLAN: dict[str, Any] = {
    "format_version": "1.2",
    "terraform_version": "1.9.5",
    "planned_values": {
        "root_module": {
            "resources": [
                {
                    "address": "google_vertex_ai_endpoint_with_model_garden_deployment.gemma",
                    "mode": "managed",
                    "type": "google_vertex_ai_endpoint_with_model_garden_deployment",
                    "name": "gemma",
                    "values": {
                        "location": "us-central1",
                        "publisher_model_name": "publishers/google/models/gemma3@gemma-3-1b-it",
                    },
                }
            ],
            "child_modules": [
                {
                    "address": "module.kb",
                    "resources": [
                        {
                            "address": "module.kb.aws_bedrockagent_knowledge_base.docs",
                            "mode": "managed",
                            "type": "aws_bedrockagent_knowledge_base",
                            "name": "docs",
                            "values": {
                                "knowledge_base_configuration": [
                                    {
                                        "type": "VECTOR",
                                        "vector_knowledge_base_configuration": [
                                            {
                                                "embedding_model_arn": "arn:aws:bedrock:us-west-2::"
                                                "foundation-model/amazon.titan-embed-text-v1"
                                            }
                                        ],
                                    }
                                ]
                            },
                        }
                    ],
                }
            ],
        }
    },
    "resource_changes": [],
}

BOM: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "version": 1,
    "metadata": {"component": {"type": "application", "name": "ranker"}},
    "components": [
        {"type": "library", "name": "openai", "version": "1.50.0", "purl": "pkg:pypi/openai@1.50.0"},
        {
            "type": "machine-learning-model",
            "bom-ref": "model-1",
            "publisher": "OpenAI",
            "name": "gpt-4o-2024-08-06",
            "version": "2024-08-06",
        },
        {
            "type": "machine-learning-model",
            "bom-ref": "pkg:huggingface/acme/tiny-bert@1.0",
            "name": "tiny-bert",
            "purl": "pkg:huggingface/acme/tiny-bert@1.0",
        },
        {
            "type": "framework",
            "name": "agent",
            "components": [{"type": "machine-learning-model", "name": "anthropic/claude-3-haiku-20240307"}],
        },
        {"type": "machine-learning-model", "purl": "pkg:generic/nameless"},
    ],
}

SHEET = """\
Model,Provider,Env,Used in,Region,Notes
gpt-4o-2024-08-06,OpenAI,prod,rank.py:12,,"two
lines"
anthropic.claude-3-haiku-20240307-v1:0,,prod,,us-east-1,
,,,,,empty
"=HYPERLINK(""http://evil.example"",""gpt-4"")",,,,,
"""

TEXT = "# our models\n\nopenai/gpt-4o-2024-08-06   # ranking\naccounts/acme/models/x#abc\n"

PINS: list[Any] = [
    "openai/gpt-4o",
    {"reference": "azure/gpt-4o", "version": "2024-08-06", "environment": "prod", "location": "a.py:3"},
    {"ref": "gpt-4", "project": "other"},
    {"name": "gpt-4"},
    7,
    {"model": "gpt-4", "provider": "OpenAI", "region": "x"},
    {"model": "azure/gpt-4", "provider": "openai"},
    {"reference": "gpt-4", "provider": "openai"},
]


def dumped(value: Any) -> bytes:
    return json.dumps(value).encode()
