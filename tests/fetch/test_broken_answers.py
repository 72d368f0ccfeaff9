"""Answers that are not whole are errors, never short documents."""

from __future__ import annotations

import gzip
import zlib

import pytest

from monitor.errors import BadAnswer, FetchError
from monitor.fetch import Fetcher, Request
from tests.fetch.servers import Handler, Site

DOCUMENT = b"| model | shutdown |\n" * 1_000
PACKED = gzip.compress(DOCUMENT)


def test_a_body_shorter_than_its_length_is_cut_short(site: Site, fetcher: Fetcher) -> None:
    def answer(handler: Handler) -> None:
        handler.reply(200, DOCUMENT[:500], Content_Length=str(len(DOCUMENT)))
        handler.close_connection = True

    site.routes["/a"] = answer

    with pytest.raises(BadAnswer, match="cut short"):
        fetcher.get(Request(f"{site.origin}/a"))


def test_a_connection_that_is_reset_in_the_body_is_cut_short(site: Site, fetcher: Fetcher) -> None:
    def answer(handler: Handler) -> None:
        handler.reply(200, DOCUMENT[:500], Content_Length=str(len(DOCUMENT)))
        handler.reset()

    site.routes["/a"] = answer

    with pytest.raises(BadAnswer, match="cut short: the connection was reset"):
        fetcher.get(Request(f"{site.origin}/a"))


def test_a_connection_that_is_reset_before_the_answer_gives_none(site: Site, fetcher: Fetcher) -> None:
    site.routes["/a"] = Handler.reset

    with pytest.raises(FetchError, match="no answer: the connection was reset"):
        fetcher.get(Request(f"{site.origin}/a"))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"HTTP/1.1 200\r\nContent-Len",
        b"HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"<!doctype html><title>Models</title>",
    ],
)
def test_what_is_no_http_is_no_answer(raw: bytes, site: Site, fetcher: Fetcher) -> None:
    site.routes["/a"] = lambda handler: handler.reply_raw(raw)

    with pytest.raises(FetchError, match="no answer"):
        fetcher.get(Request(f"{site.origin}/a"))


@pytest.mark.parametrize("raw", [b"5\r\nrow", b"5\r\nrow 1\r\n", b"5\r\nrow 1\r\nx\r\n", b"5\r\nrow 1\r\n0\r\n"])
def test_chunks_without_their_end_are_cut_short(raw: bytes, site: Site, fetcher: Fetcher) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    site.routes["/a"] = lambda handler: handler.reply_raw(head + raw)

    with pytest.raises(BadAnswer, match="cut short"):
        fetcher.get(Request(f"{site.origin}/a"))


def test_whole_chunks_are_a_document(site: Site, fetcher: Fetcher) -> None:
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nrow 1\r\n0\r\n\r\n"
    site.routes["/a"] = lambda handler: handler.reply_raw(raw)

    assert fetcher.get(Request(f"{site.origin}/a")).body == b"row 1"


@pytest.mark.parametrize("kept", [0, 1, 10, 30, len(PACKED) - 8, len(PACKED) - 1])
def test_a_gzip_stream_without_its_end_is_cut_short(kept: int, site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a", body=PACKED[:kept], Content_Encoding="gzip")

    with pytest.raises(BadAnswer, match="cut short within its gzip stream"):
        fetcher.get(Request(url))


@pytest.mark.parametrize(
    "packed",
    [
        DOCUMENT,
        zlib.compress(DOCUMENT),
        PACKED[:30] + b"\xff" * 20 + PACKED[50:],
        PACKED[:-8] + bytes(8),
    ],
    ids=["plain", "deflate", "flipped", "checksum"],
)
def test_a_damaged_gzip_stream_is_a_bad_answer(packed: bytes, site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a", body=packed, Content_Encoding="gzip")

    with pytest.raises(BadAnswer, match="damaged"):
        fetcher.get(Request(url))


@pytest.mark.parametrize("more", [b"<tr>", PACKED], ids=["text", "second stream"])
def test_bytes_after_the_gzip_stream_are_a_bad_answer(more: bytes, site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a", body=PACKED + more, Content_Encoding="gzip")

    with pytest.raises(BadAnswer, match="goes on after its gzip stream"):
        fetcher.get(Request(url))


@pytest.mark.parametrize("coding", ["deflate", "br", "zstd", "compress", "gzip, gzip", "br, gzip", "x"])
def test_a_coding_that_was_not_asked_for_is_a_bad_answer(coding: str, site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a", body=zlib.compress(DOCUMENT), Content_Encoding=coding)

    with pytest.raises(BadAnswer, match="not asked for"):
        fetcher.get(Request(url))


@pytest.mark.parametrize(("coding", "body"), [("GZip", PACKED), ("x-gzip", PACKED), ("identity", DOCUMENT)])
def test_the_codings_that_were_asked_for_are_read_in_every_spelling(
    coding: str, body: bytes, site: Site, fetcher: Fetcher
) -> None:
    assert fetcher.get(Request(site.serve("/a", body=body, Content_Encoding=coding))).body == DOCUMENT
