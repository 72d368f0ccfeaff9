"""Together: the deprecations page, the page of serverless models and the model list.

The deprecations page has tables of what is planned or scheduled, of what was removed from serverless inference
(dedicated endpoints go on), and of ids that are answered by a newer model. A model may have been removed twice: the
later day counts. The history of fine-tuning is about training and says nothing of requests. The page is also read where
it stands in the text of the whole documentation: whatever is not below a title about deprecations or redirects is left
alone there, but for the changelog's lists of models that "have been deprecated and are no longer available".

The page of serverless models marks an id that is deprecated with a star.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from monitor.core.dates import DateBound, read_date
from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.cells import Replacements, as_code, plain, read_models
from monitor.sources.columns import Column
from monitor.sources.document import Section, clip
from monitor.sources.entries import NO_REPLACEMENTS, Entry, Key, newest
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Shape
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.spec import Auth, RawDocument, Source
from monitor.sources.tables import Cells, TableRules, read_tables


def _without_notes(cells: Cells) -> Iterator[Cells]:
    """The row, unless it is a note below the table that a table's syntax has drawn in: without a model and a date."""
    if plain(cells[Column.MODEL]) or any(c.isdigit() for c in plain(cells.get(Column.SHUTDOWN, ""))):
        yield cells


RULES = TableRules(
    columns={
        "planned deprecation date": Column.SHUTDOWN,
        "recommended model replacement": Column.REPLACEMENT,
        "original model": Column.MODEL,
        "redirects to": Column.REDIRECT,
    },
    not_models=re.compile(r"^(?:preview model|serverless endpoint|on.demand dedicated endpoint)$", re.IGNORECASE),
    left_out=re.compile(r"fine-?tuning", re.IGNORECASE),
    headings_announce=False,
    bare_ids=True,
    rows=_without_notes,
)

CHANGELOG = "https://docs.together.ai/docs/changelog"

_OURS = re.compile(r"deprecat|redirect", re.IGNORECASE)
_AHEAD = re.compile(r"planned|scheduled", re.IGNORECASE)
_GONE = re.compile(r"models have been deprecated and are no longer available", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b")
_STRINGS = re.compile(r"^(?:api model string|model string for api)$", re.IGNORECASE)
_DEPRECATED_BELOW = re.compile(r"^\s*\\?\*\s*deprecated model", re.IGNORECASE)
_STARRED = re.compile(r"^(.*[^\\*\s])\s*\\?\*$")


def read_deprecations(source: Source, raw: RawDocument) -> Reading:
    """The deprecations page, alone or in the text of the whole documentation."""
    return read_page(source, raw, _facts)


def _facts(page: Page) -> Iterator[Fact]:
    sections = [section for section in page.document.sections if any(_OURS.search(title) for title in section.path)]
    page.unread.extend(_without_replacements(sections))
    chosen: dict[Key, Entry] = {}
    for entry in read_tables(sections, RULES, page.unread):
        other = chosen.get(entry.key)
        chosen[entry.key] = entry if other is None else _merged(other, entry)
    yield from (fact_of(page, entry) for entry in chosen.values())
    for entry in newest(_from_changelog(page.document.sections), page.unread).values():
        if entry.key not in chosen:
            yield replace(fact_of(page, entry), url=f"{CHANGELOG}#{entry.section.anchor}")


def _without_replacements(sections: Iterable[Section]) -> Iterator[str]:
    """Tables of what is to come that have lost their column of replacements: somebody should see that."""
    for section in sections:
        for table in section.tables if _AHEAD.search(section.title) else ():
            if not any("replacement" in plain(cell).lower() for cell in table.header):
                yield f"{section.title}: no replacement column among {' | '.join(table.header)}"


def _merged(one: Entry, other: Entry) -> Entry:
    """One entry of a model's two rows: that with the later day, with what only the other row says."""
    later, earlier = (other, one) if (other.firm_day or date.min) > (one.firm_day or date.min) else (one, other)
    tells_more = (earlier.redirects_to and not later.redirects_to) or (
        earlier.replacements != NO_REPLACEMENTS and later.replacements == NO_REPLACEMENTS
    )
    return replace(
        later,
        quote=clip(f"{later.quote} {earlier.quote}") if tells_more else later.quote,
        replacements=earlier.replacements if later.replacements == NO_REPLACEMENTS else later.replacements,
        redirects_to=later.redirects_to or earlier.redirects_to,
    )


def _from_changelog(sections: Iterable[Section]) -> Iterator[Entry]:
    """The ids that lists in the changelog call gone; deprecated since the day of their entry, whose year stands above.

    The list ends with the first paragraph behind it. What an item says behind its id ("Calls to … will now redirect
    to …") is kept in words.
    """
    for section in sections:
        in_list = False
        for text in section.texts:
            if text.kind != "item":
                in_list = _GONE.search(text.text) is not None
                continue
            head, _, rest = text.text.partition(" ")
            models = read_models(head) if in_list and "`" in head else None
            for named in models or ():
                yield Entry(
                    named,
                    section,
                    clip(text.text),
                    status=StatedStatus.RETIRED,
                    announced_on=_day_of(section),
                    replacements=Replacements(text=plain(rest).strip("() ") or None),
                )


def _day_of(section: Section) -> date | None:
    """The day of an entry "Oct 31" below "October, 2025"."""
    years = [found[0] for title in section.path if (found := _YEAR.search(title)) is not None]
    stated = read_date(f"{section.title}, {years[-1]}") if years else None
    return stated.firm_day if isinstance(stated, DateBound) else None


def read_serverless_models(source: Source, raw: RawDocument) -> Reading:
    """The page of serverless models: what its stars mark as deprecated."""
    return read_page(source, raw, _starred)


def _starred(page: Page) -> Iterator[Fact]:
    for section in page.document.sections:
        if not any(_DEPRECATED_BELOW.match(text.text) for text in section.texts):
            continue
        for table in section.tables:
            places = [at for at, cell in enumerate(table.header) if _STRINGS.match(plain(cell))]
            for row in table.rows if places else ():
                found = _STARRED.match(row.cells[places[0]]) if not row.flaw and len(row.cells) > places[0] else None
                for named in (read_models(as_code(found[1])) if found else None) or ():
                    yield fact_of(page, Entry(named, section, row.quote, status=StatedStatus.DEPRECATED))


# Rule: https://docs.together.ai/reference/models; both forms of the answer are documented
LIST = Shape(rows=("", "data"), display_name="display_name")

SOURCES = (
    Source(
        id="together/deprecations",
        provider="together",
        authority=Authority.DEPRECATIONS,
        url="https://docs.together.ai/docs/deprecations.md",
        page_url="https://docs.together.ai/docs/deprecations",
        read=read_deprecations,
        guards=Guards(headings=("deprecation history", "removal date"), min_facts=50),
    ),
    Source(
        id="together/models-overview",
        provider="together",
        authority=Authority.PAGE,
        url="https://docs.together.ai/docs/serverless-models.md",
        page_url="https://docs.together.ai/docs/serverless-models",
        read=read_serverless_models,
        guards=Guards(headings=("chat models", "organization", "context length"), min_facts=0),
    ),
    Source(
        id="together/models",
        provider="together",
        authority=Authority.API,
        url="https://api.together.xyz/v1/models",
        read=model_list(LIST),
        guards=Guards(min_facts=20),
        auth=Auth.BEARER,
        key_env="TOGETHER_API_KEY",
        is_list=True,
        verified=False,
    ),
)
