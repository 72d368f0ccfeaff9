"""Lists in notices: what their titles say that they hold, and which models their items name."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator

from monitor.sources.cells import Named, Replacements, is_model_id, plain, read_models
from monitor.sources.columns import HEADERS, Column
from monitor.sources.document import Document, Section
from monitor.sources.prose import phrases

MAX_TITLE = 80  # characters of a line that only says what the list below it is

_BOLD = re.compile(r"(\*\*|__)[^*]+\1:?")
_UNCLOSED = re.compile(r"^`([\w.:@/+-]+)(?=\s)")
_REMARK = re.compile(r"(.+?)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)\.?")
_USE = re.compile(r"\b(?:use|replace)", re.IGNORECASE)
_CODE = re.compile(r"`([^`]+)`")


class Holds(enum.Enum):
    """What a list holds."""

    NOTHING = 0  # nothing that ends, or nothing that is a model
    MODELS = 1  # models that end
    INSTEAD = 2  # models to use instead


def is_title(text: str) -> bool:
    """Whether a line, as printed, is only the title of what stands below it."""
    line = plain(text)
    return line.endswith(":") or (len(line) <= MAX_TITLE and _BOLD.fullmatch(text) is not None)


def holds(title: str, *, below: Holds = Holds.NOTHING) -> Holds:
    """What a list with this title holds, if it stands below one that holds `below`."""
    if phrases.LIVES_ON.search(title) is not None or phrases.NO_MODELS.search(title) is not None:
        return Holds.NOTHING
    if phrases.ALTERNATIVES.search(title) is not None:
        return Holds.INSTEAD
    if phrases.ENDED_MODELS.search(title) is not None:
        return Holds.MODELS
    return below if below is Holds.INSTEAD else Holds.NOTHING


def kind_of(title: str) -> str:
    """What models a list of alternatives is for, by its title ("Embedding tasks"); empty if for all."""
    return title if len(title) <= MAX_TITLE and phrases.KIND.search(title) is not None else ""


def is_of_kind(model_id: str, kind: str) -> bool:
    """Whether what is recommended for a kind of models ("Embedding tasks", "command") is for this one."""
    if not kind:
        return True
    model_id = model_id.casefold()
    for task, mark in phrases.TASKS.items():
        if re.search(task, kind, re.IGNORECASE):
            return mark in model_id
    if re.search(phrases.CHAT, kind, re.IGNORECASE):
        return not any(mark in model_id for mark in phrases.TASKS.values())
    return model_id.startswith(kind.casefold())


def read_item(text: str) -> tuple[tuple[Named, ...], Replacements | None] | None:
    """The models that an item names, and what it says in brackets behind them ("`x` (use `y` instead)").

    None if the item is anything else. A tick that is missing behind the first id is put there.
    """
    text = _UNCLOSED.sub(r"`\1`", text.strip()) if text.count("`") % 2 else text.strip()
    if (models := read_models(text.rstrip("."))) is not None:
        return models, None
    remark = _REMARK.fullmatch(text)
    if remark is None or (models := read_models(remark[1])) is None:
        return None
    instead = _CODE.findall(remark[2]) if _USE.search(remark[2]) is not None else ()
    return models, Replacements(tuple(filter(is_model_id, instead)), plain(remark[2]))


def members(document: Document, section: Section, stem: str) -> list[tuple[str, str]]:
    """The ids of a family ("the `x-1` series": `x-1-…`) in the tables of a page, each with its row as printed.

    Those in the tables of the notice's own section, or else below its heading, or else on the whole page.
    """
    below = [s for s in document.sections if s.path[: len(section.path)] == section.path]
    for place in ([section], below, document.sections):
        rows = _rows(place)
        if found := [row for row in rows if row[0].casefold().startswith(f"{stem.casefold()}-")]:
            return found
    return []


def _rows(sections: Iterable[Section]) -> Iterator[tuple[str, str]]:
    """The ids in the one model column of each table, each with its row as printed."""
    for section in sections:
        for table in section.tables:
            places = [n for n, cell in enumerate(table.header) if HEADERS.get(plain(cell).lower()) is Column.MODEL]
            for row in table.rows if len(places) == 1 else ():
                if not row.flaw and len(row.cells) == len(table.header):
                    yield from ((named.model_id, row.quote) for named in read_models(row.cells[places[0]]) or ())
