"""A request that does something elsewhere: guarded like a fetch, and it knows whether it had gone out."""

from __future__ import annotations

import pytest

from monitor.errors import AnswerLost, BlockedAddress, FetchError
from monitor.fetch.limits import Limits
from monitor.fetch.poster import Poster
from tests.fetch.servers import Internet, Site

PUBLIC = "93.184.216.34"


@pytest.fixture
def poster(site: Site) -> Poster:
    return Poster(user_agent="test", network=Internet({"hooks.example.org": [[PUBLIC]]}, {PUBLIC: site.server_port}))


@pytest.mark.parametrize("status", [200, 204, 301, 400, 404, 429, 500])
def test_every_status_is_given_back_and_no_redirect_is_followed(site: Site, poster: Poster, status: int) -> None:
    site.serve("/x", status, b"{}" if status != 204 else b"", Location="/y", Retry_After="7")

    reply = poster.send("GET", "http://hooks.example.org/x", headers=(("X-Own", "1"),))

    assert (reply.status, reply.retry_after) == (status, 7.0)
    assert site.paths == ["/x"]
    assert site.asked[0][1]["x-own"] == "1"


def test_an_answer_that_breaks_off_was_perhaps_heard(site: Site, poster: Poster) -> None:
    site.routes["/x"] = lambda handler: handler.reset()

    with pytest.raises(AnswerLost) as caught:
        poster.send("GET", "http://hooks.example.org/x")

    assert "/x" not in str(caught.value), "a path may be a secret"


def test_an_answer_that_never_comes_was_perhaps_heard(site: Site) -> None:
    site.routes["/x"] = lambda handler: handler.server.released.wait(5)
    network = Internet({"hooks.example.org": [[PUBLIC]]}, {PUBLIC: site.server_port})

    with pytest.raises(AnswerLost):
        Poster(user_agent="test", network=network, limits=Limits(total_seconds=0.2)).send(
            "GET", "http://hooks.example.org/x"
        )


@pytest.mark.parametrize("url", ["http://closed.example.org/x", "http://unknown.invalid/x"])
def test_what_never_went_out_is_no_lost_answer(url: str) -> None:
    poster = Poster(user_agent="test", network=Internet({"closed.example.org": [[PUBLIC]]}))

    with pytest.raises(FetchError) as caught:
        poster.send("POST", url, content=b"{}")

    assert not isinstance(caught.value, AnswerLost)
    assert not caught.value.permanent


def test_an_address_inside_is_asked_only_where_it_was_said_to_be_meant(site: Site, poster: Poster) -> None:
    url = site.serve("/x")

    with pytest.raises(BlockedAddress):
        poster.send("GET", url)
    assert site.paths == []
    assert Poster(user_agent="test").send("GET", url, private=True).status == 200


def test_a_header_that_cannot_be_sent_is_refused_for_good(poster: Poster) -> None:
    with pytest.raises(FetchError) as caught:
        poster.send("GET", "http://hooks.example.org/x", headers=(("authorization", "a\r\nb"),))

    assert caught.value.permanent
