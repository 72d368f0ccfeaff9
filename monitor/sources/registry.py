"""All sources, found by looking into `providers`: a new provider is a new module there and nothing else."""

from __future__ import annotations

import difflib
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from monitor.errors import UsageError
from monitor.sources import providers
from monitor.sources.spec import Source

SEVERAL = 3
ALIKE = 0.75  # as for model ids: less alike is another name, not a mistyped one


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


def template_of(source_id: str) -> Source | None:
    """The source without an address of its own that an id goes on ("cometapi/pages-gpt-4-0314"), or None.

    Such a source has one document for each model, endpoint or card: the settings give as many as matter, each with its
    address.
    """
    found = [s for s in all_sources().values() if not s.url and source_id.startswith(f"{s.id}-")]
    return max(found, key=lambda source: len(source.id), default=None)


def find_source(source_id: str, sources: Mapping[str, Source] | None = None) -> Source:
    """The source with this id among `sources` (default: all of ours). Raises `UsageError`, with the nearest ids."""
    sources = all_sources() if sources is None else sources
    if source_id in sources:
        return sources[source_id]
    hint = nearest(source_id, sources) or "`model-monitor source list` names them"
    raise UsageError(f"there is no source {source_id}", hint=hint)


def nearest(source_id: str, sources: Iterable[str]) -> str:
    """The question whether one of `sources` was meant: those of the provider that is named, or of one like it.

    Empty where there is none. (All ids end alike, so that whole ids of different providers look similar.)
    """
    by_provider: dict[str, list[str]] = {}
    for known in sources:
        by_provider.setdefault(known.partition("/")[0], []).append(known)
    meant = difflib.get_close_matches(source_id.partition("/")[0], by_provider, n=1, cutoff=ALIKE)
    near = difflib.get_close_matches(source_id, by_provider[meant[0]], n=SEVERAL, cutoff=0) if meant else []
    return f"did you mean {' or '.join(near)}?" if near else ""
