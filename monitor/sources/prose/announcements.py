"""Notices on a page -> entries: sentences that end models, the lists below them, and what is said to use instead.

A notice is a sentence of `prose` that states something, with what follows it up to the next one: the list that it
speaks of ("the following models will be retired:", "Deprecated Models:"), a recommendation, a redirect. A list under
any other line ("Deprecated features", "Variants that remain active") names no models that end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from monitor.core.dates import NoDate
from monitor.sources.cells import Named, Replacements, plain
from monitor.sources.document import MAX_QUOTE, Section, Text, clip
from monitor.sources.entries import MAX_PLACE, NO_REPLACEMENTS, Entry
from monitor.sources.pages import Page
from monitor.sources.prose import statements
from monitor.sources.prose.days import Calendar, day_of
from monitor.sources.prose.notice_lists import Holds, holds, is_of_kind, is_title, kind_of, members, read_item
from monitor.sources.prose.sentences import Ids, Sentence, sentences
from monitor.sources.prose.statements import Effect, Said
from monitor.sources.prose.successors import Advice, advice, pointing, redirect

FINE_TUNED = "fine-tuned"


@dataclass(slots=True)
class Notice:
    """What is said of the models of one notice; `items` are those of its list, each with its own words."""

    said: Said
    section: Section
    quote: str
    items: list[tuple[Named, str]] = field(default_factory=list)
    advice: list[tuple[str, Replacements]] = field(default_factory=list)  # with the kind of models that it is for
    redirects_to: str | None = None
    points_at: str | None = None
    announced_on: date | None = None

    def replacements(self, model_id: str) -> Replacements:
        """What is recommended in the place of one of its models."""
        for_it = [advice for kind, advice in self.advice if is_of_kind(model_id, kind)]
        ids = tuple(dict.fromkeys(m for advice in for_it for m in advice.model_ids if m != model_id))
        text = "; ".join(advice.text for advice in for_it if advice.text)
        return Replacements(ids, clip(text) or None)


def read_notices(page: Page, ids: Ids) -> Iterator[Entry]:
    """The entries of all notices of a page, in its order; what is not understood goes to `page.unread`."""
    return _Reader(page, ids).entries()


def quoted(quote: str, item: str) -> str:
    """The sentence and the item or row that it speaks of, with no more of the former than there is room for."""
    item = clip(item, MAX_QUOTE // 2)
    return f"{clip(quote, MAX_QUOTE - 1 - len(item))} {item}"


class _Reader:
    """Reads a page from top to bottom."""

    def __init__(self, page: Page, ids: Ids) -> None:
        self.page, self.ids = page, ids
        self.calendar = Calendar(page.document, page.read_on)
        self.notices: list[Notice] = []
        self.notice: Notice | None = None  # the one that is spoken of
        self.list, self.kind = Holds.NOTHING, ""
        self.advice: dict[str, Replacements] = {}  # for models by id
        self.redirects: dict[str, str] = {}
        self.unended: list[tuple[str, Section, Sentence]] = []  # models of which a redirect is all that may be said
        last = page.document.sections[-1].blocks[-1:] if page.document.sections else ()
        self.last = last[0] if last else None

    def entries(self) -> Iterator[Entry]:
        for section in self.page.document.sections:
            self.enter(section)
            for block in section.blocks:
                if isinstance(block, Text):
                    self.read(section, block)
                else:
                    self.list = Holds.NOTHING
        self.end()
        ended: set[str] = set()
        for notice in self.notices:
            for entry in self.entries_of(notice):
                ended.add(entry.named.model_id)
                yield entry
        for model_id, section, sentence in self.unended:
            if model_id not in ended:
                self.complain(section, sentence, f"{model_id} is redirected, and nobody says that it ends")

    def enter(self, section: Section) -> None:
        """Begin a section: below its own heading a notice whose models are listed is still spoken of.

        The title may begin its list. One with a day of its own begins something else, and so does any title below a
        notice that has named its models.
        """
        notice = self.notice
        above = notice.section.path if notice is not None else ()
        goes_on = notice is not None and notice.said.listed and section.path[: len(above)] == above
        if not section.path or not goes_on or day_of(section.title):
            self.notice, self.list = None, Holds.NOTHING
        else:
            self.list = Holds.MODELS if holds(section.title) is Holds.MODELS else Holds.NOTHING

    def read(self, section: Section, text: Text) -> None:
        if text.kind == "item" and self.list is not Holds.NOTHING and self.item(text):
            return
        found = sentences(text, self.ids)
        if is_title(text.text) and not any(self.states(sentence) for sentence in found) and self.title(text):
            return
        if text.kind != "item":
            self.list = Holds.NOTHING
        for sentence in found:
            if text is self.last and sentence is found[-1] and not _WHOLE.search(sentence.quote):
                self.cut_off(section, text, sentence)
            else:
                self.sentence(section, sentence)

    def states(self, sentence: Sentence) -> bool:
        return statements.said(sentence) is not None

    def title(self, text: Text) -> bool:
        """Whether a text is only the title of a list; what that then holds."""
        if self.notice is None or not is_title(text.text):
            return False
        line = plain(text.text)
        self.list = holds(line, below=self.list)
        self.kind = kind_of(line) if self.list is Holds.INSTEAD else ""
        return True

    def item(self, text: Text) -> bool:
        """Read an item of a list of models; false if it is none, and ends the list or gives it another title."""
        assert self.notice is not None  # noqa: S101 there is no mode without one
        found = read_item(text.text)
        if self.list is Holds.MODELS:
            if found is None:
                self.page.unread.append(clip(f"{self.notice.section.title}: {text.text} names no model", MAX_PLACE))
                self.title(text)
                return True
            for named in found[0]:
                self.notice.items.append((named, text.text))
                if found[1] is not None:
                    self.advice.setdefault(named.model_id, found[1])
            return True
        if found is None or found[1] is not None:
            return False
        self.notice.advice.append((self.kind, Replacements(tuple(named.model_id for named in found[0]))))
        return True

    def sentence(self, section: Section, sentence: Sentence) -> None:
        """Take what a sentence says, if anything."""
        stated = statements.said(sentence, self.calendar)
        if stated is not None and (stated.models or stated.families or stated.listed):
            self.notice = Notice(stated, section, clip(sentence.quote))
            self.notices.append(self.notice)
            if stated.listed:
                self.list = Holds.MODELS
        pointed, served = pointing(sentence), redirect(sentence)
        if pointed is not None:
            self.point(section, sentence, *pointed)
        elif served is not None:
            self.redirect(section, sentence, *served)
        advised, told = advice(sentence), statements.announced(sentence)
        if advised is not None:
            self.advise(advised)
        if told is not None and self.notice is not None:
            self.notice.announced_on = self.notice.announced_on or told.day
        if all(said is None for said in (stated, pointed, served, advised, told)):
            self.complain(section, sentence, "is not understood")

    def advise(self, advice: Advice) -> None:
        if advice.models:
            self.advice |= {model_id: advice.replacements for model_id in advice.models if model_id not in self.advice}
        elif self.notice is not None:
            self.notice.advice.append((advice.kind, advice.replacements))

    def redirect(self, section: Section, sentence: Sentence, models: tuple[str, ...], target: str) -> None:
        self.unended += [(model_id, section, sentence) for model_id in models]
        self.redirects |= {model_id: target for model_id in models if model_id not in self.redirects}
        if not models and self.notice is not None and self.notice.section is section:
            self.notice.redirects_to = self.notice.redirects_to or target

    def point(self, section: Section, sentence: Sentence, names: tuple[str, ...], target: str) -> None:
        """Take that names point at another model from now on; that ends nothing."""
        if names:
            said = Said(Effect.OTHER, models=names)
            self.notices.append(Notice(said, section, clip(sentence.quote), points_at=target))
        elif self.notice is not None:
            self.notice.points_at = target

    def end(self) -> None:
        """The list in which the page ends may go on: its last model, or what it recommends, is not believed."""
        notice = self.notice
        if notice is None or self.list is Holds.NOTHING:
            return
        self.page.unread.append(clip(f"{notice.section.title}: the page ends in a list of {notice.quote}", MAX_PLACE))
        if self.list is Holds.MODELS:
            del notice.items[-1:]
        else:
            notice.advice.clear()

    def entries_of(self, notice: Notice) -> Iterator[Entry]:
        said = notice.said
        if isinstance(said.when, NoDate):
            self.page.unread.append(
                clip(f"{said.when.words!r} is no day that is understood: {notice.quote}", MAX_PLACE)
            )
        models = [(Named(model_id), notice.quote) for model_id in said.models]
        for stem in said.families:
            found = members(self.page.document, notice.section, stem)
            if not found:
                self.page.unread.append(clip(f"no {stem}-… on the page: {notice.quote}", MAX_PLACE))
            models += [(Named(model_id), quoted(notice.quote, row)) for model_id, row in found]
        models += [(named, quoted(notice.quote, item)) for named, item in notice.items]
        if not models and not said.families:
            self.page.unread.append(clip(f"no list is understood below: {notice.quote}", MAX_PLACE))
        for named, quote in models:
            yield self.entry(notice, named, quote)

    def entry(self, notice: Notice, named: Named, quote: str) -> Entry:
        said, model_id = notice.said, named.model_id
        target = notice.points_at
        own = notice.replacements(model_id)
        return Entry(
            named=replace(named, alias_of=target) if target and not named.alias_of and target != model_id else named,
            section=notice.section,
            quote=quote,
            shutdown=said.when if said.effect is Effect.END else None,
            status=said.status(self.page.read_on) if said.effect is not Effect.OTHER else None,
            replacements=own if own.model_ids else self.advice.get(model_id, NO_REPLACEMENTS),
            announced_on=notice.announced_on,
            deprecated_on=said.deprecated_on,
            deployment=FINE_TUNED if said.fine_tuned else None,
            redirects_to=self.redirects.get(model_id, notice.redirects_to),
        )

    def cut_off(self, section: Section, text: Text, sentence: Sentence) -> None:
        """The page ends in the middle of a sentence, which is not believed, nor that the notice before it is whole."""
        if statements.is_dated(sentence) or (self.notice is not None and text.kind != "item"):
            self.page.unread.append(clip(f"{section.title or 'top'}: the page breaks off: {text.text}", MAX_PLACE))

    def complain(self, section: Section, sentence: Sentence, why: str) -> None:
        if statements.is_dated(sentence):
            line = sentence.printed(sentence.text)
            self.page.unread.append(clip(f"{section.title or 'top'}: {why}: {line}", MAX_PLACE))


_WHOLE = re.compile(r"(?:[.!?:)]|@[\w.-]+)[*_]*$")
