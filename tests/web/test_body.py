"""A request's body is bounded, whether it states its length or not."""

from __future__ import annotations

import contextlib
import http.client
import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from monitor.service.gate import MOST_BYTES
from tests.web.test_web import Browser, browsing


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browsing(tmp_path_factory.mktemp("web")) as opened:
        yield opened


def post(browser: Browser, body: list[bytes], *, chunked: bool) -> tuple[int, dict[str, str]]:
    """The status and the answer to a body in several parts."""
    connection = http.client.HTTPConnection(urlsplit(browser.url).netloc, timeout=10)
    headers = {"Content-Type": "application/json"} | ({} if chunked else {"Content-Length": str(sum(map(len, body)))})
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it may answer before it was told all
        connection.request("POST", "/api/v1/check", iter(body), headers, encode_chunked=chunked)
    answer = connection.getresponse()
    try:
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_that_is_too_long_is_refused_in_words(browser: Browser, *, chunked: bool) -> None:
    most = b'{"references": []' + b" " * (MOST_BYTES - 18) + b"}"

    assert post(browser, [most[:1000], most[1000:]], chunked=chunked)[0] == 200
    assert post(browser, [most[:1000], most[1000:], b" "], chunked=chunked) == (
        413,
        {"detail": "the body has more than 1,048,576 bytes: send it in parts"},
    )


def test_one_that_lies_about_its_length_is_refused_too(browser: Browser) -> None:
    answer = browser.ask("/api/v1/check", "POST", {}, headers={"Content-Length": str(10 * MOST_BYTES)})

    assert answer.status == 413
    assert answer.headers["x-content-type-options"] == "nosniff"
