"""Pulumi: deployments of Azure, and what only looks like one."""

import pulumi_azure_native as azure_native

chat = azure_native.cognitiveservices.Deployment(
    "gpt-4o",
    account_name="acme",
    properties={"model": {"format": "OpenAI", "name": "gpt-4o", "version": "2024-05-13"}},
    sku={"name": "GlobalStandard", "capacity": 1},
)
old = azure_native.cognitiveservices.Deployment(
    "old",
    deployment_name="gpt-4",
    properties=azure_native.cognitiveservices.DeploymentPropertiesArgs(
        model=azure_native.cognitiveservices.DeploymentModelArgs(format="OpenAI", name="gpt-4", version="0613"),
    ),
)
TOOLS = [{"name": "gpt-4-notes", "version": "2024-05-13"}, {"name": "gpt-4o-mini", "version": "1.2"}]
llm = init_chat_model("gpt-4o", model_provider="azure_openai")
other = init_chat_model("claude-2.1", model_provider="anthropic", api_version="2024-05-13")
answer = litellm.completion(model="gpt-4o-mini", custom_llm_provider="azure")
