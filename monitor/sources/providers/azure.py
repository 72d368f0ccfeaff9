"""Azure: the pages on retirements. Its model lists are in `azure_lists`.

The schedule has one table for each maker, with a row for each version of a model and "—" for no date. Before May 2026
it was a set of tables by kind (text, audio, …) with a column of their own for the day from which new customers are kept
out; earlier still a page "model deprecations and retirements". The page on Foundry models had those of other makers.
Microsoft publishes the Markdown of all of them, and all have one reader. Traps:

- One name has several versions with dates of their own; a version may stand in the cell of the name ("`a` - 0301").
- A cell may hold a day for each kind of deployment, in sentences, beside that of an upgrade (see `deployments`).
- Fine-tuned models retire later, in a table of their own: they are facts of the deployment "fine-tuned". The day from
  which they cannot be trained any more is none of the model's; it is only held against that of their retirement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from monitor.core.dates import DateBound, NoDate, read_date
from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.errors import UnreadableDocument
from monitor.sources.cells import is_model_id, plain
from monitor.sources.columns import Column
from monitor.sources.document import Row, Section, Table, Text, clip
from monitor.sources.entries import MAX_PLACE, in_order, newest
from monitor.sources.layouts.deployments import read_ends
from monitor.sources.names import Names
from monitor.sources.pages import Page, fact_of, read_page, with_prose
from monitor.sources.quotes import with_whole_rows
from monitor.sources.spec import RawDocument, Source
from monitor.sources.tables import Cells, TableRules, read_tables

TRAINING, DEPLOYMENT = "training retirement date", "deployment retirement date"
FINE_TUNED = "fine-tuned"

VERSION = r"`?(\d{4}(?:-\d{2}-\d{2})?)`?"
WITH_VERSION = re.compile(rf"(.+?)\s+(?:-\s+{VERSION}|\({VERSION}\))", re.DOTALL)
WITH_REMARK = re.compile(r"(\S+)\s+\([^()]*\)")
FOOTNOTE = re.compile(r"\*\*<sup>[^<>]*</sup>\*\*|\^\d+\^")  # and as one converter prints <sup>1</sup>
BREAKS = re.compile(r"\s*(?:<br\s*/?>\s*)+", re.IGNORECASE)
SCHEDULE = re.compile(r"foundry models (?:sold|from)\b", re.IGNORECASE)
MODEL_LINK = re.compile(r"\[([^\[\]]+)\]\([^()\s]*/(?:models|landing)/([\w.+-]+)[^()\s]*\)", re.ASCII)


def read_retirements(source: Source, raw: RawDocument) -> Reading:
    """Any of the pages on retirements, as Markdown or HTML, in any of its layouts."""
    return read_page(source, raw, _facts)


def _facts(page: Page) -> Iterator[Fact]:
    sections = page.document.sections
    if not any("azure" in text.casefold() for s in sections for text in (s.title, *(t.text for t in s.texts))):
        raise UnreadableDocument("the document does not speak of Azure")
    page.unread.extend(chain(_without_header(sections), _without_lifecycle(sections)))
    base = chain.from_iterable(read_tables([_base(s)], _rules(s), page.unread) for s in sections)
    tuned = read_tables((_fine_tuned(s, page.unread) for s in sections), TUNED_RULES, page.unread)
    found = newest(in_order(chain(with_prose(base, page.read_on), tuned), page.unread), page.unread)
    names = Names.of(found.values(), _linked(sections))
    for entry in with_whole_rows(found.values(), page.document.tables):
        yield fact_of(page, replace(entry, replacements=names.resolved(entry.replacements)))


def _rules(section: Section) -> TableRules:
    """How to read the tables of `section`; what their heading states of all their models is their status."""
    for title in reversed(section.path):
        first = title.partition(" ")[0].lower()
        if first in {"retired", "deprecated"}:
            return replace(RULES, status=StatedStatus(first))
    return RULES


def _rows(cells: Cells) -> Iterator[Cells]:
    """The row with its version in the column of versions; one row for each kind of deployment that has its own day."""
    row = dict(cells)
    model, version = FOOTNOTE.sub("", row[Column.MODEL]), plain(row.get(Column.VERSION, ""))
    if (found := WITH_VERSION.fullmatch(model)) is not None and version in {"", "-"}:
        model, version = found[1], found[2] or found[3]
    elif (found := WITH_REMARK.fullmatch(model)) is not None and is_model_id(plain(found[1])):
        model = found[1]
    row[Column.MODEL], row[Column.VERSION] = model, "" if version == "-" else version
    if Column.REPLACEMENT in row:
        row[Column.REPLACEMENT] = BREAKS.sub(", ", row[Column.REPLACEMENT])
    row |= {column: FOOTNOTE.sub("", row[column]) for column in (Column.SHUTDOWN, Column.DEPRECATED) if column in row}
    end = row.get(Column.SHUTDOWN, "")
    ends = read_ends(end) if read_date(plain(end)) is None else None
    if ends is None or not (ends.retirements or ends.deprecation):
        yield row
        return
    if ends.deprecation is not None:
        row[Column.DEPRECATED] = ends.deprecation
    for deployment, phrase in (ends.retirements or {None: ""}).items():
        yield {**row, Column.SHUTDOWN: phrase, **({Column.DEPLOYMENT: deployment} if deployment else {})}


def _base(section: Section) -> Section:
    """`section` without the tables of fine-tuned models."""
    return replace(section, blocks=tuple(block for block in section.blocks if not _is_tuned(block)))


def _is_tuned(block: Text | Table) -> bool:
    return isinstance(block, Table) and DEPLOYMENT in _headers(block)


def _fine_tuned(section: Section, unread: list[str]) -> Section:
    """`section` with the tables of fine-tuned models alone, without rows that end before their training does."""
    tables = (table for table in section.tables if _is_tuned(table))
    return replace(section, blocks=tuple(_in_two_phases(table, section.title, unread) for table in tables))


def _in_two_phases(table: Table, title: str, unread: list[str]) -> Table:
    headers = _headers(table)
    if TRAINING not in headers:
        return table
    places = headers.index(TRAINING), headers.index(DEPLOYMENT)
    rows: list[Row] = []
    for row in table.rows:
        if not row.flaw and len(row.cells) == len(headers):
            trained, deployed = (read_date(plain(FOOTNOTE.sub("", row.cells[at]))) for at in places)
            if isinstance(trained, NoDate) and trained.is_defect:
                unread.append(clip(f"{title}: {trained.words!r} is {trained.why} in {row.quote}", MAX_PLACE))
            days = [stated.day for stated in (trained, deployed) if isinstance(stated, DateBound) and stated.day]
            if days != sorted(days):
                unread.append(clip(f"{title}: the days run backwards in {row.quote}", MAX_PLACE))
                continue
        rows.append(row)
    return Table(table.header, tuple(rows))


def _headers(table: Table) -> list[str]:
    return [plain(cell).lower() for cell in table.header]


def _linked(sections: tuple[Section, ...]) -> dict[str, str]:
    """The ids behind the names that the pages link to the catalog: the name itself where it is an id."""
    cells = (cell for section in sections for table in section.tables for row in table.rows for cell in row.cells)
    links = (link for cell in cells if "](" in cell for link in MODEL_LINK.findall(cell))
    return {name: name if is_model_id(name) else model_id for text, model_id in links if (name := plain(text))}


def _without_header(sections: tuple[Section, ...]) -> Iterator[str]:
    """Rows that an empty line cut off from their table: they are told, since nobody says what their cells mean."""
    for section in sections:
        yield from (
            clip(f"{section.title}: rows without a header: {t.text}", MAX_PLACE)
            for t in section.texts
            if t.text.removeprefix("\\").startswith("|")
        )


def _without_lifecycle(sections: tuple[Section, ...]) -> Iterator[str]:
    """Tables of the schedule that have lost their column of stages, which all of them have."""
    for section in sections:
        if any(SCHEDULE.match(title) for title in section.path):
            lost = [table for table in _base(section).tables if "lifecycle" not in _headers(table)]
            yield from (f"{section.title}: a table without lifecycle stages" for _ in lost)


COLUMNS = {
    "version": Column.VERSION,
    "model version": Column.VERSION,
    "deprecation date (no new customers)": Column.DEPRECATED,
    "legacy date (utc)": Column.LEGACY,
    "deprecation date (utc)": Column.DEPRECATED,
    "retirement date (utc)": Column.SHUTDOWN,
    "suggested replacements": Column.REPLACEMENT,
}
RULES = TableRules(columns=COLUMNS, by_name=True, bare_ids=True, headings_announce=False, rows=_rows)
TUNED_RULES = replace(
    RULES,
    columns={**COLUMNS, DEPLOYMENT: Column.SHUTDOWN, "training retirement date": None},
    rows=lambda cells: ({**row, Column.DEPLOYMENT: FINE_TUNED} for row in _rows(cells)),
)

SOURCES = (
    Source(
        id="azure/deprecations",
        provider="azure",
        authority=Authority.DEPRECATIONS,
        url="https://raw.githubusercontent.com/MicrosoftDocs/azure-ai-docs/main/articles/foundry/openai/includes/"
        "concepts-model-retirement-schedule-content.md",
        page_url="https://learn.microsoft.com/en-us/azure/foundry/openai/concepts/model-retirement-schedule",
        read=read_retirements,
        guards=Guards(headings=("version", "retirement date", "replacement"), min_facts=20),
    ),
    Source(
        id="azure/foundry-lifecycle",
        provider="azure",
        authority=Authority.DEPRECATIONS,
        url="https://learn.microsoft.com/en-us/azure/ai-foundry/concepts/model-lifecycle-retirement",
        read=read_retirements,
        guards=Guards(headings=("retirement date", "suggested replacement"), min_facts=8),
    ),
)
