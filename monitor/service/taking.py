"""What becomes of a document that came: it is archived, read, judged and recorded.

The document is archived in a transaction of its own, read, and what follows from it is one short transaction: after a
crash anywhere, the next poll comes to the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from monitor.core import trust
from monitor.core.facts import Reading
from monitor.core.trust import Judgement, Verdict
from monitor.fetch import Answer
from monitor.service import unchanged
from monitor.service.app import Service
from monitor.service.outcomes import Outcome, SourceReport
from monitor.service.recording import Document, admit, known_facts, log, state_of
from monitor.service.unchanged import stands
from monitor.sources.spec import Source
from monitor.store import archive, facts, readings, sources
from monitor.store.confirmations import Confirmed
from monitor.store.engine import Session, reading, transaction
from monitor.store.states import Fate, SourceState

Ask = Callable[[Sequence[str]], tuple[Confirmed, ...]]
"""Asks a provider for models (their ids) that its list no longer holds."""


def take(
    service: Service, source: Source, answer: Answer, *, state: SourceState, account: str, asked: str
) -> SourceReport:
    """Take a source's answer into the record, or keep it and say why not.

    `state` is how the source stood when it was asked, `account` who was answered (see `store.accounts`), `asked` the
    address that validators are good for.
    """
    found = stands(answer, state=state, account=account, at=service.clock.now())
    return (
        unchanged.record(service, [found])[0]
        if found
        else take_new(service, source, answer, account=account, asked=asked)
    )


def take_new(
    service: Service, source: Source, answer: Answer, *, account: str, asked: str, ask: Ask | None = None
) -> SourceReport:
    """Take a document into the record that is not the last good one; see `take`.

    Where it is believed and lacks models, `ask` asks for them, outside any transaction.
    """
    now = service.clock.now()
    with transaction(service.engine) as session:
        sha256 = archive.keep(
            session,
            body=answer.body,
            source_id=source.id,
            url=answer.url,
            media_type=answer.media_type or "",
            at=now,
        )
    service.checkpoint("poll.archived")
    read = source.reading_of(answer.body, answer.media_type, now.date())
    service.checkpoint("poll.read")
    document = Document(sha256, answer.media_type, account, now, read)
    if ask and (missing := _missing(service, source, document)):
        document = replace(document, confirmed=ask(missing))
    report = _judged(service, source, answer, document, asked)
    service.checkpoint("poll.committed")
    return report


def _missing(service: Service, source: Source, document: Document) -> list[str]:
    """The models that a list lacks, where it is believed."""
    with reading(service.engine) as session:
        if not document.reading.whole or not _weighed(session, source, document).admitted:
            return []
        holds = {facts.row_key(fact) for fact in document.reading.facts}
        return sorted(facts.missing(session, source.id, account=document.account, holds=holds))


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What is to become of a document: the judgement on it, whether it says the same as the one that is held."""

    judgement: Judgement
    state: SourceState
    same: bool
    admitted: bool


def _weighed(session: Session, source: Source, document: Document) -> _Weighed:
    state, read, now = state_of(session, source), document.reading, document.at
    known = known_facts(session, source, document)
    judgement = trust.judge(read, known, source.guards, read_on=now.date(), is_list=source.is_list)
    same = judgement.verdict is Verdict.QUARANTINE and _says_what_is_held(session, source, state, read)
    admitted = trust.may_be_admitted(judgement, same_since=state.held_since if same else None, now=now)
    return _Weighed(judgement, state, same, admitted)


def _judged(service: Service, source: Source, answer: Answer, document: Document, asked: str) -> SourceReport:
    """Believe a new document and record what follows from it, or keep it and say why not."""
    read, now = document.reading, document.at
    with transaction(service.engine) as session:
        weighed = _weighed(session, source, document)
        judgement = weighed.judgement
        report = SourceReport(
            source.id,
            Outcome.SUSPECT,
            len(read.facts),
            reason=judgement.reason,
            document_sha256=document.sha256,
            verdict=judgement.verdict,
            unread=read.unread,
        )
        if not weighed.admitted:
            surprising = judgement.verdict is Verdict.QUARANTINE
            held = (weighed.state.held_sha256 if weighed.same else document.sha256) if surprising else None
            sources.record_suspect(session, source.id, reason=judgement.reason, at=now, held=held)
            document = replace(document, confirmed=())
            log(session, source, document, Fate.HELD if surprising else Fate.REJECTED, judgement.reason)
            return report
        changes = admit(session, source, document, fate=Fate.ADMITTED, now=now, reason=judgement.reason)
        sources.record_good(
            session,
            source.id,
            document=document.sha256,
            etag=answer.etag,
            last_modified=answer.last_modified,
            read_url=asked,
            at=now,
            account=document.account,
            whole=read.whole if source.is_list else None,
        )
        service.checkpoint("poll.applied")
    return replace(report, outcome=Outcome.CHANGED, reason="", changes=changes)


def _says_what_is_held(session: Session, source: Source, state: SourceState, read: Reading) -> bool:
    """Whether a reading says the same as the surprising document that is held; their bytes may differ."""
    if not state.held_sha256 or not state.held_since:
        return False
    media_type = readings.media_type(session, source.id, state.held_sha256)
    held = source.reading_of(archive.body(session, state.held_sha256), media_type, state.held_since.date())
    return trust.fingerprint(held) == trust.fingerprint(read)
