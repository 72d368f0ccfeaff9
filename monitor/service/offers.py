"""What resellers ask for models, as their own pages and lists state it.

Prices are no facts of a lifecycle and have no table of their own: they are read again from the archived document that
the page's facts rest on, so that every figure can be opened back to its bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

from monitor.catalog import shapes
from monitor.catalog.figures import Table
from monitor.catalog.shapes import LIST
from monitor.core.facts import Authority, Observation
from monitor.core.specs import Offer
from monitor.errors import StoreError
from monitor.sources.registry import all_sources, template_of
from monitor.sources.spec import Source
from monitor.store import archive
from monitor.store.engine import Session


def offers(session: Session, observations: Iterable[Observation]) -> Mapping[tuple[str, str], Offer]:
    """The offers on aggregators' pages of one model each, by provider and model id without regard to case.

    A page that no longer names its model, or whose document is not in the archive, offers nothing.
    """
    found: dict[tuple[str, str], Offer] = {}
    for o in observations:
        if o.authority is not Authority.AGGREGATOR or o.gone_since or not o.document:
            continue
        source = _page_of_one_model(o.fact.source_id)
        if source is None:
            continue
        try:
            body = archive.body(session, o.document)
        except StoreError:
            continue
        for offer in source.reading_of(body, None, o.last_seen.date()).offers:
            found[offer.provider, offer.model_id.casefold()] = offer
    return found


def tables(
    session: Session, observations: Iterable[Observation], asked: Mapping[tuple[str, str], Offer]
) -> list[Callable[[], Table]]:
    """The offers, and OpenRouter's newest list, as tables of figures; a list is not read before it is asked."""
    found: list[Callable[[], Table]] = [partial(_of_offers, asked)] if asked else []
    listed = max((o for o in observations if o.fact.source_id == LIST and o.document), key=_age, default=None)
    if listed:
        try:
            body = archive.body(session, listed.document)
        except StoreError:
            return found
        found.append(partial(shapes.listed, body, LIST, listed.last_seen.date()))
    return found


def is_page_of_one_model(source_id: str) -> bool:
    """Whether offers may be read from a source's documents."""
    return _page_of_one_model(source_id) is not None


def _age(o: Observation) -> datetime:
    return o.last_seen


def _of_offers(asked: Mapping[tuple[str, str], Offer]) -> Table:
    makers: list[tuple[str, str | None]] = []
    models: dict[str, dict[str, dict[str, float | int]]] = {}
    for (provider, model_id), offer in asked.items():
        row = {"in": offer.input_per_mtok, "out": offer.output_per_mtok, "context": offer.context_window}
        known = {key: value for key, value in row.items() if value is not None}
        models.setdefault(provider, {})[model_id] = known | {"by": len(makers)}
        makers.append((offer.url, None))
    return Table(tuple(makers), models)


def _page_of_one_model(source_id: str) -> Source | None:
    """The source, if it has a page for each model, whose addresses only the settings know."""
    source = all_sources().get(source_id) or template_of(source_id)
    return source if source and not source.url and not source.is_list else None
