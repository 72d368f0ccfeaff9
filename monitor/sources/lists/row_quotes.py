"""A row of a model list as evidence: one line of JSON, and of a long row only what its fact rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from monitor.sources.lists.json_pages import JsonObject
from monitor.sources.lists.json_values import clip, printable, show
from monitor.sources.lists.shapes import alternatives

MAX_QUOTE = 300

Tree = dict[str, Any]  # the keys on a way through a row; empty below the last one


def quote_of(row: JsonObject, paths: Sequence[str]) -> str:
    """The row as compact JSON, and only what is on `paths` where all of it is too long.

    Nested values are "…", but for those on the paths.
    """
    tree = _tree(tuple(paths))
    whole, length = [], 1
    for pair in _pairs(row, tree, pruned=False):
        whole.append(pair)
        length += len(pair) + 1
        if length > MAX_QUOTE:
            return clip("{" + ",".join(_pairs(row, tree, pruned=True)), MAX_QUOTE - 3) + ",…}"
    return "{" + ",".join(whole) + "}"


@lru_cache(maxsize=64)
def _tree(paths: tuple[str, ...]) -> Tree:
    root: Tree = {}
    for path in paths:
        for steps in alternatives(path):
            at = root
            for key, name, _ in steps:
                at = at.setdefault(key, {})
                if name:
                    at.setdefault(name, {})
    return root


def _members(row: JsonObject, tree: Tree, *, pruned: bool) -> str:
    return "{" + ",".join(_pairs(row, tree, pruned=pruned)) + "}"


def _pairs(row: JsonObject, tree: Tree, *, pruned: bool) -> Iterator[str]:
    for key, value in row.items():
        if not pruned or not tree or key in tree:
            name = clip(printable(json.dumps(key, ensure_ascii=False)), MAX_QUOTE)
            yield f"{name}:{_value(value, tree.get(key), pruned=pruned)}"


def _value(value: object, tree: Tree | None, *, pruned: bool) -> str:
    """A value; `tree` is None where it is not on any path, so that what is in it does not matter."""
    if tree is not None and isinstance(value, dict):
        return _members(value, tree, pruned=pruned)
    if tree is not None and isinstance(value, list):
        shown = [_value(item, None if isinstance(item, list) else tree, pruned=pruned) for item in value[:MAX_QUOTE]]
        return f"[{','.join(shown)}]"
    return show(value, MAX_QUOTE)
