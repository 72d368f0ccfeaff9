"""One exchange with a real server: what is asked, what is answered, what a redirect changes."""

from __future__ import annotations

import dataclasses
import gzip
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from monitor.errors import AnswerTooLarge, BadAnswer, BlockedAddress, FetchError
from monitor.fetch import Answer, Fetcher, Request
from monitor.fetch.fetcher import REFUSAL_BYTES
from tests.fetch.servers import USER_AGENT, Handler, Internet, Site

KEYS = (("Authorization", "Bearer canary-1"), ("x-api-key", "canary-2"), ("x-goog-api-key", "canary-3"))
FetcherFor = Callable[..., Fetcher]


def test_a_document_comes_with_its_validators_type_and_address(site: Site, fetcher: Fetcher) -> None:
    modified = "Sat, 22 Aug 2026 00:00:00 GMT"
    url = site.serve(
        "/a", body=b"# Models", ETag='"1"', Last_Modified=modified, Content_Type="Text/Markdown; charset=x"
    )

    answer = fetcher.get(Request(f"{url}?page=1#top"))

    assert answer == Answer(200, b"# Models", url, "text/markdown", '"1"', modified)
    assert site.paths == ["/a?page=1"]


def test_a_document_may_come_without_any_of_them(site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a", body=b"x")

    assert fetcher.get(Request(url)) == Answer(200, b"x", url, None, None, None)


def test_the_request_says_who_asks_and_what_it_can_read(site: Site, fetcher: Fetcher) -> None:
    fetcher.get(Request(site.serve("/a")))

    [(_, headers)] = site.asked
    assert headers["User-Agent"] == USER_AGENT
    assert headers["Accept-Encoding"] == "gzip"
    assert headers["Accept"] == "*/*"
    assert "If-None-Match" not in headers
    assert "Cookie" not in headers


def test_the_headers_of_the_source_are_sent_once_each(site: Site, fetcher: Fetcher) -> None:
    fetcher.get(Request(site.serve("/a"), headers=(*KEYS, ("ACCEPT", "application/json"), ("user-agent", "Chrome"))))

    [(_, headers)] = site.asked
    assert headers.get_all("Authorization") == ["Bearer canary-1"]
    assert headers.get_all("Accept") == ["application/json"]
    assert headers.get_all("User-Agent") == [USER_AGENT]


def test_an_unchanged_document_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    def answer(handler: Handler) -> None:
        unchanged = handler.headers["If-None-Match"] == '"1"'
        handler.reply(304 if unchanged else 200, b"" if unchanged else b"document", ETag='"1"')

    site.routes["/a"] = answer
    url = f"{site.origin}/a"

    first = fetcher.get(Request(url))
    second = fetcher.get(Request(url, etag=first.etag, last_modified=first.last_modified))

    assert (first.status, first.body) == (200, b"document")
    assert (second.status, second.body, second.etag) == (304, b"", '"1"')


def test_an_unchanged_answer_without_validators_keeps_those_that_were_sent(site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a", 304)

    answer = fetcher.get(Request(url, etag='"1"', last_modified="Sat, 22 Aug 2026 00:00:00 GMT"))

    assert (answer.etag, answer.last_modified) == ('"1"', "Sat, 22 Aug 2026 00:00:00 GMT")


def test_a_new_document_without_validators_loses_the_old_ones(site: Site, fetcher: Fetcher) -> None:
    answer = fetcher.get(Request(site.serve("/a"), etag='"1"', last_modified="Sat, 22 Aug 2026 00:00:00 GMT"))

    assert (answer.etag, answer.last_modified) == (None, None)


def test_the_day_of_the_last_change_is_a_validator_too(site: Site, fetcher: Fetcher) -> None:
    fetcher.get(Request(site.serve("/a", 304), last_modified="Sat, 22 Aug 2026 00:00:00 GMT"))

    assert site.asked[0][1]["If-Modified-Since"] == "Sat, 22 Aug 2026 00:00:00 GMT"


def test_unchanged_is_no_answer_to_a_request_without_validators(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(BadAnswer, match="status 304"):
        fetcher.get(Request(site.serve("/a", 304)))


def test_a_compressed_document_is_unpacked(site: Site, fetcher: Fetcher) -> None:
    document = b"row\n" * 10_000

    answer = fetcher.get(Request(site.serve("/a", body=gzip.compress(document), Content_Encoding="gzip")))

    assert answer.body == document


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(status: int, site: Site, fetcher: Fetcher) -> None:
    site.redirect("/a", "b?token=hidden", status)
    url = site.serve("/b", body=b"moved")

    answer = fetcher.get(Request(f"{site.origin}/a"))

    assert (answer.body, answer.url) == (b"moved", url)
    assert site.paths == ["/a", "/b?token=hidden"]


@pytest.mark.parametrize(("redirects", "works"), [(5, True), (6, False)])
def test_five_redirects_are_followed_and_six_are_not(redirects: int, works: bool, site: Site, fetcher: Fetcher) -> None:
    for n in range(redirects):
        site.redirect(f"/{n}", f"/{n + 1}")
    site.serve(f"/{redirects}", body=b"end")

    if works:
        assert fetcher.get(Request(f"{site.origin}/0")).body == b"end"
    else:
        with pytest.raises(BadAnswer, match="more than 5 redirects"):
            fetcher.get(Request(f"{site.origin}/0"))


@pytest.mark.parametrize("status", [300, 302, 305])
def test_a_redirect_to_nowhere_is_a_bad_answer(status: int, site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(BadAnswer):
        fetcher.get(Request(site.serve("/a", status)))


def test_keys_stay_with_a_redirect_within_the_origin(site: Site, fetcher: Fetcher) -> None:
    site.redirect("/a", "/b")
    site.serve("/b")

    fetcher.get(Request(f"{site.origin}/a", headers=KEYS))

    assert [headers["x-api-key"] for _, headers in site.asked] == ["canary-2", "canary-2"]


def test_keys_are_dropped_on_a_redirect_to_another_origin(site: Site, elsewhere: Site, fetcher_for: FetcherFor) -> None:
    site.redirect("/a", elsewhere.serve("/b", body=b"x"))
    fetcher = fetcher_for(trusted_origins=(site.origin, elsewhere.origin))
    others = (("api-key", "canary-4"), ("Cookie", "canary-5"), ("Accept", "application/json"))

    fetcher.get(Request(f"{site.origin}/a", headers=(*KEYS, *others), etag='"1"'))

    [(_, headers)] = elsewhere.asked
    assert "canary" not in str(headers)
    assert headers["Accept"] == "application/json"
    assert headers["User-Agent"] == USER_AGENT
    assert headers["If-None-Match"] == '"1"'
    assert headers["Host"] == elsewhere.origin.removeprefix("http://")


def test_keys_do_not_come_back_when_a_redirect_returns(site: Site, elsewhere: Site, fetcher_for: FetcherFor) -> None:
    """Or another host could choose what is asked with our key."""
    site.redirect("/a", elsewhere.redirect("/b", f"{site.origin}/c"))
    site.serve("/c")
    fetcher = fetcher_for(trusted_origins=(site.origin, elsewhere.origin))

    fetcher.get(Request(f"{site.origin}/a", headers=KEYS))

    assert site.paths == ["/a", "/c"]
    assert "canary" not in str(site.asked[1][1])


def test_a_date_does_not_make_the_target_of_a_redirect_unchanged(site: Site, fetcher: Fetcher) -> None:
    """A login page that is older than our last poll would otherwise pass for the unchanged document."""
    site.redirect("/a", "/login")
    site.serve("/login", body=b"Sign in")

    fetcher.get(Request(f"{site.origin}/a", last_modified="Sat, 22 Aug 2026 00:00:00 GMT"))

    assert "If-Modified-Since" not in site.asked[1][1]


def test_cookies_are_neither_kept_nor_sent(site: Site, fetcher: Fetcher) -> None:
    site.serve("/a", 302, Location="/b", Set_Cookie="session=1; Path=/")
    site.serve("/b")

    fetcher.get(Request(f"{site.origin}/a"))

    assert "Cookie" not in site.asked[1][1]


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        *[(status, False) for status in (201, 204, 206, 400, 418, 429, 500, 502, 503, 504, 599)],
        *[(status, True) for status in (401, 403, 404, 410)],
    ],
)
def test_a_status_that_is_no_document_says_whether_to_try_again(
    status: int, permanent: bool, site: Site, fetcher: Fetcher
) -> None:
    url = site.serve("/a", status, ETag='"1"')

    with pytest.raises(BadAnswer) as bad:
        fetcher.get(Request(url))

    assert bad.value.message == f"{url}: answered with status {status}"
    assert bad.value.status == status
    assert bad.value.permanent == permanent
    assert bad.value.hint or not permanent


@pytest.mark.parametrize(
    ("status", "asked", "expected"), [(429, "7", 7), (503, "120", 120), (429, "junk", None), (500, "7", None)]
)
def test_a_busy_source_is_obeyed(status: int, asked: str, expected: float | None, site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(BadAnswer) as bad:
        fetcher.get(Request(site.serve("/a", status, Retry_After=asked)))

    assert bad.value.retry_after == expected


def test_nothing_is_tried_twice(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(BadAnswer):
        fetcher.get(Request(site.serve("/a", 503, Retry_After="0")))

    assert site.paths == ["/a"]


@pytest.mark.parametrize("value", ["canary\n", "canary\r\nHost: x", " canary", "canary\x00", "canäry", "canary\u2011"])
def test_a_key_that_no_header_can_carry_is_an_error_that_does_not_show_it(
    value: str, site: Site, fetcher: Fetcher
) -> None:
    with pytest.raises(FetchError, match="x-api-key") as error:
        fetcher.get(Request(site.serve("/a"), headers=(("X-Api-Key", value),)))

    assert error.value.permanent
    assert "can" not in str(error.value).replace("cannot", "")
    assert site.asked == []


def test_a_validator_that_no_header_can_carry_is_not_kept(site: Site, fetcher: Fetcher) -> None:
    answer = fetcher.get(Request(site.serve("/a", ETag='"\u00e9"', Last_Modified="x" * 513)))

    assert (answer.etag, answer.last_modified) == (None, None)


def test_messages_hold_no_query_no_key_and_nothing_that_the_server_said(
    site: Site, fetcher: Fetcher, caplog: pytest.LogCaptureFixture
) -> None:
    """The same goes for what is logged at INFO and above by all libraries together."""
    caplog.set_level(logging.INFO)
    site.serve("/500", 500, b"canary")
    site.serve("/br", 200, b"canary", Content_Encoding="canary")
    site.redirect("/away", "http://10.0.0.1/canary?canary")
    site.redirect("/ftp", "ftp://canary:canary@canary/")
    site.routes["/raw"] = lambda handler: handler.reply_raw(b"HTTP/1.1 200 OK\r\ncanary canary\r\n\r\n")
    site.serve("/ok", 200)

    for path in ("/500", "/br", "/away", "/ftp", "/raw"):
        with pytest.raises(FetchError) as error:
            fetcher.get(Request(f"{site.origin}{path}?key=canary#canary", headers=KEYS))
        assert "canary" not in str(error.value)
        assert error.value.__cause__ is None
    fetcher.get(Request(f"{site.origin}/ok?key=canary", headers=KEYS))

    assert "canary" not in caplog.text


@pytest.mark.parametrize("origin", ["", "mirror", "ftp://mirror", "http://user@mirror"])
def test_a_trusted_origin_that_is_no_address_is_refused_at_once(origin: str) -> None:
    with pytest.raises(BlockedAddress):
        Fetcher(user_agent=USER_AGENT, trusted_origins=(origin,))


def test_the_path_of_a_trusted_origin_does_not_matter(site: Site, fetcher_for: FetcherFor) -> None:
    fetcher = fetcher_for(trusted_origins=(f"{site.origin}/mirror/",))

    assert fetcher.get(Request(site.serve("/a", body=b"x"))).body == b"x"


def test_a_closed_fetcher_starts_nothing(site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/a")
    with fetcher:
        fetcher.get(Request(url))

    with pytest.raises(FetchError, match="closed"):
        fetcher.get(Request(url))

    assert site.paths == ["/a"]


def test_a_source_that_hangs_holds_up_no_other(site: Site, fetcher: Fetcher) -> None:
    """Seven sources are answered while the eighth, asked before them by the same fetcher, still waits."""
    hanging = threading.Event()

    def hang(handler: Handler) -> None:
        hanging.set()
        site.released.wait()
        handler.reply(body=b"late")

    site.routes["/hangs"] = hang
    urls = [site.serve(f"/{n}", body=b"%d" % n) for n in range(7)]
    with ThreadPoolExecutor(8) as pool:
        late = pool.submit(fetcher.get, Request(f"{site.origin}/hangs"))
        assert hanging.wait(10)
        others = list(pool.map(fetcher.get, [Request(url) for url in urls]))
        still_waiting = not late.done()
        site.released.set()

    assert [answer.body for answer in others] == [b"%d" % n for n in range(7)]
    assert still_waiting
    assert late.result().body == b"late"


def test_requests_and_answers_are_values() -> None:
    request = Request("https://example.com/a")

    with pytest.raises(dataclasses.FrozenInstanceError):
        request.url = "https://example.com/b"  # type: ignore[misc]


def test_no_connection_and_no_name_are_said_in_words() -> None:
    internet = Internet({"docs.example": [["93.184.216.34"]], "label": [[]]})
    fetcher = Fetcher(user_agent=USER_AGENT, network=internet)

    for url, words in {
        "http://docs.example/": "docs.example: no connection: connection refused",
        "http://nowhere.example/": "nowhere.example: its name cannot be looked up: ",
        f"http://{'x' * 64}.example/": "its name cannot be looked up: no host name",
        "http://label/": "label: no connection: it has no address",
    }.items():
        with pytest.raises(FetchError) as error:
            fetcher.get(Request(url))
        assert words in str(error.value)
        assert not error.value.permanent


class TestQuestions:
    @pytest.mark.parametrize("status", [200, 400, 404, 410, 503])
    def test_an_error_is_an_answer_with_its_body(self, site: Site, fetcher: Fetcher, status: int) -> None:
        url = site.serve("/m", status, b'{"error": 1}', Content_Type="application/json")
        answer = fetcher.ask(Request(url, (("authorization", "Bearer k"),), etag='"1"'))

        assert (answer.status, answer.body, answer.media_type) == (status, b'{"error": 1}', "application/json")
        assert "If-None-Match" not in site.asked[0][1]

    def test_its_body_is_bounded(self, site: Site, fetcher: Fetcher) -> None:
        with pytest.raises(AnswerTooLarge):
            fetcher.ask(Request(site.serve("/m", 404, b"x" * (REFUSAL_BYTES + 1))))

    def test_no_redirect_is_followed(self, site: Site, elsewhere: Site, fetcher: Fetcher) -> None:
        answer = fetcher.ask(Request(site.redirect("/m", elsewhere.origin + "/m"), (("x-api-key", "k"),)))

        assert (answer.status, elsewhere.asked) == (302, [])
