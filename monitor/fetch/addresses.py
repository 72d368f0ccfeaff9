"""Web addresses: read once, by one parser, and shown without what may be secret."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import quote

import httpx

from monitor.errors import BlockedAddress
from monitor.fetch.guard import is_public

Origin = tuple[str, str, int]
"""Scheme, host and port, as RFC 6454 compares them."""

MAX_LENGTH = 2_048
PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_.])?")


@lru_cache(maxsize=256)  # a source has one address at all polls
def parse(address: str, *, base: httpx.URL | None = None) -> httpx.URL:
    """Read an address, or a reference relative to `base` (RFC 3986, section 5).

    The same object is later looked up, connected to and named to the server, so no second parser can read the text
    in another way.

    Raises:
        BlockedAddress: it is no plain http or https address: another scheme, a user name, a host that parsers are
            known to read differently (0x7f.1, 2130706433, 127.1, a zone), or too long.
    """
    try:
        url = httpx.URL(address) if base is None else base.join(address)
    except (httpx.InvalidURL, ValueError):
        raise _refused("it cannot be read", base) from None
    why = _why_not(url)
    if why:
        raise _refused(why, base)
    return url


def host_of(url: httpx.URL) -> str:
    """Give the host as it goes over the wire: ASCII, lower case, an IPv6 address without brackets."""
    return url.raw_host.decode("ascii")


def origin_of(url: httpx.URL) -> Origin:
    """Give scheme, host and port, the port also where it is the usual one."""
    port = PORTS[url.scheme] if url.port is None else url.port
    return url.scheme, host_of(url), port


def is_inside(address: str) -> bool:
    """Whether the host is a number that is not public. Of a name only its look-up can say so, and this makes none."""
    try:
        host = host_of(parse(address))
    except BlockedAddress:
        return False
    return (":" in host or _is_ipv4(host)) and not is_public(host)


def shown(url: httpx.URL) -> str:
    """Write the address for messages and records: without query and fragment, where keys and tokens travel."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}{url.raw_path.decode('ascii').partition('?')[0]}"


def mirrored(source_id: str, mirror: str) -> str:
    """Give the address at which the configured mirror keeps a source: `<mirror>/<source id>`."""
    return f"{mirror.rstrip('/')}/{quote(source_id)}"


def _why_not(url: httpx.URL) -> str | None:
    if url.scheme not in PORTS:
        return "only http and https are fetched"
    if url.userinfo:
        return "it carries a user name or password"
    if len(str(url)) > MAX_LENGTH:
        return f"it is longer than {MAX_LENGTH:,} characters"
    if not _is_plain_host(host_of(url)):
        return "its host is no plain name or address"
    if not 0 < origin_of(url)[2] < 2**16:
        return "its port does not exist"
    return None


def _is_plain_host(host: str) -> bool:
    """Whether all parsers agree on this host.

    A last label that is a number makes it an IPv4 address (WHATWG URL, "ends in a number"), and then only four
    decimal parts are read alike everywhere.
    """
    if ":" in host:
        return "%" not in host
    last_label = host.rstrip(".").rpartition(".")[2]
    if last_label.isdigit() or last_label.startswith("0x"):
        return _is_ipv4(host)
    return _HOST.fullmatch(host) is not None


def _is_ipv4(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ipaddress.AddressValueError:
        return False
    return True


def _refused(why: str, base: httpx.URL | None) -> BlockedAddress:
    # Nothing of the address is printed: what cannot be parsed cannot be stripped of its secrets either.
    what = "an address" if base is None else f"{shown(base)}: the address that it leads to"
    return BlockedAddress(f"{what} is refused: {why}", permanent=True)
