"""What TLS is checked with: read once, where it is wanted, and never less than it should be."""

from __future__ import annotations

import ssl

from monitor.fetch import Fetcher, Request, transport
from monitor.fetch.network import Network
from tests.fetch.servers import USER_AGENT, Internet, Site

PUBLIC = "93.184.216.34"


class Reader(Internet):
    """Counts how often TLS is wanted."""

    wanted = 0

    @property
    def tls(self) -> ssl.SSLContext:
        self.wanted += 1
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    @tls.setter
    def tls(self, _: ssl.SSLContext) -> None:
        """What the constructor sets is not wanted."""


def test_certificates_are_read_once_for_all_fetchers_of_a_process() -> None:
    assert Network().tls is Network().tls


def test_certificates_and_names_are_checked() -> None:
    tls = Network().tls

    assert tls.verify_mode is ssl.CERT_REQUIRED
    assert tls.check_hostname
    assert tls.cert_store_stats()["x509_ca"] > 0


def test_an_address_without_tls_wants_no_certificates(site: Site) -> None:
    site.serve("/", body=b"plain")
    internet = Reader({"plain.example": [[PUBLIC]]}, {PUBLIC: site.server_port})

    answer = Fetcher(user_agent=USER_AGENT, network=internet).get(Request("http://plain.example/"))

    assert answer.body == b"plain"
    assert internet.wanted == 0


def test_what_httpcore_is_given_trusts_nobody_and_stays_as_it_is() -> None:
    unused = transport._UNUSED
    before = vars(unused).copy()
    unused.set_alpn_protocols(["h2"])

    assert vars(unused) == before
    assert unused.verify_mode is ssl.CERT_REQUIRED
    assert unused.cert_store_stats()["x509_ca"] == 0
