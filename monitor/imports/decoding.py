"""The bytes of a file -> its text, with a bound on its size."""

from __future__ import annotations

import codecs

from monitor.errors import UnreadableDocument

MAX_BYTES = 20 * 2**20

_MARKS = (  # the longer first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),  # what PowerShell writes for `terraform show -json > plan.json`
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8, or in what its byte order mark says.

    Raises UnreadableDocument for one that is empty, too large, in another encoding, or no text at all.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(f"is larger than {MAX_BYTES // 2**20} MiB", hint="import it in parts")
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, len(mark) + error.start) + 1
        raise UnreadableDocument(f"line {line} is not {encoding.upper()}", hint="save it as UTF-8") from None
    if "\0" in text:
        raise UnreadableDocument("is no text file", hint="name a file in one of the formats of --help")
    if not text.strip():
        raise UnreadableDocument("is empty", hint="name a file that says something")
    return text
