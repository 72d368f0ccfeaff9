"""Make the catalog that is bundled with this package: from the record, or from saved documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from monitor.catalog import facts as catalog
from monitor.core.facts import Authority, Fact, Scope
from monitor.core.trust import Verdict
from monitor.errors import UsageError
from monitor.service.app import Service
from monitor.service.extracting import Extracted, extract
from monitor.service.manifest import saved_documents
from monitor.sources.spec import Source
from monitor.store import facts, sources
from monitor.store.engine import reading

FactKey = tuple[str, Scope]


@dataclass(frozen=True, slots=True)
class Export:
    """The catalog's file, and one line for each document that was passed over, with the reason."""

    text: str
    passed_over: tuple[str, ...] = ()


def of_record(service: Service) -> Export:
    """The catalog of all sources that were ever read well, each as of its last good reading.

    A page's rows stay though they vanished from it; what is gone from a list is left out. Raises UsageError where no
    source was read yet.
    """
    held: defaultdict[str, list[Fact]] = defaultdict(list)
    gone: set[tuple[str, FactKey]] = set()
    lists = {source.id for source in service.sources.values() if source.is_list}
    with reading(service.engine) as session:
        states = sources.states(session)
        for o in facts.observations(session):
            if not (o.gone_since and o.fact.source_id in lists):
                held[o.fact.source_id].append(o.fact)
                if o.gone_since:
                    gone.add((o.fact.source_id, o.fact.key))
    read = {s.id: (s.last_good_at.date(), held[s.id]) for s in states.values() if s.last_good_at}
    if not read:
        raise UsageError("no source has been read yet", hint="run `model-monitor poll` first")
    return Export(catalog.export(with_aliases_of_today(read, gone)))


def of_documents(manifest: Path, known: Mapping[str, Source]) -> Export:
    """The catalog of saved documents: of each known source those that can be believed, as the record would hold them.

    Of a deprecation page the newest row of each model counts, though later documents have it no more; of lists and
    other pages the newest document.

    `manifest` is a tab-separated table with the columns source, date (YYYY-MM-DD, the day it is read as) and path
    (from the manifest's folder). Rows of other sources are ignored, and those of sources without an address of their
    own: what one customer's endpoint lists says nothing to others. Of several documents of one day the one that
    tells most counts. Raises UsageError where the table, or a document that it names, cannot be read.
    """
    documents: defaultdict[str, defaultdict[date, list[Path]]] = defaultdict(lambda: defaultdict(list))
    chosen: dict[str, tuple[date, tuple[Fact, ...]]] = {}
    gone: set[tuple[str, FactKey]] = set()
    passed_over: list[str] = []
    shared = {source.id for source in known.values() if source.url}
    for saved in saved_documents(manifest):
        if saved.source_id not in shared:
            continue
        if saved.day is None:
            passed_over.append(f"{saved.path}: its day is not known")
        else:
            documents[saved.source_id][saved.day].append(saved.path)
    for source_id, days in sorted(documents.items()):
        rows: dict[FactKey, Fact] = {}
        newest: frozenset[FactKey] = frozenset()
        for day in sorted(days):
            read = [extract(known[source_id], path, day) for path in days[day]]
            good = [document for document in read if document.judgement.verdict is Verdict.ADMIT]
            passed_over += [f"{d.path}: {d.judgement.reason}" for d in read if d not in good]
            if good:
                facts = max(good, key=_fullness).reading.facts
                stay = known[source_id].authority is Authority.DEPRECATIONS
                newest = frozenset(fact.key for fact in facts)
                rows = {**(rows if stay else {}), **{fact.key: fact for fact in facts}}
                chosen[source_id] = (day, tuple(rows.values()))
        gone |= {(source_id, key) for key in rows.keys() - newest}
    if not chosen:
        raise UsageError(f"{manifest}: no document of a known source that can be believed", hint="check its paths")
    return Export(catalog.export(with_aliases_of_today(chosen, gone)), tuple(passed_over))


def with_aliases_of_today(
    read: Mapping[str, tuple[date, Sequence[Fact]]], gone: AbstractSet[tuple[str, FactKey]]
) -> dict[str, tuple[date, Sequence[Fact]]]:
    """The facts, but not what rows that are gone say of aliases of which another source says it today.

    What an alias points at is said anew each day, and the catalog does not know of a row that its page has it no more.
    """
    said_today = {
        (fact.provider, fact.model_id)
        for source_id, (_, facts) in read.items()
        for fact in facts
        if fact.alias_of and (source_id, fact.key) not in gone
    }

    def kept(source_id: str, fact: Fact) -> Fact:
        is_old = (source_id, fact.key) in gone and (fact.provider, fact.model_id) in said_today
        return replace(fact, alias_of=None) if is_old and fact.alias_of else fact

    return {source_id: (day, [kept(source_id, fact) for fact in facts]) for source_id, (day, facts) in read.items()}


def _fullness(document: Extracted) -> tuple[bool, int]:
    return document.reading.whole, len(document.reading.facts)
