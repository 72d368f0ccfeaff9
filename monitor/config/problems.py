"""From pydantic's list of errors to the one line that a person needs: which key, what is wrong with it, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from monitor.config.entries import Pin, Project, Team
from monitor.config.section import Section
from monitor.config.settings import Settings
from monitor.config.sources import SourceSettings

Path = tuple[str | int, ...]

_TABLES: dict[str, type[Section]] = {"sources": SourceSettings, "teams": Team, "projects": Project, "pins": Pin}
_WANTED = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list in [ ]",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}
_FITS = 60  # characters of a foreign text beside the rest of a line
_LISTS_OF_TABLES = {"teams", "projects"}


class Problem(NamedTuple):
    """One thing that is wrong with a file."""

    key: str
    what: str
    hint: str

    def __str__(self) -> str:
        return f"{self.key} {self.what}"


def first_problem(error: ValidationError, raw: Mapping[str, Any]) -> Problem:
    """The error to show first."""
    return all_problems(error, raw)[0]


def all_problems(error: ValidationError, raw: Mapping[str, Any]) -> list[Problem]:
    """Every error once, the unknown keys first; what is missing beside one is not told, as that is why."""
    details = sorted(error.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
    mistyped = {one["loc"][:-1] for one in details if one["type"] == "extra_forbidden"}
    told = (one for one in details if one["type"] != "missing" or one["loc"][:-1] not in mistyped)
    return list(dict.fromkeys(_problem(one, raw) for one in told))


def _problem(details: ErrorDetails, raw: Mapping[str, Any]) -> Problem:
    context = details.get("ctx", {})
    where: Path = context.get("at") or tuple(part for part in details["loc"] if part != "[key]")
    match details["type"]:
        case "extra_forbidden":
            return Problem(key_text(where, raw), "is no key that we know", _known_key(where))
        case "missing":
            return Problem(key_text(where[:-1], raw), f"has no {where[-1]}", f"add {where[-1]} = …")
        case "refused":
            return Problem(key_text(where, raw), str(context["what"]), str(context["hint"]))
        case kind if kind in _WANTED:
            return Problem(key_text(where, raw), f"is {_described(details['input'])}", _wanted(where, kind))
    return Problem(key_text(where, raw), *_limit(details))


def key_text(where: Path, raw: Any) -> str:
    """A key as a person finds it in the file: `projects[1] "ranker".pins[0] "openai/gpt-4".ref`."""
    text = ""
    for part, value in zip(where, _values(where, raw), strict=True):
        if isinstance(part, int):
            text += f"[{part}]{_label(value)}"
        elif not isinstance(value, _Inside):
            text += f".{_quoted(part)}" if text else _quoted(part)
    return text or "the file"


class _Inside:
    """Stands for the value of a key that the file does not have, since a pin may be text alone."""


def _values(where: Path, raw: Any) -> Iterator[Any]:
    for part in where:
        if isinstance(raw, str) and part == "ref":
            raw = _Inside()
        elif isinstance(raw, Mapping):
            raw = raw.get(str(part))
        elif isinstance(raw, list) and isinstance(part, int):
            raw = raw[part]
        else:
            raw = None
        yield raw


def _label(entry: Any) -> str:
    """What an entry of a list calls itself, to find it without counting."""
    name = entry.get("name", entry.get("ref")) if isinstance(entry, Mapping) else entry
    return f" {_shown(name)}" if isinstance(name, str) else ""


def _shown(text: str) -> str:
    shortened = text if len(text) <= _FITS else f"{text[:_FITS]}…"
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shortened) + '"'


def _quoted(part: str) -> str:
    return part if part.replace("-", "_").isidentifier() and len(part) <= _FITS else _shown(part)


def _known_key(where: Path) -> str:
    wrong = str(where[-1])[:_FITS]
    names = [str(part) for part in where[:-1] if not isinstance(part, int)]
    section = _section(names)
    known = _keys(section)
    near = difflib.get_close_matches(wrong, known, n=1) or [key for key in known if key.startswith(wrong)]
    if near:
        return f"did you mean {near[0]!r}?"
    for name, field in Settings.model_fields.items():
        if near := difflib.get_close_matches(wrong, _keys(field.annotation), n=1):
            return f"{near[0]!r} belongs into [{name}]"
    return f"there are {', '.join(known)}"


def _section(names: list[str]) -> Any:
    if not names:
        return Settings
    table = "pins" if "pins" in names else names[0]
    section = _TABLES.get(table) or Settings.model_fields[table].annotation
    if names[0] == "teams" and len(names) == len(("teams", "webhook")):
        return next(iter(get_args(Team.model_fields[names[1]].annotation)), section)
    return section


def _keys(section: Any) -> list[str]:
    """The keys of a section as the file spells them; none for what is no section."""
    if not (isinstance(section, type) and issubclass(section, Section)):
        return []
    return [field.alias or name for name, field in section.model_fields.items()]


def _wanted(where: Path, kind: str) -> str:
    if where[-1] in _LISTS_OF_TABLES:
        return f"begin each entry with [[{where[-1]}]]"
    if where[0] in _LISTS_OF_TABLES and len(where) == len(("teams", 0)):
        return f"begin each entry with [[{where[0]}]]"
    return f"write {_WANTED[kind]}"


def _described(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return f"the number {value}"
        case str():
            return "a text"
        case list():
            return "a list"
        case Mapping():
            return "a table"
    return "a date or time"


def _limit(details: ErrorDetails) -> tuple[str, str]:
    """What is wrong with a value of the right type, and what to write."""
    context = details.get("ctx", {})
    match details["type"]:
        case "greater_than_equal":
            return "is too small", f"write {context['ge']} or more"
        case "less_than_equal":
            return "is too large", f"write {context['le']} or less"
        case "string_too_long":
            return "is too long", f"write at most {context['max_length']} characters"
        case "too_short":
            return "is an empty list", "write at least one"
        case "literal_error":
            return "has an unknown value", f"write {context['expected']}"
    return f"cannot be used ({details['msg']})", "see config.example.toml"
