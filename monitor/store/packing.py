"""A document's bytes as the archive keeps them: compressed, under their sha256."""

from __future__ import annotations

import hashlib
import zlib

from monitor.errors import StoreError

MAX_BYTES = 64 * 1024 * 1024  # of one document before compression; the fetcher's own limit is far lower


def name(body: bytes) -> str:
    """What a document is called in the archive: its sha256 in hex."""
    return hashlib.sha256(body).hexdigest()


def packed(body: bytes) -> bytes:
    """The bytes to keep."""
    return zlib.compress(body)


def unpacked(kept: bytes, sha256: str) -> bytes:
    """The document again. Raises StoreError where it is not what its sha256 says."""
    try:
        found = zlib.decompressobj().decompress(kept, MAX_BYTES)
    except zlib.error as error:
        raise _damaged(sha256) from error
    if name(found) != sha256:
        raise _damaged(sha256)
    return found


def _damaged(sha256: str) -> StoreError:
    return StoreError(f"document {sha256} is damaged in the archive", hint="restore the database from a backup")
