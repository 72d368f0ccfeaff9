"""What a provider's model list looks like, as data: under which path a row has what.

A path names a member ("id"), a member of a member ("deprecation.inference"), or a member of that object in a list
which has a certain value ("lifecycle[id=withdrawn].start_date"); with "|" between two paths the first counts that
leads to something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.core.facts import StatedStatus
from monitor.sources.lists.json_pages import JsonObject

_STEP = re.compile(r"(?P<key>[^.\[\]|=]+)(?:\[(?P<name>[^.\[\]|=]+)=(?P<value>[^\[\]|=]+)\])?")

Step = tuple[str, str, str]  # a key, and of the list below it the object in which a member has a value
Condition = tuple[str, str | bool]
"""A path, and the value at its end that makes it true."""


class Crooked(ValueError):
    """A path that leads through something that is no object: at which key, and what is there instead."""

    def __init__(self, key: str, value: object) -> None:
        super().__init__(key)
        self.key = key
        self.value = value


@dataclass(frozen=True, slots=True)
class Deployments:
    """Where a row lists what differs by deployment type. All but `path` are paths from one such object.

    `words` are the documents' words for what the list calls them; a name that is not there stays as it is.
    """

    path: str
    name: str
    shutdown: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shape:
    """Under which paths a provider's list has what; an empty path is nothing.

    `rows` are the keys under which the rows may be, "" where the answer itself is the list. `last` is a key that is
    false on the last page, where every page has it; `total` leads to the number of rows of all pages.

    An id loses `prefix`, which every id must have. `suffix` leads to a version that belongs to the id behind an "@",
    unless it is the word in `no_suffix`; the bare id is then an alias. `version` leads to one that is a scope.

    Dates may be YYYY-MM-DD, RFC 3339 times, Unix times in seconds, or objects of year, month and day. `tentative` says
    when the shutdown date is an estimate, which is no date. `statuses` are the words, or true and false, at the end of
    `status`, and what each of them states, if anything. `replacements` leads to an id or to a list of ids, and
    `redirected` says when requests for this model are served by the first of them.

    `alias_of` leads to the id that this one points at, `aliases` to other names of the same model. In a `symmetric`
    list those are rows too, and all name each other: which of them is the snapshot is then told by their dates alone.
    """

    rows: tuple[str, ...] = ("data",)
    last: str = ""
    total: str = ""
    model_id: str = "id"
    prefix: str = ""
    suffix: str = ""
    no_suffix: str = "default"
    display_name: str = ""
    version: str = ""
    released: str = ""
    legacy: str = ""
    deprecated: str = ""
    shutdown: str = ""
    tentative: Condition = ("", "")
    extended: str = ""
    status: str = ""
    statuses: Mapping[str | bool, StatedStatus | None] = field(default_factory=dict)
    replacements: str = ""
    replacement_version: str = ""
    redirected: Condition = ("", "")
    alias_of: str = ""
    aliases: str = ""
    symmetric: bool = False
    deployments: Deployments | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """All paths of a row that a fact rests on."""
        dates = (self.released, self.legacy, self.deprecated, self.shutdown, self.tentative[0], self.extended)
        others = (self.replacements, self.replacement_version, self.redirected[0], self.alias_of, self.aliases)
        own = (self.model_id, self.suffix, self.display_name, self.version, self.status)
        return tuple(filter(None, (*own, *dates, *others)))


def at(row: JsonObject, path: str) -> object:
    """What is at the end of `path` in `row`; None if there is nothing, or no path.

    Raises:
        Crooked: on the way there is something that is no object, or no list of objects.
    """
    for steps in alternatives(path):
        value = _end(row, steps)
        if value is not None:
            return value
    return None


def holds(row: JsonObject, condition: Condition) -> bool:
    """Whether a condition is true of a row; false where it is none."""
    path, wanted = condition
    try:
        value = at(row, path)
    except Crooked:
        return False
    return type(value) is type(wanted) and value == wanted


@lru_cache(maxsize=256)
def alternatives(path: str) -> tuple[tuple[Step, ...], ...]:
    """A path as steps, once for every alternative."""
    return tuple(tuple(_steps(part.strip())) for part in path.split("|") if part.strip())


def _steps(path: str) -> Iterator[Step]:
    position = 0
    while position < len(path):
        found = _STEP.match(path, position)
        if found is None:
            raise ValueError(f"{path} is no path")
        yield found["key"], found["name"] or "", found["value"] or ""
        position = found.end() + 1  # behind the dot


def _end(row: JsonObject, steps: tuple[Step, ...]) -> object:
    value: object = row
    before = ""
    for key, name, wanted in steps:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Crooked(before, value)
        value, before = value.get(key), key
        if name and value is not None:
            if not isinstance(value, list):
                raise Crooked(key, value)
            value = next((v for v in value if isinstance(v, dict) and v.get(name) == wanted), None)
    return value
