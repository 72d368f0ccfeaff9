"""JSON answers of list endpoints, as facts: which models a provider lists, since when, and until when if it says so.

A list says little alone: that a model is listed is no promise that it answers, and no status is taken from that.
Readers never raise, whatever the bytes; what is not understood is `unread` with its place, and what is no list is a
`problem`.
"""

from __future__ import annotations

from urllib.parse import urlencode

from monitor.core.facts import Reading, StatedStatus
from monitor.sources.json_pages import JsonObject, NoList, parse_pages, rows_under
from monitor.sources.model_rows import MAX_ID, Shape, clip, facts_of, is_model_id
from monitor.sources.spec import RawDocument, Source

PAGE_SIZE = 1000  # the most that Anthropic and Google give at once
OPENAI_URL = "https://api.openai.com/v1/models"
ANTHROPIC_URL = f"https://api.anthropic.com/v1/models?limit={PAGE_SIZE}"
GOOGLE_URL = f"https://generativelanguage.googleapis.com/v1beta/models?pageSize={PAGE_SIZE}"

MAX_HEADINGS = 100
MAX_TOKEN = 2_000

_OPENAI = Shape(released="created", shutdown="shutdown_date")
_COMPATIBLE = Shape(shutdown="shutdown_date")
_ANTHROPIC = Shape(display_name="display_name", released="created_at")
_GOOGLE = Shape(rows="models", model_id="name", prefix="models/", display_name="displayName")
_AZURE = Shape(
    shutdown="inference",
    shutdown_in="deprecation",
    status="lifecycle_status",
    statuses={"generally-available": None, "preview": None, "deprecated": StatedStatus.DEPRECATED},
)


def read_openai(source: Source, document: RawDocument) -> Reading:
    """OpenAI's list: `data[].id`, `created` as the release day in UTC, `shutdown_date` where there is one.

    An account's fine-tuned models ("ft:…:org::id") are listed models like any other; they say nothing of their base.
    """
    return _read(source, document, _OPENAI)


def read_openai_compatible(source: Source, document: RawDocument) -> Reading:
    """A list in OpenAI's shape from somebody else; ids may contain "/" and ":".

    `created` is not taken: such servers print the time of the answer, zero, or one day for all models.
    """
    return _read(source, document, _COMPATIBLE)


def read_anthropic(source: Source, document: RawDocument) -> Reading:
    """Anthropic's list: `data[].id`, `display_name`, `created_at` as the release day in UTC.

    Only an answer that says so (`has_more` is false) is whole.
    """
    return _read(source, document, _ANTHROPIC)


def read_google(source: Source, document: RawDocument) -> Reading:
    """The Gemini API's list: `models[].name` without "models/", `displayName`; whole without a `nextPageToken`."""
    return _read(source, document, _GOOGLE)


def read_azure(source: Source, document: RawDocument) -> Reading:
    """Azure OpenAI's list: `data[].id`, the UTC day of `deprecation.inference` as the shutdown, `lifecycle_status`.

    `deprecation.fine_tune` ends training and not requests, and `status` is "succeeded" for the dead too. `created_at`
    is not taken, as rows of one id differ in it. Rule: https://learn.microsoft.com/rest/api/azureopenai/models/list
    """
    return _read(source, document, _AZURE)


def next_page_anthropic(body: bytes) -> str | None:
    """The page after `body`, relative to the address of this one; None where that is the last one or no list.

    Rule: https://platform.claude.com/docs/en/api/models-list (`has_more`, `last_id` as the next `after_id`).
    """
    page = _last_page(body)
    last_id = page.get("last_id")
    if page.get("has_more") is not True or not isinstance(last_id, str) or not is_model_id(last_id):
        return None
    return "?" + urlencode({"limit": PAGE_SIZE, "after_id": last_id})


def next_page_google(body: bytes) -> str | None:
    """The page after `body`, relative to the address of this one; None where that is the last one or no list.

    Rule: https://ai.google.dev/api/models#method:-models.list (`nextPageToken` as the next `pageToken`).
    """
    token = _last_page(body).get("nextPageToken")
    if not isinstance(token, str) or not token or len(token) > MAX_TOKEN:
        return None
    return "?" + urlencode({"pageSize": PAGE_SIZE, "pageToken": token}, errors="replace")


def _last_page(body: bytes) -> JsonObject:
    try:
        return parse_pages(body)[-1]
    except NoList:
        return {}


def _read(source: Source, document: RawDocument, shape: Shape) -> Reading:
    try:
        pages = parse_pages(document.body)
        rows = rows_under(pages, shape.rows)
        facts, unread = facts_of(source, rows, shape)
    except NoList as problem:
        return Reading(problem=str(problem))
    headings = tuple(dict.fromkeys(clip(key, MAX_ID) for page in pages for key in page))[:MAX_HEADINGS]
    if not facts:
        return Reading(headings=headings, unread=unread, problem=f"none of its {len(rows)} rows could be read")
    return Reading(facts=facts, headings=headings, unread=unread, whole=_is_whole(pages[-1], shape))


def _is_whole(last_page: JsonObject, shape: Shape) -> bool:
    if shape is _ANTHROPIC:
        return last_page.get("has_more") is False
    return not last_page.get("has_more") and not last_page.get("nextPageToken")
