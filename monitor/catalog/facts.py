"""The facts bundled with this package, for machines that reach no source: written by `catalog export`, read by `load`.

The file holds ids, dates, statuses, replacements and addresses; no sentence of any provider. It has one fact a line,
sorted, so that its history reads well:

    {"format":1,"sources":{
    "openai/deprecations":{"as_of":"2026-08-22","facts":[
    {"model_id":"gpt-4-0314","url":"https://…","deprecated_on":"2025-09-26","shutdown_on":"2026-03-26",…},
    …
    ]}
    }}
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from monitor.catalog.figures import FigureTables, Table, bundled
from monitor.core.facts import Fact, StatedStatus
from monitor.errors import UnreadableDocument

FORMAT = 1
FOLDER = Path(__file__).parent  # importlib.resources would bring the readers of zip files, and find the same
FILE = "facts.json"

_TEXTS = ("provider", "model_id", "url", "alias_of", "version", "deployment", "redirects_to", "replacement_text")
_DAYS = (
    "released_on",
    "legacy_on",
    "deprecated_on",
    "shutdown_on",
    "earliest_shutdown_on",
    "extended_access_on",
)
MOST_WORDS = 3  # of a name without a figure
LONGEST_NAMES = 50  # of the text beside replacements: names and conditions, and no sentence
_LISTS = ("regions", "replacements")
_KEYS = frozenset({*_TEXTS, *_DAYS, *_LISTS, "stated_status"})


@dataclass(frozen=True, slots=True)
class Section:
    """What one source said: the UTC day of the document, and its facts, which have no quote."""

    as_of: date
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The bundled facts by source id, and figures about models: those bundled, after the user's own."""

    sources: Mapping[str, Section]
    figures: FigureTables = field(default_factory=bundled, compare=False)

    def with_figures(self, *tables: Callable[[], Table]) -> Catalog:
        """The same with tables of figures that count first."""
        return replace(self, figures=self.figures.before(*tables)) if tables else self

    def age_days(self, today: date) -> int:
        """Days from the oldest of its documents to `today` (UTC); negative on a day before it, 0 if it is empty."""
        return max(((today - section.as_of).days for section in self.sources.values()), default=0)


def load(providers: Collection[str] | None = None) -> Catalog:
    """The catalog of this installation; `UnreadableDocument` where its file is missing or damaged.

    With `providers` all sections, but only the facts of these: to read all of them takes a while.
    """
    try:
        text = (FOLDER / FILE).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(f"{type(error).__name__} while reading {FILE}") from None
    return parse(text, providers)


def parse(text: str, providers: Collection[str] | None = None) -> Catalog:
    """The catalog that `export` wrote as `text`; `UnreadableDocument` for anything else, with the place.

    `providers` as in `load`; what is left out is not looked at.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _damaged(f"no JSON ({type(error).__name__})") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _damaged(f'no object with "format":{FORMAT}')
    sources = document.get("sources")
    if not isinstance(sources, dict):
        raise _damaged('"sources" is no object')
    return Catalog({source_id: _section(source_id, section, providers) for source_id, section in sources.items()})


def export(readings: Mapping[str, tuple[date, Sequence[Fact]]]) -> str:
    """The catalog's file for each source's document: the UTC day it was read, and its facts.

    The same facts give the same text, whatever their order. Quotes, words and names are left out, but for the names of
    replacements and the conditions beside them.
    """
    sections = ",\n".join(_export_section(source_id, *readings[source_id]) for source_id in sorted(readings))
    return f'{{"format":{FORMAT},"sources":{{\n{sections}\n}}}}\n'


def _export_section(source_id: str, as_of: date, facts: Sequence[Fact]) -> str:
    rows = sorted({_compact(_row(fact)) for fact in facts})
    lines = ",\n".join(rows)
    return f'{_compact(source_id)}:{{"as_of":"{as_of.isoformat()}","facts":[\n{lines}\n]}}'


def _row(fact: Fact) -> dict[str, Any]:
    """What the catalog keeps of a fact; the id stands first, and the provider is left out where the source names it."""
    row = {key: value for key, value in fact.as_json().items() if key in _KEYS and value}
    if not _is_name(row.get("replacement_text", "")):
        row.pop("replacement_text", None)
    if row["provider"] == _provider(fact.source_id):
        del row["provider"]
    return {"model_id": row.pop("model_id"), **row}


def _is_name(text: str) -> bool:
    """Whether the text beside replacements is a name or two, with their conditions, and no sentence."""
    return len(text) <= LONGEST_NAMES and (len(text.split()) <= MOST_WORDS or any(c.isdigit() for c in text))


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _section(source_id: str, section: object, providers: Collection[str] | None) -> Section:
    rows = section.get("facts") if isinstance(section, dict) else None
    if not isinstance(section, dict) or not isinstance(rows, list):
        raise _damaged(f'{source_id} has no list of "facts"')
    try:
        as_of = _day(section.get("as_of"))
    except ValueError as error:
        raise _damaged(f'{source_id}, "as_of": {error}') from None
    own = _provider(source_id)
    ours = {"provider": own, "source_id": source_id, "quote": ""}
    numbered = list(enumerate(rows, start=1))
    if providers is not None:
        numbered = [(n, row) for n, row in numbered if isinstance(row, dict) and row.get("provider", own) in providers]
    return Section(as_of, tuple(_fact(ours, number, row) for number, row in numbered))


def _fact(ours: dict[str, Any], number: int, row: object) -> Fact:
    try:
        return Fact(**ours | {key: _value(key, value) for key, value in _members(row).items()})
    except ValueError as error:
        raise _damaged(f"{ours['source_id']}, fact {number}: {error}") from None


def _members(row: object) -> dict[str, object]:
    if isinstance(row, dict) and {"model_id", "url"} <= row.keys() <= _KEYS:
        return row
    raise ValueError("its keys are not those of a fact")


def _value(key: str, value: object) -> object:
    if key in _DAYS:
        return _day(value)
    if key in _LISTS:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError(f'"{key}" is no list of texts')
        return tuple(value)
    if not isinstance(value, str) or not value:
        raise ValueError(f'"{key}" is no text')
    return StatedStatus(value) if key == "stated_status" else value


def _day(value: object) -> date:
    day = _read_day(value) if isinstance(value, str) else None
    if day is None:
        raise ValueError(f"{value!r:.40} is no day YYYY-MM-DD")
    return day


@lru_cache(maxsize=4096)  # models end in waves: most days stand there many times
def _read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None  # fromisoformat also takes 20260326 and 2026-W13-4


def _provider(source_id: str) -> str:
    return source_id.partition("/")[0]


def _damaged(why: str) -> UnreadableDocument:
    return UnreadableDocument(f"the bundled catalog is damaged: {why}", hint="install this package again")
