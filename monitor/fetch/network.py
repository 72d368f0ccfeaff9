"""The sockets beneath one exchange: guarded where they lead, and bounded in time at every step.

httpcore asks its network backend for connections, so the guard sits exactly where a connection is made. The request
keeps its own host, in the Host header and in TLS, and TLS checks the certificate against that host. Each read is
given only the seconds that the whole fetch has left; a timeout per read, as httpx has it, lets a server that sends a
byte now and then hold us for ever.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from collections.abc import Iterable
from functools import cache, cached_property
from typing import Any

import httpcore
import httpx

from monitor.errors import FetchError, PrivateAddress
from monitor.fetch.guard import is_public
from monitor.fetch.limits import Budget

CONNECT_SECONDS = 5.0  # for one of a host's addresses, so that a dead one leaves time for the next


class Network(httpcore.SyncBackend):
    """The resolver and sockets of this machine, and the certificates it trusts; tests put another in its place."""

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """What TLS is checked with; asked for only where an address wants TLS."""
        with _ONE_AT_A_TIME:
            return _checking_certificates()

    def resolve(self, host: str, port: int) -> list[str]:
        """All addresses of a host, in the order to try them. Raises OSError or UnicodeError if it has none."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class GuardedNetwork(httpcore.NetworkBackend):
    """Makes the connections of one hop. `trusted` is set only for an origin that the operator configured."""

    def __init__(self, network: Network, budget: Budget, *, trusted: bool) -> None:
        self._network = network
        self._budget = budget
        self._trusted = trusted

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 the budget takes its place
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Look the host up, check all its addresses, and connect to the first of them that answers.

        Raises:
            PrivateAddress: one of its addresses is not public.
            FetchTimeout: the time of the whole fetch is over.
            FetchError: the name is unknown, or no address takes the connection.
        """
        addresses = self._look_up(host, port)
        if not self._trusted and not all(map(is_public, addresses)):
            raise PrivateAddress(
                f"{host}: refused, because it has an address that is not public",
                hint="if it is meant, say so in the configuration where there is a key for it: private = true",
                permanent=True,
            )
        why = "it has no address"
        for address in addresses:
            seconds = min(CONNECT_SECONDS, self._budget.seconds_left(host))
            try:
                stream = self._network.connect_tcp(address, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                why = _in_words(error.__cause__)
            else:
                return BoundedStream(stream, self._network, self._budget, host)
        raise FetchError(f"{host}: no connection: {why}")

    def _look_up(self, host: str, port: int) -> list[str]:
        """Ask the resolver in a thread of its own: it has no time limit that we could set."""
        answer: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._network.resolve(host, port))
            except (OSError, UnicodeError) as error:
                answer.put(error)

        threading.Thread(target=ask, name=f"look up {host}", daemon=True).start()
        try:
            found = answer.get(timeout=self._budget.seconds_left(host))
        except queue.Empty:
            raise self._budget.timeout(host) from None
        if isinstance(found, list):
            return found
        raise FetchError(
            f"{host}: its name cannot be looked up: {_in_words(found)}", hint="check the name and this machine's DNS"
        )


class BoundedStream(httpcore.NetworkStream):
    """A connection whose every step ends when the budget does."""

    def __init__(self, stream: httpcore.NetworkStream, network: Network, budget: Budget, host: str) -> None:
        self._stream = stream
        self._network = network
        self._budget = budget
        self._host = host

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 the budget takes its place
        """Receive up to `max_bytes` bytes; none at the end of the connection."""
        return self._stream.read(max_bytes, self._budget.seconds_left(self._host))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 the budget takes its place
        """Send all of `buffer`."""
        self._stream.write(buffer, self._budget.seconds_left(self._host))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,  # noqa: ARG002 the network's own takes its place
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 the budget takes its place
    ) -> httpcore.NetworkStream:
        """Continue with TLS.

        Raises:
            FetchTimeout: the time of the whole fetch is over.
            FetchError: the handshake failed, or the certificate is not one for this host.
        """
        try:
            seconds = self._budget.seconds_left(self._host)
            stream = self._stream.start_tls(self._network.tls, server_hostname, seconds)
        except httpcore.ConnectTimeout:
            raise self._budget.timeout(self._host) from None
        except httpcore.ConnectError as error:
            raise FetchError(f"{self._host}: no secure connection: {_in_words(error.__cause__)}") from None
        return BoundedStream(stream, self._network, self._budget, self._host)

    def get_extra_info(self, info: str) -> Any:
        """Say what httpcore wants to know of the connection beneath."""
        return self._stream.get_extra_info(info)


@cache
def _checking_certificates() -> ssl.SSLContext:
    """The one context of this process: to read the certificates takes 25 ms. Nothing writes to it after this."""
    tls = httpx.create_ssl_context(trust_env=False)
    tls.set_alpn_protocols(["http/1.1"])
    return tls


_ONE_AT_A_TIME = threading.Lock()  # the pollers of the first round ask for it all at once


def _in_words(error: BaseException | None) -> str:
    """The operating system's own words for an error; never text that a server sent."""
    if isinstance(error, TimeoutError):
        return "timed out"
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, ssl.SSLError):
        return (error.reason or "TLS failed").replace("_", " ").lower()
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "no host name" if isinstance(error, UnicodeError) else "it failed"
