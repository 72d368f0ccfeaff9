"""A record in which every source has been read: each says what the bundled catalog holds of it, in words of its own."""

from __future__ import annotations

import json
from dataclasses import replace

from monitor.catalog import facts as catalog
from monitor.catalog.shapes import LIST
from monitor.service.app import Service
from monitor.store import archive, facts, sources
from monitor.store.engine import transaction

LISTED = {
    "data": [
        {
            "id": "openai/gpt-4.1",
            "context_length": 1_000_000,
            "pricing": {"prompt": "0.000007", "completion": "0.000009"},
        }
    ]
}  # the only figures of our own: what it says of a price must be told, and not what the bundled table says


def fill(service: Service, *, but: frozenset[str] = frozenset()) -> int:
    """Record the catalog's sections as documents that were read now; how many facts. `but` are sources never read."""
    now, count = service.clock.now(), 0
    for source_id, section in catalog.load().sources.items():
        source = service.sources.get(source_id)
        if source is None or source_id in but:
            continue
        body = json.dumps(LISTED).encode() if source_id == LIST else source_id.encode()
        said = [replace(fact, quote=f"| {fact.model_id} |", words=None) for fact in section.facts]
        with transaction(service.engine) as session:
            document = archive.keep(session, body=body, source_id=source_id, url=source.url, media_type="", at=now)
            facts.apply(
                session,
                source_id=source_id,
                authority=source.authority,
                is_list=source.is_list,
                facts=said,
                whole=True,
                document=document,
                at=now,
            )
            sources.record_good(
                session,
                source_id,
                document=document,
                etag=None,
                last_modified=None,
                read_url=source.url,
                at=now,
                whole=True if source.is_list else None,
            )
        count += len(said)
    return count
