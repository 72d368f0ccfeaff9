"""A mirror on loopback that serves documents as a provider would: ETag, 304, and a ledger of what was asked."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Mirror:
    """`documents` maps a source id to its body, `broken` to an answer that stands in for it (status, body).

    `asked` is every request as (source id, status answered), with 0 where nobody is answered yet.
    """

    documents: dict[str, str] = field(default_factory=dict)
    broken: dict[str, tuple[int, str]] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)
    url: str = ""
    speaks: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Nobody is answered until the block ends."""
        self.speaks.clear()
        try:
            yield
        finally:
            self.speaks.set()


def _media_type(body: bytes) -> str:
    return {b"{": "application/json", b"<": "text/html"}.get(body[:1], "text/markdown")


@contextmanager
def mirror() -> Iterator[Mirror]:
    world = Mirror()
    world.speaks.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            source = self.path.strip("/")
            if not world.speaks.is_set():
                world.asked.append((source, 0))
                world.speaks.wait()
            broken, text = world.broken.get(source, (0, world.documents.get(source, "")))
            body = text.encode()
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            status = broken or (404 if not body else 304 if self.headers.get("If-None-Match") == etag else 200)
            world.asked.append((source, status))
            self.send_response(status)
            self.send_header("ETag", etag)
            if status != 304:
                self.send_header("Content-Type", _media_type(body))
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if status == 200:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """The ledger is enough."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    world.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Section:
    """One dated announcement of an OpenAI page: rows of (shutdown date, model id, replacement)."""

    announced: str
    rows: tuple[tuple[str, str, str], ...]


def openai_page(*sections: Section) -> str:
    """A deprecations page in the layout of OpenAI's Markdown, with invented words."""
    parts = ["# Deprecations", "", "## Overview", "", "## Upcoming deprecations", ""]
    for section in sections:
        parts += [
            f"### {section.announced}: Older models",
            "",
            "| Shutdown date | Model / system | Recommended replacement |",
        ]
        parts += ["| --- | --- | --- |"]
        parts += [f"| {shutdown} | `{model}` | {replacement} |" for shutdown, model, replacement in section.rows]
        parts += [""]
    parts += ["## Past deprecations", "", "### 2023-03-20: Very old models", ""]
    parts += ["| Shutdown date | Model / system | Recommended replacement |", "| --- | --- | --- |"]
    parts += [f"| 2023-03-23 | `old-model-{n:03}` | `gpt-4o` |" for n in range(30)]
    return "\n".join(parts) + "\n"
