"""What the columns of lifecycle tables are called, and what their status words state: one vocabulary for all pages."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence

from monitor.core.facts import StatedStatus


class Column(enum.StrEnum):
    """What a column of a lifecycle table says of the model in its row. The values are the words of config.toml."""

    MODEL = "model"
    NAME = "name"  # what people call it, where another column has the id
    VERSION = "version"
    DEPLOYMENT = "deployment"
    REGIONS = "regions"
    SHUTDOWN = "shutdown"
    FLOOR = "floor"  # the day before which it does not end, where that has a column of its own
    REPLACEMENT = "replacement"
    REDIRECT = "redirect"  # by which model requests are served after the day
    STATUS = "status"
    DEPRECATED = "deprecated"
    ANNOUNCED = "announced"
    RELEASED = "released"
    LEGACY = "legacy"
    EXTENDED = "extended"  # the first day of extended access, at another price


# Columns whose cells are days, and columns whose cells are texts, with the field of an entry that each fills.
DAYS: Mapping[Column, str] = {
    Column.DEPRECATED: "deprecated_on",
    Column.ANNOUNCED: "announced_on",
    Column.RELEASED: "released_on",
    Column.LEGACY: "legacy_on",
    Column.EXTENDED: "extended_on",
    Column.FLOOR: "floor_on",
}
TEXTS: Mapping[Column, str] = {Column.NAME: "name", Column.VERSION: "version", Column.DEPLOYMENT: "deployment"}

Places = dict[Column, int]


def _headers(*columns: tuple[Column, str]) -> Mapping[str, Column]:
    return {text.strip(): column for column, texts in columns for text in texts.split("|")}


# Header texts in lower case, as providers print them. A header that means different things on different pages
# ("deprecation time", "version") is not here but in the rules of the page.
HEADERS = _headers(
    (Column.MODEL, "model | models | model id | model ids | model name | api model name | model snapshot"),
    (Column.MODEL, "model snapshots | model / system | model/system | model family / snapshot"),
    (Column.MODEL, "model family/snapshot | model version | deprecated model | legacy model | affected model"),
    (Column.MODEL, "affected models | retired model | deprecated models | agent | model being retired"),
    (Column.SHUTDOWN, "shutdown date | shut down date | shutoff date | retirement date | tentative retirement date"),
    (Column.SHUTDOWN, "retired | retirement | eol date | eol | end-of-life date | end of life date | sunset date"),
    (Column.SHUTDOWN, "discontinuation date | removal date | retires on | retires on or after | retired on"),
    (Column.SHUTDOWN, "end of life | end of service | end of service date | shuts down on | shut down on"),
    (Column.FLOOR, "guaranteed available until | earliest retirement date | earliest shutdown date"),
    (Column.REPLACEMENT, "recommended replacement | recommended replacements | replacement | replacement model"),
    (Column.REPLACEMENT, "substitute model | recommended replacement base model | suggested replacement | alternative"),
    (Column.REPLACEMENT, "recommended model replacement | recommended replacement model id | recommended upgrade"),
    (Column.REPLACEMENT, "suggested replacement model | suggested alternative | recommended model id"),
    (Column.REPLACEMENT, "recommended alternative | replaced by | migrate to | move to | use instead | successor"),
    (Column.STATUS, "status | current state | current status | state | lifecycle status | lifecycle"),
    (Column.DEPRECATED, "deprecated | deprecation date | deprecated on | deprecated since"),
    (Column.ANNOUNCED, "notice date | announcement date | announced"),
    (Column.RELEASED, "release date | launch date | public release date"),
    (Column.LEGACY, "legacy date"),
    (Column.EXTENDED, "public extended access start date | public extended access date"),
    (Column.REGIONS, "regions | regions supported | supported regions"),
)
# Where one table has several columns for the model, the id is in the one that says so.
_IDS = frozenset({"model id", "model ids", "api model name"})

# A dated table with such a header and no model column is about something else.
_OTHER_THINGS = re.compile(r"\b(?:system|endpoint|feature|parameter|tool|product|api|service|update)s?\b")

STATUSES: Mapping[str, StatedStatus | None] = {
    **dict.fromkeys(("", "-", "--", "---", "n/a")),
    **dict.fromkeys(("ga", "generally available", "preview", "public preview", "beta", "experimental")),
    **dict.fromkeys(("active", "available", "live"), StatedStatus.ACTIVE),
    "legacy": StatedStatus.LEGACY,
    "deprecated": StatedStatus.DEPRECATED,
    **dict.fromkeys(("retired", "shutdown", "shut down", "sunset", "discontinued", "eol"), StatedStatus.RETIRED),
}


def find_columns(headers: Sequence[str], own: Mapping[str, Column | None], *, undated: bool = False) -> Places | None:
    """Which column stands where; None if the table is not about the lifecycle of models.

    `headers` are plain texts in lower case; `own` are header texts of this page alone, which go before `HEADERS`; None
    leaves a column out. `undated`: a column for what takes a model's place is enough, the dates stand elsewhere.

    Raises:
        LookupError: it is about lifecycles, and nobody can tell which column has the model; the headers, in words.
    """
    places: Places = {}
    for at, text in enumerate(headers):
        column = own[text] if text in own else HEADERS.get(text)
        if column is None:
            continue
        if column is Column.MODEL and column in places and text in _IDS:
            places[Column.NAME] = places[column]
            places[column] = at
        elif column is Column.MODEL and column in places:
            places.setdefault(Column.NAME, at)
        else:
            places.setdefault(column, at)
    dated = any(column in places for column in (Column.SHUTDOWN, Column.FLOOR, Column.DEPRECATED))
    if Column.MODEL in places:
        named = Column.STATUS in places or Column.REDIRECT in places or (undated and Column.REPLACEMENT in places)
        return places if dated or named else None
    if dated and not any(_OTHER_THINGS.search(text) for text in headers):
        raise LookupError(f"no model column among {' | '.join(headers)}: `columns` must say which it is")
    return None
