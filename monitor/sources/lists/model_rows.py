"""The rows of a model list -> facts, each with its row as evidence.

What cannot be understood is a complaint with its place and gives no date; a row that names no model gives no fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from monitor.core.facts import Fact, StatedStatus
from monitor.sources.lists.aliases import Named, with_aliases
from monitor.sources.lists.json_pages import JsonObject, NoList
from monitor.sources.lists.json_values import MAX_ID, is_model_id, read_day, show
from monitor.sources.lists.row_quotes import quote_of
from monitor.sources.lists.shapes import Crooked, Shape, at, holds
from monitor.sources.spec import Source

MAX_UNREAD = 100  # complaints kept; any guard has given up long before
MAX_NAMES = 50  # other names of one model

DATES = ("legacy_on", "deprecated_on", "shutdown_on", "extended_access_on")
OTHERS = ("released_on", "stated_status", "replacements", "replacement_text", "redirects_to", "words", "alias_of")


@dataclass(slots=True)
class _Row:
    """One row while it is read: `complaints` are what was not understood of it."""

    row: JsonObject
    shape: Shape
    complaints: list[str] = field(default_factory=list)

    def value(self, path: str) -> object:
        """What is at the end of a path, or None; a path that leads nowhere sensible is a complaint."""
        try:
            return at(self.row, path)
        except Crooked as crooked:
            self.complain(crooked.key, crooked.value)
            return None

    def complain(self, path: str, value: object) -> None:
        """Say that a value was not understood."""
        self.complaints.append(f'"{path.rpartition(".")[2]}" is {show(value)}')

    def day(self, path: str, *, epoch_is_unknown: bool = False) -> tuple[date | None, str | None]:
        """The day at the end of a path, and the words of what is no day, whether it was understood or not."""
        value = self.value(path)
        if value is None:
            return None, None
        try:
            return read_day(value, epoch_is_unknown=epoch_is_unknown)
        except (ValueError, OverflowError, OSError):
            self.complain(path, value)
            return None, show(value)

    def text(self, path: str) -> str | None:
        """The short text at the end of a path, or None."""
        value = self.value(path)
        if value is None or value == "":
            return None
        if isinstance(value, str) and len(value) <= MAX_ID and value.isprintable():
            return value
        self.complain(path, value)
        return None

    def ids(self, path: str) -> tuple[str, ...]:
        """The ids at the end of a path, in their order: one, or a list of them."""
        value = self.value(path)
        ids = []
        for item in (value if isinstance(value, list) else [value])[:MAX_NAMES]:
            if isinstance(item, str) and is_model_id(item):
                ids.append(item)
            elif item not in (None, ""):
                self.complain(path, item)
        return tuple(dict.fromkeys(ids))


def facts_of(source: Source, rows: list[object], shape: Shape) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """The facts of all rows, one for each model and scope, and what could not be understood, each with its place.

    `NoList` where an id is too long or has characters that no model id has.
    """
    named: list[Named] = []
    of_deployments: list[Fact] = []
    unread: list[str] = []
    firsts: dict[Any, Fact] = {}
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            unread.append(f"row {number}: no object but {show(row)}")
            continue
        reader = _Row(row, shape)
        place = f"row {number}"
        read = _named(source, reader)
        if read is not None:
            place += f", {read.fact.model_id}"
            differ = _differ(firsts.setdefault(read.fact.key, read.fact), read.fact)
            if differ:
                reader.complaints.append(f"listed twice with different {differ}")
            named.append(read)
            of_deployments += _by_deployment(reader, read.fact)
        unread += [f"{place}: {complaint}" for complaint in reader.complaints]
    if len(unread) > MAX_UNREAD:
        unread[MAX_UNREAD:] = [f"and {len(unread) - MAX_UNREAD} more"]
    listed = with_aliases(named, symmetric=shape.symmetric)
    return tuple(_merged([*listed, *of_deployments])), tuple(unread)


def _named(source: Source, row: _Row) -> Named | None:
    """The fact of one row with its model's other names, or None where it names no model."""
    shape = row.shape
    try:
        listed = at(row.row, shape.model_id)
    except Crooked as crooked:
        listed = crooked.value
    if not isinstance(listed, str) or not listed.startswith(shape.prefix) or len(listed) == len(shape.prefix):
        row.complain(shape.model_id, listed)
        return None
    bare = model_id = listed.removeprefix(shape.prefix)
    names = row.ids(shape.aliases) if shape.aliases else ()
    if (version := row.text(shape.suffix)) not in (None, shape.no_suffix):
        model_id, names = f"{bare}@{version}", (bare, *names)
    if not is_model_id(model_id):
        raise NoList(f"the list has an id that is no model id: {show(model_id)}")
    pointing = row.ids(shape.alias_of) if shape.alias_of else ()
    return Named(_fact(source, row, model_id), next(iter(pointing), None), names)


def _fact(source: Source, row: _Row, model_id: str) -> Fact:
    shape = row.shape
    shutdown_on, words = row.day(shape.shutdown)
    if shutdown_on is not None and holds(row.row, shape.tentative):
        shutdown_on, words = None, f"{shutdown_on} ({shape.tentative[1]})"
    replacements, replacement_text = _replacements(row, model_id)
    return Fact(
        provider=source.provider,
        model_id=model_id,
        source_id=source.id,
        url=source.page_url or source.url,
        quote=quote_of(row.row, shape.paths),
        display_name=row.text(shape.display_name),
        version=row.text(shape.version),
        regions=source.regions,
        released_on=row.day(shape.released, epoch_is_unknown=True)[0],
        legacy_on=row.day(shape.legacy)[0],
        deprecated_on=row.day(shape.deprecated)[0],
        shutdown_on=shutdown_on,
        extended_access_on=row.day(shape.extended)[0],
        stated_status=_status(row),
        replacements=replacements,
        replacement_text=replacement_text,
        redirects_to=replacements[0] if replacements and holds(row.row, shape.redirected) else None,
        words=words,
    )


def _replacements(row: _Row, model_id: str) -> tuple[tuple[str, ...], str | None]:
    """The models that take this one's place, and in words what is a version of them, or of this very model."""
    ids = row.ids(row.shape.replacements) if row.shape.replacements else ()
    version = row.text(row.shape.replacement_version)
    text = f"{ids[0]} {version}" if ids and version else None
    return tuple(i for i in ids if i.casefold() != model_id.casefold()), text


def _status(row: _Row) -> StatedStatus | None:
    value = row.value(row.shape.status)
    if value is None:
        return None
    if isinstance(value, str | bool) and value in row.shape.statuses:
        return row.shape.statuses[value]
    row.complain(row.shape.status, value)
    return None


def _by_deployment(row: _Row, fact: Fact) -> Iterator[Fact]:
    """What the row says of a deployment type otherwise than of the model as a whole."""
    rules = row.shape.deployments
    items = row.value(rules.path) if rules else None
    if rules is None or not isinstance(items, list):
        return
    paths = (*row.shape.paths, f"{rules.path}.{rules.name}", f"{rules.path}.{rules.shutdown}")
    for item in items:
        if isinstance(item, dict):
            one = _Row(item, row.shape, row.complaints)
            name, (day, words) = one.text(rules.name), one.day(rules.shutdown)
            if name and day and day != fact.shutdown_on:
                quote = quote_of(_with_only(row.row, rules.path.split("."), item), paths)
                deployment = rules.words.get(name, name)
                yield replace(fact, deployment=deployment, shutdown_on=day, words=words, quote=quote)


def _with_only(row: JsonObject, keys: list[str], item: JsonObject) -> JsonObject:
    """The row with one item in the list at the end of `keys`."""
    first, *more = keys
    below = row[first]
    return {**row, first: _with_only(below, more, item) if more and isinstance(below, dict) else [item]}


def _differ(first: Fact, second: Fact) -> str:
    """What matters and two rows of one model do not agree on, in words; empty if they do."""
    if any(getattr(first, name) != getattr(second, name) for name in DATES):
        return "dates"
    return "" if first.stated_status is second.stated_status else "statuses"


def _merged(facts: Iterable[Fact]) -> Iterator[Fact]:
    """One fact for each model and scope: what all its rows agree on. What they do not agree on is not said."""
    found: dict[Any, Fact] = {}
    for fact in facts:
        first = found.setdefault(fact.key, fact)
        if first is not fact:
            differing = [name for name in (*DATES, *OTHERS) if getattr(first, name) != getattr(fact, name)]
            nothing: dict[str, Any] = {name: () if name == "replacements" else None for name in differing}
            found[fact.key] = replace(first, **nothing)
    yield from found.values()
