"""Who asked for a document: two accounts see different model lists on the same day.

The record knows an account by a fingerprint only, made with a salt of the database's own. Neither the key nor anything
that could be compared with another database's is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from monitor.store import tables
from monitor.store.statements import insert_new

EVERYBODY = ""  # of a source that shows everybody the same
LENGTH = 16  # hex digits: enough to tell keys apart, too few to prove a guess

_SALT = "salt of accounts"


def salt(session: Session) -> bytes:
    """What this database's fingerprints are made with; the first call in its life writes it."""
    found = session.scalar(_salt())
    if found is None:
        insert_new(session, tables.Memo, [{"name": _SALT, "value": secrets.token_hex(32)}], key="name")
        found = session.scalars(_salt()).one()  # another process may have been faster
    return bytes.fromhex(found)


def fingerprint(salt: bytes, *told: str) -> str:
    """The fingerprint of what an account was told apart by: its key, and the address that was asked with it.

    The same words give the same fingerprint for as long as the database, whose salt it is, lives.
    """
    words = b"".join(len(word.encode()).to_bytes(4) + word.encode() for word in told)
    return hmac.new(salt, words, hashlib.sha256).hexdigest()[:LENGTH]


def _salt() -> Select[str]:
    return select(tables.Memo.value).where(tables.Memo.name == _SALT)
