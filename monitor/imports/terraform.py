"""Terraform's state and plans in JSON: the models that deployed resources name.

Three shapes say the same: a state file (`resources`, each with `instances`), and what `terraform show -json` prints of
a state (`values`) or of a plan (`planned_values`), both with `root_module` and `child_modules`. OpenTofu writes them
too. Read are managed resources, and data sources that name one model; of all attributes, those that name a model only:
a state holds secrets.

Attributes are found by their names (`model_arn`, `foundation_model`, …) at any depth of a resource of a known family.
The names are those of the providers' documentation: registry.terraform.io, providers hashicorp/aws, hashicorp/awscc,
hashicorp/azurerm, azure/azapi, hashicorp/google; JSON: https://developer.hashicorp.com/terraform/internals/json-format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from monitor.core.references import parse
from monitor.core.spellings import azure_deployment
from monitor.errors import InvalidReference, UnreadableDocument
from monitor.imports import json_tree
from monitor.imports.entries import Contents, Entry, Unread, contents
from monitor.imports.json_tree import member, objects, word

_BEDROCK = frozenset({
    "base_model_identifier", "copy_from", "embedding_model_arn", "foundation_model", "foundation_model_arn",
    "foundation_model_id", "model_arn", "model_id",
})  # fmt: skip
_VERTEX = frozenset({"publisher_model_name"})
_FAMILIES = {  # the first that fits: type's prefix -> provider and attributes
    "aws_bedrock_foundation_models": ("", frozenset[str]()),  # a data source that lists what there is
    "aws_bedrock_inference_profiles": ("", frozenset[str]()),
    "aws_bedrock": ("bedrock", _BEDROCK),
    "awscc_bedrock": ("bedrock", _BEDROCK),
    "google_": ("vertex", _VERTEX),
}
_COMPUTED = frozenset({"models"})  # a profile repeats there, for each region, the model that it was made from
_GOOGLE_SETTINGS = frozenset({"llm_model_settings", "model_settings"})  # blocks whose `model` names one
_AZAPI = frozenset({"azapi_resource", "azapi_update_resource"})
_AZAPI_TYPE = "microsoft.cognitiveservices/accounts/deployments@"
_NAMELESS = "a resource without address"
_REGION = re.compile(r"arn:[a-z-]+:bedrock[a-z-]*:([a-z0-9-]+):", re.ASCII)


class Resource(NamedTuple):
    """One instance of a resource: its address, its type, and its attributes."""

    address: str
    type: str
    attributes: Any


def is_terraform(value: Any) -> bool:
    """Whether a JSON value is a state or plan of Terraform."""
    return isinstance(value, dict) and bool(
        {"values", "planned_values"} & value.keys()
        if "format_version" in value
        else "resources" in value and {"terraform_version", "lineage"} & value.keys()
    )


def read(value: Any) -> Contents:
    """One entry for each attribute that names a model. Raises UnreadableDocument where it is no state and no plan."""
    if not is_terraform(value):
        hint = "name a .tfstate, or what `terraform show -json` prints"
        raise UnreadableDocument("is no state and no plan of Terraform", hint=hint)
    module = member(value, "planned_values", "root_module") or member(value, "values", "root_module")
    resources = _of_state(value) if "resources" in value else _of_module(module)
    return contents("terraform", (one for resource in resources for one in _models(resource)))


def _of_state(value: Any) -> Iterator[Resource]:
    for _, resource in objects(value.get("resources")):
        kind, name = word(resource.get("type")), word(resource.get("name"))
        parts = (word(resource.get("module")), "data" if resource.get("mode") == "data" else "", kind, name)
        address = ".".join(filter(None, parts))
        for _, instance in objects(resource.get("instances")):
            key = instance.get("index_key")
            index = f'["{key}"]' if isinstance(key, str) else f"[{key}]" if isinstance(key, int) else ""
            yield Resource((address or _NAMELESS) + index, kind, instance.get("attributes"))


def _of_module(module: Any) -> Iterator[Resource]:
    for _, resource in objects(member(module, "resources")):
        address = word(resource.get("address")) or _NAMELESS
        yield Resource(address, word(resource.get("type")), resource.get("values"))
    for _, child in objects(member(module, "child_modules")):
        yield from _of_module(child)  # the tree's depth is bounded


def _models(resource: Resource) -> Iterator[Entry | Unread]:
    if resource.type == "azurerm_cognitive_deployment":
        sku = _first(resource.attributes, "sku", "name") or _first(resource.attributes, "scale", "type")
        yield _azure(resource, _first(resource.attributes, "model"), sku)
    elif resource.type in _AZAPI and word(member(resource.attributes, "type")).casefold().startswith(_AZAPI_TYPE):
        body = _azapi_body(resource.attributes)
        yield _azure(resource, member(body, "properties", "model"), member(body, "sku", "name"))
    else:
        provider, names = next((of for prefix, of in _FAMILIES.items() if resource.type.startswith(prefix)), ("", ()))
        for text in dict.fromkeys(_named(resource.attributes, names)) if names else ():
            yield _entry(resource, provider, text)


def _azure(resource: Resource, model: Any, sku: Any) -> Entry | Unread:
    name, version = word(member(model, "name")), word(member(model, "version"))
    if not name:
        return Unread("", resource.address, "does not say yet which model it deploys")
    deployment = azure_deployment(word(sku)) or word(sku)
    return Entry(f"azure/{name}", resource.address, version=version, deployment=deployment)


def _azapi_body(attributes: Any) -> Any:
    """The body of an azapi resource: an object, in a state beside its type, or in older versions JSON as text."""
    body = member(attributes, "body")
    if isinstance(body, str):
        try:
            return json_tree.load(body)
        except UnreadableDocument:
            return None
    inner = member(body, "value")
    return inner if isinstance(inner, dict) else body


def _entry(resource: Resource, provider: str, text: str) -> Entry:
    """The entry of an attribute; an id without a region of its own holds where the resource lives."""
    try:
        known = parse(text).provider is not None
    except InvalidReference:
        known = True  # said when it is registered
    reference = text if known else f"{provider}/{text}"
    own = text.casefold().startswith(("arn:", "projects/"))
    return Entry(reference, resource.address, region="" if own else _region(resource.attributes, provider))


def _region(attributes: Any, provider: str) -> str:
    if provider == "vertex":
        return word(member(attributes, "location"))
    if region := word(member(attributes, "region")):
        return region
    arns = (word(value) for key, value in (attributes or {}).items() if key == "arn" or key.endswith("_arn"))
    return next((found[1] for arn in arns if (found := _REGION.match(arn))), "")


def _named(value: Any, names: frozenset[str] | tuple[()], within: str = "") -> Iterator[str]:
    """The texts of all attributes of these names, at any depth, in order."""
    for item in value if isinstance(value, list) else [value]:
        for key, inner in item.items() if isinstance(item, dict) else ():
            if key in _COMPUTED:
                continue
            is_model = key in names or (key == "model" and within in _GOOGLE_SETTINGS and names is _VERTEX)
            if is_model and isinstance(inner, str):
                if inner.strip():
                    yield inner.strip()
            elif isinstance(inner, dict | list):
                yield from _named(inner, names, key)


def _first(value: Any, *keys: str) -> Any:
    """As `member`, where each step may be a block: a list whose first item is meant."""
    for key in keys:
        value = member(value, key)
        value = next(iter(value), None) if isinstance(value, list) else value
    return value
