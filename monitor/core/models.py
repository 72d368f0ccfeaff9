"""All known lifecycles, indexed by provider and id, with the dated snapshots behind an alias."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from monitor.core.lifecycle import Lifecycle

# OpenAI and Anthropic write a snapshot as its alias and a date: gpt-5-2025-08-07, claude-opus-4-20250514, gpt-4-0613.
_SNAPSHOT = re.compile(r"(?P<alias>.+)-(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4})")


class Models:
    """An immutable index over lifecycles. Ids are compared without regard to case, and never shortened to match."""

    def __init__(self, lifecycles: Iterable[Lifecycle]) -> None:
        self._by_id: defaultdict[tuple[str, str], list[Lifecycle]] = defaultdict(list)
        self._providers: defaultdict[str, set[str]] = defaultdict(set)
        self._snapshots: defaultdict[tuple[str, str], list[Lifecycle]] = defaultdict(list)
        for c in lifecycles:
            key = c.model_id.casefold()
            self._by_id[c.provider, key].append(c)
            self._providers[key].add(c.provider)
            if found := _SNAPSHOT.fullmatch(key):
                self._snapshots[c.provider, found["alias"]].append(c)

    def __iter__(self) -> Iterator[Lifecycle]:
        for scopes in self._by_id.values():
            yield from scopes

    def scopes(self, provider: str, model_id: str) -> tuple[Lifecycle, ...]:
        """The model's lifecycles in all scopes; empty if no source names it."""
        return tuple(self._by_id.get((provider, model_id.casefold()), ()))

    def get(self, provider: str, model_id: str) -> Lifecycle | None:
        """The model's lifecycle without a scope, or else the scope that ends first; None if no source names it."""
        scopes = self.scopes(provider, model_id)
        return min(scopes, key=lambda c: (bool(c.scope), c.shutdown_on or date.max), default=None)

    def providers_of(self, model_id: str) -> tuple[str, ...]:
        """Every provider that has a model of this id, sorted."""
        return tuple(sorted(self._providers.get(model_id.casefold(), ())))

    def snapshots(self, alias: Lifecycle) -> tuple[Lifecycle, ...]:
        """The snapshots that an alias may point at: the one a source states, or else all dated ids of its name."""
        if alias.alias_of:
            stated = self.get(alias.provider, alias.alias_of)
            return (stated,) if stated else ()
        return tuple(self._snapshots.get((alias.provider, alias.model_id.casefold()), ()))

    def ids(self, provider: str) -> tuple[str, ...]:
        """All known ids of a provider, for suggesting what a mistyped one may have meant."""
        return tuple(
            sorted({c.model_id for (owner, _), group in self._by_id.items() if owner == provider for c in group})
        )
