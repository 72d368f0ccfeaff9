"""What slow, endless and oversized answers may cost us."""

from __future__ import annotations

import gzip
import itertools
import os
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import pytest

from monitor.errors import AnswerTooLarge, BadAnswer, FetchError, FetchTimeout
from monitor.fetch import Fetcher, Limits, Request
from tests.fetch.servers import USER_AGENT, Handler, Internet, Site

SHORT = Limits(total_seconds=0.3)
MIB = 2**20
FetcherFor = Callable[..., Fetcher]


def bomb() -> bytes:
    """One GiB of zeros, packed by gzip into about one MiB.

    Every MiB of them packs to the same bytes, as each ends with a full flush; the end holds the checksum and the size.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    one_mib = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    header = b"\x1f\x8b\x08" + bytes(7)
    crc_of_zeros = 0x5B64C2B0
    last_block = b"\x03\x00"
    return header + one_mib * 1024 + last_block + crc_of_zeros.to_bytes(4, "little") + (2**30).to_bytes(4, "little")


def times_out(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchTimeout, match="no whole answer within"):
        fetcher.get(Request(url))


def test_a_server_that_never_answers_is_given_up(site: Site, fetcher_for: FetcherFor) -> None:
    site.routes["/a"] = lambda _: site.released.wait()

    times_out(fetcher_for(limits=SHORT), f"{site.origin}/a")


def test_a_head_that_drips_is_given_up(site: Site, fetcher_for: FetcherFor) -> None:
    """Each byte comes long before any timeout per read would end."""
    site.routes["/a"] = lambda handler: handler.drip(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 500 + b"\r\n\r\n")

    times_out(fetcher_for(limits=SHORT), f"{site.origin}/a")


def test_a_body_that_drips_is_given_up(site: Site, fetcher_for: FetcherFor) -> None:
    def answer(handler: Handler) -> None:
        handler.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
        handler.drip(b"x" * 500)

    site.routes["/a"] = answer

    times_out(fetcher_for(limits=SHORT), f"{site.origin}/a")


def test_an_endless_row_of_early_hints_is_given_up(site: Site, fetcher_for: FetcherFor) -> None:
    site.routes["/a"] = lambda handler: handler.drip(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50, 0.005)

    times_out(fetcher_for(limits=SHORT), f"{site.origin}/a")


def test_redirects_do_not_buy_time(site: Site, fetcher_for: FetcherFor) -> None:
    """Each of five hops takes 6 s of the 20 s that there are."""
    seconds = itertools.count(step=6)
    now = [float(next(seconds))]

    def redirect(handler: Handler) -> None:
        now[0] = float(next(seconds))
        handler.reply(302, Location=f"/{len(site.asked)}")

    site.routes = {f"/{n}": redirect for n in range(5)}
    site.serve("/5", body=b"end")

    times_out(fetcher_for(clock=lambda: now[0]), f"{site.origin}/0")

    assert site.paths == ["/0", "/1", "/2", "/3"]


def test_a_resolver_that_hangs_is_given_up() -> None:
    """Though the clock stands still: the resolver itself is waited for no longer than there is time."""

    class Hanging(Internet):
        def resolve(self, host: str, port: int) -> list[str]:
            given_up.wait(2)
            return super().resolve(host, port)

    given_up = threading.Event()
    internet = Hanging({"docs.example": [["1.1.1.1"]]})

    times_out(Fetcher(user_agent=USER_AGENT, limits=SHORT, network=internet, clock=lambda: 0.0), "http://docs.example/")

    given_up.set()


def test_a_document_as_large_as_the_limit_is_read(site: Site, fetcher: Fetcher) -> None:
    document = os.urandom(5 * MIB)

    assert fetcher.get(Request(site.serve("/a", body=document))).body == document


def test_a_document_one_byte_larger_is_refused(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(AnswerTooLarge, match="larger than 5,242,880 bytes"):
        fetcher.get(Request(site.serve("/a", body=bytes(5 * MIB + 1))))


@pytest.mark.parametrize(("more", "works"), [(0, True), (1, False)])
def test_an_unpacked_document_has_the_same_limit(more: int, works: bool, site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a", body=gzip.compress(bytes(5 * MIB + more)), Content_Encoding="gzip")

    if works:
        assert fetcher.get(Request(url)).body == bytes(5 * MIB)
    else:
        with pytest.raises(AnswerTooLarge):
            fetcher.get(Request(url))


def test_a_compressed_answer_has_a_limit_of_its_own(site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a", body=gzip.compress(os.urandom(2 * MIB + 1), 0), Content_Encoding="gzip")

    with pytest.raises(AnswerTooLarge, match="compressed answer is larger than 2,097,152 bytes"):
        fetcher.get(Request(url))


def test_an_answer_without_end_is_refused(site: Site, fetcher: Fetcher) -> None:
    def answer(handler: Handler) -> None:
        handler.reply(Content_Length=str(2**40))
        while True:
            handler.wfile.write(bytes(MIB))

    site.routes["/a"] = answer

    with pytest.raises(AnswerTooLarge):
        fetcher.get(Request(f"{site.origin}/a"))


def test_a_head_without_end_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.routes["/a"] = lambda handler: handler.reply_raw(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * MIB)

    with pytest.raises(FetchError, match="no answer"):
        fetcher.get(Request(f"{site.origin}/a"))


@pytest.fixture
def memory() -> Iterator[Callable[[], int]]:
    """The most bytes that were in use since the start of the test."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()


def test_a_gzip_bomb_of_one_gib_costs_little_memory(site: Site, fetcher: Fetcher, memory: Callable[[], int]) -> None:
    url = site.serve("/a", body=bomb(), Content_Encoding="gzip")

    with pytest.raises(AnswerTooLarge):
        fetcher.get(Request(url))

    assert memory() < 32 * MIB


def test_redirects_are_counted_over_all_pages(site: Site, fetcher: Fetcher) -> None:
    for n in range(4):
        site.redirect(f"/{n}", f"/{n}/")
        site.redirect(f"/{n}/", f"/{n}//")
        site.serve(f"/{n}//", body=b"%d" % (n + 1))

    with pytest.raises(BadAnswer, match="more than 5 redirects"):
        fetcher.get_pages(Request(f"{site.origin}/0"), lambda body: f"/{body.decode()}")
