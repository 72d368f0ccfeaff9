"""JSON answers of list endpoints, as facts: which models a provider lists, since when, and until when if it says so.

A list says little alone: that a model is listed is no promise that it answers, and no status is taken from that.
Readers never raise, whatever the bytes; what is not understood is `unread` with its place, and what is no list is a
`problem`.
"""

from __future__ import annotations

from urllib.parse import urlencode

from monitor.core.facts import Reading
from monitor.sources.lists.json_pages import JsonObject, JsonPage, NoList, parse_pages, rows_under
from monitor.sources.lists.json_values import MAX_ID, clip, is_model_id
from monitor.sources.lists.model_rows import facts_of
from monitor.sources.lists.shapes import Crooked, Shape, at
from monitor.sources.spec import NextPage, RawDocument, Reader, Source

MAX_HEADINGS = 100
MAX_TOKEN = 2_000

_MORE = ("has_more", "nextPageToken", "next_page_token", "nextLink", "next")  # one is true where there is more


def model_list(shape: Shape) -> Reader:
    """A reader for a list of this shape: most providers need no code of their own."""

    def read(source: Source, document: RawDocument) -> Reading:
        try:
            pages = parse_pages(document.body)
            rows = rows_under(pages, shape.rows)
            facts, unread = facts_of(source, rows, shape)
        except NoList as problem:
            return Reading(problem=str(problem))
        headings = tuple(dict.fromkeys(clip(key, MAX_ID) for page in pages for key in _keys(page)))[:MAX_HEADINGS]
        if not facts:
            return Reading(headings=headings, unread=unread, problem=f"none of its {len(rows)} rows could be read")
        whole = _is_whole(_object(pages[-1]), shape, len(rows))
        return Reading(facts=facts, headings=headings, unread=unread, whole=whole)

    return read


read_openai_compatible = model_list(Shape(shutdown="shutdown_date"))
"""A list in OpenAI's shape from somebody else; ids may contain "/" and ":".

`created` is not taken: such servers print the time of the answer, zero, or one day for all models.
"""


def next_page_by_token(key: str, parameter: str, **always: str | int) -> NextPage:
    """Pages that end with a token under `key`, which is sent back as `parameter`, with what is `always` asked.

    The function made gives the address of the page after a body, relative to the address of this one, and None where
    it is the last one or no list.
    """

    def next_page(body: bytes) -> str | None:
        token = _last_page(body).get(key)
        if not isinstance(token, str) or not token or len(token) > MAX_TOKEN:
            return None
        return "?" + urlencode({**always, parameter: token}, errors="replace")

    return next_page


def next_page_by_last_id(parameter: str, **always: str | int) -> NextPage:
    """Pages that say `has_more` and `last_id`, which is sent back as `parameter`; otherwise as above."""

    def next_page(body: bytes) -> str | None:
        page = _last_page(body)
        last_id = page.get("last_id")
        if page.get("has_more") is not True or not isinstance(last_id, str) or not is_model_id(last_id):
            return None
        return "?" + urlencode({**always, parameter: last_id})

    return next_page


def next_page_by_link(path: str) -> NextPage:
    """Pages that end with the whole address of the next one at the end of `path`."""

    def next_page(body: bytes) -> str | None:
        link = _value(_last_page(body), path)
        if not isinstance(link, str) or not link.startswith("https://") or len(link) > MAX_TOKEN:
            return None
        return link if link.isascii() and link.isprintable() else None

    return next_page


def _last_page(body: bytes) -> JsonObject:
    try:
        return _object(parse_pages(body)[-1])
    except NoList:
        return {}


def _object(page: JsonPage) -> JsonObject:
    return {} if isinstance(page, list) else page


def _keys(page: JsonPage) -> list[str]:
    return list(_object(page))


def _is_whole(last_page: JsonObject, shape: Shape, rows: int) -> bool:
    total = _value(last_page, shape.total)
    if isinstance(total, int) and total > rows:
        return False
    if shape.last:
        return last_page.get(shape.last) is False
    return not any(last_page.get(key) for key in _MORE)


def _value(page: JsonObject, path: str) -> object:
    try:
        return at(page, path)
    except Crooked:
        return None
