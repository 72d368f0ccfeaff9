"""Groq: the deprecations page and the model list.

The page is a history with one table a section. The day in a heading is that of the end, and so is that in the table,
which counts where they differ; the announcement is in the sentence between them ("on June 17, 2026, we emailed users").
What that sentence recommends was not always kept up with the table. A model in two sections has the facts of the later
announcement. Until its last day a model may be served by its successor ("will automatically upgrade"), and no longer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.cells import Replacements, is_model_id
from monitor.sources.columns import Column
from monitor.sources.entries import newest
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.prose.statements import announced_tables
from monitor.sources.spec import Auth, RawDocument, Source
from monitor.sources.tables import Cells, TableRules, read_tables

# Two replacements stand side by side, in plain words, with a remark in brackets behind them
WORD = re.compile(r"\([^()]*\)|`[^`]*`|(?<!\S)[\w.:@/+-]+(?!\S)", re.ASCII)


def read_deprecations(source: Source, raw: RawDocument) -> Reading:
    """The deprecations page, as Markdown or HTML."""
    return read_page(source, raw, _facts)


def _facts(page: Page) -> Iterator[Fact]:
    entries = []
    for section in page.document.sections:
        for announced_on, part in announced_tables(section):
            for entry in read_tables((part,), RULES, page.unread):
                text = entry.replacements.text
                printed = Replacements(entry.replacements.model_ids, text.replace("`", "") if text else None)
                entries.append(replace(entry, announced_on=announced_on, replacements=printed))
    entries.sort(key=lambda entry: entry.firm_day or date.min, reverse=True)  # of equals the first counts
    for entry in newest(entries, page.unread).values():
        yield fact_of(page, entry)


def _marked(cells: Cells) -> Iterable[Cells]:
    """A row with the ids of its replacements marked as code."""
    cell = WORD.sub(
        lambda word: f"`{word[0]}`" if is_model_id(word[0], in_code=False) else word[0],
        cells.get(Column.REPLACEMENT, ""),
    )
    return ({**cells, Column.REPLACEMENT: cell} if Column.REPLACEMENT in cells else cells,)


RULES = TableRules(month_first=True, headings_announce=False, rows=_marked)

# Rule: https://console.groq.com/docs/api-reference#models; `created` is one day for all. Nobody says what a model is
# that is not active: on its way out is the least of it.
LIST = Shape(shutdown="shutdown_date", status="active", statuses={True: None, False: StatedStatus.DEPRECATED})

SOURCES = (
    Source(
        id="groq/deprecations",
        provider="groq",
        authority=Authority.DEPRECATIONS,
        url="https://console.groq.com/docs/deprecations.md",
        page_url="https://console.groq.com/docs/deprecations",
        read=read_deprecations,
        guards=Guards(headings=("deprecation", "shutdown date", "recommended replacement"), min_facts=5),
    ),
    Source(
        id="groq/models",
        provider="groq",
        authority=Authority.API,
        url="https://api.groq.com/openai/v1/models",
        read=model_list(LIST),
        guards=Guards(headings=("data",), min_facts=3),
        auth=Auth.BEARER,
        key_env="GROQ_API_KEY",
        is_list=True,
        model_url="https://api.groq.com/openai/v1/models/{+id}",
    ),
)
