"""Display names -> model ids, by what a page itself prints: its ids, and names that it puts beside an id.

A name that the page gives no id for stays a name: which model is meant is then not a matter of spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from monitor.sources.cells import Replacements, plain
from monitor.sources.entries import Entry

_PIECES = re.compile(r"\s*(?:[|,;/\n]|\b(?:or|and)\b)\s*")


@dataclass(frozen=True, slots=True)
class Names:
    """The ids behind names, by the folded name."""

    ids: Mapping[str, str]

    @classmethod
    def of(cls, entries: Iterable[Entry], named: Mapping[str, str] | None = None) -> Names:
        """From the ids and the name columns of entries, and from other pairs of a name and its id (`named`).

        A name that stands beside two ids is none of them.
        """
        ids: dict[str, str] = {}
        torn: set[str] = set()
        pairs = list((named or {}).items())
        for entry in entries:
            model_id = entry.named.model_id
            pairs += [(model_id, model_id), (entry.name or model_id, model_id)]
        for name, model_id in pairs:
            if ids.setdefault(folded(name), model_id).casefold() != model_id.casefold():
                torn.add(folded(name))
        return cls({name: model_id for name, model_id in ids.items() if name not in torn})

    def find(self, name: str) -> str | None:
        """The id behind a name, or None."""
        return self.ids.get(folded(name))

    def resolved(self, replacements: Replacements) -> Replacements:
        """`replacements` with the ids of the names in its text, where it has no ids; the text stays as printed."""
        if replacements.model_ids or not replacements.text:
            return replacements
        pieces = [plain(piece) for piece in _PIECES.split(replacements.text)]
        found = [model_id for piece in pieces if piece and (model_id := self.find(piece)) is not None]
        return replace(replacements, model_ids=tuple(dict.fromkeys(found)))


def folded(name: str) -> str:
    """A name as ids are spelled: "Gemini 3.5 Flash-Lite" and "gemini-3.5-flash-lite" are one."""
    return re.sub(r"[\s_-]+", "-", plain(name).lower()).strip("-")


def shared_out(text: str, among: int) -> tuple[str, ...]:
    """What each of `among` models is given of "A and B respectively"; all of it each, where it is not said so."""
    whole, respectively, _ = text.partition(" respectively")
    shares = tuple(share for share in re.split(r",\s*(?:and\s+)?|\s+and\s+", whole) if share)
    if not respectively or len(shares) != among:
        return (text,) * among
    return shares
