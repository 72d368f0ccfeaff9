"""Socket Mode's end of the line: a real WebSocket server (RFC 6455) on loopback, as far as Slack's client needs one.

It greets each connection with `hello`, answers pings, sends envelopes to the newest connection, and keeps what was
acknowledged, and when. A ticket is good for one connection. Source: docs.slack.dev, "Using Socket Mode".
"""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA


@dataclass
class Line:
    """One connection."""

    peer: socket.socket
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, kind: int, payload: bytes) -> None:
        size = len(payload)
        head = bytes([0x80 | kind, size]) if size < 126 else bytes([0x80 | kind, 126]) + struct.pack("!H", size)
        with self.lock:
            self.peer.sendall(head + payload)

    def receive(self) -> tuple[int, bytes] | None:
        """The next frame of the client, which masks all that it sends; None at the end."""
        first = self._exactly(2)
        if first is None:
            return None
        assert first[1] & 0x80, "a client must mask its frames"
        size = first[1] & 0x7F
        if size == 126:
            (size,) = struct.unpack("!H", self._exactly(2) or b"\0\0")
        mask = self._exactly(4) or b"\0" * 4
        payload = self._exactly(size) or b""
        return first[0] & 0x0F, bytes(byte ^ mask[n % 4] for n, byte in enumerate(payload))

    def _exactly(self, size: int) -> bytes | None:
        found = b""
        while len(found) < size:
            try:
                more = self.peer.recv(size - len(found))
            except OSError:
                return None
            if not more:
                return None
            found += more
        return found


class SocketMode:
    """Started and ended by FakeSlack. `open` is the connections that stand, the newest last."""

    def __init__(self) -> None:
        self.open: list[Line] = []
        self.greeted = 0
        self.acknowledged: list[tuple[str, float]] = []  # envelope ids, and seconds of a monotonic clock
        self._tickets: set[str] = set()
        self._issued = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    def ticket(self) -> str:
        """The address of a new connection."""
        self._issued += 1
        self._tickets.add(f"made-up-{self._issued}")
        port = self._listening.getsockname()[1]
        return f"ws://127.0.0.1:{port}/link/?ticket=made-up-{self._issued}&app_id=made-up"

    def envelope(self, kind: str, payload: Any, envelope_id: str) -> None:
        """Send what somebody has clicked or typed."""
        self.say(
            {"type": kind, "envelope_id": envelope_id, "payload": payload, "accepts_response_payload": kind != "events"}
        )

    def say(self, message: object) -> None:
        text = message if isinstance(message, str) else json.dumps(message)
        self.open[-1].send(TEXT, text.encode())

    def change_over(self) -> None:
        """Ask for another connection, which comes while this one still stands."""
        greeted = self.greeted
        self.say({"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "made-up"}})
        until(lambda: self.greeted > greeted)

    def hang_up(self) -> None:
        """End the connection with a close frame."""
        self.open[-1].send(CLOSE, struct.pack("!H", 1001))

    def drop(self) -> None:
        """End the connection without a word, as a network does."""
        self.open[-1].peer.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)  # ends `accept`, which closing alone does not
        for thread in self._threads:
            thread.join(10)
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._listening.accept()
            except OSError:
                return
            self._start(self._serve, peer)

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self, peer: socket.socket) -> None:
        with peer:
            self._speak(peer)

    def _speak(self, peer: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request:
            request += peer.recv(4096)
        target, *headers = request.decode().split("\r\n")
        key = next(h.split(":", 1)[1].strip() for h in headers if h.lower().startswith("sec-websocket-key:"))
        (ticket,) = parse_qs(urlsplit(target.split()[1]).query)["ticket"]
        if ticket not in self._tickets:
            peer.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")
            return
        self._tickets.remove(ticket)
        accept = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()  # noqa: S324 as the RFC has it
        peer.sendall(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept}\r\n\r\n".encode()
        )
        line = Line(peer)
        line.send(TEXT, json.dumps({"type": "hello", "num_connections": len(self.open) + 1}).encode())
        self.open.append(line)
        self.greeted += 1
        while frame := line.receive():
            kind, payload = frame
            if kind == PING:
                line.send(PONG, payload)
            elif kind == TEXT:
                self.acknowledged.append((json.loads(payload)["envelope_id"], time.monotonic()))
        self.open.remove(line)


def until(true: Callable[[], object], seconds: float = 30) -> None:
    """Wait until something is true; fails where it does not become so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)
