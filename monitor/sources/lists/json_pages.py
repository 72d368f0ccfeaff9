"""The bytes of a list's answer, one or several pages of JSON one after another -> their rows.

Whatever the bytes, there are two outcomes: the rows, or `NoList` with the reason in words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

MAX_PAGES = 100
MAX_ROWS = 20_000

_ERROR_CODE = re.compile(r"[A-Za-z0-9_.-]{1,60}")

JsonObject = Mapping[str, object]
JsonPage = JsonObject | list[object]


class NoList(Exception):
    """The document is no list of its source; the text says why, for `Reading.problem`. It leaves no reader."""


def parse_pages(body: bytes) -> list[JsonPage]:
    """The JSON objects or lists that stand one after another in `body`, at least one; `NoList` if it is no JSON."""
    try:
        text = body.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise NoList("the answer is not UTF-8 text") from None
    if not text:
        raise NoList("the answer is empty")
    if text.startswith("<"):
        raise NoList("the answer is an HTML page instead of JSON")
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    pages: list[JsonPage] = []
    at = 0
    while at < len(text):
        if len(pages) == MAX_PAGES:
            raise NoList(f"the answer has more than {MAX_PAGES} pages")
        try:
            page, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            raise NoList(f"page {len(pages) + 1} of the answer is broken JSON") from None
        if not isinstance(page, dict | list):
            raise NoList(f"page {len(pages) + 1} of the answer is no JSON object")
        pages.append(page)
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
    return pages


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def rows_under(pages: list[JsonPage], keys: Sequence[str]) -> list[object]:
    """The rows of all pages' lists; `NoList` if there are none, or absurdly many.

    They are under the first of `keys` that leads to a list; the key "" means that the page itself is one.
    """
    rows = [row for page in pages for row in _rows(page, keys)]
    if not rows:
        raise NoList("the list is empty")
    if len(rows) > MAX_ROWS:
        raise NoList(f"the list has {len(rows)} rows, more than {MAX_ROWS}")
    return rows


def _rows(page: JsonPage, keys: Sequence[str]) -> list[object]:
    if isinstance(page, list):
        if "" in keys:
            return page
        raise NoList("the answer is a bare list instead of a JSON object")
    for key in keys:
        rows = page.get(key) if key else None
        if isinstance(rows, list):
            return rows
    error = page.get("error")
    if error is None:
        named = " or ".join(f'"{key}"' for key in keys if key)
        raise NoList(f"the answer has no list under {named}" if named else "the answer is a JSON object and no list")
    # Only its codes: the message of a refused request may repeat a part of the key.
    details = error if isinstance(error, dict) else {}
    codes = [str(details[key]) for key in ("type", "status", "code") if isinstance(details.get(key), str | int)]
    named = ", ".join(code for code in codes if _ERROR_CODE.fullmatch(code))
    raise NoList("the answer is an error object" + (f" ({named})" if named else ""))
