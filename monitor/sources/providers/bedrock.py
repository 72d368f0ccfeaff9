"""Amazon Bedrock: the pages on the life of models, and the list of foundation models.

The page "Model lifecycle" had three tables (active, legacy, end of life) until early 2026, then one of legacy models.
Since September 2026 it has none: that table is on the page "Model lifecycle (Legacy)", which AWS keeps for all models
launched before then; newer models have their dates on their cards. It is read now; both have one reader. Their twin
prints a table with cells over several rows as a list, an item for each model. Traps:

- Legacy days, end-of-life days and those of public extended access differ by region: in a row of their own, in brackets
  behind the day, or in a cell with one line for each region.
- The tables of 2025 name legacy models by their names only, and the column of ids there has the replacements.
- The header of the active table lacked the title of one column: see `_with_floors`. A row of the newer table lacked its
  first cell: see `_with_provider`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from monitor.core.dates import DateBound, read_date
from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.errors import UnreadableDocument
from monitor.sources.cells import Replacements, plain, read_regions
from monitor.sources.document import CUT_OFF, Row, Section, Table, Text, clip
from monitor.sources.entries import MAX_PLACE, Entry, in_order, newest
from monitor.sources.layouts.by_region import by_region
from monitor.sources.layouts.listed_rows import sections_with_tables
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.quotes import with_whole_rows
from monitor.sources.spec import Auth, RawDocument, Source
from monitor.sources.tables import TableRules, read_tables

ID = re.compile(r"[a-z][a-z0-9-]*\.[a-z0-9][\w.:-]*[a-z0-9]", re.ASCII)
ANCHOR = re.compile(r'<a name="([\w-]+)"></a>', re.ASCII)
TITLES = (  # of sections and of the bold lines above a table
    (re.compile(r"\bactive\b", re.IGNORECASE), StatedStatus.ACTIVE),
    (re.compile(r"\blegacy\b|\bscheduled\b", re.IGNORECASE), StatedStatus.LEGACY),
    (re.compile(r"\b(?:end-of-life|EOL)\b", re.IGNORECASE), StatedStatus.RETIRED),
)
MAX_CAPTION = 60
DATED, LAUNCHED = {"legacy date", "eol date"}, {"launch date", "eol date"}


def read_lifecycle(source: Source, raw: RawDocument) -> Reading:
    """Either page on the life of models, as Markdown or HTML, in any of its layouts."""
    return read_page(source, raw, _facts)


def _facts(page: Page) -> Iterator[Fact]:
    entries = list(in_order(_entries(page), page.unread))
    if not entries and any("model-lifecycle-legacy" in text.text for s in page.document.sections for text in s.texts):
        raise UnreadableDocument("the page has no table any more, it is on the page model-lifecycle-legacy")
    for entry in newest(entries, page.unread).values():
        yield fact_of(page, replace(entry, replacements=_with_ids(entry.replacements)))


def _entries(page: Page) -> Iterator[Entry]:
    for section in map(_with_anchor, sections_with_tables(page.document, "Model provider")):
        caption = ""
        for block in section.blocks:
            if isinstance(block, Text):
                text = plain(block.text)
                caption = text if len(text) <= MAX_CAPTION and not text.endswith(".") else caption
                continue
            table = _with_regions(_with_provider(_with_floors(block)))
            if not any(columns.issubset(_headers(table)) for columns in (DATED, LAUNCHED)):
                page.unread.append(clip(f"{section.title}: a table of {len(table.rows)} rows lacks columns", MAX_PLACE))
                continue
            rules = _rules(table, (*section.path, caption))
            entries = read_tables([replace(section, blocks=(table,))], rules, page.unread)
            for entry in with_whole_rows(entries, [table]):
                if (rules.by_name and read_date(entry.named.model_id) is None) or ID.fullmatch(entry.named.model_id):
                    yield entry
                else:
                    page.unread.append(clip(f"{entry.named.model_id} is no model of Bedrock: {entry.quote}", MAX_PLACE))


def _with_anchor(section: Section) -> Section:
    """`section` with the anchor that the Markdown prints below its heading, where it is another than the heading's."""
    found = (own[1] for text in section.texts[:1] if (own := ANCHOR.match(text.text)) is not None)
    return replace(section, anchor=next(found, section.anchor))


def _rules(table: Table, titles: Sequence[str]) -> TableRules:
    """How to read a table below `titles`, from the top down. Only a table without a legacy day is one of active models.

    A table without a column of ids has names instead ("Claude Instant"), which are then the models.
    """
    headers = _headers(table)
    found = (status for title in reversed(titles) for pattern, status in TITLES if pattern.search(title) is not None)
    status = next(found, None)
    if "legacy date" in headers:
        status = StatedStatus.RETIRED if status is StatedStatus.RETIRED else StatedStatus.LEGACY
    return TableRules(
        status=status,
        month_first=True,
        headings_announce=False,
        by_name="model id" not in headers,
        rows=partial(by_region, month_first=True),
    )


def _with_floors(table: Table) -> Table:
    """The table of active models with a title for the column that has none.

    Its header has seven titles over rows of eight cells: behind the launch dates stands a column of days before which
    no model ends ("No sooner than 9/23/2025"). Only if every row has one cell more than the header, and all that stand
    in that place are such floors or empty, they get the title "EOL date". Any other difference stays a flaw.
    """
    headers = _headers(table)
    if "launch date" not in headers or "eol date" in headers:
        return table
    at = headers.index("launch date") + 1
    rows = [row for row in table.rows if row.flaw != CUT_OFF and len(row.cells) > 1]
    cells = [plain(row.cells[at]) for row in rows if len(row.cells) == len(headers) + 1]
    stated = [read_date(cell, month_first=True) for cell in cells if cell]
    if len(cells) < len(rows) or not stated:
        return table
    if not all(isinstance(floor, DateBound) and floor.floor_day is not None for floor in stated):
        return table
    whole = (row if row.flaw == CUT_OFF else Row(row.cells) for row in table.rows)
    return Table((*table.header[:at], "EOL date", *table.header[at:]), tuple(whole))


def _with_provider(table: Table) -> Table:
    """The table with an empty cell in front of rows that lack the provider's.

    In summer 2026 one row (Command R) began with the model's name, so that its id stood below "Model name" and its
    regions below "Model ID". Only a row that is one cell short, and whose id and regions are ids and regions if a cell
    is put before them, is mended so.
    """
    headers = _headers(table)
    if "model id" not in headers or "regions" not in headers:
        return table
    id_at, regions_at = headers.index("model id"), headers.index("regions")

    def mended(row: Row) -> Row:
        cells = ("", *row.cells)
        if row.flaw == CUT_OFF or len(cells) != len(headers) or ID.fullmatch(plain(cells[id_at])) is None:
            return row
        return Row(cells) if read_regions(cells[regions_at]) else row

    return Table(table.header, tuple(map(mended, table.rows)))


def _with_regions(table: Table) -> Table:
    """The table with rows flawed that have launch days for several regions and have lost the regions."""
    headers = _headers(table)
    if "launch date" not in headers or "regions supported" not in headers:
        return table
    days_at, regions_at = headers.index("launch date"), headers.index("regions supported")

    def checked(row: Row) -> Row:
        if (
            row.flaw
            or len(row.cells) != len(headers)
            or plain(row.cells[regions_at])
            or "<br>" not in row.cells[days_at]
        ):
            return row
        return Row(row.cells, "has launch days for several regions and no regions")

    return Table(table.header, tuple(map(checked, table.rows)))


def _headers(table: Table) -> list[str]:
    return [plain(cell).lower() for cell in table.header]


def _with_ids(replacements: Replacements) -> Replacements:
    """The ids among other words of a recommendation ("x.y-v1:0 in US East (N. Virginia)"), if none was found before."""
    if replacements.model_ids or not replacements.text:
        return replacements
    words = (word.strip(",;") for word in plain(replacements.text).split())
    return replace(replacements, model_ids=tuple(dict.fromkeys(word for word in words if ID.fullmatch(word))))


USER_GUIDE = "https://docs.aws.amazon.com/bedrock/latest/userguide"
GUARDS = Guards(headings=("model lifecycle", "legacy", "end-of-life"), min_facts=5)

# Rule: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_FoundationModelLifecycle.html; until early 2026 it
# had the status only. The times are midnight in the Pacific, 07:00Z or 08:00Z of the same day.
LIST = Shape(
    rows=("modelSummaries",),
    model_id="modelId",
    display_name="modelName",
    released="modelLifecycle.startOfLifeTime",
    legacy="modelLifecycle.legacyTime",
    extended="modelLifecycle.publicExtendedAccessTime",
    shutdown="modelLifecycle.endOfLifeTime",
    status="modelLifecycle.status",
    statuses={"ACTIVE": StatedStatus.ACTIVE, "LEGACY": StatedStatus.LEGACY},
)

SOURCES = (
    Source(
        id="bedrock/deprecations",
        provider="bedrock",
        authority=Authority.DEPRECATIONS,
        url=f"{USER_GUIDE}/model-lifecycle-legacy.md",
        page_url=f"{USER_GUIDE}/model-lifecycle-legacy.html",
        read=read_lifecycle,
        guards=GUARDS,
    ),
    Source(
        id="bedrock/models",
        provider="bedrock",
        authority=Authority.API,
        url="https://bedrock.us-east-1.amazonaws.com/foundation-models",
        read=model_list(LIST),
        guards=Guards(headings=("modelSummaries",), min_facts=20),
        auth=Auth.SIGV4,
        key_env="AWS_ACCESS_KEY_ID",
        is_list=True,
        model_url="https://bedrock.us-east-1.amazonaws.com/foundation-models/{id}",
    ),
)
