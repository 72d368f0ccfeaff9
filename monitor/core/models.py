"""All known lifecycles, indexed by provider and id, with the dated snapshots behind an alias."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar, cast

from monitor.core.aliases import Pointing
from monitor.core.lifecycle import Lifecycle
from monitor.core.names import NamedRows, is_name
from monitor.core.specs import Figures, NoFigures
from monitor.core.traits import shared_name

# OpenAI and Anthropic write a snapshot as its alias and a date: gpt-5-2025-08-07, claude-opus-4-20250514, gpt-4-0613.
_SNAPSHOT = re.compile(r"(?P<alias>.+)-(?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4})")
_NO_FIGURES = NoFigures()
T = TypeVar("T")
_NO_ALIASES: Mapping[tuple[str, str], tuple[Pointing, ...]] = MappingProxyType({})


class Models:
    """An immutable index over lifecycles. Ids are compared without regard to case, and never shortened to match.

    `aliases` is what aliases have pointed at, as `aliases.histories` gives it; without it nothing is known of the past.
    `figures` knows prices and context windows; `named_rows` are the rows that have a display name and no id.
    """

    def __init__(
        self,
        lifecycles: Iterable[Lifecycle],
        aliases: Mapping[tuple[str, str], tuple[Pointing, ...]] = _NO_ALIASES,
        figures: Figures = _NO_FIGURES,
    ) -> None:
        everything = tuple(lifecycles)
        self.figures = figures
        self._worked_out: dict[Hashable, object] = {}
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
            if key[-2:].isdigit() and (found := _SNAPSHOT.fullmatch(key)):  # the first half tells most, at a tenth
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
        if len(scopes) < 2:  # noqa: PLR2004 most have one
            return scopes[0] if scopes else None
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

    def named(self, provider: str, name: str) -> str | None:
        """The id of the provider's model that a display name means ("Gemini 3.5 Flash"), or None.

        A name is an id's own words, or what a source or the figures call it. Of two ids with one name it is the one
        that a source names, without a release of its own; of two that figures alone name, the one that is spelled as
        the provider spells ids, with points in its numbers or without ("mistral-medium-3-5").
        """
        key = shared_name(name)
        return self._names(provider).get(key) if key else None

    def _names(self, provider: str) -> dict[str, str]:
        return self.once(("names", provider), lambda: dict(self._read_names(provider)))

    def _read_names(self, provider: str) -> Iterator[tuple[str, str]]:
        """Names and ids of a provider; of one name the last counts."""
        own = sorted(self.ids(provider), key=len, reverse=True)
        points = any("." in model_id for model_id in own)
        listed = sorted(self.figures.ids(provider), key=lambda model_id: (("." in model_id) is points, -len(model_id)))
        for model_id in (*listed, *own):
            yield shared_name(model_id.rpartition("/")[2]), model_id
        for model_id in own:
            for c in self.scopes(provider, model_id):
                for name in {c.display_name, *(o.fact.display_name for o in c.observations)} - {None, model_id}:
                    yield shared_name(name or ""), model_id

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What follows from these lifecycles alone, worked out when it is first asked for."""
        if key not in self._worked_out:
            self._worked_out[key] = work_out()
        return cast("T", self._worked_out[key])

    @property
    def providers(self) -> tuple[str, ...]:
        """Every provider of which there is a model, sorted."""
        return tuple(sorted(self._ids))

    def ids(self, provider: str) -> tuple[str, ...]:
        """All known ids of a provider, sorted, for suggesting what a mistyped one may have meant."""
        return self._ids.get(provider, ())

    @cached_property
    def _ids(self) -> dict[str, tuple[str, ...]]:
        ids: defaultdict[str, set[str]] = defaultdict(set)
        for (provider, _), scopes in self._by_id.items():
            ids[provider].update(c.model_id for c in scopes if not is_name(c.model_id))
        return {provider: tuple(sorted(found)) for provider, found in ids.items()}
