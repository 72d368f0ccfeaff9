"""OpenAI: the deprecations page and the model list.

The page is a history of announcements, newest first: a section "2025-09-26: …" with a table or several. A model in
several sections has the facts of the newest announcement. The layout of autumn 2026 is one table with columns for the
status and for the day of notice instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.core.facts import Authority, Fact, Reading
from monitor.core.trust import Guards
from monitor.sources.document import Document, clip
from monitor.sources.entries import newest
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.pages import Page, fact_of, read_page, with_prose
from monitor.sources.prose.statements import is_about
from monitor.sources.spec import Auth, RawDocument, Source
from monitor.sources.tables import TableRules, read_tables

RULES = TableRules(
    not_models=re.compile(r"^/|^v\d/|\bAPIs?\b|^OpenAI-Beta:|\bfine-tuning\b"),
    # Fine-tunes of ada, babbage, curie and davinci: they share the fate of their base models in the table above them
    left_out=re.compile(r"^fine-tuning gpt models$", re.IGNORECASE),
)

FAMILY = re.compile(
    r"(?:chat)?gpt-|o\d|dall-e-|sora-|whisper-|tts-|text-|omni-|codex-|computer-use-|davinci|babbage|ft[:-]"
)
DATED = re.compile(r"\d{4}-\d{2}-\d{2}\b")


def read_deprecations(source: Source, raw: RawDocument) -> Reading:
    """The deprecations page, as Markdown or HTML, in any of its layouts."""
    return read_page(source, raw, _facts)


def _facts(page: Page) -> Iterator[Fact]:
    page.unread.extend(_announced_in_prose(page.document))
    entries = newest(read_tables(page.document.sections, RULES, page.unread), page.unread)
    for entry in with_prose(entries.values(), page.read_on):
        yield fact_of(page, entry)


def _announced_in_prose(document: Document) -> Iterator[str]:
    """Announcements that name models in sentences only. They are shown to somebody, not read."""
    paths = (section.path for section in document.sections if section.tables)
    with_table = {path[:depth] for path in paths for depth in range(1, len(path) + 1)}
    for section in document.sections:
        if section.path not in with_table and DATED.match(section.title) is not None:
            yield from (clip(f"{section.title}: {text.text}") for text in section.texts if is_about(text, FAMILY))


# An account's fine-tuned models ("ft:…:org::id") are listed like any other; they say nothing of their base.
LIST = Shape(released="created", shutdown="shutdown_date")

SOURCES = (
    Source(
        id="openai/deprecations",
        provider="openai",
        authority=Authority.DEPRECATIONS,
        url="https://developers.openai.com/api/docs/deprecations.md",
        page_url="https://developers.openai.com/api/docs/deprecations",
        read=read_deprecations,
        guards=Guards(headings=("overview", "shutdown date", "recommended replacement"), min_facts=20),
    ),
    Source(
        id="openai/models",
        provider="openai",
        authority=Authority.API,
        url="https://api.openai.com/v1/models",
        read=model_list(LIST),
        guards=Guards(headings=("data",)),  # a project may be allowed one model only
        auth=Auth.BEARER,
        key_env="OPENAI_API_KEY",
        is_list=True,
        model_url="https://api.openai.com/v1/models/{id}",
    ),
)
