"""Anthropic: the model deprecations page and the model list.

The page has a table of states (active, deprecated, retired) and a history of announcements, newest first, with the
replacements; of both one fact per model is made. A note may speak of a model that has no row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.cells import Named, Replacements
from monitor.sources.document import clip
from monitor.sources.entries import Entry, newest
from monitor.sources.lists.model_lists import model_list, next_page_by_last_id
from monitor.sources.lists.shapes import Shape
from monitor.sources.pages import Page, fact_of, read_page, with_prose
from monitor.sources.prose.statements import is_about, statement
from monitor.sources.spec import Auth, RawDocument, Source
from monitor.sources.tables import TableRules, read_tables

RULES = TableRules()
FAMILY = re.compile(r"claude-")


def read_deprecations(source: Source, raw: RawDocument) -> Reading:
    """The model deprecations page, as Markdown or HTML, in any of its layouts."""
    return read_page(source, raw, _facts)


def _facts(page: Page) -> Iterator[Fact]:
    entries = list(read_tables(page.document.sections, RULES, page.unread))
    states = newest((entry for entry in entries if entry.status is not None), page.unread)
    history = newest((entry for entry in entries if entry.status is None), page.unread)
    announced = {entry.key: entry for entry in with_prose(history.values(), page.read_on)}
    for note in _notes(page):
        announced.setdefault(note.key, note)
    for key, entry in (states | announced).items():
        state, announcement = states.get(key), announced.get(key)
        yield fact_of(page, _merged(state, announcement) if state and announcement else entry)


def _merged(state: Entry, announcement: Entry) -> Entry:
    """One entry of a model's row in the table of states and of what announced its end.

    The firm date of the table counts; where it has none ("N/A", a floor) that of the announcement does. Should both
    have one and differ, both rows are quoted.
    """
    shown = announcement if announcement.firm_day and not state.firm_day else state
    differ = state.firm_day and announcement.firm_day and state.firm_day != announcement.firm_day
    status = state.status
    if status is StatedStatus.ACTIVE or announcement.status is StatedStatus.RETIRED:
        status = announcement.status or StatedStatus.DEPRECATED
    return replace(
        shown,
        quote=clip(f"{state.quote} {announcement.quote}") if differ else shown.quote,
        status=status,
        deprecated_on=state.deprecated_on or announcement.announced_on,
        replacements=announcement.replacements,
    )


def _notes(page: Page) -> Iterator[Entry]:
    for section in page.document.sections:
        for text in section.texts:
            if "`" not in text.text or not is_about(text, FAMILY):
                continue
            stated = statement(text, FAMILY)
            if stated is None:
                page.unread.append(clip(f"{section.title or 'top'}: {text.text}", 200))
                continue
            for model_id in stated.model_ids:
                yield Entry(
                    Named(model_id),
                    section,
                    stated.quote,
                    shutdown=stated.shutdown,
                    status=stated.status,
                    replacements=Replacements(stated.replacements),
                )


# Rule: https://platform.claude.com/docs/en/api/models/list; only an answer that says so is whole
LIST = Shape(last="has_more", display_name="display_name", released="created_at")

SOURCES = (
    Source(
        id="anthropic/deprecations",
        provider="anthropic",
        authority=Authority.DEPRECATIONS,
        url="https://platform.claude.com/docs/en/about-claude/model-deprecations.md",
        page_url="https://platform.claude.com/docs/en/about-claude/model-deprecations",
        read=read_deprecations,
        guards=Guards(headings=("current state", "retirement date", "recommended replacement"), min_facts=10),
    ),
    Source(
        id="anthropic/models",
        provider="anthropic",
        authority=Authority.API,
        url="https://api.anthropic.com/v1/models?limit=1000",
        read=model_list(LIST),
        guards=Guards(headings=("data",), min_facts=3),
        headers=(("anthropic-version", "2023-06-01"),),
        auth=Auth.X_API_KEY,
        key_env="ANTHROPIC_API_KEY",
        next_page=next_page_by_last_id("after_id", limit=1000),
        is_list=True,
        model_url="https://api.anthropic.com/v1/models/{id}",
    ),
)
