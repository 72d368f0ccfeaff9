"""Rows that a page gives a display name and no id ("Claude 3 Sonnet"), and the models of the same provider they mean.

The provider says so where one of its lists or pages ties the name to an id, by a `display_name` that is the same once
both are folded, or by an id that is spelled like the name. Where nothing does, a name is tied to the only id that has
just its words, and its version if it says one ("Claude 3.5 Sonnet v1", anthropic.claude-3-5-sonnet-20240620-v1:0).
Where a name is tied to two ids, or to none, the row is at most a hint: `hints` finds the rows whose words are those of
an id, and nothing is read out of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from monitor.core.lifecycle import Lifecycle
from monitor.core.prefixes import BEDROCK_VENDORS, VENDORS
from monitor.core.spellings import without_context

_MAKER = re.compile(r"^(?:.*/|[a-z][a-z0-9]*\.(?=[a-z]))")  # openai/…, anthropic.…
_MAKERS = BEDROCK_VENDORS | VENDORS.keys()
_RELEASE = re.compile(r"[-@](?:\d{8}|\d{4}-\d{2}-\d{2})(?![0-9])|:\d+k\b")
_VERSION = re.compile(r"-v(\d+(?:[.:][1-9]\d*)*)(?:[.:]0)*$")  # "v1:0" is "v1"


def is_name(model_id: str) -> bool:
    """Whether what a row calls its model is a name: no id has a space."""
    return " " in model_id


def folded(name: str) -> str:
    """A name as ids are spelled: "Claude 3 Sonnet" and "claude-3-sonnet" are one."""
    if not name.isascii():
        from monitor.core.dates import straighten  # noqa: PLC0415 (its patterns cost a check a tenth of its time)

        name = straighten(name)
    return re.sub(r"[\s_-]+", "-", name.casefold()).strip("-")


class NamedRows:
    """An immutable index of the rows that have a name and no id."""

    def __init__(self, lifecycles: Iterable[Lifecycle]) -> None:
        everything = tuple(lifecycles)
        self._rows: defaultdict[tuple[str, str], list[Lifecycle]] = defaultdict(list)
        self._alike: defaultdict[tuple[str, tuple[str, ...]], list[Lifecycle]] = defaultdict(list)
        for c in everything:
            if is_name(c.model_id) and c.observations:
                self._rows[c.provider, folded(c.model_id)].append(c)
                self._alike[c.provider, _words(c.model_id)[0]].append(c)
        self._names: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._ids: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self.providers = frozenset(provider for provider, _ in self._rows)
        for c in everything:
            if c.provider in self.providers and not is_name(c.model_id):
                self._tie(c)
        self._tie_by_words(everything)

    def _tie(self, c: Lifecycle) -> None:
        """Note every name that the provider gives the id of a lifecycle."""
        key = without_context(c.model_id).casefold()
        given = [c.model_id, c.display_name, *(o.fact.display_name for o in c.observations)]
        for name in {folded(name) for name in given if name}:
            if (c.provider, name) in self._rows:
                self._names[c.provider, key].add(name)
                self._ids[c.provider, name].add(key)

    def _tie_by_words(self, everything: Iterable[Lifecycle]) -> None:
        """Tie the names that nobody ties, each to the one id of just its words."""
        ids: defaultdict[tuple[str, tuple[str, ...]], set[tuple[str, str | None]]] = defaultdict(set)
        for c in everything:
            if c.provider in self.providers and not is_name(c.model_id):
                words, version = _words(c.model_id)
                ids[c.provider, words].add((without_context(c.model_id).casefold(), version))
        for (provider, name), rows in self._rows.items():
            if not self._ids.get((provider, name)):
                words, version = _words(rows[0].model_id)
                alike = {i for i, its in ids.get((provider, words), ()) if version is None or its == version}
                if len(alike) == 1:
                    self._ids[provider, name] = alike
                    self._names[provider, min(alike)].add(name)

    def of(self, provider: str, model_id: str) -> tuple[Lifecycle, ...]:
        """The rows that mean this id, since the provider ties their name to it and to no other."""
        if provider not in self.providers:
            return ()
        names = self._names.get((provider, without_context(model_id).casefold()))
        if not names:
            return ()
        mine = [name for name in sorted(names) if len(self._ids[provider, name]) == 1]
        return tuple(c for name in mine for c in self._rows[provider, name])

    def hints(self, provider: str, model_id: str) -> tuple[str, ...]:
        """Names of rows that may mean this id: tied to several ids, this one among them, or alike in their words.

        Empty where a row is known to mean it.
        """
        if provider not in self.providers or self.of(provider, model_id):
            return ()
        torn = self._names.get((provider, without_context(model_id).casefold()), ())
        words, version = _words(model_id)
        found = [c for name in torn for c in self._rows[provider, name]]
        for c in self._alike.get((provider, words), ()):
            other = _words(c.model_id)[1]
            tied = self._ids.get((provider, folded(c.model_id)), ())
            if not tied and (version is None or other is None or version == other):
                found.append(c)
        return tuple(sorted({c.model_id for c in found}))


def _words(text: str) -> tuple[tuple[str, ...], str | None]:
    """The words of an id or a name, in no order, without maker and release; and its version, where it says one."""
    bare = _RELEASE.sub("", _MAKER.sub("", folded(text)))
    version = _VERSION.search(bare)
    words = (word for word in re.findall(r"[a-z0-9]+", _VERSION.sub("", bare)) if word not in _MAKERS)
    said = version[1].replace(":", ".") if version else None
    return tuple(sorted(re.findall(r"[a-z]+|[0-9]+", " ".join(words)))), said
