"""Anthropic: the release notes, which announce deprecations and say when a model was retired, each below its day.

Only sentences about models count ("We announced the deprecation of the Claude Opus 4 model (`…`), with retirement
scheduled for …", "We've retired the Claude Opus 4 model (`…`)"): features, beta headers, plans and consoles are
deprecated and retired in the same words. A name without an id counts where another note prints the id beside it. A note
of a retirement says that requests fail, and its own day is no more than that of the note; the scheduled day stands in
the announcement, below it. A cut copy lacks the newest notes or the oldest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from monitor.core.dates import DateBound, NoDate, read_date
from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.errors import UnreadableDocument
from monitor.sources.cells import Named, Replacements, plain
from monitor.sources.document import Section, clip
from monitor.sources.entries import MAX_PLACE, NO_REPLACEMENTS, Entry, newest
from monitor.sources.names import Names, shared_out
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.spec import RawDocument, Source

_NAME = r"(?:Claude )?(?:(?:Opus|Sonnet|Haiku|Instant|Fable|Mythos)(?: [\d.]+)?|[\d.]+(?: [A-Z][a-z]+)?)"
_CALLED = re.compile(rf"(?P<name>Claude {_NAME}(?: v\d)?)(?: model)?\**\s*\(`(?P<id>claude-[\w.-]+)`\)")
_CODE = re.compile(r"`(claude-[\w.-]+)`")

_ANNOUNCED = re.compile(
    r"We(?:'|\u2019)?(?:ve)? announced the deprecation of (?P<subject>.+?)(?=, with retirement|\.(?:\s|$))"
)
_RETIRED = re.compile(r"We(?:'|\u2019)ve retired (?P<subject>.+?)\.(?=\s|$)")
_MODELS = re.compile(r"^the Claude .*\bmodels?\b(?: \([^()]*\))?$")
_WHEN = re.compile(
    r"(?:with retirement (?:on [\w ]+? )?(?:scheduled for|on)|(?:this model|these models) will be retired on) "
    r"(?P<when>[A-Z]\w+ \d{1,2}(?:st|nd|rd|th)?,? \d{4})",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"We recommend (?:upgrading|migrating) to (?P<instead>.+?)(?:\.(?:\s|$)|, which | for improved )")
_ABOUT_MODELS = re.compile(r"^We\S* (?:announced the deprecation of|retired|deprecated) the Claude\b.*?\bmodels?\b")


def read_notes(source: Source, raw: RawDocument) -> Reading:
    """The release notes, as Markdown or HTML."""
    return read_page(source, raw, _facts)


def _facts(page: Page) -> Iterator[Fact]:
    if not _has_its_beginning(page):
        raise UnreadableDocument("the document does not begin as the release notes do: its newest notes may be missing")
    called = _names(page)
    announced: list[Entry] = []
    retired: list[Entry] = []
    for section in page.document.sections:
        day = _day_of(section)
        for text in section.texts:
            line = text.text
            if (found := _ANNOUNCED.match(line)) is not None and _MODELS.match(found["subject"]):
                announced += _entries(section, line, found["subject"], called, day)
            elif (found := _RETIRED.match(line)) is not None and _MODELS.match(found["subject"]):
                retired += _entries(section, line, found["subject"], called, None)
            elif _ABOUT_MODELS.match(line) is not None:
                page.unread.append(clip(f"{section.title}: {line}", MAX_PLACE))
    ends = newest(announced, page.unread)
    gone = newest(retired, page.unread)
    for key, entry in gone.items():
        if key not in ends:  # the end of the notes is cut off
            page.unread.append(f"{entry.named.model_id} was retired, and no note announces its deprecation")
    for key, entry in ends.items():
        yield fact_of(page, _merged(entry, gone[key]) if key in gone else entry)


def _merged(announcement: Entry, retirement: Entry) -> Entry:
    """What was announced of a model, retired; the newer note's advice counts."""
    advised = announcement if retirement.replacements == NO_REPLACEMENTS else retirement
    return replace(
        announcement,
        quote=clip(f"{announcement.quote} {retirement.quote}"),
        status=StatedStatus.RETIRED,
        replacements=advised.replacements,
    )


def _entries(section: Section, line: str, subject: str, called: Names, day: date | None) -> Iterator[Entry]:
    """The models of a note's subject that have an id, with the day of their end and what takes their place."""
    model_ids = _CODE.findall(subject) or _ids_of_names(subject, called)
    found = _WHEN.search(line)
    stated = read_date(found["when"]) if found is not None else None
    instead = _INSTEAD.search(line)
    shares = shared_out(instead["instead"] if instead else "", len(model_ids))
    for model_id, share in zip(model_ids, shares, strict=True):
        text = plain(share)
        yield Entry(
            Named(model_id),
            section,
            clip(line[: found.end() + 1] if found else line.partition(". ")[0]),
            shutdown=stated if isinstance(stated, DateBound | NoDate) else None,
            status=StatedStatus.DEPRECATED,
            announced_on=day,
            replacements=_advised(text, called) if text else NO_REPLACEMENTS,
        )


def _advised(text: str, called: Names) -> Replacements:
    """What a note recommends: ids that it prints itself, or those that other notes print beside the names."""
    if model_ids := _CODE.findall(text) or re.findall(r"\((claude-[\w.-]+)\)", text):
        return Replacements(tuple(model_ids), text)
    return called.resolved(Replacements(text=text))


def _ids_of_names(subject: str, called: Names) -> list[str]:
    """The ids of a subject that prints names only; none unless the notes print an id for each of them."""
    names = re.split(r",\s*(?:and\s+)?|\s+and\s+", re.sub(r"^the |\s+models?$", "", subject))
    ids = [called.find(name if name.startswith("Claude") else f"Claude {name}") for name in names]
    return [model_id for model_id in ids if model_id is not None] if all(ids) else []


def _names(page: Page) -> Names:
    """Names and the ids that stand behind them in brackets, anywhere in the notes."""
    pairs: dict[str, str] = {}
    for section in page.document.sections:
        for text in section.texts:
            for found in _CALLED.finditer(text.text):
                pairs.setdefault(found["name"], found["id"])
    return Names.of((), pairs)


def _has_its_beginning(page: Page) -> bool:
    """Whether the notes are introduced before the first of them."""
    for section in page.document.sections:
        if _day_of(section) is not None:
            return False
        if any("release notes" in text.lower() for text in (section.title, *(text.text for text in section.texts))):
            return True
    return False


def _day_of(section: Section) -> date | None:
    stated = read_date(section.title)
    return stated.firm_day if isinstance(stated, DateBound) else None


SOURCES = (
    Source(
        id="anthropic/release-notes",
        provider="anthropic",
        authority=Authority.PAGE,
        url="https://platform.claude.com/docs/en/release-notes/overview.md",
        page_url="https://platform.claude.com/docs/en/release-notes/overview",
        read=read_notes,
        guards=Guards(min_facts=3),
    ),
)
