"""Vertex AI: the cards of models, one page or more for each.

A card has the label "Model ID", and below "Versions" the id of each version with its launch stage, its release date and
sometimes its end: "discontinuation date" until July 2026, "retirement date" since, "retirement date not sooner than" on
those of partners. "Deprecation date" stood there for two weeks. A notice on top may say more of a version ("`x` will be
discontinued on July 9, 2026"), or of a list of models with what replaces each; what it says of models that have cards
of their own is left to those. The page of all models is no card.

There is no one address that has all cards, so that this source is not polled until the settings or a mirror give one:
of a card, or of several joined. A reading says nothing of the models that are not on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from monitor.core.dates import DateBound
from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.errors import UnreadableDocument
from monitor.sources.cells import Named, Replacements, is_model_id, plain, read_replacements
from monitor.sources.columns import STATUSES
from monitor.sources.document import Section, Table, Text, clip
from monitor.sources.entries import MAX_PLACE, NO_REPLACEMENTS, Entry, newest
from monitor.sources.layouts.sheets import id_of, label_of, lines_of
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.prose.statements import is_about, statement
from monitor.sources.providers.vertex import PLATFORM
from monitor.sources.providers.vertex_partners import MODEL_ID, SHUT_DOWN, announced, date_in
from monitor.sources.spec import RawDocument, Source

VERSIONS, STAGE, RELEASED, DEPRECATED = "versions", "launch stage", "release date", "deprecation date"
END = re.compile(r"(?:retirement|discontinuation|shutdown) date(?P<floor> (?:not|no) (?:sooner|earlier) than)?")
LABEL = re.compile(r"[a-z][a-z -]{2,40}")
MAX_VALUE = 60
NO_LABELS = frozenset({"caution", "important", "warning", "note", "deprecated"})
DISCONTINUED, INSTEAD = "discontinued endpoints", "recommended endpoint migration"

_NOTICE = re.compile(r"(?:caution|important|warning|deprecated):", re.IGNORECASE)
_USE = re.compile(
    r"\b(?:(?:migrat|mov|switch|upgrad|updat)\w*\b[^.`]*\b(?:to|use)|should use)\b[^.`]*`([^`]+)`", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\(\s+|\s+\)")
_ANY = re.compile("")


@dataclass(slots=True)
class Version:
    """What a card says of one version: the words behind each label, and the lines as printed.

    `end` are the words behind the label of its end. `flaw` says why it cannot be trusted: two versions in one, or a
    label that may be its end.
    """

    model_id: str
    section: Section
    said: dict[str, str] = field(default_factory=dict)
    end: str | None = None
    lines: list[str] = field(default_factory=list)
    flaw: str = ""
    is_last: bool = False  # hardly anything stands below it: the document may be cut off

    def add(self, label: str, value: str, line: str) -> None:
        """Add a line below its id."""
        self.lines.append(line)
        found = END.fullmatch(label)
        if found is not None:
            value, label = f"Not sooner than {value}" if found["floor"] else value, "end"
            self.end = self.end or value
        elif label not in {STAGE, RELEASED, DEPRECATED}:
            self.flaw = self.flaw or f"{label!r} is no label that is understood"
        if self.said.setdefault(label, value) != value:
            self.flaw = f"it has two lines for its {label}"


def read_model_cards(source: Source, raw: RawDocument) -> Reading:
    """One model card or several, as Markdown or HTML; a `problem` where the document is none."""
    return replace(read_page(source, raw, _model_cards), whole=False)


def _model_cards(page: Page) -> Iterator[Fact]:
    versions = list(_versions(page))
    if not versions and page.unread:
        raise UnreadableDocument(f"no version of the card is understood; the first: {page.unread[0]}")
    if not versions:
        raise UnreadableDocument("the document is no model card: it has no version below “Model ID” and “Versions”")
    entries = newest((_entry(page, version) for version in versions), page.unread)
    notices = newest((notice for notice in map(_unprefixed, _notices(page)) if notice.key in entries), page.unread)
    for key, entry in entries.items():
        yield fact_of(page, _merged(page, entry, notices[key]) if key in notices else entry)


def _versions(page: Page) -> Iterator[Version]:
    """The versions of a card that are whole: each has its launch stage and its release date."""
    lines = [(section, line) for section in page.document.sections for line in lines_of(section)]
    if not any(label_of(line)[0] == MODEL_ID for _, line in lines):
        return
    for version in _sheets(lines):
        is_whole = not version.flaw and {STAGE, RELEASED} <= version.said.keys()
        if not is_whole or (version.end is None and version.is_last):
            why = version.flaw or ("it may be cut off" if is_whole else "it is not whole")
            page.unread.append(clip(f"{version.model_id}: {why}: {' '.join(version.lines)}", MAX_PLACE))
        if is_whole:
            yield version


def _sheets(lines: list[tuple[Section, str]]) -> Iterator[Version]:
    """Below the label "Versions": ids, each with its labelled lines, up to the first line that is neither."""
    version: Version | None = None
    inside = False
    for number, (section, line) in enumerate(lines, 1):
        label, value = label_of(line)
        if version is not None and _is_labelled(label, value):
            version.add(label, value, line)
            continue
        model_id = id_of(line) if inside else None
        if version is not None:
            version.is_last = number == len(lines)
            yield version
        inside = label == VERSIONS or model_id is not None
        version = Version(model_id, section, lines=[line]) if model_id is not None else None
    if version is not None:
        version.is_last = True
        yield version


def _is_labelled(label: str, value: str) -> bool:
    """Whether a line is a label and what it says, and no sentence that has a colon."""
    return 0 < len(value) <= MAX_VALUE and LABEL.fullmatch(label) is not None and label not in NO_LABELS


def _entry(page: Page, version: Version) -> Entry:
    released = date_in(page, version.model_id, version.said[RELEASED])
    deprecated = date_in(page, version.model_id, version.said[DEPRECATED]) if DEPRECATED in version.said else None
    stage = version.said[STAGE].lower()
    if stage not in STATUSES:
        page.unread.append(clip(f"{version.model_id}: {stage!r} is no launch stage that is understood", MAX_PLACE))
    return Entry(
        Named(version.model_id),
        version.section,
        clip(" ".join(version.lines)),
        shutdown=date_in(page, version.model_id, version.end) if version.end else None,
        status=STATUSES.get(stage),
        deprecated_on=deprecated.firm_day if isinstance(deprecated, DateBound) else None,
        released_on=released.firm_day if isinstance(released, DateBound) else None,
    )


def _notices(page: Page) -> Iterator[Entry]:
    """What notices say of models: in a sentence that names them, or of all that a table below it lists."""
    for section in page.document.sections:
        notice: Text | None = None
        for block in section.blocks:
            if isinstance(block, Table):
                yield from _listed(page, section, notice, block)
                notice = None if DISCONTINUED in map(_header, block.header) else notice
                continue
            if notice is not None:
                yield from _sentence(page, section, notice)
            is_notice = _NOTICE.match(plain(block.text)) or ("`" in block.text and is_about(block, _ANY))
            notice = block if is_notice else None
        if notice is not None:
            yield from _sentence(page, section, notice)


def _listed(page: Page, section: Section, notice: Text | None, table: Table) -> Iterator[Entry]:
    headers = [_header(cell) for cell in table.header]
    if not {DISCONTINUED, INSTEAD} <= set(headers):
        return
    lead = notice.text if notice is not None else ""
    day = SHUT_DOWN.search(plain(lead))
    for row in table.rows:
        whole = not row.flaw and len(row.cells) == len(headers)
        model_id = id_of(row.cells[headers.index(DISCONTINUED)]) if whole else None
        replacements = read_replacements(row.cells[headers.index(INSTEAD)]) if whole else None
        if model_id is None or replacements is None:
            page.unread.append(clip(f"{section.title or 'top'}: {row.quote} is not understood", MAX_PLACE))
            continue
        yield Entry(
            Named(model_id),
            section,
            clip(f"{row.quote} {lead}"),
            shutdown=date_in(page, model_id, day["when"]) if day else None,
            status=StatedStatus.DEPRECATED,
            replacements=replacements,
        )


def _sentence(page: Page, section: Section, notice: Text) -> Iterator[Entry]:
    tidy = Text(_IN_BRACKETS.sub(lambda found: found[0].strip(), notice.text), notice.kind)
    stated = statement(tidy, _ANY)
    ids = list(dict.fromkeys(filter(is_model_id, re.findall(r"`([^`]+)`", tidy.text))))
    if stated is None and len(ids) == 1 and SHUT_DOWN.search(plain(tidy.text)) is not None:
        yield announced(page, Entry(Named(ids[0]), section, clip(notice.text)), tidy.text)
    elif stated is None:
        page.unread.append(clip(f"{section.title or 'top'}: {notice.text}", MAX_PLACE))
    else:
        instead = filter(is_model_id, _USE.findall(tidy.text))
        others = tuple(dict.fromkeys((*stated.replacements, *instead)))
        for model_id in stated.model_ids:
            entry = announced(page, Entry(Named(model_id), section, clip(notice.text)), tidy.text)
            yield replace(
                entry,
                shutdown=stated.shutdown or entry.shutdown,
                status=stated.status,
                replacements=Replacements(tuple(other for other in others if other not in stated.model_ids)),
            )


def _unprefixed(notice: Entry) -> Entry:
    """A notice with its model as cards name it: without the publisher of "xai/grok-9"."""
    return replace(notice, named=Named(notice.named.model_id.rpartition("/")[2]))


def _merged(page: Page, entry: Entry, notice: Entry) -> Entry:
    """A version with what a notice says of it. Where both give a day, the version's own counts, and both are told."""
    if notice.shutdown and entry.shutdown and notice.firm_day != entry.firm_day:
        page.unread.append(clip(f"{entry.named.model_id} twice: {entry.quote} and {notice.quote}", MAX_PLACE))
    return replace(
        entry,
        quote=clip(f"{entry.quote} {notice.quote}"),
        shutdown=entry.shutdown or notice.shutdown,
        deprecated_on=entry.deprecated_on or notice.deprecated_on,
        status=notice.status or entry.status,
        replacements=notice.replacements if notice.replacements.model_ids else NO_REPLACEMENTS,
    )


def _header(cell: str) -> str:
    return plain(cell).lower()


SOURCES = (
    Source(
        id="vertex/model-cards",
        provider="vertex",
        authority=Authority.PAGE,
        url="",
        page_url=f"{PLATFORM}/google-models",
        read=read_model_cards,
        guards=Guards(),
    ),
)
