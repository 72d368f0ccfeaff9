"""Mistral: the typed sources of its documentation, one TypeScript object for each model.

They stand in the public repository mistralai/platform-docs-public, a file a model, below src/schema/models/models; the
tables of docs.mistral.ai are made from them. A file gives the ids of a model, the first of them its own and the others
aliases, its status, and the days of its deprecation and retirement. Traps: two date forms ("2025-06-16" and "July 31,
2026"); a replacement is a display name, and several models have the same ("Codestral"); the status lags behind the
dates; an alias may stand in two files, and two files may have one id.

There is no one address that has them all, so that this source is not polled until the settings or a mirror give one: of
a file, or of several joined. A reading says nothing of the models that are not in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from monitor.core.dates import DateBound, NoDate, read_date
from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.errors import UnreadableDocument
from monitor.sources.cells import is_model_id
from monitor.sources.columns import STATUSES
from monitor.sources.document import clip, decoded
from monitor.sources.entries import MAX_PLACE
from monitor.sources.layouts.typescript import Member, exported
from monitor.sources.names import folded
from monitor.sources.pages import end_of
from monitor.sources.spec import RawDocument, Source

Model = dict[str, Member]
NEEDED = ("name", "status", "identifiers", "metadata")
OWN_STATUSES = {"publicpreview": None}
MAX_MODELS = 1_000


def read_schema(source: Source, raw: RawDocument) -> Reading:
    """One typed source or several joined; a `problem` where there is none in the document."""
    unread: list[str] = []
    try:
        models = list(exported(decoded(raw.body)))
    except UnreadableDocument as why:
        return Reading(problem=why.message, whole=False)
    if not models or len(models) > MAX_MODELS:
        return Reading(problem=f"the document exports {len(models)} objects", whole=False)
    described = [(model, _ids(model, unread)) for model in models]
    ids_of = _ids_by_name(described)
    facts = [fact for model, ids in described for fact in _facts(source, model, ids, ids_of, unread)]
    if not facts and not unread:
        return Reading(problem="none of the models in the document has a name at the API", whole=False)
    headings = tuple(dict.fromkeys(key for model in models for key in model))
    return Reading(tuple(_one_each(facts, unread)), headings, tuple(unread), whole=False)


def _facts(
    source: Source, model: Model, ids: tuple[str, ...], ids_of: dict[str, str], unread: list[str]
) -> Iterator[Fact]:
    """The fact of a model and those of its aliases, which are the same."""
    if not ids:
        return
    metadata = _members(model, "metadata")
    end = end_of(_date(ids[0], metadata, "retirementDate", unread))
    slug, name = _text(model, "slug"), _text(metadata, "replacement")
    replacement = ids_of.get(folded(name)) if name else None
    fact = Fact(
        provider=source.provider,
        model_id=ids[0],
        source_id=source.id,
        url=f"{source.page_url}/{slug}" if slug and is_model_id(slug) else source.page_url,
        quote=_quote(model),
        display_name=_text(model, "name"),
        released_on=_day(_date(ids[0], model, "releaseDate", unread)),
        deprecated_on=_day(_date(ids[0], metadata, "deprecationDate", unread)),
        shutdown_on=end.shutdown_on,
        earliest_shutdown_on=end.earliest_shutdown_on,
        stated_status=_status(ids[0], model, unread),
        replacements=(replacement,) if replacement and replacement not in ids else (),
        replacement_text=name or None,
        words=end.words,
    )
    yield fact
    for alias in ids[1:]:
        yield replace(fact, model_id=alias, alias_of=ids[0])


def _ids(model: Model, unread: list[str]) -> tuple[str, ...]:
    """The names by which the API knows a model; none for one that it does not serve."""
    names = _members(model, "identifiers").get("apiNames")
    listed = names.value if names is not None and isinstance(names.value, list) else None
    ids = tuple(name for name in listed or () if isinstance(name, str) and is_model_id(name))
    if listed is None or len(ids) != len(listed) or not all(key in model for key in NEEDED):
        unread.append(clip(f"{_text(model, 'slug') or 'a model'}: it has no plain {', '.join(NEEDED)}", MAX_PLACE))
        return ()
    return tuple(dict.fromkeys(ids))


def _ids_by_name(described: Iterable[tuple[Model, tuple[str, ...]]]) -> dict[str, str]:
    """The id behind each display name that one model alone has."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for model, ids in described:
        found[folded(_text(model, "name"))].update(ids[:1] or ("",))
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1 and "" not in ids}


def _one_each(facts: Iterable[Fact], unread: list[str]) -> Iterator[Fact]:
    """Each id once. One that has a file of its own is no alias; one that two files date differently is told."""
    by_key: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_key[fact.model_id.casefold()].append(fact)
    for same in by_key.values():
        own = [fact for fact in same if fact.alias_of is None] or same
        if len({(f.alias_of, f.deprecated_on, f.shutdown_on, f.earliest_shutdown_on) for f in own}) > 1:
            unread.append(clip(f"{own[0].model_id} twice: {' and '.join(fact.quote for fact in own)}", MAX_PLACE))
        else:
            yield own[0]


def _status(model_id: str, model: Model, unread: list[str]) -> StatedStatus | None:
    text = _text(model, "status").lower()
    for statuses in (OWN_STATUSES, STATUSES):
        if text and text in statuses:
            return statuses[text]
    unread.append(clip(f"{model_id}: {text!r} is no status that is understood", MAX_PLACE))
    return None


def _date(model_id: str, members: Model, key: str, unread: list[str]) -> DateBound | NoDate | None:
    if key not in members:
        return None
    value = members[key].value
    stated = read_date(value) if isinstance(value, str) else NoDate("") if value is None else None
    if stated is None or (isinstance(stated, NoDate) and stated.is_defect):
        unread.append(clip(f"{model_id}: {members[key].text} is no date that is understood", MAX_PLACE))
    return stated


def _day(stated: DateBound | NoDate | None) -> date | None:
    return stated.firm_day if isinstance(stated, DateBound) else None


def _members(model: Model, key: str) -> Model:
    value = model[key].value if key in model else None
    return value if isinstance(value, dict) else {}


def _text(model: Model, key: str) -> str:
    value = model[key].value if key in model else None
    return value if isinstance(value, str) else ""


def _quote(model: Model) -> str:
    """The members that the fact rests on, as printed."""
    return clip(", ".join(" ".join(model[key].text.split()) for key in ("status", "identifiers", "metadata")))


SOURCES = (
    Source(
        id="mistral/schema",
        provider="mistral",
        authority=Authority.PAGE,
        url="",
        page_url="https://docs.mistral.ai/models",
        read=read_schema,
        guards=Guards(headings=NEEDED),
    ),
)
