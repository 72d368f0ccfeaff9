"""Changelogs -> facts: a page of dated updates, of which only few speak of the end of a model.

An update is what stands under a date: a component `<Update label="2026-08-17">`, a heading that is a day, a line that
is one, or the front matter's `date`. A label may be a month ("August 2026"), which is no day of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from monitor.core.dates import DateBound, read_date
from monitor.core.facts import Fact
from monitor.errors import UnreadableDocument
from monitor.sources.changelogs import notices
from monitor.sources.changelogs.drafts import announced_on
from monitor.sources.changelogs.mentions import read_line
from monitor.sources.changelogs.update_rules import UpdateRules
from monitor.sources.changelogs.updates import Update
from monitor.sources.document import BREAKS_OFF, Document, Section, Text
from monitor.sources.entries import Entry
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.spec import Reader
from monitor.sources.tables import TableRules, read_tables

_DAY_LINE = re.compile(r"(?:(?:publish_)?date: *)?[\"'_*]*([\w ,./-]{4,30}?)[\"'_*]*(?: title: .*)?")


@dataclass(slots=True)
class _Part:
    """A section, or what of it stands in one update; `is_whole`: with its heading."""

    section: Section
    texts: list[Text] = field(default_factory=list)
    is_whole: bool = True


@dataclass(slots=True)
class _Dated:
    """An update: its date and its parts."""

    label: DateBound | None
    parts: list[_Part] = field(default_factory=list)


def changelog_page(rules: UpdateRules) -> Reader:
    """A reader for a changelog. Of a model in several updates the newest counts."""

    def facts(page: Page) -> Iterator[Fact]:
        newest: dict[str, Entry] = {}
        for entry in read_changelog(page, rules):
            known = newest.setdefault(entry.named.model_id.casefold(), entry)
            if (entry.announced_on or date.min) > (known.announced_on or date.min):
                newest[entry.named.model_id.casefold()] = entry
        for entry in newest.values():
            yield fact_of(page, replace(entry, announced_on=None))

    return lambda source, raw: read_page(source, raw, facts)


def read_changelog(page: Page, rules: UpdateRules) -> Iterator[Entry]:
    """The entries of all updates, as on the page; `announced_on` is the first day that an update's date may mean.

    Raises:
        UnreadableDocument: the page breaks off inside an update, or does not name its provider.
    """
    if broken := [defect for defect in page.document.defects if defect.startswith(BREAKS_OFF)]:
        raise UnreadableDocument(broken[0])
    texts = [text.text for section in page.document.sections for text in section.texts]
    titles = [section.title for section in page.document.sections]
    if rules.must_name is not None and not any(map(rules.must_name.search, [*titles, *texts])):
        raise UnreadableDocument("the page does not name the provider whose changelog it should be")
    ids = rules.ids.of(read_line(text, rules.ids.shape) for text in texts if "`" in text or "](" in text)
    for dated in _updates(page.document, rules):
        if _speaks_of_an_end(dated):
            update = Update(page, rules, ids, dated.label)
            for part in dated.parts:
                _read(update, part, rules)
            yield from update.entries()
        yield from _tables(page, dated, rules)


def _updates(document: Document, rules: UpdateRules) -> Iterable[_Dated]:
    """The page cut into its updates."""
    label = _label(document.front.get("date", ""))
    found = [_Dated(label)]
    above: tuple[str, ...] = ()
    for section in document.sections:
        here = section.path[: _depth(section.path, rules)]
        if here != above or (here and section.title and section.path == here):
            found.append(_Dated(_label(here[-1]) if here else label))
            above = here
        part = _Part(section)
        found[-1].parts.append(part)
        for text in section.texts:
            day = None if here else _label(text.text)
            if day is None:
                part.texts.append(text)
            else:
                label, part = day, _Part(section, is_whole=False)
                found.append(_Dated(day, [part]))
    return found


def _read(update: Update, part: _Part, rules: UpdateRules) -> None:
    path = part.section.path
    if any(map(rules.is_left_out, path)):
        return
    if part.is_whole and part.section.title:
        update.heading(part.section, _label(path[-1]) if _ends_here(path, len(path) - 1, rules) else None)
    for text in part.texts:
        update.text(part.section, text)


def _depth(path: tuple[str, ...], rules: UpdateRules) -> int:
    """How many titles of `path` there are down to the innermost that is the date of an update; 0 if none is."""
    dates = [at for at, title in enumerate(path) if _label(title) is not None and not _ends_here(path, at, rules)]
    return dates[-1] + 1 if dates else 0


def _ends_here(path: tuple[str, ...], at: int, rules: UpdateRules) -> bool:
    """Whether a title that is a date is that of an end, and no update's."""
    return at > 0 and rules.says_ends(path[at - 1])


def _label(text: str) -> DateBound | None:
    """The date that a title or a line is, all of it."""
    found = _DAY_LINE.fullmatch(text.strip())
    stated = read_date(found[1].strip()) if found is not None and any(c.isdigit() for c in found[1]) else None
    return stated if isinstance(stated, DateBound) else None


def _speaks_of_an_end(dated: _Dated) -> bool:
    return any(
        notices.may_end(text) for part in dated.parts for text in (part.section.title, *(t.text for t in part.texts))
    )


def _tables(page: Page, dated: _Dated, rules: UpdateRules) -> Iterator[Entry]:
    """What lifecycle tables in an update say."""
    sections = [part.section for part in dated.parts if part.is_whole and part.section.tables]
    how = TableRules(month_first=rules.month_first, headings_announce=False)
    for entry in read_tables(sections, how, page.unread):
        if rules.ids.shape is None or rules.ids.shape.fullmatch(entry.named.model_id) is not None:
            label = dated.label
            told_on = label.start if label is not None else None
            deprecated_on = entry.deprecated_on or announced_on(label, entry.firm_day)
            yield replace(entry, announced_on=told_on, deprecated_on=deprecated_on)
