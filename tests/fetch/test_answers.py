from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.answers import MAX_RETRY_AFTER, media_type, retry_after, validator

DATE = "Sat, 22 Aug 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        (" 120 ", 120),
        ("86401", 86_400),
        ("999999999", 86_400),
        ("Sat, 22 Aug 2026 12:00:30 GMT", 30),
        ("Saturday, 22-Aug-26 12:01:00 GMT", 60),
        ("Sat Aug 22 12:02:00 2026", 120),
        ("Sat, 22 Aug 2026 11:00:00 GMT", 0),
        ("Wed, 22 Aug 2126 12:00:00 GMT", 86_400),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("1e3", None),
        ("soon", None),
        ("\u0667", None),
        ("9" * 10_000, None),
        ("Sat, 32 Aug 2026 12:00:00 GMT", None),
        ("Sat, 22 Aug 99999 12:00:00 GMT", None),
    ],
)
def test_retry_after_is_read_in_both_forms_and_bounded(value: str, seconds: float | None) -> None:
    assert retry_after(httpx.Headers({"Retry-After": value, "Date": DATE}, encoding="utf-8")) == seconds


def test_a_date_to_come_back_at_says_nothing_without_the_date_of_the_answer() -> None:
    assert retry_after(httpx.Headers({"Retry-After": DATE})) is None


@given(st.text(), st.text())
def test_any_retry_after_is_bounded_or_none(value: str, date: str) -> None:
    headers = [(b"retry-after", value.encode("utf-8", "replace")), (b"date", date.encode("utf-8", "replace"))]

    seconds = retry_after(httpx.Headers(headers))

    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text/html", "text/html"),
        ("TEXT/HTML;charset=utf-8", "text/html"),
        ("application/vnd.api+json ; x", "application/vnd.api+json"),
        ("", None),
        ("html", None),
        ("text/html<script>", None),
        ("text/" + "x" * 200, None),
    ],
)
def test_the_media_type_is_read_without_its_parameters(value: str, expected: str | None) -> None:
    assert media_type(httpx.Headers({"Content-Type": value})) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [('"a"', '"a"'), ('W/"a"', 'W/"a"'), ("", None), ('"\u00e9"', None), ("x" * 512, "x" * 512), ("x" * 513, None)],
)
def test_a_validator_is_kept_as_it_came_if_it_can_be_sent_back(value: str, expected: str | None) -> None:
    assert validator(httpx.Headers({"ETag": value}, encoding="utf-8"), "etag") == expected
