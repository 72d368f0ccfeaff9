"""Azure OpenAI: the model list of the data plane.

Every customer has its own endpoint, so the source is skipped until the settings give its address:

    [sources."azure/models"]
    url = "https://NAME.openai.azure.com/openai/models?api-version=2024-10-21"

An id is a model's name with its version ("gpt-35-turbo-0613"); a bare name ("gpt-4o") is a row of its own. Dead models
stay in the list for years. What it calls "deprecated" is what the documentation calls "retired": the day tells.
"""

from __future__ import annotations

from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.sources.model_lists import read_azure
from monitor.sources.spec import Auth, Source

SOURCES = (
    Source(
        id="azure/models",
        provider="azure",
        authority=Authority.API,
        url="",
        page_url="https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirements",
        read=read_azure,
        guards=Guards(headings=("data",), min_facts=10),
        auth=Auth.API_KEY,
        key_env="AZURE_OPENAI_API_KEY",
    ),
)
