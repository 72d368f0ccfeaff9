"""GitHub Models: the retirement history of models in Copilot, and the catalogue.

The history is a data file of GitHub's documentation, a YAML list, from which the table "Model retirement history" of a
page is made; both are read. Models are product names, and so are their alternatives: they are kept as text, since the
name of a model is no id of another (one version of the file replaced a model by itself). A row whose day has not come
yet is scheduled, one whose day has come is retired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from monitor.core.dates import DateBound, NoDate, read_date
from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.errors import UnreadableDocument
from monitor.sources.cells import Named, Replacements
from monitor.sources.columns import Column
from monitor.sources.document import Document, Section, clip, decoded
from monitor.sources.entries import MAX_PLACE, Entry, newest
from monitor.sources.layouts.yaml_rows import YamlRow, is_yaml_list, read_yaml_rows
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.spec import Auth, RawDocument, Source
from monitor.sources.tables import Cells, TableRules, read_tables

NAME, DAY, INSTEAD = "name", "retirement_date", "suggested_alternative"
HISTORY = Section("Model retirement history", "model-retirement-history")
_FOOTNOTE = re.compile(r"\[\^[\w-]+\]")


def read_deprecations(source: Source, raw: RawDocument) -> Reading:
    """The retirement history, as the data file or as the table that is made of it."""
    try:
        text = decoded(raw.body)
    except UnreadableDocument as why:
        return Reading(problem=why.message)
    if not is_yaml_list(text):
        return read_page(source, raw, _facts)
    rows, defects = read_yaml_rows(text)
    page = Page(source, raw.read_on, Document((HISTORY,)), defects)
    facts = tuple(_facts_of(page, [entry for row in rows if (entry := _entry(row, page.unread)) is not None]))
    headings = tuple(dict.fromkeys(key for row in rows for key in row.values))
    return Reading(facts=facts, headings=headings, unread=tuple(page.unread))


def _entry(row: YamlRow, unread: list[str]) -> Entry | None:
    """The entry of one mapping, or None where its keys are not those of the history or its day is no date."""
    unknown = row.values.keys() ^ {NAME, DAY, INSTEAD}
    day = read_date(row.values.get(DAY, ""))
    if unknown - {INSTEAD} or not row.values[NAME] or day is None or (isinstance(day, NoDate) and day.is_defect):
        unread.append(clip(f"line {row.number}: {row.quote} is no row of the history", MAX_PLACE))
        return None
    instead = Replacements(text=row.values.get(INSTEAD) or None)
    return Entry(Named(row.values[NAME]), HISTORY, clip(row.quote), shutdown=day, replacements=instead)


def _facts(page: Page) -> Iterator[Fact]:
    entries = read_tables(page.document.sections, RULES, page.unread)
    return _facts_of(page, [replace(entry, replacements=_as_text(entry.replacements)) for entry in entries])


def _as_text(named: Replacements) -> Replacements:
    return Replacements(text=named.text or ", ".join(named.model_ids) or None)


def _facts_of(page: Page, entries: list[Entry]) -> Iterator[Fact]:
    for entry in newest(entries, page.unread).values():
        has_come = isinstance(entry.shutdown, DateBound) and (entry.firm_day or page.read_on) <= page.read_on
        status = StatedStatus.RETIRED if has_come and entry.firm_day else None
        yield fact_of(page, replace(entry, status=status))


def _without_footnotes(cells: Cells) -> Iterator[Cells]:
    """The row; none where a template was to fill it."""
    row = {column: _FOOTNOTE.sub("", cell).strip() for column, cell in cells.items()}
    if "{{" not in row[Column.MODEL] and "{%" not in row[Column.MODEL]:
        yield row


RULES = TableRules(
    columns={
        "model name": Column.MODEL,
        "retirement date": Column.SHUTDOWN,
        "retired date": Column.SHUTDOWN,
        "suggested alternative": Column.REPLACEMENT,
    },
    headings_announce=False,
    by_name=True,
    rows=_without_footnotes,
)

# Rule: https://docs.github.com/en/rest/models/catalog; it has no word on lifecycles
LIST = Shape(rows=("",), display_name="name")

SOURCES = (
    Source(
        id="github-models/deprecations",
        provider="github-models",
        authority=Authority.DEPRECATIONS,
        url="https://raw.githubusercontent.com/github/docs/main/data/tables/copilot/model-deprecation-history.yml",
        page_url="https://docs.github.com/en/copilot/reference/ai-models/supported-models",
        read=read_deprecations,
        guards=Guards(headings=("retire", "alternative"), min_facts=5),
    ),
    Source(
        id="github-models/models",
        provider="github-models",
        authority=Authority.API,
        url="https://models.github.ai/catalog/models",
        read=model_list(LIST),
        guards=Guards(min_facts=10),
        auth=Auth.BEARER,
        key_env="GITHUB_TOKEN",
        is_list=True,
    ),
)
