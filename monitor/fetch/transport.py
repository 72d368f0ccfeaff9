"""One request over one connection, with httpx's own interface for it.

`httpx.Client` is left out on purpose: it builds the request that a redirect asks for before we can look at it, it
keeps cookies, and it logs whole addresses, query strings included. It would also read proxies from the environment,
which would go around the guard. A connection is never used again: one that was made to a trusted origin must not
serve a request that a redirect brought there.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator

import httpcore
import httpx


class _Unused(ssl.SSLContext):
    """What httpcore gets as its TLS context; it trusts nobody. The network's streams bring the one that is used.

    httpcore writes into it at every connection, while OpenSSL reads it unlocked in other threads: so that nothing is.
    """

    def set_alpn_protocols(self, alpn_protocols: Iterable[str]) -> None:
        """Leave it as it is."""


_UNUSED = _Unused(ssl.PROTOCOL_TLS_CLIENT)


class GuardedTransport(httpx.BaseTransport):
    """Sends one request through a given network. Errors come as httpcore's, or as the network raised them."""

    def __init__(self, network: httpcore.NetworkBackend) -> None:
        self._network = network
        self._connection: httpcore.HTTPConnection | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Give the answer with its body unread; it must be closed."""
        url = request.url
        asked = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        self._connection = httpcore.HTTPConnection(asked.origin, _UNUSED, network_backend=self._network)
        answer = self._connection.handle_request(
            httpcore.Request(
                request.method,
                asked,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))

    def close(self) -> None:
        """Close the connection."""
        if self._connection:
            self._connection.close()


class _Body(httpx.SyncByteStream):
    """The body of httpcore's answer as httpx wants it."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
