"""A CycloneDX bill of materials in JSON: its components of the type `machine-learning-model`.

A component names its model by `name`, beside `group`, `publisher`, `supplier.name` or `manufacturer.name`, and by
`purl` (pkg:huggingface/org/name). See https://cyclonedx.org/docs/1.6/json/, `components`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from monitor.core.prefixes import PREFIXES, VENDORS
from monitor.imports import json_tree
from monitor.imports.entries import Contents, Entry, Unread, clip, contents
from monitor.imports.json_tree import Object, member, word

_TYPE = "machine-learning-model"
_HUGGING_FACE = "pkg:huggingface/"


def read(value: Any) -> Contents:
    """One entry for each model among the components, nested ones and the described component itself too."""
    described = member(value, "metadata", "component")
    components = [*_all(described, "$.metadata.component"), *_all(member(value, "components"), "$.components")]
    return contents("cyclonedx", (_entry(c, path) for path, c in components if c.get("type") == _TYPE))


def _all(value: Any, path: str) -> Iterator[tuple[str, Object]]:
    for index, component in json_tree.objects(value):
        here = f"{path}[{index}]" if isinstance(value, list) else path
        yield here, component
        yield from _all(component.get("components"), f"{here}.components")  # the tree's depth is bounded


def _entry(component: Object, path: str) -> Entry | Unread:
    name, purl = word(component.get("name")), word(component.get("purl"))
    place = word(component.get("bom-ref")) or path
    if purl.startswith(_HUGGING_FACE):
        reference = unquote(purl.removeprefix(_HUGGING_FACE).partition("?")[0].partition("@")[0])
        return Entry(f"huggingface/{reference}", place)
    if not name:
        return Unread(clip(purl), place, "is a model without a name")
    provider = _provider(component)
    has_its_own = name.partition("/")[0].casefold() in PREFIXES and "/" in name
    reference = name if has_its_own or not provider else f"{provider}/{name}"
    return Entry(reference, place, version=word(component.get("version")))


def _provider(component: Object) -> str:
    """The provider that the component names, if it is one that we know; "" otherwise."""
    named = (
        component.get("group"),
        component.get("publisher"),
        member(component, "supplier", "name"),
        member(component, "manufacturer", "name"),
    )
    for name in map(word, named):
        known = name.casefold()
        if known in PREFIXES or known in VENDORS:
            return PREFIXES.get(known) or VENDORS[known]
    return ""
