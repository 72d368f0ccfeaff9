"""All known lifecycles, indexed by provider and id, with the dated snapshots behind an alias."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType

from monitor.core.aliases import Pointing
from monitor.core.lifecycle import Lifecycle
from monitor.core.names import NamedRows, is_name

# OpenAI and Anthropic write a snapshot as its alias and a date: gpt-5-2025-08-07, claude-opus-4-20250514, gpt-4-0613.
_SNAPSHOT = re.compile(r"(?P<alias>.+)-(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4})")
_NO_ALIASES: Mapping[tuple[str, str], tuple[Pointing, ...]] = MappingProxyType({})


class Models:
    """An immutable index over lifecycles. Ids are compared without regard to case, and never shortened to match.

    `aliases` is what aliases have pointed at, as `aliases.histories` gives it; without it nothing is known of the past.
    `named_rows` are the rows that have a display name and no id.
    """

    def __init__(
        self,
        lifecycles: Iterable[Lifecycle],
        aliases: Mapping[tuple[str, str], tuple[Pointing, ...]] = _NO_ALIASES,
    ) -> None:
        everything = tuple(lifecycles)
        by_id: defaultdict[tuple[str, str], list[Lifecycle]] = defaultdict(list)
        self._providers: defaultdict[str, set[str]] = defaultdict(set)
        self._snapshots: defaultdict[tuple[str, str], list[Lifecycle]] = defaultdict(list)
        self._providers_of_dated: defaultdict[str, set[str]] = defaultdict(set)
        self._aliases = aliases
        self.named_rows = NamedRows(everything)
        for c in everything:
            key = c.model_id.casefold()
            by_id[c.provider, key].append(c)
            self._providers[key].add(c.provider)
            if found := _SNAPSHOT.fullmatch(key):
                self._snapshots[c.provider, found["alias"]].append(c)
                self._providers_of_dated[found["alias"]].add(c.provider)
        self._by_id = {key: tuple(scopes) for key, scopes in by_id.items()}
        self._only = {key: scopes[0] for key, scopes in by_id.items() if len(scopes) == 1 and not scopes[0].scope}

    def __iter__(self) -> Iterator[Lifecycle]:
        for scopes in self._by_id.values():
            yield from scopes

    def scopes(self, provider: str, model_id: str) -> tuple[Lifecycle, ...]:
        """The model's lifecycles in all scopes; empty if no source names it."""
        return self._by_id.get((provider, model_id.casefold()), ())

    def has_names(self, provider: str) -> bool:
        """Whether the provider has rows with a name and no id."""
        return provider in self.named_rows.providers

    def only(self, provider: str, model_id: str) -> Lifecycle | None:
        """The model's one lifecycle, which holds in every scope; None where there are several words on it, or none.

        A row that has only the model's name is such a word too.
        """
        found = self._only.get((provider, model_id.casefold()))
        return None if found and self.named_rows.of(provider, model_id) else found

    def get(self, provider: str, model_id: str) -> Lifecycle | None:
        """The model's lifecycle without a scope, or else the scope that ends first; None if no source names it."""
        scopes = self.scopes(provider, model_id)
        return min(scopes, key=lambda c: (bool(c.scope), c.shutdown_on or date.max), default=None)

    def is_id(self, text: str) -> bool:
        """Whether any provider has a model of this id."""
        return text.casefold() in self._providers

    def providers_of(self, model_id: str) -> tuple[str, ...]:
        """Every provider that has a model of this id, sorted."""
        return tuple(sorted(self._providers.get(model_id.casefold(), ())))

    def providers_of_dated(self, name: str) -> tuple[str, ...]:
        """Every provider that has a model whose id is this name and a date, sorted."""
        return tuple(sorted(self._providers_of_dated.get(name.casefold(), ())))

    def snapshots(self, alias: Lifecycle) -> tuple[Lifecycle, ...]:
        """The snapshots that an alias may point at: the one a source states, or else all dated ids of its name."""
        if alias.alias_of:
            stated = self.get(alias.provider, alias.alias_of)
            return (stated,) if stated else ()
        return self.dated(alias.provider, alias.model_id)

    def dated(self, provider: str, name: str) -> tuple[Lifecycle, ...]:
        """The models whose id is this name and a date, as OpenAI and Anthropic write the snapshots of an alias."""
        return tuple(self._snapshots.get((provider, name.casefold()), ()))

    def pointings(self, provider: str, model_id: str) -> tuple[Pointing, ...]:
        """What an alias has pointed at, oldest first, the last being now; empty for a model that is none."""
        return self._aliases.get((provider, model_id.casefold()), ())

    def ids(self, provider: str) -> tuple[str, ...]:
        """All known ids of a provider, sorted, for suggesting what a mistyped one may have meant."""
        return self._ids.get(provider, ())

    @cached_property
    def _ids(self) -> dict[str, tuple[str, ...]]:
        ids: defaultdict[str, set[str]] = defaultdict(set)
        for (provider, _), scopes in self._by_id.items():
            ids[provider].update(c.model_id for c in scopes if not is_name(c.model_id))
        return {provider: tuple(sorted(found)) for provider, found in ids.items()}
