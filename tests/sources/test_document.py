"""A document's bytes as text, or why they are none."""

from __future__ import annotations

import pytest

from monitor.errors import UnreadableDocument
from monitor.sources.document import decoded

MARK = b"\xef\xbb\xbf"  # the byte order mark of UTF-8


@pytest.mark.parametrize(("body", "at"), [(b"ab\xff", 2), (MARK + b"ab\xff", 5), (MARK + b"\xff", 3)])
def test_the_broken_byte_is_told_by_its_place_in_the_document(body: bytes, at: int) -> None:
    with pytest.raises(UnreadableDocument) as why:
        decoded(body)

    assert why.value.message == f"the document is not UTF-8 text: byte {at} is 0xff"
    assert body[at] == 0xFF


def test_a_byte_order_mark_is_no_text_and_line_breaks_are_of_one_kind() -> None:
    assert decoded(MARK + b"a\r\nb\rc\n") == "a\nb\nc\n"
