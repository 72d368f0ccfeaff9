"""The address of a list's next page: found where there is one, and never twice, so that paging ends."""

from __future__ import annotations

import json
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.lists.model_lists import next_page_by_last_id, next_page_by_link, next_page_by_token
from monitor.sources.providers import anthropic, google

[ANTHROPIC], [GOOGLE] = ([listed for listed in module.SOURCES if listed.is_list] for module in (anthropic, google))
next_page_anthropic = next_page_by_last_id("after_id", limit=1000)
next_page_google = next_page_by_token("nextPageToken", "pageToken", pageSize=1000)
next_page_linked = next_page_by_link("next.href")


def test_the_next_page_of_anthropics_list_starts_after_the_last_id() -> None:
    body = json.dumps({"data": [{"id": "a&b"}], "has_more": True, "last_id": "a&b"}).encode()
    assert next_page_anthropic(body) == "?limit=1000&after_id=a%26b"


def test_the_next_page_of_googles_list_is_asked_for_by_its_token() -> None:
    assert next_page_google(b'{"models": [], "nextPageToken": "Ci=="}') == "?pageSize=1000&pageToken=Ci%3D%3D"


def test_the_next_page_is_at_the_address_that_was_asked_wherever_that_is() -> None:
    following = next_page_google(b'{"models": [], "nextPageToken": "t"}')
    assert following is not None
    assert urljoin(GOOGLE.url, following) == f"{GOOGLE.url}&pageToken=t"
    assert urljoin("https://gateway.example/gemini/models", following) == (
        "https://gateway.example/gemini/models?pageSize=1000&pageToken=t"
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"has_more": false, "last_id": "a"}',
        b'{"has_more": "true", "last_id": "a"}',
        b'{"has_more": true, "last_id": null}',
        b'{"has_more": true, "last_id": "a b"}',
        b'{"nextPageToken": ""}',
        b'{"nextPageToken": 3}',
        b'{"nextPageToken": "' + b"t" * 3000 + b'"}',
        b'{"next": null}',
        b'{"next": {"href": 3}}',
        b'{"next": {"href": "http://plain.example/2"}}',
        b'{"next": {"href": "https://a.example/\\nb"}}',
        b'{"next": ["https://a.example/2"]}',
    ],
)
def test_there_is_no_page_after_the_last_one_nor_after_what_is_no_list(body: bytes) -> None:
    assert next_page_anthropic(body) is None
    assert next_page_google(body) is None
    assert next_page_linked(body) is None


def test_a_link_to_the_next_page_is_followed_as_it_stands() -> None:
    body = b'{"resources": [], "next": {"href": "https://api.example.org/models?start=a%20b"}}'
    assert next_page_linked(body) == "https://api.example.org/models?start=a%20b"


def test_the_settings_of_the_real_sources_lead_through_their_pages() -> None:
    for source, body, following in (
        (GOOGLE, b'{"models": [], "nextPageToken": "t"}', "?pageSize=1000&pageToken=t"),
        (ANTHROPIC, b'{"data": [], "has_more": true, "last_id": "m"}', "?limit=1000&after_id=m"),
    ):
        assert source.next_page is not None
        assert source.next_page(body) == following


@given(st.integers(min_value=0, max_value=5), st.integers(min_value=1, max_value=5))
def test_paging_ends_when_all_pages_were_asked_for(count: int, size: int) -> None:
    ids = [f"m{number}" for number in range(count)]

    def served(address: str) -> bytes:
        """The page of a well-behaved server: ids and, where there are more of them, a token."""
        start = int(address.partition("pageToken=")[2] or 0)
        token = {"nextPageToken": str(start + size)} if start + size < count else {}
        return json.dumps({"models": ids[start : start + size], **token}).encode()

    address: str | None = "?"
    asked = []
    while address is not None:
        asked.append(address)
        address = next_page_google(served(address))
    assert len(asked) == max(1, -(-count // size))
    assert len(set(asked)) == len(asked)
