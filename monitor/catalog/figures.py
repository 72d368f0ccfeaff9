"""Figures about models: prices, context windows, modalities; from the table bundled here, and from the user's own.

The bundled table is made by `catalog figures`. It has the makers of its figures in front, and one model a line:

    {"format":1,"makers":[["genai-prices 0.2.3","2026-11-24"],…],"models":{
    "openai":{
    "gpt-4-0314":{"in":30,"out":60,"context":8192,"by":0},
    …

A model has its own figures or none: an id stands there itself, or is a dated snapshot ("-20250219", "-2025-08-07",
"-001") of a name that does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from monitor.core.specs import ModelSpecs
from monitor.errors import UnreadableDocument

FORMAT = 1
FILE = Path(__file__).with_name("figures.json")

PRICES = frozenset({"in", "out", "context"})  # these come from one maker, all else may come from another

_SNAPSHOT = re.compile(r"(?P<name>.+?)[-@](?P<version>20\d{2}-?\d{2}-?\d{2}|00\d)", re.ASCII)

Row = Mapping[str, Any]


class Table(NamedTuple):
    """Who made figures and on which ISO day, by number; and the rows of models by provider and casefolded id."""

    makers: tuple[tuple[str, str | None], ...]
    models: Mapping[str, Mapping[str, Row]]


class FigureTables:
    """Figures out of several tables, each loaded when it is first asked; of two the first counts.

    Prices and context window come from one table, all else from the first that says anything of it.
    """

    def __init__(self, tables: Iterable[Callable[[], Table]]) -> None:
        self._sources = tuple(tables)
        self._found: dict[tuple[str, str], ModelSpecs | None] = {}
        self._ids: dict[str, tuple[str, ...]] = {}

    def before(self, *tables: Callable[[], Table]) -> FigureTables:
        """The same with tables that count first."""
        return FigureTables((*tables, *self._sources))

    def of(self, provider: str, model_id: str) -> ModelSpecs | None:
        """The figures of exactly this model; None where there are none."""
        key = provider, model_id.casefold()
        if key not in self._found:
            self._found[key] = self._specs(*key)
        return self._found[key]

    def ids(self, provider: str) -> Collection[str]:
        """The ids of a provider's models that there are figures of, as the tables write them."""
        if provider not in self._ids:
            ids: dict[str, str] = {}
            for table in self._tables:
                for key, row in table.models.get(provider, {}).items():
                    ids.setdefault(key, row.get("id", key))
            self._ids[provider] = tuple(ids.values())
        return self._ids[provider]

    @cached_property
    def _tables(self) -> tuple[Table, ...]:
        return tuple(load() for load in self._sources)

    def _specs(self, provider: str, model_id: str) -> ModelSpecs | None:
        rows = self._rows(provider, model_id)
        snapshot = None if rows else _SNAPSHOT.fullmatch(model_id)
        if snapshot and _is_version(snapshot["version"]):
            rows = self._rows(provider, snapshot["name"])
        if not rows:
            return None
        table, priced = next(((t, r) for t, r in rows if r.keys() & PRICES), rows[0])
        other, row = next(((t, r) for t, r in rows if _details(r)), (table, priced))
        who, details = table.makers[priced["by"]], other.makers[row.get("more_by", row["by"])]
        ends, released = row.get("ends"), row.get("released")
        return ModelSpecs(
            input_per_mtok=priced.get("in"),
            output_per_mtok=priced.get("out"),
            context_window=priced.get("context") or row.get("context"),
            source=who[0],
            as_of=who[1],
            max_output=row.get("max_out"),
            reads=tuple(row.get("reads", "").split()),
            makes=tuple(row.get("makes", "").split()),
            kind=row.get("kind"),
            endpoint=row.get("endpoint"),
            tools=row.get("tools"),
            structured_output=row.get("structured"),
            dimensions=row.get("dimensions"),
            ends_on=date.fromisoformat(ends) if ends else None,
            released_on=date.fromisoformat(released) if released else None,
            details_source=details[0],
            details_as_of=details[1],
        )

    def _rows(self, provider: str, model_id: str) -> list[tuple[Table, Row]]:
        return [(t, row) for t in self._tables if (row := t.models.get(provider, {}).get(model_id)) is not None]


def bundled() -> FigureTables:
    """The figures of this installation; its file is read when a figure is asked for."""
    return FigureTables([_bundled])


@cache
def _bundled() -> Table:
    return load(FILE)


def load(path: Path) -> Table:
    """The table in a file that `export` wrote; `UnreadableDocument` for anything else."""
    try:
        document = json.loads(path.read_text("utf-8"))
        made_here = {FORMAT: document}[document["format"]]
        return Table(
            tuple((name, day) for name, day in made_here["makers"]), made_here["models"]
        )  # ours: no more checks
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        why = f"the bundled figures are damaged ({type(error).__name__})"
        raise UnreadableDocument(why, hint="install this package again") from None


def merged(tables: Sequence[Table]) -> Table:
    """One table of several: of each model the prices of the first that has them, and all else likewise."""
    makers: list[tuple[str, str | None]] = []
    models: dict[str, dict[str, dict[str, Any]]] = {}
    for table in tables:
        first = len(makers)
        makers += table.makers
        for provider, rows in table.models.items():
            ours = models.setdefault(provider, {})
            for key, row in rows.items():
                into = ours.setdefault(key, {})
                if row.keys() & PRICES and not into.keys() & PRICES:
                    into |= {name: row[name] for name in PRICES & row.keys()} | {"by": first + row["by"]}
                if _details(row) and not _details(into):
                    into |= _details(row) | {"more_by": first + row["by"]}
                into.setdefault("by", first + row["by"])
                into |= {"id": row["id"]} if "id" in row else {}
    for row in (row for rows in models.values() for row in rows.values()):
        if row.get("more_by") == row["by"]:
            del row["more_by"]
    return Table(tuple(makers), models)


def _details(row: Row) -> dict[str, Any]:
    """What a row says beside prices and context window."""
    return {key: value for key, value in row.items() if key not in PRICES and key not in {"id", "by", "more_by"}}


def export(table: Table) -> str:
    """The text of a table's file; the same table gives the same text."""
    providers = []
    for provider, rows in sorted(table.models.items()):
        lines = ",\n".join(f"{_compact(key)}:{_compact(dict(sorted(rows[key].items())))}" for key in sorted(rows))
        providers.append(f"{_compact(provider)}:{{\n{lines}\n}}")
    models = ",\n".join(providers)
    return f'{{"format":{FORMAT},"makers":{_compact(table.makers)},"models":{{\n{models}\n}}}}\n'


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _is_version(suffix: str) -> bool:
    """Whether a suffix of digits is a short number or a day of the calendar."""
    if len(suffix) == len("001"):
        return True
    try:
        date.fromisoformat(suffix)
    except ValueError:
        return False
    return True
