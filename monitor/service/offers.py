"""What resellers ask for models, as their own pages state it.

Prices are no facts of a lifecycle and have no table of their own: they are read again from the archived document that
the page's facts rest on, so that every figure can be opened back to its bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def _page_of_one_model(source_id: str) -> Source | None:
    """The source, if it has a page for each model, whose addresses only the settings know."""
    source = all_sources().get(source_id) or template_of(source_id)
    return source if source and not source.url and not source.is_list else None
