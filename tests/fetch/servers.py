"""What the fetch tests talk to: a real HTTP server on loopback, and an internet of names that leads to it."""

from __future__ import annotations

import contextlib
import email.message
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpcore

from monitor.fetch.network import Network

USER_AGENT = "model-deprecation-monitor/test (+https://monitor.example)"


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the site's route for its path."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers))
        self.server.routes[self.path.partition("?")[0]](self)

    def reply(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """A well-formed answer; `Content_Type="text/html"` becomes the header Content-Type."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def reply_raw(self, answer: bytes) -> None:
        """These bytes and no others, then the end of the connection."""
        self.wfile.write(answer)
        self.close_connection = True

    def reset(self) -> None:
        """Break the connection so that the other side sees a reset and not an end."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def drip(self, data: bytes, seconds: float = 0.02) -> None:
        """Send one byte at a time, until all is sent or the other side has gone."""
        for byte in data:
            self.connection.sendall(bytes([byte]))
            if self.server.released.wait(seconds):
                return

    def log_message(self, *_: object) -> None:
        pass


Route = Callable[[Handler], object]


class Site(ThreadingHTTPServer):
    """A web server on a free port of 127.0.0.1. `routes` says what each path does, `asked` is what came in."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.routes: dict[str, Route] = {}
        self.asked: list[tuple[str, email.message.Message]] = []
        self.released = threading.Event()
        """Set when the test is over, for routes that hang."""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def serve(self, path: str, status: int = 200, body: bytes = b"", **headers: str) -> str:
        """Answer a path in one way; returns its address."""
        self.routes[path] = lambda handler: handler.reply(status, body, **headers)
        return self.origin + path

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        """Lead from a path to a target; returns the path's address."""
        return self.serve(path, status, Location=target)

    def handle_error(self, *_: object) -> None:
        """Clients that hang up are what these tests are about."""


@contextlib.contextmanager
def running(site: Site) -> Iterator[Site]:
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.released.set()
        site.shutdown()
        thread.join()
        site.server_close()


class Internet(Network):
    """Names and public addresses that all lead to ports of this machine; nothing leaves it.

    `names` maps a host to its answers, one list for each time it is asked, the last one for ever. `ports` maps an
    address to the local port behind it; connecting to any other address is refused. `connected` is the record.
    """

    def __init__(self, names: dict[str, list[list[str]]], ports: dict[str, int] | None = None) -> None:
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, until a test adds its own authority
        self.names = names
        self.ports = ports or {}
        self.looked_up: list[str] = []
        self.connected: list[str] = []

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if host not in self.names:
            return super().resolve(host, port)  # an address in any notation; names are unknown offline
        answers = self.names[host]
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect_tcp(self, host: str, *rest: object, **_: object) -> httpcore.NetworkStream:
        self.connected.append(host)
        if host not in self.ports:
            raise httpcore.ConnectError from ConnectionRefusedError(111, "Connection refused")
        timeout = rest[1] if len(rest) > 1 else None
        assert isinstance(timeout, float), "every connection is bounded in time"
        return super().connect_tcp("127.0.0.1", self.ports[host], timeout)
