"""Admit a document by hand that was held back or rejected, after a person has looked at what it would change."""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.core.changes import Change
from monitor.core.comparing import Comparison, compare
from monitor.errors import NothingHeld, StoreError, UnreadableDocument
from monitor.service.app import Service
from monitor.service.recording import Document, admit, known_facts, said, state_of
from monitor.sources.spec import Source
from monitor.store import archive, audit, readings, sources
from monitor.store.engine import reading, transaction
from monitor.store.readings import LoggedReading
from monitor.store.states import Fate


@dataclass(frozen=True, slots=True)
class Suspect:
    """A source's last document, which was not believed: why, what its reader makes of it, and what it would change."""

    source: Source
    logged: LoggedReading
    document: Document
    comparison: Comparison


def suspect(service: Service, source: Source) -> Suspect:
    """The last document of a source, if it was not believed. It is read as of the day on which it came last.

    Raises:
        NothingHeld: the source was never read, or its last document was believed.
        UnreadableDocument: the document gives no facts at all, so that there is nothing to admit.
    """
    with reading(service.engine) as session:
        last = readings.newest(session, source.id)
        if not last or last[0].spoke:
            why = "its last document was believed" if last else "it has sent no document yet"
            raise NothingHeld(f"nothing of {source.id} waits to be accepted: {why}")
        logged = last[0]
        body = archive.body(session, logged.document_sha256)
        read = source.reading_of(body, logged.media_type, logged.until.date())
        if not read.facts:
            why = read.problem or "it says nothing of any model"
            raise UnreadableDocument(f"the last document of {source.id} cannot be accepted", hint=why)
        document = Document(logged.document_sha256, logged.media_type, logged.account, logged.until, read)
        told = replace(read, facts=tuple(said(session, source, document)))
        return Suspect(source, logged, document, compare(known_facts(session, source, document), told))


def accept(service: Service, found: Suspect, *, who: str, why: str = "") -> tuple[Change, ...]:
    """Admit a suspect document: its facts are applied as by a poll, and who did so is in the audit. What changed.

    Its facts are as old as the document: nothing is fresher for being accepted late.

    Raises:
        StoreError: the source was read again since `suspect` looked.
    """
    source, document, now = found.source, found.document, service.clock.now()
    with transaction(service.engine) as session:
        state = state_of(session, source)
        last = readings.newest(session, source.id)
        if not last or last[0].id != found.logged.id:
            raise StoreError(f"{source.id} was read again meanwhile", hint="look again at what it says now")
        changes = admit(session, source, document, fate=Fate.ACCEPTED, now=now, reason=why)
        sources.record_good(
            session,
            source.id,
            document=document.sha256,
            etag=None,
            last_modified=None,
            read_url=state.read_url or "",
            at=now,
            account=document.account,
            whole=document.reading.whole if source.is_list else None,
            came_at=document.at,
        )
        told = f"{source.id} {document.sha256} ({found.logged.fate}: {found.logged.reason})"
        audit.note(session, who=who, what="document accepted", detail=f"{told}: {why}" if why else told, at=now)
    return changes
