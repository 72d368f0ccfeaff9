"""Where the guard must not let us be led: hostile addresses, names, redirects."""

from __future__ import annotations

import re

import pytest

from monitor.errors import BadAnswer, BlockedAddress, PrivateAddress
from monitor.fetch import Fetcher, Request
from tests.fetch.servers import USER_AGENT, Internet, Site

PUBLIC = "93.184.216.34"

# Addresses that are hostile as they stand. The resolver reads numbers as the C library does.
HOSTILE_ADDRESSES = """
http://127.0.0.1/ http://127.0.0.1:22/ https://127.0.0.1/ http://127.1/ http://127.0.1/ http://2130706433/
http://017700000001/ http://0x7f000001/ http://0x7f.1/ http://0x7F.0x0.0x0.0x1/ http://0177.0.0.1/ http://127.0.0.01/
http://127.0.0.1./
http://0/ http://0.0.0.0/ http://10.0.0.1/ http://100.64.0.1/ http://100.100.100.200/
http://169.254.169.254/latest/meta-data/ http://2852039166/ http://0xa9fea9fe/ http://168.63.129.16/ http://172.16.0.1/
http://192.0.0.192/ http://192.88.99.1/ http://192.168.1.1/ http://198.18.0.1/ http://224.0.0.1/ http://240.0.0.1/
http://255.255.255.255/ http://[::]/ http://[::1]/ http://[::1]:8080/ http://[::127.0.0.1]/ http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/ http://[::ffff:100.64.0.1]/ http://[::ffff:a9fe:a9fe]/ http://[64:ff9b::7f00:1]/
http://[64:ff9b::169.254.169.254]/ http://[64:ff9b:1::a00:1]/ http://[2002:7f00:1::]/ http://[2002:a9fe:a9fe::]/
http://[2001:0:7f00:1::]/ http://[2001:db8::1]/ http://[fc00::1]/ http://[fd00:ec2::254]/ http://[fe80::1]/
http://[fe80::1%25eth0]/ http://[fe80::1%eth0]/ http://[fec0::1]/ http://[ff02::1]/ http://[ff0e::1]/
http://user@docs.example/ http://user:pass@docs.example/ http://docs.example@127.0.0.1/
http://docs.example:80@127.0.0.1/
http://127.0.0.1:80\\@docs.example/ http://docs.example\\@127.0.0.1/ http://127.0.0.1%2f@docs.example/
http://127.0.0.1%2f.docs.example/ http://127.0.0.1%00.docs.example/ http://docs.example%23@127.0.0.1/
http://docs%2eexample/ http://①②⑦.⓪.⓪.①/ http://127。0。0。1/ http://\uff11\uff12\uff17.0.0.1/ http://[::1/ http://::1/
http://[v1.x]/ http://docs.example:0/ http://docs.example:65536/ http://docs.example:-1/ http://docs.example:x/
http:///docs http:docs.example http://?docs //docs.example/ docs.example /etc/passwd file:///etc/passwd
ftp://docs.example/ gopher://127.0.0.1:70/ ldap://127.0.0.1/ dict://127.0.0.1:11211/ data:text/html,x
javascript:alert(1) jar:http://docs.example!/ unix:///var/run/docker.sock ws://docs.example/
""".split()
HOSTILE_ADDRESSES += [
    "",
    " http://docs.example/",
    "http://docs.example/ HTTP/1.1\r\nX: y",
    "http://docs.example\t/",
    "http://docs .example/",
    "http://docs.example\x00.evil.example/",
    "http://docs.example/" + "a" * 2_048,
]

# Addresses to which a harmless name resolves.
HOSTILE_ANSWERS = [
    ["127.0.0.1"],
    ["10.1.2.3"],
    ["169.254.169.254"],
    ["100.64.0.1"],
    ["192.0.0.192"],
    ["::1"],
    ["fd00:ec2::254"],
    ["fe80::1%eth0"],
    ["::ffff:127.0.0.1"],
    ["64:ff9b::a00:1"],
    ["2002:c0a8:101::"],
    ["2001:0:7f00:1::"],
    ["ff02::1"],
    [PUBLIC, "127.0.0.1"],
    ["10.0.0.1", PUBLIC],
    [PUBLIC, "2606:4700::1111", "::1"],
    ["no address at all"],
]


def fetch(url: str, internet: Internet, *trusted_origins: str) -> bytes:
    fetcher = Fetcher(user_agent=USER_AGENT, network=internet, trusted_origins=trusted_origins)
    return fetcher.get(Request(url, headers=(("x-api-key", "canary"),))).body


def fetch_private(url: str, internet: Internet, *trusted_origins: str) -> bytes:
    fetcher = Fetcher(user_agent=USER_AGENT, network=internet, trusted_origins=trusted_origins)
    return fetcher.get(Request(url, headers=(("x-api-key", "canary"),), private=True)).body


def test_the_table_is_as_long_as_promised() -> None:
    assert len(HOSTILE_ADDRESSES) + len(HOSTILE_ANSWERS) >= 60


@pytest.mark.parametrize("url", HOSTILE_ADDRESSES)
def test_a_hostile_address_is_refused_before_any_connection(url: str) -> None:
    internet = Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: 1})

    with pytest.raises(BlockedAddress) as refused:
        fetch(url, internet)

    assert refused.value.permanent
    assert internet.connected == []


@pytest.mark.parametrize("addresses", HOSTILE_ANSWERS)
def test_a_name_with_any_address_that_is_not_public_is_refused(addresses: list[str]) -> None:
    internet = Internet({"docs.example": [addresses]}, {PUBLIC: 1})

    with pytest.raises(BlockedAddress, match="not public") as refused:
        fetch("http://docs.example/", internet)

    assert refused.value.permanent
    assert internet.connected == []


# Not those that mean something else as a reference from another page, nor those that no header can carry.
HOSTILE_TARGETS = [
    url for url in HOSTILE_ADDRESSES if re.match(r"https?://[^/?]|(?!http)\w+:", url) and url.isprintable()
]


@pytest.mark.parametrize("url", HOSTILE_TARGETS)
def test_a_redirect_to_a_hostile_address_is_refused(url: str, site: Site) -> None:
    site.routes["/"] = lambda handler: handler.reply_raw(f"HTTP/1.1 302 Found\r\nLocation: {url}\r\n\r\n".encode())
    internet = Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: site.server_port})

    with pytest.raises(BlockedAddress):
        fetch("http://docs.example/", internet)

    assert internet.connected == [PUBLIC]


@pytest.mark.parametrize("hop", [1, 2, 3, 4, 5])
def test_a_redirect_at_any_hop_is_guarded(hop: int, site: Site) -> None:
    for n in range(1, hop):
        site.redirect(f"/{n}", f"http://docs.example/{n + 1}")
    site.redirect(f"/{hop}", "http://169.254.169.254/latest/meta-data/")
    internet = Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: site.server_port})

    with pytest.raises(BlockedAddress):
        fetch("http://docs.example/1", internet)

    assert internet.connected == [PUBLIC] * hop


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    """A name that answers with a public address first and a private one at the next question (DNS rebinding)."""
    site.serve("/", body=b"public")
    internet = Internet({"docs.example": [[PUBLIC], ["127.0.0.1"]]}, {PUBLIC: site.server_port})

    assert fetch("http://docs.example/", internet) == b"public"
    assert internet.looked_up == ["docs.example"]
    assert internet.connected == [PUBLIC]


def test_a_name_that_turns_private_between_two_hops_is_refused(site: Site) -> None:
    site.redirect("/1", "/2")
    internet = Internet({"docs.example": [[PUBLIC], ["127.0.0.1"]]}, {PUBLIC: site.server_port})

    with pytest.raises(BlockedAddress):
        fetch("http://docs.example/1", internet)

    assert internet.connected == [PUBLIC]


def test_the_server_is_told_the_name_and_not_the_address(site: Site) -> None:
    site.serve("/")

    fetch("http://docs.example:8080/", Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: site.server_port}))

    assert site.asked[0][1]["Host"] == "docs.example:8080"


def test_the_next_address_is_tried_where_the_first_does_not_answer(site: Site) -> None:
    site.serve("/", body=b"here")
    internet = Internet({"docs.example": [["2606:4700::1111", PUBLIC]]}, {PUBLIC: site.server_port})

    assert fetch("http://docs.example/", internet) == b"here"
    assert internet.connected == ["2606:4700::1111", PUBLIC]


def test_the_configured_mirror_may_be_private(site: Site) -> None:
    site.redirect("/openai/models", "/there")
    site.serve("/there", body=b"list")
    internet = Internet({}, {"127.0.0.1": site.server_port})

    assert fetch(f"{site.origin}/openai/models", internet, site.origin) == b"list"


@pytest.mark.parametrize("near", ["http://127.0.0.1:{next}", "https://127.0.0.1:{port}", "http://localhost:{port}"])
def test_a_private_address_beside_the_mirror_is_refused(near: str, site: Site) -> None:
    internet = Internet({}, {"127.0.0.1": site.server_port})

    with pytest.raises(BlockedAddress):
        fetch(near.format(port=site.server_port, next=site.server_port + 1), internet, site.origin)


def test_a_redirect_from_the_mirror_to_another_private_address_is_refused(site: Site, elsewhere: Site) -> None:
    site.redirect("/", f"{elsewhere.origin}/")
    internet = Internet({}, {"127.0.0.1": site.server_port})

    with pytest.raises(BlockedAddress):
        fetch(f"{site.origin}/", internet, site.origin)

    assert elsewhere.asked == []


def test_a_redirect_from_a_public_source_into_the_mirror_is_refused(site: Site) -> None:
    site.redirect("/", f"{site.origin}/inside")
    internet = Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: site.server_port, "127.0.0.1": site.server_port})

    with pytest.raises(BlockedAddress):
        fetch("http://docs.example/", internet, site.origin)

    assert site.paths == ["/"]


def test_a_redirect_out_of_the_mirror_and_back_is_refused(site: Site) -> None:
    site.redirect("/", "http://docs.example/out")
    site.redirect("/out", f"{site.origin}/inside")
    internet = Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: site.server_port, "127.0.0.1": site.server_port})

    with pytest.raises(BlockedAddress):
        fetch(f"{site.origin}/", internet, site.origin)

    assert site.paths == ["/", "/out"]


class TestPrivate:
    """A request whose own address may be private, by the operator's word."""

    def test_it_is_read_there_and_where_that_leads_at_the_same_origin(self, site: Site) -> None:
        site.redirect("/v1/models", "/there")
        site.serve("/there", body=b"list")
        internet = Internet({}, {"127.0.0.1": site.server_port})

        assert fetch_private(f"{site.origin}/v1/models", internet) == b"list"

    def test_no_other_request_of_the_same_fetcher_may_go_there(self, site: Site) -> None:
        site.serve("/", body=b"list")
        fetcher = Fetcher(user_agent=USER_AGENT, network=Internet({}, {"127.0.0.1": site.server_port}))

        fetcher.get(Request(f"{site.origin}/", private=True))
        with pytest.raises(PrivateAddress, match="private = true"):
            fetcher.get(Request(f"{site.origin}/"))

        assert site.paths == ["/"]

    @pytest.mark.parametrize("url", HOSTILE_TARGETS)
    def test_a_redirect_to_a_hostile_address_is_refused(self, url: str, site: Site) -> None:
        site.routes["/"] = lambda handler: handler.reply_raw(f"HTTP/1.1 302 Found\r\nLocation: {url}\r\n\r\n".encode())
        internet = Internet({}, {"127.0.0.1": site.server_port})

        with pytest.raises(BlockedAddress):
            fetch_private(f"{site.origin}/", internet)

        assert internet.connected == ["127.0.0.1"]

    def test_a_redirect_to_another_private_address_is_refused_and_nobody_is_advised_to_allow_it(
        self, site: Site, elsewhere: Site
    ) -> None:
        site.redirect("/", f"{elsewhere.origin}/")
        internet = Internet({}, {"127.0.0.1": site.server_port})

        with pytest.raises(BlockedAddress, match="a redirect led there") as refused:
            fetch_private(f"{site.origin}/", internet)

        assert not isinstance(refused.value, PrivateAddress)
        assert refused.value.permanent
        assert elsewhere.asked == []

    def test_a_redirect_into_the_mirror_is_refused(self, site: Site, elsewhere: Site) -> None:
        site.redirect("/", f"{elsewhere.origin}/")
        internet = Internet({}, {"127.0.0.1": site.server_port})

        with pytest.raises(BlockedAddress):
            fetch_private(f"{site.origin}/", internet, elsewhere.origin)

        assert elsewhere.asked == []

    def test_a_redirect_to_a_public_address_is_followed_without_the_key_and_not_back(self, site: Site) -> None:
        site.redirect("/", "http://docs.example/out")
        site.redirect("/out", f"{site.origin}/inside")
        internet = Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: site.server_port, "127.0.0.1": site.server_port})

        with pytest.raises(BlockedAddress):
            fetch_private(f"{site.origin}/", internet)

        assert [(path, headers["x-api-key"]) for path, headers in site.asked] == [("/", "canary"), ("/out", None)]

    def test_a_list_is_read_there_to_its_last_page(self, site: Site) -> None:
        site.serve("/v1/models", body=b"1")
        site.serve("/v1/more", body=b"2")
        fetcher = Fetcher(user_agent=USER_AGENT, network=Internet({}, {"127.0.0.1": site.server_port}))
        request = Request(f"{site.origin}/v1/models", private=True)

        assert fetcher.get_pages(request, {b"1": "more", b"2": None}.get).body == b"1\n2"

    def test_a_list_that_led_outside_does_not_lead_back_by_its_next_page(self, site: Site) -> None:
        site.redirect("/v1/models", "http://docs.example/out")
        site.serve("/out", body=b"1")
        internet = Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: site.server_port, "127.0.0.1": site.server_port})
        request = Request(f"{site.origin}/v1/models", private=True)

        with pytest.raises(BadAnswer, match="at another origin"):
            Fetcher(user_agent=USER_AGENT, network=internet).get_pages(request, lambda _: f"{site.origin}/inside")

        assert site.paths == ["/v1/models", "/out"]


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_a_proxy_in_the_environment_is_ignored(
    variable: str, site: Site, elsewhere: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, elsewhere.origin)
    site.serve("/", body=b"direct")
    internet = Internet({"docs.example": [[PUBLIC]]}, {PUBLIC: site.server_port})

    assert fetch("http://docs.example/", internet) == b"direct"
    assert elsewhere.asked == []
