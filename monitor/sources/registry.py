"""All sources, found by looking into `providers`: a new provider is a new module there and nothing else."""

from __future__ import annotations

import difflib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from monitor.errors import UsageError
from monitor.sources import providers
from monitor.sources.spec import Source


@cache
def all_sources() -> Mapping[str, Source]:
    """Every source by its id, sorted. Raises `RuntimeError` if two modules claim one id, which is a mistake in them."""
    names = sorted(found.name for found in pkgutil.iter_modules(providers.__path__))
    sources: dict[str, Source] = {}
    for name in names:
        for source in import_module(f"{providers.__name__}.{name}").SOURCES:
            if source.id in sources:
                raise RuntimeError(f"two sources have the id {source.id}")
            sources[source.id] = source
    return MappingProxyType(dict(sorted(sources.items())))


def find_source(source_id: str) -> Source:
    """The source with this id. Raises `UsageError` with the nearest ids if there is none."""
    sources = all_sources()
    if source_id in sources:
        return sources[source_id]
    near = difflib.get_close_matches(source_id, sources, n=3, cutoff=0.4)
    raise UsageError(f"there is no source {source_id!r}", hint=f"did you mean {' or '.join(near or sources)}?")
