"""A browser's PNG (8 bits, RGB) made small: at most 256 colours, of which a picture of text and surfaces has few more.

Source: www.w3.org/TR/png-3, "Filtering" and "PLTE". The colours that are used least become the nearest of the others.
"""

from __future__ import annotations

# ruff: noqa: INP001 a script's part, no package
import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGB, PALETTE, MOST = 2, 3, 256
Colour = tuple[int, int, int]


def small(picture: bytes) -> bytes:
    """The same picture with a palette. Raises ValueError for one that is not of 8 bits and RGB."""
    parts = list(_chunks(picture))
    width, height, depth, kind, *rest = struct.unpack(">IIBBBBB", parts[0][1])
    if (depth, kind, *rest) != (8, RGB, 0, 0, 0):
        raise ValueError("a picture of another kind than browsers make")
    rows = _rows(zlib.decompress(b"".join(data for name, data in parts if name == b"IDAT")), width * 3)
    colours = [list(zip(row[0::3], row[1::3], row[2::3], strict=True)) for row in rows]
    used = Counter(colour for row in colours for colour in row)
    palette = [colour for colour, _ in used.most_common(MOST)]
    number = {colour: n for n, colour in enumerate(palette)}
    number |= {colour: _nearest(colour, palette) for colour in used if colour not in number}
    body = b"".join(b"\0" + bytes(number[colour] for colour in row) for row in colours)
    return SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, PALETTE, 0, 0, 0)),
            (b"PLTE", bytes(value for colour in palette for value in colour)),
            (b"IDAT", zlib.compress(body, 9)),
            (b"IEND", b""),
        )
    )


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    while at < len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        at += 12 + size


def _rows(data: bytes, size: int) -> Iterator[bytes]:
    """The rows of an image without their filters; `size` is that of a row in bytes, three for each pixel."""
    above = bytearray(size)
    for start in range(0, len(data), size + 1):
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + size])
        for n in range(size if kind else 0):
            left, up, corner = (row[n - 3] if n > 2 else 0), above[n], (above[n - 3] if n > 2 else 0)  # noqa: PLR2004 a pixel
            row[n] = row[n] + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind] & 255
        yield bytes(row)
        above = row


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda value: abs(guess - value))


def _nearest(colour: Colour, palette: list[Colour]) -> int:
    return min(range(len(palette)), key=lambda n: sum((a - b) ** 2 for a, b in zip(colour, palette[n], strict=True)))
