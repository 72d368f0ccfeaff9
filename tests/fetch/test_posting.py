"""A question that is too long for an address is posted: once, to the address that was asked, and nowhere else."""

from __future__ import annotations

import pytest

from monitor.errors import BadAnswer
from monitor.fetch import Fetcher, Request
from tests.fetch.servers import Handler, Site


@pytest.fixture(autouse=True)
def posted(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What was posted, whole, in order; the routes are those of GET."""
    bodies: list[bytes] = []

    def post(handler: Handler) -> None:
        bodies.append(handler.rfile.read(int(handler.headers["content-length"])))
        handler.do_GET()

    monkeypatch.setattr(Handler, "do_POST", post, raising=False)
    return bodies


def test_what_is_sent_arrives_whole_with_the_headers(site: Site, fetcher: Fetcher, posted: list[bytes]) -> None:
    content = b'{"references": ["' + b"x" * 100_000 + b'"]}'
    url = site.serve("/question", body=b"heard")

    answer = fetcher.get(Request(url, (("authorization", "Bearer t"),), content=content))

    assert answer.body == b"heard"
    assert posted == [content]
    assert site.asked[0][1]["authorization"] == "Bearer t"


def test_without_content_nothing_is_posted(site: Site, fetcher: Fetcher, posted: list[bytes]) -> None:
    fetcher.get(Request(site.serve("/question", body=b"heard")))

    assert posted == []
    assert "content-length" not in site.asked[0][1]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_of_what_was_sent_is_not_followed(status: int, site: Site, fetcher: Fetcher) -> None:
    site.redirect("/question", "/elsewhere", status)
    site.serve("/elsewhere", body=b"heard")

    with pytest.raises(BadAnswer, match="a redirect of what was sent"):
        fetcher.get(Request(f"{site.origin}/question", content=b"{}"))
    assert site.paths == ["/question"]
