"""Lists that span several answers."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable

import pytest

from monitor.errors import AnswerTooLarge, BadAnswer, BlockedAddress, UnreadableDocument
from monitor.fetch import Fetcher, Limits, Request
from tests.fetch.servers import Handler, Site

KEY = (("x-api-key", "canary"),)


def next_page(body: bytes) -> str | None:
    following = json.loads(body)["next"]
    assert following is None or isinstance(following, str)
    return following


def page(following: str | None) -> bytes:
    return json.dumps({"next": following}).encode()


def serve_list(site: Site, pages: int) -> str:
    """A list of this many pages at /list, each of which names the next by a relative reference."""

    def answer(handler: Handler) -> None:
        number = int(handler.path.partition("after=")[2] or 0) + 1
        handler.reply(body=page(f"?after={number}" if number < pages else None), ETag=f'"{number}"')

    site.routes["/list"] = answer
    return f"{site.origin}/list?limit=100"


def test_all_pages_are_fetched_with_the_key_and_joined(site: Site, fetcher: Fetcher) -> None:
    answer = fetcher.get_pages(Request(serve_list(site, 3), headers=KEY), next_page)

    assert answer.body.split(b"\n") == [page("?after=1"), page("?after=2"), page(None)]
    assert answer.url == f"{site.origin}/list"
    assert site.paths == ["/list?limit=100", "/list?after=1", "/list?after=2"]
    assert [headers["x-api-key"] for _, headers in site.asked] == ["canary"] * 3


def test_a_list_of_one_page_keeps_its_validators(site: Site, fetcher: Fetcher) -> None:
    assert fetcher.get_pages(Request(serve_list(site, 1)), next_page).etag == '"1"'


def test_a_list_of_several_pages_has_no_validators(site: Site, fetcher: Fetcher) -> None:
    """An unchanged first page would hide what changed on the others."""
    answer = fetcher.get_pages(Request(serve_list(site, 2)), next_page)

    assert (answer.etag, answer.last_modified) == (None, None)


def test_an_unchanged_list_is_asked_for_once(site: Site, fetcher: Fetcher) -> None:
    answer = fetcher.get_pages(Request(site.serve("/list", 304), etag='"1"'), next_page)

    assert (answer.status, answer.body, answer.etag) == (304, b"", '"1"')
    assert len(site.asked) == 1


def test_validators_are_sent_for_the_first_page_only(site: Site, fetcher: Fetcher) -> None:
    fetcher.get_pages(Request(serve_list(site, 2), etag='"old"'), next_page)

    assert [headers["If-None-Match"] for _, headers in site.asked] == ['"old"', None]


@pytest.mark.parametrize(("pages", "works"), [(4, True), (5, False)])
def test_a_list_of_too_many_pages_is_an_error_and_not_cut(
    pages: int, works: bool, site: Site, fetcher: Fetcher
) -> None:
    request = Request(serve_list(site, pages))

    if works:
        assert len(fetcher.get_pages(request, next_page, most=4).body.split(b"\n")) == 4
    else:
        with pytest.raises(BadAnswer, match="more than 4 pages"):
            fetcher.get_pages(request, next_page, most=4)
    assert len(site.asked) == 4


@pytest.mark.parametrize("following", ["", "/list", "#more", "/list?after=1"])
def test_pages_that_lead_in_a_circle_are_an_error(following: str, site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/list", body=page(following))

    with pytest.raises(BadAnswer, match="circle"):
        fetcher.get_pages(Request(url), next_page)


def test_a_page_at_another_origin_is_not_fetched(
    site: Site, elsewhere: Site, fetcher_for: Callable[..., Fetcher]
) -> None:
    """Or a list could send our key wherever it likes."""
    fetcher = fetcher_for(trusted_origins=(site.origin, elsewhere.origin))
    url = site.serve("/list", body=page(f"{elsewhere.origin}/list"))

    with pytest.raises(BadAnswer, match="another origin"):
        fetcher.get_pages(Request(url, headers=KEY), next_page)

    assert elsewhere.asked == []


def test_a_page_at_a_hostile_address_is_refused(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(BlockedAddress):
        fetcher.get_pages(Request(site.serve("/list", body=page("file:///etc/passwd"))), next_page)


def test_a_page_that_fails_fails_the_list(site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/list", body=page("/more"))
    site.serve("/more", 500)

    with pytest.raises(BadAnswer, match="/more: answered with status 500"):
        fetcher.get_pages(Request(url), next_page)


def test_a_further_page_cannot_be_unchanged(site: Site, fetcher: Fetcher) -> None:
    url = site.serve("/list", body=page("/more"))
    site.serve("/more", 304)

    with pytest.raises(BadAnswer, match="status 304"):
        fetcher.get_pages(Request(url, etag='"1"'), next_page)


def test_what_the_reader_of_a_page_raises_comes_through(site: Site, fetcher: Fetcher) -> None:
    def unreadable(_: bytes) -> str | None:
        raise UnreadableDocument("no list")

    with pytest.raises(UnreadableDocument, match="no list"):
        fetcher.get_pages(Request(site.serve("/list")), unreadable)


@pytest.mark.parametrize("packed", [False, True])
def test_the_size_limits_hold_for_all_pages_together(
    packed: bool, site: Site, fetcher_for: Callable[..., Fetcher]
) -> None:
    body = os.urandom(600)
    for n in range(2):
        if packed:
            site.serve(f"/{n}", body=gzip.compress(body), Content_Encoding="gzip")
        else:
            site.serve(f"/{n}", body=body)
    limits = Limits(max_packed_bytes=1_000) if packed else Limits(max_bytes=1_000)

    with pytest.raises(AnswerTooLarge, match="larger than 1,000 bytes"):
        fetcher_for(limits=limits).get_pages(Request(f"{site.origin}/0"), lambda _: "/1")

    assert site.paths == ["/0", "/1"]
