"""LiteLLM's proxy configurations: which of their names call a provider, and which are the proxy's own.

    model_list:
      - model_name: gpt-4o                      # its own: what clients ask the proxy for
        litellm_params: {model: azure/chat}     # called
        model_info: {base_model: gpt-4o}        # what Azure's deployment `chat` runs
    router_settings:
      fallbacks: [{gpt-4o: [claude]}]           # its own

The lines are read by their indentation, not as YAML: a Helm template is none. What stands elsewhere in the file, as in
a chart's values, is read as in any other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

_CALLED = frozenset({"base_model", "health_check_model", "model"})
_CALLING = frozenset({"litellm_params", "model_info"})
_OWN = frozenset({
    "content_policy_fallbacks", "context_window_fallbacks", "default_fallbacks", "fallbacks", "general_settings",
    "litellm_settings", "model_group_alias", "model_list", "router_settings",
})  # fmt: skip
_IS_CONFIGURATION = (re.compile(r"\bmodel_list[\"']?\s*:"), re.compile(r"\blitellm_params[\"']?\s*:"))
_LINE = re.compile(r"^([ ]*)(?=[^\s#])((?:-[ ]+)*)(?:[\"']?([\w./-]+)[\"']?[ ]*:(?=[ \r]|$))?", re.MULTILINE)
_KEY = re.compile(r"([\w./-]+)[\"']?\s*:(?=[\s\"'\[{])")
_BASE = re.compile(r"\bbase_model[\"']?\s*:\s*[\"']?\w")
_DEPLOYMENT = re.compile(r"(?:^|[\s{,\"'])model[\"']?\s*:\s*[\"']?azure(?:_text)?/", re.MULTILINE)
_AZURE = ("azure/", "azure_text/")


def around(text: str) -> Callable[[int, str], str | None] | None:
    """What is meant by a model's name that is written at an offset; None where the text configures no proxy.

    The answer is None for a name of the proxy's own, and for a deployment of Azure where the model that it runs stands
    beside it.
    """
    if not all(mark.search(text) for mark in _IS_CONFIGURATION):
        return None
    lines, items = _outline(text)

    def meant(start: int, written: str) -> str | None:
        line_start, above = lines[bisect_right(lines, start, key=lambda line: line[0]) - 1]
        keys = [*above, *_KEY.findall(text, line_start, start)]
        if not _CALLING.isdisjoint(keys) and keys[-1] in _CALLED:
            item = bisect_right(items, start)
            whole = text[items[item - 1] if item else 0 : items[item] if item < len(items) else len(text)]
            return _called(keys[-1], written, whole)
        return written if _OWN.isdisjoint(keys) else None

    return meant


def _called(key: str, written: str, item: str) -> str | None:
    """What a name that is called means, by the item of the list in which it stands."""
    if key == "model" and written.startswith(_AZURE) and _BASE.search(item):
        return None
    if key == "base_model" and "/" not in written and _DEPLOYMENT.search(item):
        return f"azure/{written}"
    return written


def _outline(text: str) -> tuple[list[tuple[int, tuple[str, ...]]], list[int]]:
    """For each line its offset and the keys that hold it, outermost first; and where items of `model_list` begin.

    The list of items ends with where the last one does.
    """
    lines: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    items: list[int] = []
    open_keys: list[tuple[int, str]] = []
    for line in _LINE.finditer(text):
        indent, dash = len(line[1]), line[2]
        was_in_list = "model_list" in lines[-1][1]
        while open_keys and open_keys[-1][0] >= indent + bool(dash):  # a list may stand as far left as its key
            open_keys.pop()
        above = tuple(key for _, key in open_keys)
        if (dash and above[-1:] == ("model_list",)) or (was_in_list and "model_list" not in above):
            items.append(line.start())
        lines.append((line.start(), above))
        if line[3]:
            open_keys.append((indent + len(dash), line[3]))
    return lines, items
