"""What one update of a changelog says of its models, while it is being read, and how that becomes entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from monitor.core.dates import DateBound
from monitor.core.facts import StatedStatus
from monitor.sources.cells import Named, Replacements
from monitor.sources.changelogs.mentions import Line, Mention, is_name
from monitor.sources.changelogs.notices import Ending
from monitor.sources.changelogs.printed_ids import PrintedIds
from monitor.sources.changelogs.update_rules import UpdateRules
from monitor.sources.document import Section, clip
from monitor.sources.entries import Entry
from monitor.sources.prose.days import Stated

MAX_ADVICE = 200

_MODEL = re.compile(r"\bmodels?\b", re.IGNORECASE)
_CAPITALS = re.compile(r"[A-Z][\w.-]*(?: [A-Z0-9][\w.-]*)*")
_ALTERNATIVES = re.compile(r" ?(?:,|;|/|\bor\b|\band\b) ?")
# What a recommendation says beside the models: also all that stands behind a dash
_FILLER = re.compile(r"^either |(?: instead| immediately)?(?: (?:-|[^\x00-\x7f]\S*) .*)?$")


@dataclass(slots=True)
class Draft:
    """One model of an update. `instead` are the ids to use in its place, `instead_text` what is printed of them."""

    model_id: str
    section: Section
    quote: str
    shutdown: Stated | None = None
    deprecated_on: date | None = None
    status: StatedStatus | None = None
    instead: list[str] = field(default_factory=list)
    instead_text: str = ""
    redirects_to: str | None = None
    name: str | None = None

    @property
    def firm_day(self) -> date | None:
        """The day on which it ends for sure."""
        return self.shutdown.firm_day if isinstance(self.shutdown, DateBound) else None

    def state(self, stated: Ending, read_on: date, *, deprecated_ends: bool) -> None:
        """Write down what a sentence says of it. `deprecated_ends`: with its deprecation it is not served any more."""
        if stated.gone or deprecated_ends:
            self.shutdown = stated.when or self.shutdown
            self.deprecated_on = _day_of(stated.deprecated_when) or self.deprecated_on
        else:
            self.deprecated_on = _day_of(stated.when) or self.deprecated_on
        if stated.gone and not stated.ahead and (self.firm_day or read_on) <= read_on:
            self.status = StatedStatus.RETIRED
        elif self.status is None and (stated.deprecated or self.shutdown is None):
            self.status = StatedStatus.DEPRECATED  # without a day of its end, that it is announced is all there is

    def advise(self, ids: list[str], text: str) -> None:
        """Write down what to use instead of it, if nothing better is known."""
        if not self.instead and (ids or not self.instead_text):
            self.recommend(ids, text)

    def recommend(self, ids: list[str], text: str) -> None:
        """Write down what to use instead of it."""
        self.instead = [other for other in dict.fromkeys(ids) if other.casefold() != self.model_id.casefold()]
        self.instead_text = text

    def entry(self, label: DateBound | None) -> Entry:
        """As an entry; `label` is the date of the update.

        The entry's `announced_on` is the first day that the label may mean: it says which update is the newer.
        """
        return Entry(
            named=Named(self.model_id),
            section=self.section,
            quote=self.quote,
            shutdown=self.shutdown,
            status=self.status,
            replacements=Replacements(tuple(self.instead), self.instead_text or None),
            announced_on=label.start if label is not None else None,
            deprecated_on=self.deprecated_on or announced_on(label, self.firm_day),
            name=self.name,
            redirects_to=self.redirects_to,
        )


class Drafts:
    """The models of an update, and what of it is in doubt. `ids` are those of the whole page."""

    def __init__(self, rules: UpdateRules, ids: PrintedIds) -> None:
        self.rules, self.ids = rules, ids
        self.in_pairs: set[str] = set()  # models of rows that say what to use instead
        self._by_id: dict[str, Draft] = {}
        self._names: set[str] = set()  # models that have a name here and no id
        self._called: dict[str, str] = {}  # the names of models that have an id
        self._doubts: list[tuple[str, str]] = []  # what is not understood, and the model that it is about

    def __iter__(self) -> Iterator[Draft]:
        return iter(self._by_id.values())

    def find(self, model_id: str) -> Draft | None:
        """What is known of a model so far, if it is."""
        return self._by_id.get(model_id.casefold())

    def of(self, model_id: str, section: Section, quote: str) -> Draft:
        """What is known of a model, from now on if it was not known before."""
        draft = self._by_id.setdefault(model_id.casefold(), Draft(model_id, section, clip(quote)))
        draft.name = self._called.get(model_id)
        return draft

    def models(self, line: Line, marks: str, context: str) -> list[str]:
        """The models that marks stand for; `context` is the sentence or the row around them."""
        found = (self._model(mention, context) for mention in line.found(marks))
        return list(dict.fromkeys(model for model in found if model is not None))

    def ids_of(self, mentions: Iterable[Mention]) -> list[str]:
        """The ids behind mentions, of those that have one."""
        found = (self.ids.behind(mention) for mention in mentions)
        return [model_id for model_id in found if model_id is not None]

    def replacements(self, line: Line, part: str) -> tuple[list[str], str]:
        """The ids that a part of a line recommends, and what it prints of them where that is more than an id."""
        ids: list[str] = []
        called: list[tuple[str, str | None]] = []  # names in plain words, and the ids that the page prints for them
        for piece in _ALTERNATIVES.split(part):
            if mentions := line.found(piece):
                ids += self.ids_of(mentions)
                called += [(mention.text, self.ids.behind(mention)) for mention in mentions if mention.is_plain]
            else:
                found = [(name, self.ids.named(name)) for name in _CAPITALS.findall(piece)]
                ids += [model_id for _, model_id in found if model_id is not None][:1]
                called += found
        families = {name.partition(" ")[0] for name, model_id in called if model_id is not None}
        if unknown := [name for name, model_id in called if model_id is None and name.partition(" ")[0] in families]:
            self.doubt(f"{line.plain(part)}: no id on the page is called {unknown[0]}")  # and of the others by chance
            return [], ""
        text = _FILLER.sub("", line.plain(part).rstrip(" .:"))
        return list(dict.fromkeys(ids)), "" if text in ids else clip(text, MAX_ADVICE)

    def doubt(self, what: str, about: str = "") -> None:
        """Something is not understood; `about`: a model, of which it says more than we know if we know it."""
        self._doubts.append((what, about))

    def doubt_line(self, line: Line, part: str) -> None:
        """A part of a line speaks of the end of models, in a way that is not understood."""
        if models := self.ids_of(line.found(part)):
            self.doubt(line.plain(part), models[0])

    def entries(self, label: DateBound | None, unread: list[str]) -> Iterator[Entry]:
        """What is known for sure; the rest goes to `unread`."""
        unread += [what for what, about in self._doubts if self.find(about) is None]
        for draft in self:
            if label is None and not self.rules.undated:
                unread.append(f"a notice without a date: {draft.model_id}")
            elif self.in_pairs and draft.model_id in self._names - self.in_pairs:  # its row would say its id
                unread.append(f"{draft.model_id} is in no row of the list")
            else:
                yield draft.entry(label)

    def _model(self, mention: Mention, context: str) -> str | None:
        """The model that a mention is: its id, or its name; None if it may be something else."""
        if (model_id := self.ids.behind(mention)) is not None:
            if not mention.is_code:
                self._called.setdefault(model_id, mention.text)
            return model_id
        if mention.is_code or self.ids.shape is not None:
            return None
        stands_out = mention.is_bold or bool(mention.target)
        is_model = self.rules.by_name and is_name(mention.text) if stands_out else _MODEL.search(context) is not None
        if is_model:
            self._names.add(mention.text)
        return mention.text if is_model else None


def announced_on(label: DateBound | None, ends_on: date | None) -> date | None:
    """The day of the announcement: that of the update, unless the model goes on that very day or before it."""
    day = _day_of(label)
    return None if day is None or (ends_on is not None and day >= ends_on) else day


def _day_of(stated: Stated | None) -> date | None:
    return stated.firm_day if isinstance(stated, DateBound) else None
