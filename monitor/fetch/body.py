"""The bytes of an answer: unpacked within a bound, and whole or not at all.

We unpack ourselves, because httpx turns 1 MiB of packed zeros into 1 GiB before anyone can look at it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from monitor.errors import BadAnswer
from monitor.fetch.limits import Budget

ACCEPT_ENCODING = "gzip"
_GZIP = {"gzip", "x-gzip"}  # the same coding by its old name (RFC 9110, section 8.4.1.3)
_PLAIN = {"", "identity"}
_GZIP_HEADER = 16 + zlib.MAX_WBITS


def read(chunks: Iterable[bytes], content_encoding: str, budget: Budget, where: str) -> bytes:
    """Read the whole document from the chunks as they come over the wire.

    Raises:
        BadAnswer: a coding that we did not ask for, or bytes that are no whole gzip stream.
        AnswerTooLarge: before or after unpacking.
    """
    coding = content_encoding.strip().lower()
    if coding in _GZIP:
        chunks = _unpacked(chunks, budget, where)
    elif coding not in _PLAIN:
        raise BadAnswer(f"{where}: the answer is packed in a way that was not asked for", hint="only gzip is read")
    document = bytearray()
    for chunk in chunks:
        budget.spend_bytes(len(chunk), where)
        document += chunk
    return bytes(document)


def _unpacked(chunks: Iterable[bytes], budget: Budget, where: str) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(_GZIP_HEADER)
    for chunk in chunks:
        budget.spend_packed_bytes(len(chunk), where)
        try:
            # One byte more than there is room for is enough to see that it is too large.
            yield unpacker.decompress(chunk, budget.bytes_left + 1)
        except zlib.error:
            raise BadAnswer(f"{where}: the answer says that it is gzip, and is damaged") from None
        if unpacker.unused_data:
            raise BadAnswer(f"{where}: the answer goes on after its gzip stream has ended")
    if not unpacker.eof:
        raise BadAnswer(f"{where}: the answer was cut short within its gzip stream")
