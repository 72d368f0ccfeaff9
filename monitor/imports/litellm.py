"""The configuration of a LiteLLM proxy: what `model_list` routes to.

    model_list:
      - model_name: chat                    # what clients ask for
        litellm_params:
          model: azure/our-chat             # what is called; with `azure/` it is a deployment's name
          aws_region_name, vertex_location  # where
        model_info:
          base_model: azure/gpt-4o          # what that deployment, or profile of Bedrock, runs
          supported_environments: [production]

The page is https://docs.litellm.ai/docs/proxy/configs, and "Set base_model" in docs/proxy/custom_pricing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from monitor.errors import UnreadableDocument
from monitor.imports import yaml_tree
from monitor.imports.entries import Contents, Entry, Unread, clip, contents
from monitor.imports.yaml_tree import Node

MAX_ENVIRONMENTS = 20  # of one deployment: an anchor may give thousands the same long list

_DEPLOYMENTS = frozenset({"azure", "azure_text"})  # `azure_ai/` is followed by a model
_REGIONS = {"bedrock": "aws_region_name", "vertex_ai": "vertex_location", "vertex_ai_beta": "vertex_location"}
_PROFILE = re.compile(r"arn:aws[a-z-]*:bedrock:([a-z0-9-]+):\d*:(?:application-inference-profile|provisioned-model)/")
_NO_BASE = "names a deployment of Azure, and no model_info.base_model says what that runs"


def read(text: str) -> Contents:
    """One entry for each deployment of `model_list`, and environment. Raises UnreadableDocument."""
    tree = yaml_tree.load(text)
    listed = tree.at("model_list")
    if listed is None or not isinstance(listed.value, tuple):
        raise UnreadableDocument("has no list `model_list`", hint="name the proxy's config.yaml")
    return contents("litellm", chain(chain.from_iterable(map(_deployment, listed.value)), _included(tree)))


def _included(tree: Node) -> Iterator[Unread]:
    for node in tree.items("include"):
        if name := node.text():
            yield Unread(clip(name), str(node.line), "is another file that this one includes: import it too")


def _deployment(item: Node) -> Iterator[Entry | Unread]:
    model = item.at("litellm_params", "model")
    written = item.text("litellm_params", "model")
    if model is None or not written:
        yield Unread(clip(item.text("model_name")), str(item.line), "has no litellm_params.model")
        return
    place = str(model.line)
    prefix = written.partition("/")[0] if "/" in written else ""
    provider = item.text("litellm_params", "custom_llm_provider") or prefix
    base = item.text("model_info", "base_model") or item.text("litellm_params", "base_model")
    if written.startswith("os.environ/"):
        yield Unread(clip(written), place, "stands in an environment variable")
        return
    region = item.text("litellm_params", _REGIONS[provider]) if provider in _REGIONS else ""
    region = "" if region.startswith("os.environ/") or "arn:" in written else region
    if provider in _DEPLOYMENTS:
        if not base:
            yield Unread(clip(written), place, _NO_BASE)
            return
        written = base if base.startswith(("azure/", "azure_ai/")) else f"azure/{base}"
    elif base and (profile := _PROFILE.search(written)):
        written, region = base if base.startswith("bedrock/") else f"bedrock/{base}", profile[1]
    elif provider and not prefix:
        written = f"{provider}/{written}"
    listed = item.items("model_info", "supported_environments")[:MAX_ENVIRONMENTS]
    environments = [name for node in listed if (name := node.text())]
    for environment in environments or [""]:
        yield Entry(written, place, environment=environment, region=region)
