"""Models that a list no longer holds are asked for, one by one, with the list's own key: free, bounded, best effort.

A provider's word that a model was retired counts at once, the model itself says that the list was partial, and all else
leaves it to the next whole list. A model that is hidden and answers is asked again after 1, 2 and 4 days and then once
a week; until then its answer holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from monitor.core.presence import Confirmation
from monitor.errors import FetchError
from monitor.fetch import Answer, Fetcher
from monitor.service.app import Service
from monitor.service.asking import MissingDocument, ask
from monitor.sources.lists.confirming import confirmation, model_address, sentence
from monitor.sources.spec import Source
from monitor.store import archive, confirmations, packing
from monitor.store.columns import MAX_KEY_BYTES
from monitor.store.confirmations import Confirmed
from monitor.store.engine import reading, transaction

MOST = 10  # questions about the models of one list in one poll
KEPT = {Confirmation.GONE, Confirmation.LISTED}  # what decides something is kept as it came


def can_confirm(service: Service, source: Source) -> bool:
    """Whether anybody can be asked: a mirror holds lists and pages only."""
    return bool(source.is_list and source.model_url and not service.settings.fetch.mirror)


def confirm(service: Service, web: Fetcher, source: Source, missing: Sequence[str]) -> tuple[Confirmed, ...]:
    """Ask for models (their ids) that a list lacks, the first ones of them; what was answered, in order of the ids.

    The first question that cannot be asked is the last one. What decides something is in the archive. Answers that
    still hold are among them.
    """
    now = service.clock.now()
    with reading(service.engine) as session:
        answering = confirmations.answering(session, source.id)
    held = {
        one.confirmed.model_id: one.confirmed
        for one in answering
        if one.confirmed.model_id in missing and _questions(now - one.since) == _questions(one.until - one.since)
    }
    answered: list[tuple[Confirmed, Answer]] = []
    for model_id in sorted(set(missing) - held.keys())[:MOST]:
        url = model_address(source, model_id)
        if url is None or len(model_id.encode()) > MAX_KEY_BYTES:
            continue
        try:
            answer = ask(service, web, source, url)
        except (FetchError, MissingDocument):
            break
        verdict = confirmation(answer.status, answer.body)
        kept = packing.name(answer.body) if verdict in KEPT else None
        words = sentence(answer.status, answer.body) if verdict is Confirmation.GONE else ""
        answered.append((Confirmed(model_id, verdict, answer.status, answer.url, words, kept), answer))
    if any(one.document for one, _ in answered):
        _keep(service, source, answered)
    return tuple(sorted([*held.values(), *(one for one, _ in answered)], key=lambda one: one.model_id))


def _questions(age: timedelta) -> int:
    """How often a model was asked for again that has answered for so long: after 1, 3 and 7 days, then once a week."""
    return sum(age.days >= day for day in (1, 3)) + age.days // 7


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
