"""DeepSeek: the change log of the API, and the model list.

The log has an entry for each day ("Date: 2026-04-24") and says in sentences what becomes of the names that requests
send: that they will be discontinued, or, far more often, that they have been upgraded in place and answer as another
model from then on. That ends nothing; the newest one tells what a name stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from monitor.core.facts import Authority, Fact, Reading
from monitor.core.trust import Guards
from monitor.errors import UnreadableDocument
from monitor.sources.entries import Entry
from monitor.sources.lists.model_lists import read_openai_compatible
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.prose.announcements import read_notices
from monitor.sources.prose.days import day_of_title
from monitor.sources.prose.sentences import Ids
from monitor.sources.spec import Auth, RawDocument, Source

# Ids are in lower case, what they stand for is not ("DeepSeek-V3.2")
IDS = Ids(family=re.compile("deepseek-"), bare=re.compile(r"deepseek-[a-z][\w.-]*\w"))


def read_log(source: Source, raw: RawDocument) -> Reading:
    """The change log, as Markdown or HTML."""
    return read_page(source, raw, _facts)


def _facts(page: Page) -> Iterator[Fact]:
    """One fact a name: its newest end, and what it stands for by the newest entry that says so."""
    ends: dict[str, Entry] = {}
    targets: dict[str, Entry] = {}
    entries = [replace(entry, announced_on=day_of_title(entry.section)) for entry in read_notices(page, IDS)]
    for entry in sorted(entries, key=lambda entry: entry.announced_on or date.min, reverse=True):
        name = entry.named.model_id
        if entry.named.alias_of:
            targets.setdefault(name, entry)
        if entry.shutdown or entry.status or entry.deprecated_on:
            ends.setdefault(name, entry)
    for name in ends | targets:
        end, target = ends.get(name), targets.get(name)
        if end is not None and end.firm_day and (end.announced_on or date.min) > end.firm_day:
            raise UnreadableDocument(f"{name} ends before the log says that it will: its entry has lost its date")
        if end is not None:
            yield fact_of(page, replace(end, named=target.named) if target is not None else end)
        elif target is not None:
            yield fact_of(page, replace(target, announced_on=None))


SOURCES = (
    Source(
        id="deepseek/deprecations",
        provider="deepseek",
        authority=Authority.DEPRECATIONS,
        url="https://api-docs.deepseek.com/updates/",
        read=read_log,
        # The log goes back to its first day; with less it is cut off
        guards=Guards(headings=("change log", "date: 2024-05-17")),
    ),
    Source(
        id="deepseek/models",
        provider="deepseek",
        authority=Authority.API,
        url="https://api.deepseek.com/models",
        read=read_openai_compatible,
        guards=Guards(headings=("data",)),
        auth=Auth.BEARER,
        key_env="DEEPSEEK_API_KEY",
        is_list=True,
    ),
)
