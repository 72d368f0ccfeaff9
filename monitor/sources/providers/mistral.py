"""Mistral: the page of models in its three generations, and the model list.

Until the end of 2024 the page had no dates: a table of legacy models below a list item, and in the list of versions
sentences such as "`x` is deprecated" and "`x` will be deprecated shortly". Then the legacy models got dates
(2024/11/30), the id in the column "API Endpoints" and replacements by id. Since 2026 the table holds what is deprecated
or retired without saying which, its days are those of America (5/22/2026), the id is in the column "API", and the
alternative is the name of a model with a link to its card: an id only where that card is in the table itself.

Traps: the version is no scope, but where one id stands twice with different days; rows without an id; 2525/06/06, which
is no day; a row that recommends itself. Sentences are read by `mistral_changelog`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from monitor.core.dates import NoDate
from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.errors import UnreadableDocument
from monitor.sources.aliases import Pointer, with_aliases
from monitor.sources.cells import Named, marked, plain, read_models
from monitor.sources.columns import Column
from monitor.sources.document import CUT_OFF, Section, Table, Text, clip
from monitor.sources.entries import MAX_PLACE, Entry, in_order, newest
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.providers.mistral_changelog import DOCS, ID, REMARK, announced, told
from monitor.sources.spec import Auth, RawDocument, Source
from monitor.sources.tables import Cells, TableRules, read_tables

# What a column is called in each generation of the table of ends. A table that has one of the days needs them all.
IDS = {"api endpoints", "api"}
NEEDED = {
    "a model": {"model"},
    "a version": {"version"},
    "a deprecation": {"deprecation", "deprecation date", "deprecation on date"},
    "a retirement": {"retirement", "retirement date"},
    "an alternative": {"alternative", "alternative model"},
}
DAYS = NEEDED["a deprecation"] | NEEDED["a retirement"]
LEGACY = re.compile(r"legacy models", re.IGNORECASE)

POINTS = re.compile(rf"({ID}):? (?:currently )?points to ({ID})(, previously {ID})?")
AVAILABLE = "available via api"
CHECK = re.compile(r"check_mark|[\u2705\u2713\u2714]")
THROUGH = re.compile(r"\s+via\s+`[^`]*`$")  # "`x` via `audio/transcriptions`"
LINK = re.compile(r"\[([^\[\]]*)\]\(([^()\s]+)\)")
NO_ID = {"", "na", "n/a", "-", "none"}


def _with_an_id(cells: Cells) -> tuple[Cells, ...]:
    """A row of the table of ends; none if it has neither an id nor a day (weights that were never served)."""
    dated = any(plain(cells.get(column, "")) for column in (Column.DEPRECATED, Column.SHUTDOWN))
    return (cells,) if dated or plain(cells[Column.MODEL]).lower() not in NO_ID else ()


RULES = TableRules(
    columns={
        **dict.fromkeys(IDS, Column.MODEL),
        "model": Column.NAME,
        "version": Column.VERSION,
        **dict.fromkeys(NEEDED["a deprecation"], Column.DEPRECATED),
        **dict.fromkeys(NEEDED["a retirement"], Column.SHUTDOWN),
        **dict.fromkeys(NEEDED["an alternative"], Column.REPLACEMENT),
    },
    month_first=True,
    headings_announce=False,
    rows=_with_an_id,
)


def read_deprecations(source: Source, raw: RawDocument) -> Reading:
    """The page of models, as Markdown, MDX or HTML, in any of its generations that has legacy or deprecated models."""
    return read_page(source, raw, _ends)


def read_overview(source: Source, raw: RawDocument) -> Reading:
    """The page of models of 2024, which may have no such models."""
    return read_page(source, raw, _overview)


def _ends(page: Page) -> Iterator[Fact]:
    rows = list(_rows(page))
    if rows:
        yield from _facts(page, rows)


def _overview(page: Page) -> Iterator[Fact]:
    yield from _facts(page, list(_rows(page)))


def _facts(page: Page, rows: list[Entry]) -> Iterator[Fact]:
    """The facts of what ends, of its aliases, and of what is available as before.

    The last take back what was announced, of their aliases too: models went from the legacy ones back to the others in
    June 2025.
    """
    ending = [entry for entry in rows if entry.status is not StatedStatus.ACTIVE]
    known = {entry.named.model_id.casefold() for entry in ending}
    sentences = (entry for entry in announced(page) if entry.named.model_id.casefold() not in known)
    ends = newest([*_by_version(ending), *sentences], page.unread)
    cards, pointers = _cards(ending), list(_pointers(page))
    for entry in with_aliases(ends.values(), pointers):
        known.add(entry.named.model_id.casefold())
        yield fact_of(page, _with_replacements(page, entry, cards))
    served = newest((entry for entry in rows if entry.named.model_id.casefold() not in known), []).values()
    for entry in (*served, *_served_aliases(served, pointers, known)):
        yield fact_of(page, entry)


def _served_aliases(served: Iterable[Entry], pointers: Iterable[Pointer], known: set[str]) -> Iterator[Entry]:
    """The aliases of models that are available: they do not end either, whatever was said of them before.

    What they point at is left to the list of models, which is newer than any page that still says so.
    """
    by_id = {entry.named.model_id.casefold(): entry for entry in served}
    for alias, pointer in {pointer.alias.casefold(): pointer for pointer in pointers}.items():
        target = by_id.get(pointer.target.casefold())
        if target is not None and alias not in known and alias not in by_id:
            quote = clip(f"{pointer.quote} {target.quote}")
            yield replace(target, named=Named(pointer.alias), section=pointer.section, quote=quote)


def _rows(page: Page) -> Iterator[Entry]:
    """The rows of all tables of models: with the days of their end, of legacy models, and of available ones."""
    for section in page.document.sections:
        legacy = LEGACY.search(section.title) is not None
        lead, is_told = "", True  # what stands above a table, and whether anything stands between it and another one
        for block in section.blocks:
            if isinstance(block, Text):
                lead, is_told = (lead, is_told) if block.text.startswith("|") else (plain(block.text), True)
                continue
            headers = {plain(cell).lower() for cell in block.header}
            if headers & DAYS:
                _check(block, headers, legacy=legacy)
                status = StatedStatus.LEGACY if legacy else None
                alone = replace(section, blocks=(block,))
                yield from in_order(read_tables([alone], replace(RULES, status=status), page.unread), page.unread)
            elif headers & IDS and is_told:
                yield from _undated(page, section, block, legacy=legacy or LEGACY.fullmatch(lead) is not None)
            elif headers & IDS:
                page.unread.append(f"{section.title}: nothing stands between two tables of models")
            is_told = False


def _check(table: Table, headers: set[str], *, legacy: bool) -> None:
    """Raise `UnreadableDocument` for a table of ends that lacks a column, its heading, or its end.

    Without its last rows an id may stand once that stood twice, and mean something else.
    """
    if any(row.flaw == CUT_OFF for row in table.rows):
        raise UnreadableDocument("a table with the end of models is cut off")
    for what, names in NEEDED.items():
        if not headers & names:
            raise UnreadableDocument(f"a table with the end of models has no column for {what}")
    if "api endpoints" in headers and not legacy:
        raise UnreadableDocument("a table with the end of models does not stand below “Legacy models”")


def _undated(page: Page, section: Section, table: Table, *, legacy: bool) -> Iterator[Entry]:
    """The models of a table without days: legacy ones, or those that are available, some with a remark by the name."""
    headers = [plain(cell).lower() for cell in table.header]
    at = next(place for place, header in enumerate(headers) if header in IDS)
    for row in table.rows:
        if row.flaw or len(row.cells) != len(headers) or plain(row.cells[at]).lower() in NO_ID:
            continue
        models = read_models(THROUGH.sub("", row.cells[at]))
        if models is None:
            page.unread.append(clip(f"{section.title}: {row.quote} names no model id that is understood", MAX_PLACE))
        remark = REMARK.search(plain(row.cells[0]))
        served = AVAILABLE in headers and CHECK.search(row.cells[headers.index(AVAILABLE)]) is not None
        for named in models or ():
            if legacy:
                yield Entry(named, section, row.quote, status=StatedStatus.LEGACY)
            elif remark:
                yield told(Entry(named, section, row.quote), remark)
            elif served and not named.model_id.endswith("-latest"):  # an alias, of which the list of versions speaks
                words = NoDate(plain(table.header[headers.index(AVAILABLE)]))
                yield Entry(named, section, row.quote, status=StatedStatus.ACTIVE, shutdown=words)


def _by_version(rows: Iterable[Entry]) -> Iterator[Entry]:
    """The rows, with their version only where one id stands in several with different days."""
    by_id: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in rows:
        by_id[entry.named.model_id.casefold()].append(entry)
    for same in by_id.values():
        days = {(entry.deprecated_on, entry.firm_day, entry.floor_day) for entry in same}
        yield from same if len(days) > 1 else (replace(entry, version=None) for entry in same)


def _cards(rows: Iterable[Entry]) -> dict[str, str]:
    """The id behind the address of each model card that the name in a row is linked with."""
    return {
        target: entry.named.model_id
        for entry in rows
        for name, target in LINK.findall(entry.quote)
        if plain(name) == entry.name
    }


def _with_replacements(page: Page, entry: Entry, cards: dict[str, str]) -> Entry:
    """`entry` with the id of the card that its alternative is linked with; a model does not replace itself."""
    found = entry.replacements
    if found.text and not found.model_ids:
        linked = (cards.get(target) for name, target in LINK.findall(entry.quote) if plain(name) == plain(found.text))
        found = replace(found, model_ids=tuple(dict.fromkeys(filter(None, linked))))
    others = tuple(other for other in found.model_ids if other.casefold() != entry.named.model_id.casefold())
    if len(others) < len(found.model_ids) and entry.named.alias_of is None:  # an alias may be pointed elsewhere
        page.unread.append(clip(f"{entry.named.model_id} is to replace itself: {entry.quote}", MAX_PLACE))
    return replace(entry, replacements=replace(found, model_ids=others))


def _pointers(page: Page) -> Iterator[Pointer]:
    for section in page.document.sections:
        for text in section.texts:
            line, ids = marked(text.text)
            if ids and (found := POINTS.match(" ".join(line.split()))) is not None:
                yield Pointer(ids[found[1]], ids[found[2]], section, clip(text.text), has_moved=bool(found[3]))


# Rule: https://docs.mistral.ai/api/endpoint/models; `deprecation` is the end of service, `created` the time of asking
LIST = Shape(
    shutdown="deprecation",
    replacements="deprecation_replacement_model",
    alias_of="name",  # the model behind an alias is named even where `aliases` is empty
    aliases="aliases",
    symmetric=True,
)

SOURCES = (
    Source(
        id="mistral/deprecations",
        provider="mistral",
        authority=Authority.DEPRECATIONS,
        url=f"{DOCS}/models",
        read=read_deprecations,
        guards=Guards(headings=("model", "version", "api"), min_facts=8),
    ),
    # The page of 2024, at an address that is no more: read where a mirror has it, and in replays.
    Source(
        id="mistral/models-overview",
        provider="mistral",
        authority=Authority.PAGE,
        url="",
        page_url=f"{DOCS}/getting-started/models/",
        read=read_overview,
        guards=Guards(headings=("api endpoints", "api versioning"), min_facts=5),
    ),
    Source(
        id="mistral/models",
        provider="mistral",
        authority=Authority.API,
        url="https://api.mistral.ai/v1/models",
        read=model_list(LIST),
        guards=Guards(headings=("data",), min_facts=10),
        auth=Auth.BEARER,
        key_env="MISTRAL_API_KEY",
        is_list=True,
        model_url="https://api.mistral.ai/v1/models/{id}",
    ),
)
