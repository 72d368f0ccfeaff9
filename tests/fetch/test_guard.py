from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.guard import is_public

# The edges of every block, from the IANA registries of special-purpose addresses.
NOT_PUBLIC = """
0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255 127.0.0.0 127.0.0.1
127.255.255.255 168.63.129.16 169.254.0.0 169.254.169.254 169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0
192.0.0.9 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.1
203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:0:127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:100.64.0.1
::ffff:169.254.169.254 ::ffff:224.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b::169.254.169.254 64:ff9b:1::8.8.8.8
100::1 100:0:0:1::1 2001::1 2001:0:7f00:1:: 2001:2::1 2001:10::1 2001:20::1 2001:1ff:ffff:: 2001:db8::1 2002:7f00:1::
2002:808:808:: 3ffe::1 3fff::1 3fff:fff:ffff:: 4000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1
ff02::1 ff0e::1 2606:4700::1111%1
""".split()

PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 168.63.129.15
169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0
198.17.255.255 198.20.0.0 223.255.255.255
2001:200::1 2001:4860:4860::8888 2003::1 2606:4700:4700::1111 2a00:1450:4001::1 3ffd::1 3fff:1000::1
::ffff:8.8.8.8 64:ff9b::8.8.8.8
""".split()

# What `ipaddress.is_global` of Python 3.11 takes for public.
MISTAKEN = """
::ffff:100.64.0.1 64:ff9b::7f00:1 2002:7f00:1:: 192.88.99.1 192.0.0.192 224.0.0.1 ff0e::1
""".split()


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_of_a_special_block_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_beside_the_special_blocks_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", MISTAKEN)
def test_what_the_standard_library_mistakes_for_public_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "text", ["", "localhost", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "8.8.8.8 ", "[::1]"]
)
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not is_public(text)


@given(st.ip_addresses())
def test_the_guard_admits_nothing_that_the_standard_library_refuses(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    assert not is_public(str(ip)) or ip.is_global


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:", "64:ff9b::"]))
def test_an_address_that_carries_an_ipv4_address_is_judged_by_it(ip: ipaddress.IPv4Address, prefix: str) -> None:
    assert is_public(f"{prefix}{ip}") == is_public(str(ip))
