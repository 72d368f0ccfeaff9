"""Every document as it came, under its sha256: what a date rests on can be opened back to its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitor.errors import StoreError
from monitor.store import tables
from monitor.store.packing import MAX_BYTES, name, packed, unpacked
from monitor.store.statements import insert_new


@dataclass(frozen=True, slots=True)
class ArchivedDocument:
    """One document without its bytes: `size` in bytes, `source_id` and `url` of who sent it first, when (UTC)."""

    sha256: str
    size: int
    media_type: str
    source_id: str
    url: str
    fetched_at: datetime


def keep(session: Session, *, body: bytes, source_id: str, url: str, media_type: str, at: datetime) -> str:
    """Keep a document, compressed, unless the archive has it; its sha256 in hex.

    Raises StoreError above `MAX_BYTES`.
    """
    if len(body) > MAX_BYTES:
        raise StoreError(f"the document of {source_id} has {len(body)} bytes", hint=f"at most {MAX_BYTES} are kept")
    sha256 = name(body)
    if not session.scalar(select(tables.Document.sha256).where(tables.Document.sha256 == sha256)):
        row = {
            "sha256": sha256,
            "body": packed(body),
            "size": len(body),
            "media_type": media_type,
            "source_id": source_id,
            "url": url,
            "fetched_at": at,
        }
        insert_new(session, tables.Document, [row], key="sha256")
    return sha256


def mention(session: Session, sha256: str, *, source_id: str, at: datetime) -> None:
    """Let a document be known without its bytes: in a database beside the record, whose archive has them."""
    row = {
        "sha256": sha256,
        "body": b"",
        "size": 0,
        "media_type": "",
        "source_id": source_id,
        "url": "",
        "fetched_at": at,
    }
    insert_new(session, tables.Document, [row], key="sha256")


def body(session: Session, sha256: str) -> bytes:
    """The bytes of a document. Raises StoreError where there is none, or where it is not what its sha256 says."""
    found = session.scalar(select(tables.Document.body).where(tables.Document.sha256 == sha256))
    if found is None:
        raise StoreError(f"no document {sha256} in the archive", hint="see `model-monitor source show`")
    return unpacked(found, sha256)


def documents(session: Session, source_id: str) -> list[ArchivedDocument]:
    """The documents that a source was the first to send, newest first."""
    d = tables.Document
    columns = (d.sha256, d.size, d.media_type, d.source_id, d.url, d.fetched_at)
    chosen = select(*columns).where(d.source_id == source_id).order_by(d.fetched_at.desc(), d.sha256)
    return [ArchivedDocument(*row) for row in session.execute(chosen)]
