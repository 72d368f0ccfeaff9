"""Pages and model lists of the user's own: what the settings say of them, in the vocabulary of our own sources."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from monitor.config import SourceSettings
from monitor.core.facts import Authority, StatedStatus
from monitor.core.trust import Guards
from monitor.errors import ConfigError
from monitor.sources.cells import plain
from monitor.sources.columns import Column
from monitor.sources.lists import model_lists
from monitor.sources.lists.shapes import Shape, alternatives
from monitor.sources.pages import table_page
from monitor.sources.registry import all_sources, find_source
from monitor.sources.spec import Auth, Source
from monitor.sources.tables import TableRules

SEVERAL = 3

# What a member of a list's row can say, as a column of a page does, and what `Shape` calls it.
MEMBERS = {
    Column.MODEL: "model_id",
    Column.NAME: "display_name",
    Column.VERSION: "version",
    Column.RELEASED: "released",
    Column.LEGACY: "legacy",
    Column.DEPRECATED: "deprecated",
    Column.SHUTDOWN: "shutdown",
    Column.EXTENDED: "extended",
    Column.STATUS: "status",
    Column.REPLACEMENT: "replacements",
}
TRUTH: Mapping[str, str | bool] = {"true": True, "false": False}  # a status may be one of these

Word = TypeVar("Word", Column, StatedStatus)


def own_source(source_id: str, own: SourceSettings) -> Source:
    """A page or list of the user's own, which has a `kind`.

    Raises:
        ConfigError: its columns or statuses cannot be what they say.
    """
    source = Source(
        id=source_id,
        provider=source_id.partition("/")[0],
        authority=Authority.AGGREGATOR,
        url=own.url,
        page_url=own.page_url,
        private=own.private,
        read=model_lists.read_openai_compatible,
        guards=guards_of(Guards(headings=("data",)), own),
        auth=Auth.BEARER if own.api_key_env or own.api_key_file else Auth.NONE,
        key_env=own.api_key_env or None,
        is_list=True,
        verified=False,
    )
    match own.kind:
        case "page":
            return _page(source, own)
        case "list":
            return _list(source, own)
        case "bedrock":
            return _bedrock(source, own)
    return source


def guards_of(guards: Guards, own: SourceSettings) -> Guards:
    """The guards of a source, with what the settings say otherwise."""
    return replace(
        guards,
        headings=own.headings or guards.headings,
        min_facts=guards.min_facts if own.min_facts is None else own.min_facts,
        max_unread=guards.max_unread if own.max_unread is None else own.max_unread,
    )


def _page(source: Source, own: SourceSettings) -> Source:
    """`source` as a page of lifecycle tables.

    It is the provider's own word. Where we read that provider's deprecations page ourselves, this is another page of
    it, which weighs less.
    """
    columns, statuses = (f'sources."{source.id}".{name}' for name in ("columns", "statuses"))
    rules = TableRules(
        columns=_folded(columns, _with_a_model(columns, _words(columns, own.columns, Column), '"Model" = "model"')),
        statuses=_folded(statuses, _words(statuses, own.statuses, StatedStatus)),
        not_models=_any_of(own.not_models),
        left_out=_any_of(own.left_out),
        month_first=own.month_first,
        headings_announce=own.headings_announce,
        by_name=own.by_name,
        bare_ids=own.bare_ids,
    )
    ours = {s.provider for s in all_sources().values() if s.authority is Authority.DEPRECATIONS}
    return replace(
        source,
        authority=Authority.PAGE if source.provider in ours else Authority.DEPRECATIONS,
        read=table_page(rules, only_earliest=own.only_earliest),
        guards=guards_of(Guards(), own),
        is_list=False,
    )


def _list(source: Source, own: SourceSettings) -> Source:
    """`source` as a list in a shape of its own: what stands below a header of a page is here at the end of a path."""
    key = f'sources."{source.id}".columns'
    columns = _words(key, own.columns, Column)
    if not columns:
        raise ConfigError(f'sources."{source.id}" has kind = "list" and no columns', hint='add "id" = "model" to them')
    paths: dict[str, str] = {}
    for path, column in _with_a_model(key, columns, '"id" = "model"').items():
        if column is None:
            continue
        if column not in MEMBERS:
            hint = f"a list may have {', '.join(MEMBERS)}"
            raise ConfigError(f"{key}.{_quoted(path)} is {column.value!r}, which no list says", hint=hint)
        paths[MEMBERS[column]] = f"{paths.get(MEMBERS[column], '')}|{path}".strip("|")
        try:
            alternatives(path)
        except ValueError:
            hint = 'write the keys on the way to it: "id", "lifecycle.end", "stages[name=retired].day"'
            raise ConfigError(f"{key}.{_quoted(path)} is no path", hint=hint) from None
    statuses = _words(f'sources."{source.id}".statuses', own.statuses, StatedStatus)
    texts: dict[str, Any] = {**paths, "statuses": {TRUTH.get(text, text): status for text, status in statuses.items()}}
    return replace(
        source,
        read=model_lists.model_list(Shape(rows=(own.rows,), **texts)),
        guards=guards_of(Guards(headings=(own.rows,) if own.rows else ()), own),
    )


def _bedrock(source: Source, own: SourceSettings) -> Source:
    """The list of Bedrock's models in one more region, which its address names; what it says holds there alone."""
    from monitor.fetch.signing import region_of  # noqa: PLC0415 it brings the HTTP client, which few commands need

    region = region_of(own.url)
    if region is None:
        hint = 'write url = "https://bedrock.eu-west-1.amazonaws.com/foundation-models"'
        raise ConfigError(f'sources."{source.id}".url names no region of Bedrock', hint=hint)
    ours = find_source("bedrock/models")
    return replace(
        ours,
        id=source.id,
        provider=source.provider,
        url=own.url,
        page_url=own.page_url,
        private=own.private,
        guards=guards_of(ours.guards, own),
        regions=(region,),
        model_url=f"{own.url.rstrip('/')}/{{id}}",
    )


def _words(key: str, words: Mapping[str, str], known: type[Word]) -> dict[str, Word | None]:
    """The words of the settings as what they mean; an empty one means nothing."""
    choice = [str(word) for word in known]
    for text, word in words.items():
        if word and word not in choice:
            near = difflib.get_close_matches(word, choice, n=SEVERAL)
            hint = f"did you mean {' or '.join(near)}?" if near else f'write {", ".join(choice)}, or "" for nothing'
            raise ConfigError(f"{key}.{_quoted(text)} is {word!r}, which is none of our words", hint=hint)
    return {text: known(word) if word else None for text, word in words.items()}


def _with_a_model(key: str, columns: dict[str, Column | None], example: str) -> dict[str, Column | None]:
    if columns and Column.MODEL not in columns.values():
        hint = f"add what the column with the ids is called: {example}"
        raise ConfigError(f"{key} says of nothing that it is the model", hint=hint)
    return columns


def _folded(key: str, words: Mapping[str, Word | None]) -> dict[str, Word | None]:
    """The texts of a page as its reader compares them."""
    folded: dict[str, Word | None] = {}
    for text, word in words.items():
        reduced = plain(text).lower().rstrip(":*")
        if reduced in folded:
            hint = "keep one of them: case, spaces and markup make no difference"
            raise ConfigError(f"{key}.{_quoted(text)} stands there twice", hint=hint)
        folded[reduced] = word
    return folded


def _any_of(texts: Iterable[str]) -> re.Pattern[str] | None:
    """Finds any of these texts as whole words, in any case."""
    choice = "|".join(re.escape(text) for text in texts)
    return re.compile(rf"(?<!\w)(?:{choice})(?!\w)", re.IGNORECASE) if choice else None


def _quoted(key: str) -> str:
    return key if key.isidentifier() else f'"{key}"'
