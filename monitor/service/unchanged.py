"""Sources whose last good document still stands: one more good reading of the same rows, and nothing is parsed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from monitor.core.presence import Confirmation
from monitor.fetch import Answer
from monitor.service.app import Service
from monitor.service.outcomes import Outcome, SourceReport
from monitor.service.recording import recorded
from monitor.store import confirmations, facts, packing, readings, standing
from monitor.store.confirmations import Confirmed
from monitor.store.engine import Session, transaction
from monitor.store.standing import Standing
from monitor.store.states import SourceState


def stands(answer: Answer, *, state: SourceState, account: str, at: datetime) -> Standing | None:
    """What an answer at a time (aware, UTC) says of the last good document: that it stands, or None.

    `state` is how the source stood when it was asked, `account` who was answered (see `store.accounts`).
    """
    if answer.status == HTTPStatus.NOT_MODIFIED and state.document_sha256:
        sha256 = state.document_sha256
    else:
        sha256 = packing.name(answer.body)
        if (sha256, account) != (state.document_sha256, state.account):
            return None
    return Standing(state.id, sha256, account, at, answer.media_type, answer.etag, answer.last_modified)


def record(service: Service, found: Sequence[Standing]) -> list[SourceReport]:
    """Record what stands, all of it in one transaction, but for what may change something by standing."""
    with transaction(service.engine) as session:
        current = standing.current(session, found)
        lacking = standing.lacking(session, current)
        standing.record(session, [one for one in current if one.source_id not in lacking])
    return [
        missed_again(service, one)
        if one.source_id in lacking
        else SourceReport(one.source_id, Outcome.UNCHANGED, document_sha256=one.document)
        for one in found
    ]


def missed_again(service: Service, one: Standing, confirmed: tuple[Confirmed, ...] = ()) -> SourceReport:
    """Record a model list that goes on lacking models: a second miss unlists them.

    `confirmed` is what the provider says of them.
    """
    source = service.sources[one.source_id]

    def confirm(session: Session) -> None:
        facts.confirm(
            session,
            source_id=source.id,
            is_list=source.is_list,
            document=one.document,
            at=one.at,
            confirmed=confirmed,
        )

    with transaction(service.engine) as session:
        current = standing.current(session, [one])
        if current:
            changes = recorded(session, source, one.at, confirm)
            last = readings.newest(session, source.id)
            apart = not last or _decides(confirmed) != _decides(confirmations.of(session, last[0].id))
            standing.record(session, current, apart=apart)
            if apart:
                confirmations.log(session, readings.newest(session, source.id)[0].id, confirmed)
        else:
            changes = ()
    outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
    return SourceReport(source.id, outcome, changes=changes, document_sha256=one.document)


def _decides(confirmed: tuple[Confirmed, ...]) -> dict[str, Confirmation]:
    """What of some answers decides anything: readings in a row are one row of the log where it is the same."""
    return {one.model_id: one.verdict for one in confirmed if one.verdict in {Confirmation.LISTED, Confirmation.GONE}}
