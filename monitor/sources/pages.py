"""A deprecation page from its bytes to a `Reading`: what all providers' pages have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from monitor.core.dates import DateBound, NoDate
from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.errors import UnreadableDocument
from monitor.sources.cells import plain
from monitor.sources.columns import HEADERS
from monitor.sources.document import Document, clip, decoded
from monitor.sources.entries import Entry, newest
from monitor.sources.markdown import read_markdown
from monitor.sources.names import Names
from monitor.sources.prose.statements import says_retired
from monitor.sources.spec import RawDocument, Reader, Source
from monitor.sources.tables import TableRules, read_tables

MAX_UNREAD = 100  # entries kept; any guard has given up long before
MAX_WALL = 2_000  # a page that keeps readers out says little else

_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\"{\]])")
_COMMENTS = r"\s*(?:<!--.*?-->\s*)*"
_HTML_PAGE = re.compile(rf"{_COMMENTS}<(?:!doctype html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL)
_HTML_PART = re.compile(rf"{_COMMENTS}<(?:main|article|section|div|table|h[1-6]|p)\b", re.IGNORECASE | re.DOTALL)
_WALLS = (
    ("a bot check", ("verify you are human", "checking your browser", "just a moment", "captcha", "are you a robot")),
    ("a sign-in page", ("sign in", "log in", "password")),
    ("an error page", ("access denied", "forbidden", "not found", "unavailable", "internal server error", "gateway")),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One document of a source, parsed. `read_on` is the UTC day of its fetch; `unread` is what was not understood."""

    source: Source
    read_on: date
    document: Document
    unread: list[str] = field(default_factory=list)


class End(NamedTuple):
    """A model's end as a fact carries it: a firm day, a floor, or words that are no day; at most one of them."""

    shutdown_on: date | None = None
    earliest_shutdown_on: date | None = None
    words: str | None = None


NO_END = End()


def read_page(source: Source, raw: RawDocument, read: Callable[[Page], Iterable[Fact]]) -> Reading:
    """The reading of `raw` by `read`, a provider's own function; a `problem` where it is no page of this source.

    Never raises, whatever the bytes. To say nothing is a problem too, but for a source of which nothing is asked
    (`min_facts=0`): most posts of a changelog end no model.
    """
    try:
        document = _parsed(decoded(raw.body), raw.media_type)
        page = Page(source, raw.read_on, document, list(document.defects))
        facts = tuple(read(page))
    except UnreadableDocument as why:
        return Reading(problem=why.message)
    headings, unread = document.headings, tuple(page.unread[:MAX_UNREAD])
    if not facts and source.guards.min_facts > 0:
        return Reading(headings=headings, unread=unread, problem=_why_no_facts(document))
    return Reading(facts=facts, headings=headings, unread=unread)


def table_page(rules: TableRules, *, only_earliest: bool = False) -> Reader:
    """A reader for a page that says all it says in lifecycle tables: most providers need no code of their own.

    Of a model in several tables the newest announcement counts; replacements that are given by name are resolved where
    the page itself prints the id. `only_earliest`: the dates of this page are the earliest possible ones, so that a
    day that has not come yet is a floor.
    """

    def facts(page: Page) -> Iterator[Fact]:
        found = newest(read_tables(page.document.sections, rules, page.unread), page.unread)
        names = Names.of(found.values())
        for entry in found.values():
            resolved = replace(entry, replacements=names.resolved(entry.replacements))
            yield fact_of(page, resolved, earliest_after=page.read_on if only_earliest else None)

    return lambda source, raw: read_page(source, raw, facts)


def end_of(stated: DateBound | NoDate | None, *, earliest_after: date | None = None) -> End:
    """What a shutdown phrase means. `earliest_after`: a plain date behind that day is a floor on this page."""
    if stated is None:
        return NO_END
    if isinstance(stated, DateBound):
        firm = stated.firm_day
        if firm is not None and (earliest_after is None or firm <= earliest_after):
            return End(firm)
        if (floor := stated.floor_day or firm) is not None:
            return End(None, floor)
    return NO_END if plain(stated.words).lower() in _NO_WORDS else End(words=stated.words)


def fact_of(page: Page, entry: Entry, *, earliest_after: date | None = None) -> Fact:
    """`entry` as a fact, with its evidence. `earliest_after`: see `end_of`."""
    source = page.source
    return _fact(source.provider, source.id, source.page_url or source.url, entry, earliest_after)


@lru_cache(maxsize=4096)  # most entries of a page are those of its last reading
def _fact(provider: str, source_id: str, page: str, entry: Entry, earliest_after: date | None) -> Fact:
    end = end_of(entry.shutdown, earliest_after=earliest_after)
    if end is NO_END and entry.floor_on is not None:
        end = End(None, entry.floor_on)
    named, replacements, anchor = entry.named, entry.replacements, entry.section.anchor
    return Fact(  # by position: to match 21 keywords takes three times as long, and there is a fact for every row
        provider,
        named.model_id,
        source_id,
        _with_anchor(page, anchor) if anchor else page,
        entry.quote,
        named.alias_of,
        entry.name,  # display_name
        entry.version,
        entry.deployment,
        entry.regions,
        entry.released_on,
        entry.legacy_on,
        entry.deprecated_on or entry.announced_on,
        end.shutdown_on,
        end.earliest_shutdown_on,
        entry.extended_on,  # extended_access_on
        entry.status,  # stated_status
        replacements.model_ids,
        replacements.text,
        entry.redirects_to,
        end.words,
    )


def with_prose(entries: Iterable[Entry], read_on: date) -> Iterator[Entry]:
    """The entries, retired where a sentence of their section says so and their own date does not lie ahead."""
    section, retired = None, False
    for entry in entries:
        if entry.section is not section:
            section, retired = entry.section, says_retired(entry.section)
        if retired and not (isinstance(entry.shutdown, DateBound) and (entry.shutdown.day or date.min) > read_on):
            yield replace(entry, status=StatedStatus.RETIRED)
        else:
            yield entry


@lru_cache(maxsize=64)  # a section's facts have one address
def _with_anchor(page: str, anchor: str) -> str:
    return f"{page}#{anchor if _SLUG.fullmatch(anchor) else quote(anchor, safe=_IN_FRAGMENT)}"


def _parsed(text: str, media_type: str | None) -> Document:
    """The document behind `text`: what it looks like counts, its media type only where that leaves a doubt."""
    media = (media_type or "").partition(";")[0].strip().lower()
    if _JSON.match(text) is not None:
        raise UnreadableDocument("the document is JSON, not a page")
    beginning = text[:4096]
    is_html = _HTML_PAGE.match(beginning) is not None
    if not is_html and media not in {"text/markdown", "text/plain"}:
        is_html = _HTML_PART.match(beginning) is not None and "<table" in text
    if not is_html:
        return read_markdown(text)
    from monitor.sources.html import read_html  # noqa: PLC0415 its parser takes a while to load, and few commands read

    return read_html(text)


def _why_no_facts(document: Document) -> str:
    words = " ".join([*document.headings, *(text.text for section in document.sections for text in section.texts)])
    if not document.tables and len(words) < MAX_WALL:
        for name, signs in _WALLS:
            if any(sign in words.lower() for sign in signs):
                return f"the document looks like {name}, it has no table"
    if not document.tables:
        return "the document has no table"
    headers = [plain(cell) for cell in document.tables[0].header]
    unknown = [header for header in headers if header.lower().rstrip(":*") not in HEADERS]
    number, first = len(document.tables), " | ".join(headers)
    told = f"none of the document's {number} tables is a lifecycle table; the first: {first}"
    return clip(f"{told}; without a meaning, if `columns` give none: {' | '.join(unknown)}" if unknown else told)


_IN_FRAGMENT = "-._~!$&'()*+,;=:@/?%"  # RFC 3986, section 3.5; escapes that are there stay
_SLUG = re.compile(r"[a-z0-9-]+")
_NO_WORDS = frozenset({"", "-", "--", "---", "n/a", "na", "none"})
