"""Secure connections: the certificate is checked against the name, though we connect to an address."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any

import pytest

from monitor.errors import BadAnswer, FetchError, FetchTimeout
from monitor.fetch import Fetcher, Limits, Request
from tests.fetch.servers import USER_AGENT, Handler, Internet, Site, running

trustme = pytest.importorskip("trustme", reason="trustme makes the certificates; it is not installed")

PUBLIC = "93.184.216.34"


class Deaf(Handler):
    """Takes a connection, reads nothing, and closes it after a while."""

    def handle(self) -> None:
        self.server.released.wait(2)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Site]:
    """A server with a certificate for docs.example; `server_name` is the name that the client asked for."""
    site = Site()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("docs.example").configure_cert(context)
    context.sni_callback = lambda _, name, __: site.routes.__setitem__(f"sni:{name}", lambda _: None)
    site.socket = context.wrap_socket(site.socket, server_side=True, do_handshake_on_connect=False)
    with running(site):
        yield site


def fetcher_of(internet: Internet, authority: trustme.CA | None, **options: Any) -> Fetcher:
    if authority is not None:
        authority.configure_trust(internet.tls)
    return Fetcher(user_agent=USER_AGENT, network=internet, **options)


def test_the_certificate_is_checked_against_the_name(secure: Site, authority: trustme.CA) -> None:
    secure.serve("/", body=b"secure")
    internet = Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: secure.server_port})

    answer = fetcher_of(internet, authority).get(Request("https://docs.example/"))

    assert answer.body == b"secure"
    assert answer.url == "https://docs.example/"
    assert "sni:docs.example" in secure.routes
    assert secure.asked[0][1]["Host"] == "docs.example"


def test_a_certificate_for_another_name_is_refused(secure: Site, authority: trustme.CA) -> None:
    internet = Internet({"other.example": [[PUBLIC]]}, {PUBLIC: secure.server_port})

    with pytest.raises(FetchError, match=r"other\.example: no secure connection: Hostname mismatch") as error:
        fetcher_of(internet, authority).get(Request("https://other.example/"))

    assert not error.value.permanent
    assert secure.asked == []


def test_a_certificate_of_an_unknown_authority_is_refused(secure: Site) -> None:
    internet = Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: secure.server_port})

    with pytest.raises(FetchError, match=r"no secure connection: (unable to get local issuer|self-signed)"):
        fetcher_of(internet, None).get(Request("https://docs.example/"))


def test_a_server_without_tls_is_no_secure_connection(site: Site, authority: trustme.CA) -> None:
    internet = Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: site.server_port})

    with pytest.raises(FetchError, match="no secure connection"):
        fetcher_of(internet, authority).get(Request("https://docs.example/"))


def test_a_handshake_that_hangs_is_given_up(site: Site, authority: trustme.CA) -> None:
    """Though the clock stands still: the handshake itself is waited for no longer than there is time."""
    site.RequestHandlerClass = Deaf
    internet = Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: site.server_port})
    fetcher = fetcher_of(internet, authority, limits=Limits(total_seconds=0.3), clock=lambda: 0.0)

    with pytest.raises(FetchTimeout):
        fetcher.get(Request("https://docs.example/"))


def test_a_redirect_from_https_to_http_is_not_followed(secure: Site, site: Site, authority: trustme.CA) -> None:
    secure.redirect("/", "http://plain.example/")
    names = {"docs.example": [[PUBLIC]], "plain.example": [["93.184.216.35"]]}
    internet = Internet(names, {PUBLIC: secure.server_port, "93.184.216.35": site.server_port})

    with pytest.raises(BadAnswer, match="https to http"):
        fetcher_of(internet, authority).get(Request("https://docs.example/"))

    assert site.asked == []


def test_a_redirect_from_http_to_https_is_followed_without_the_key(
    secure: Site, site: Site, authority: trustme.CA
) -> None:
    site.redirect("/", "https://docs.example/")
    secure.serve("/", body=b"secure")
    names = {"plain.example": [["93.184.216.35"]], "docs.example": [[PUBLIC]]}
    internet = Internet(names, {PUBLIC: secure.server_port, "93.184.216.35": site.server_port})

    request = Request("http://plain.example/", headers=(("Authorization", "Bearer canary"),))

    assert fetcher_of(internet, authority).get(request).body == b"secure"
    assert "canary" not in str(secure.asked[0][1])
