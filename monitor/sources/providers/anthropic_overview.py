"""Anthropic: the models overview, which says what its aliases point at and which models are legacy or deprecated.

Models are the columns of its tables, and the API's ids and aliases are two of their rows; in 2025 a row was a model,
and its alias stood behind the id or in a table of aliases. Footnotes may be glued to what they mark, so that an id
counts only where it has the words of the model's name, and an alias only where it is the id's stem. The ids of Bedrock
and Google Cloud on this page are not Anthropic's to end. Notes below the tables give dates of retirement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from monitor.core.dates import DateBound, read_date
from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.aliases import Pointer, with_aliases
from monitor.sources.cells import Named, Replacements, plain
from monitor.sources.document import Row, Section, Table, Text, clip
from monitor.sources.entries import MAX_PLACE, Entry
from monitor.sources.names import Names, shared_out
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.spec import RawDocument, Source

_ID_ROW = re.compile(r"(?:claude |anthropic )?api (?:id|model name)", re.IGNORECASE)
_ALIAS_ROW = re.compile(r"(?:claude |anthropic )?api alias(?: ?\d)?", re.IGNORECASE)
_ID_COLUMN = re.compile(r"(?:anthropic|claude) api|model id", re.IGNORECASE)
_ID = re.compile(r"claude-[a-z0-9][a-z0-9.-]*[a-z0-9]")
_DATED = re.compile(r"-20\d{6}$")
_VERSION = re.compile(r" v\d$")
_MARK = re.compile(r"\s*\((deprecated|retired|legacy)\)$", re.IGNORECASE)
_NONE = re.compile(r"-*|n/?a", re.IGNORECASE)
_STILL_THERE = re.compile(r"models are still available\b.*\bmigrating to current models", re.IGNORECASE)

_CODE = re.compile(r"`(claude-[\w.-]+)`")
_POINTS_ELSEWHERE = re.compile(r"\[model deprecations\]\([^()]*\)", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:deprecat|retir|sunset|discontinu|shut ?down)", re.IGNORECASE)
_NOTICE = re.compile(
    r" (?:is|are) deprecated(?: and (?:will be|is|are) (?:retired|scheduled for retirement) on (?P<when>[^.;]+))?\."
)
_INSTEAD = re.compile(r"\bmigrate to (?P<instead>.+?)(?: before the retirement date)?\.(?:\s|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Model:
    """What the tables say of one model: its name, id and alias as printed, and its mark or that of its table."""

    name: str
    model_id: str
    alias: str
    status: StatedStatus | None
    quote: str


def read_overview(source: Source, raw: RawDocument) -> Reading:
    """The models overview, as Markdown or HTML, in any of its layouts."""
    return read_page(source, raw, _facts)


def _facts(page: Page) -> Iterator[Fact]:
    entries: dict[str, Entry] = {}
    pointers: list[Pointer] = []
    for section in page.document.sections:
        for model in _models(section):
            for named in _named(model, section, page.unread):
                if named.alias_of:
                    pointers.append(Pointer(named.model_id, named.alias_of, section, model.quote))
                else:
                    entry = Entry(named, section, model.quote, status=model.status, name=model.name)
                    entries.setdefault(named.model_id, entry)
    for notice in _notices(page, Names.of(entries.values())):
        known = entries.get(notice.named.model_id)
        entries[notice.named.model_id] = replace(notice, name=known.name) if known else notice
    yield from (fact_of(page, entry) for entry in with_aliases(entries.values(), pointers))


def _models(section: Section) -> Iterator[Model]:
    """The models of all tables of `section` that print ids of the API, whichever way round they stand."""
    status: StatedStatus | None = None
    for block in section.blocks:
        if isinstance(block, Text):
            status = StatedStatus.LEGACY if _STILL_THERE.search(plain(block.text)) else status
            continue
        yield from _in_columns(block, status)
        yield from _in_rows(block, status)
        status = None


def _in_columns(table: Table, status: StatedStatus | None) -> Iterator[Model]:
    rows = [row for row in table.rows if not row.flaw and len(row.cells) == len(table.header)]
    ids, aliases = _row(rows, _ID_ROW), _row(rows, _ALIAS_ROW)
    for at, header in enumerate(table.header if ids else ()):
        if at and ids:
            alias = aliases.cells[at] if aliases else ""
            yield _model(header, ids.cells[at], alias, status, (header, ids.cells[at], alias))


def _row(rows: Iterable[Row], label: re.Pattern[str]) -> Row | None:
    return next((row for row in rows if label.fullmatch(plain(row.cells[0]))), None)


def _in_rows(table: Table, status: StatedStatus | None) -> Iterator[Model]:
    header = [plain(cell).lower() for cell in table.header]
    column = next((at for at, text in enumerate(header) if _ID_COLUMN.fullmatch(text)), None)
    if column is None or header[0] != "model":
        return
    apart = header.index("alias") if "alias" in header else None
    for row in table.rows:
        if row.flaw or len(row.cells) != len(header):
            continue
        model_id, _, behind = row.cells[column].partition("(")
        alias = row.cells[apart] if apart is not None else behind.rstrip(") ")
        yield _model(row.cells[0], model_id, alias, status, row.cells)


def _model(name: str, model_id: str, alias: str, status: StatedStatus | None, cells: Iterable[str]) -> Model:
    name = plain(name)
    if (mark := _MARK.search(name)) is not None:
        name, status = name[: mark.start()], StatedStatus(mark[1].lower())
    quote = clip(f"| {' | '.join(cell for cell in cells if cell)} |")
    return Model(name, plain(model_id), plain(alias), status, quote)


def _named(model: Model, section: Section, unread: list[str]) -> Iterator[Named]:
    """The ids of a model that are certain; others may have a footnote glued to them and go to `unread`."""
    if _NONE.fullmatch(model.model_id):
        return
    stem = _DATED.sub("", model.model_id)
    if not _ID.fullmatch(model.model_id) or _words(stem) != _words(_VERSION.sub("", model.name)):
        unread.append(clip(f"{section.title}: {model.model_id!r} may not be the id of {model.name}", MAX_PLACE))
        return
    yield Named(model.model_id)
    if model.alias in {stem, f"{stem}-0", f"{stem}-latest"} - {model.model_id}:
        yield Named(model.alias, model.model_id)
    elif not _NONE.fullmatch(model.alias) and model.alias != model.model_id:
        unread.append(clip(f"{section.title}: {model.alias!r} may not be an alias of {model.model_id}", MAX_PLACE))


def _words(name: str) -> list[str]:
    """What a name and an id have in common: "Claude 3.7 Sonnet" and "claude-sonnet-3-7" are the same words."""
    return sorted(re.findall(r"[a-z]+|\d+", name.lower()))


def _notices(page: Page, names: Names) -> Iterator[Entry]:
    """What notes say of models by their ids: deprecated, and to be retired on a day."""
    for section in page.document.sections:
        for text in section.texts:
            line = _POINTS_ELSEWHERE.sub("", text.text)
            if _CODE.search(line) is None or _ENDS.search(line) is None:
                continue
            notice = _NOTICE.search(line)
            model_ids = _CODE.findall(line[: notice.start()]) if notice else []
            day = read_date(plain(notice["when"])) if notice and notice["when"] else None
            if notice is None or not model_ids or (notice["when"] and not isinstance(day, DateBound)):
                page.unread.append(clip(f"{section.title}: {text.text}", MAX_PLACE))
                continue
            instead = _INSTEAD.search(line, notice.end() - 1)
            shares = shared_out(instead["instead"] if instead else "", len(model_ids))
            for model_id, share in zip(model_ids, shares, strict=True):
                advised = names.resolved(Replacements(text=plain(share) or None))
                if advised.text and not advised.model_ids:
                    page.unread.append(clip(f"{section.title}: {advised.text} has no id on this page", MAX_PLACE))
                quote, status = clip(text.text), StatedStatus.DEPRECATED
                yield Entry(Named(model_id), section, quote, shutdown=day, status=status, replacements=advised)


SOURCES = (
    Source(
        id="anthropic/models-overview",
        provider="anthropic",
        authority=Authority.PAGE,
        url="https://platform.claude.com/docs/en/about-claude/models/overview.md",
        page_url="https://platform.claude.com/docs/en/about-claude/models/overview",
        read=read_overview,
        guards=Guards(headings=("feature", "prompt and output performance"), min_facts=4),
    ),
)
