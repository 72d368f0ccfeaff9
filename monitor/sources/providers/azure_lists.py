"""Azure: the model lists of the data plane and of the resource manager.

Every customer has an endpoint and a subscription of its own, so these are skipped until the settings give an address:

    [sources."azure/models"]
    url = "https://NAME.openai.azure.com/openai/models?api-version=2024-10-21"

    [sources."azure/arm-models"]  # with "?api-version=2025-06-01" behind it
    url = "https://management.azure.com/subscriptions/ID/providers/Microsoft.CognitiveServices/locations/REGION/models"

In the data plane an id is a model's name with its version ("gpt-35-turbo-0613"); a bare name ("gpt-4o") is a row of
its own. Dead models stay in the list for years. What it calls "deprecated" is what the documentation calls "retired":
the day tells. `deprecation.fine_tune` ends training and not requests, `status` is "succeeded" for the dead too, and
rows of one id differ in `created_at`. Rule: https://learn.microsoft.com/rest/api/azureopenai/models/list

The resource manager's list, read with a token (`az account get-access-token`, good for an hour), tells versions apart
and has the days of single deployment types. Its "Deprecated" too is the documentation's "retired", as requests answer
410, and its "Deprecating" the documentation's "deprecated". An end that is "Tentative" is an estimate.
Rule: https://learn.microsoft.com/rest/api/aifoundry/accountmanagement/models/list
"""

from __future__ import annotations

from monitor.core.facts import Authority, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.lists.model_lists import model_list, next_page_by_link
from monitor.sources.lists.shapes import Deployments, Shape
from monitor.sources.spec import Auth, Source

DATA_PLANE = Shape(
    shutdown="deprecation.inference",
    status="lifecycle_status",
    statuses={
        "generally-available": None,
        "preview": None,
        "deprecating": StatedStatus.DEPRECATED,
        "deprecated": StatedStatus.DEPRECATED,
    },
)
RESOURCE_MANAGER = Shape(
    rows=("value",),
    model_id="model.name",
    version="model.version",
    shutdown="model.deprecation.inference",
    tentative=("model.deprecation.deprecationStatus", "Tentative"),
    status="model.lifecycleStatus",
    statuses={
        **dict.fromkeys(("Stable", "GenerallyAvailable", "Preview")),
        "Legacy": StatedStatus.LEGACY,
        "Deprecating": StatedStatus.DEPRECATED,
        "Deprecated": StatedStatus.RETIRED,
    },
    replacements="model.replacementConfig.targetModelName",
    replacement_version="model.replacementConfig.targetModelVersion",
    deployments=Deployments(
        path="model.skus",
        name="name",
        shutdown="deprecationDate",
        words={
            "Standard": "standard",
            "GlobalStandard": "global standard",
            "DataZoneStandard": "data zone standard",
            "ProvisionedManaged": "provisioned",
            "GlobalProvisionedManaged": "global provisioned",
            "DataZoneProvisionedManaged": "data zone provisioned",
            "GlobalBatch": "global batch",
            "DataZoneBatch": "data zone batch",
        },
    ),
)

SOURCES = (
    Source(
        id="azure/models",
        provider="azure",
        authority=Authority.API,
        url="",
        page_url="https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirements",
        read=model_list(DATA_PLANE),
        guards=Guards(headings=("data",), min_facts=10),
        auth=Auth.API_KEY,
        key_env="AZURE_OPENAI_API_KEY",
        is_list=True,
    ),
    Source(
        id="azure/arm-models",
        provider="azure",
        authority=Authority.API,
        url="",
        page_url="https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirements",
        read=model_list(RESOURCE_MANAGER),
        guards=Guards(headings=("value",), min_facts=10),
        auth=Auth.BEARER,
        key_env="AZURE_ACCESS_TOKEN",
        next_page=next_page_by_link("nextLink"),
        is_list=True,
        verified=False,
    ),
)
