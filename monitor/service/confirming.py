"""Models that a list no longer holds are asked for, one by one, with the list's own key: free, bounded, best effort.

A provider's word that a model was retired counts at once, the model itself says that the list was partial, and all else
leaves it to the next whole list.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.core.presence import Confirmation
from monitor.errors import FetchError
from monitor.fetch import Answer, Fetcher
from monitor.service.app import Service
from monitor.service.asking import MissingDocument, ask
from monitor.sources.lists.confirming import confirmation, model_address, sentence
from monitor.sources.spec import Source
from monitor.store import archive
from monitor.store.columns import MAX_KEY_BYTES
from monitor.store.confirmations import Confirmed
from monitor.store.engine import transaction

MOST = 10  # questions about the models of one list in one poll
KEPT = {Confirmation.GONE, Confirmation.LISTED}  # what decides something is kept as it came


def can_confirm(service: Service, source: Source) -> bool:
    """Whether anybody can be asked: a mirror holds lists and pages only."""
    return bool(source.is_list and source.model_url and not service.settings.fetch.mirror)


def confirm(service: Service, web: Fetcher, source: Source, missing: Sequence[str]) -> tuple[Confirmed, ...]:
    """Ask for models (their ids) that a list lacks, the first ones of them; what was answered, in order of the ids.

    The first question that cannot be asked is the last one. What decides something is in the archive.
    """
    answered: list[tuple[Confirmed, Answer]] = []
    for model_id in sorted(missing)[:MOST]:
        url = model_address(source, model_id)
        if url is None or len(model_id.encode()) > MAX_KEY_BYTES:
            continue
        try:
            answer = ask(service, web, source, url)
        except (FetchError, MissingDocument):
            break
        verdict = confirmation(answer.status, answer.body)
        kept = archive.name(answer.body) if verdict in KEPT else None
        words = sentence(answer.status, answer.body) if verdict is Confirmation.GONE else ""
        answered.append((Confirmed(model_id, verdict, answer.status, answer.url, words, kept), answer))
    if any(one.document for one, _ in answered):
        _keep(service, source, answered)
    return tuple(one for one, _ in answered)


def _keep(service: Service, source: Source, answered: Sequence[tuple[Confirmed, Answer]]) -> None:
    with transaction(service.engine) as session:
        for one, answer in answered:
            if one.document:
                archive.keep(
                    session,
                    body=answer.body,
                    source_id=source.id,
                    url=answer.url,
                    media_type=answer.media_type or "",
                    at=service.clock.now(),
                )
