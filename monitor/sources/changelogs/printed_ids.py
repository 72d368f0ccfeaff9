"""Which ids a page prints, and what it calls them: from a mention to the id behind it.

Only the page itself says which id is behind a name: a link to the model, the same name beside an id, or words that
occur in one id of the page and no other. A name that it gives no id for stays a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from monitor.sources.cells import is_model_id
from monitor.sources.changelogs.mentions import LIST, Line, Mention
from monitor.sources.names import folded

_LISTS = re.compile(LIST)
# A name ends where its capitals end: "Alpha" of "Alpha Chat" is none
_NAME = re.compile(
    r"(?<![\w./:@-])(?:[A-Z][\w.-]*(?: [A-Z\d][\w.-]*)*|[a-z\d@][\w.:@/+-]*[-\d][\w.:@/+-]*\w)(?![\w/-])", re.ASCII
)
_WORDS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PrintedIds:
    """The ids of a page.

    `links`: what of a link's address is the model's own, as group 1. `form`: the id that a request sends for it, and
    for an id that is printed without a slash. `shape`: what all ids look like; without it any code span that may be one
    (`is_model_id`) and has a figure or a hyphen is one, and what stands in a list with such a one.
    """

    links: re.Pattern[str] | None = None
    form: str = "{}"
    shape: re.Pattern[str] | None = None
    _printed: Mapping[str, str] = field(default_factory=dict)  # folded names and ids -> the id; "" if two share a name
    _variants: frozenset[str] = frozenset()  # folded names that say more than the id behind their link

    def of(self, lines: Iterable[Line]) -> PrintedIds:
        """With all that `lines` print.

        A name that goes on after another name of the same link ("Kimi K2.6 Turbo" after "Kimi K2.6") is a variant that
        the page gives no id for.
        """
        stated = [pair for line in lines for pair in self._stated_in(line)]
        called = {(model_id, folded(mention.text)) for mention, model_id in stated if not mention.is_code}
        variants = {
            name for model_id, name in called for same, short in called
            if same == model_id and name.startswith(f"{short}-")
        }  # fmt: skip
        names: dict[str, str] = {}
        for mention, model_id in stated:
            for name in {folded(model_id.rpartition("/")[2]), folded(mention.text)} - variants:
                if names.setdefault(name, model_id).casefold() != model_id.casefold():
                    names[name] = ""
        ids = {folded(model_id): model_id for _, model_id in stated}
        return replace(self, _printed=names | ids, _variants=frozenset(variants))

    def behind(self, mention: Mention) -> str | None:
        """The id behind a mention: stated, or called by its name elsewhere on the page. None if the page gives none."""
        return self._stated(mention) or self.named(mention.text) or (self._linked(mention) if mention.target else None)

    def marked(self, line: Line) -> Line:
        """A line with the ids and names of the page that stand in it without marks as mentions, too."""
        return line.marking(_NAME, lambda text: self.named(text) is not None) if self._printed else line

    def named(self, name: str) -> str | None:
        """The id that the page prints for a name."""
        return self._printed.get(folded(name)) or None

    def _stated_in(self, line: Line) -> list[tuple[Mention, str]]:
        found = [(mention, id_) for mention in line.mentions.values() if (id_ := self._stated(mention)) is not None]
        if self.shape is None and found:
            sure = {id(mention) for mention, _ in found}
            for group in _LISTS.findall(line.text):
                mentions = line.found(group)
                if any(id(mention) in sure for mention in mentions):
                    others = [m for m in mentions if m.is_code and id(m) not in sure and is_model_id(m.text)]
                    found += [(mention, self.form.format(mention.text)) for mention in others]
        return found

    def _stated(self, mention: Mention) -> str | None:
        """The id that a mention states itself, in code or by the address of its link."""
        if self.links is not None and (found := self.links.search(mention.target)) is not None:
            return None if folded(mention.text) in self._variants else self.form.format(found[1])
        token = mention.text
        if self.shape is not None:
            return token if self.shape.fullmatch(token) is not None else None
        if mention.is_code and is_model_id(token) and ("-" in token or any(c.isdigit() for c in token)):
            return token if "/" in token else self.form.format(token)
        return None

    def _linked(self, mention: Mention) -> str | None:
        """The one id on the page that has all the words of a link's text and of the last part of its address."""
        slug = mention.target.rstrip("/").rpartition("/")[2].partition("#")[0]
        words = _words(f"{mention.text} {slug}")
        ids = {model_id for model_id in self._printed.values() if words <= _words(model_id)}
        chosen = {model_id for model_id in ids if words == _words(model_id)} or ids
        return chosen.pop() if len(chosen) == 1 and len(words) > 1 else None


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(text.lower().replace(".", "")))
