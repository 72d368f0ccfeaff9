"""The address guard: which IP addresses are on the public internet.

Our own list, after the IANA special-purpose registries (iana.org/assignments/iana-ipv4-special-registry and
…/iana-ipv6-special-registry, RFC 6890), because `ipaddress.is_global` changes between patch releases and, on Python
3.11, says True for ::ffff:100.64.0.1, 64:ff9b::7f00:1, 2002:7f00:1::, 192.88.99.1, 192.0.0.192, 224.0.0.1 and ff0e::1.
"""

from __future__ import annotations

import ipaddress

_NOT_PUBLIC_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network (RFC 791)
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # shared by carriers, CGNAT (RFC 6598); a cloud's metadata service is at 100.100.100.200
        "127.0.0.0/8",  # loopback (RFC 1122)
        "168.63.129.16/32",  # looks public, is the host's own service inside Azure
        "169.254.0.0/16",  # link-local (RFC 3927); metadata services of most clouds
        "172.16.0.0/12",  # private (RFC 1918)
        "192.0.0.0/24",  # protocol assignments (RFC 6890); a cloud's metadata service is at 192.0.0.192
        "192.0.2.0/24",  # documentation (RFC 5737)
        "192.88.99.0/24",  # 6to4 relays, withdrawn (RFC 7526)
        "192.168.0.0/16",  # private (RFC 1918)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "198.51.100.0/24",  # documentation (RFC 5737)
        "203.0.113.0/24",  # documentation (RFC 5737)
        "224.0.0.0/4",  # multicast (RFC 5771)
        "240.0.0.0/4",  # reserved, and broadcast (RFC 1112, RFC 919)
    )
)

_GLOBAL_UNICAST_V6 = ipaddress.IPv6Network("2000::/3")  # all that is assigned for public use (RFC 4291)
_NOT_PUBLIC_V6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo 2001::/32 hides an IPv4 address (RFC 4380), benchmarks, ORCHID
        "2001:db8::/32",  # documentation (RFC 3849)
        "2002::/16",  # 6to4 hides an IPv4 address (RFC 3056)
        "3ffe::/16",  # the former 6bone, returned (RFC 3701)
        "3fff::/20",  # documentation (RFC 9637)
    )
)
# Prefixes whose last 32 bits are an IPv4 address that the packets end up at, so that one decides.
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")  # IPv4-mapped (RFC 4291)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # what DNS64 makes of a public IPv4 address (RFC 6052)


def is_public(address: str) -> bool:
    """Whether an IPv4 or IPv6 address, as text, is a host on the public internet; false for what is no address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return _is_public_v4(ip)
    if ip.scope_id is not None:  # a zone (fe80::1%eth0) means one of this machine's own links
        return False
    if ip in _MAPPED or ip in _NAT64:
        return _is_public_v4(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF))
    return ip in _GLOBAL_UNICAST_V6 and not any(ip in block for block in _NOT_PUBLIC_V6)


def _is_public_v4(ip: ipaddress.IPv4Address) -> bool:
    return not any(ip in block for block in _NOT_PUBLIC_V4)
