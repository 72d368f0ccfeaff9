"""What reading costs: a document beside a bare parser and another project's readers, and a page that is unchanged.

    python benchmarks/extract.py [--runs 15] [--peer DIR]

All figures are medians of CPU milliseconds from one run, in which all jobs take turns. Readers remember what the parts
of a page say, so what a reading costs depends on the one before it; all is forgotten before each turn, and then read is

    cold         nothing: the first reading after the program's start
    after last   the stored documents of the same page before it, in the order of their days, which lie weeks and months
                 apart; "snapshots" has these of OpenAI's page
    after a row  the document without its last row: what a service pays for the poll that finds one row more
    warm         the document itself (a service does not read one that is unchanged: see "unchanged source")

The ratios are those of `cold`; one below 1 says that we are faster. Real documents are read from $MONITOR_SHARED, or
`shared` beside the checkout; without them only the unchanged page is timed. Prints JSON.

DIR is a checkout of deprecations-rss (https://github.com/deprecations/deprecations-rss), whose readers get the same
documents as text, without its network and feeds. It needs Python 3.14 for two lines, in src/main.py and
src/cache_manager.py: for an older one, write `except (json.JSONDecodeError, IOError):` there, in a copy of your own.
Numbers of items are not comparable: it keeps one row a model, and other rows than we do.
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib
import json
import multiprocessing
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from monitor import config
from monitor.fetch import Request
from monitor.service.assembly import assembled
from monitor.service.outcomes import Outcome
from monitor.service.poll import fetcher, poll
from monitor.sources.registry import all_sources
from monitor.sources.spec import Source

DAY = date(2026, 8, 22)
MEDIA = {".html": "text/html", ".md": "text/markdown"}
ROUND = 20  # sources of one round of polls
ROWS, NOTE = 140, "a page of the size of OpenAI's: " + 180 * "-"

# Path, our source, and the class of the peer's reader in its module of the same name.
DOCUMENTS = (
    ("openai/deprecations/2026-08-21-mnfst-deprecations.md", "openai/deprecations", "OpenAIScraper"),
    ("openai/deprecations/2025-11-13-deprss-openai_deprecations.html", "openai/deprecations", "OpenAIScraper"),
    ("anthropic/deprecations/2026-08-22-mnfst-deprecations.md", "anthropic/deprecations", "AnthropicScraper"),
    ("google/deprecations/2026-08-21-mnfst-deprecations.md", "google/deprecations", "GoogleScraper"),
    ("groq/deprecations/2026-08-21-mnfst-deprecations.md", "groq/deprecations", "GroqScraper"),
    ("cohere/deprecations/2026-08-21-mnfst-deprecations.md", "cohere/deprecations", "CohereScraper"),
    ("bedrock/deprecations/2026-08-21-mnfst-model-lifecycle.md", "bedrock/deprecations", "AWSBedrockScraper"),
    (
        "bedrock/deprecations/2025-11-13-deprss-aws_bedrock_lifecycle.html", "bedrock/deprecations",
        "AWSBedrockScraper",
    ),
    (
        "azure/deprecations/2025-11-13-deprss-azure_foundry_lifecycle.html", "azure/deprecations",
        "AzureFoundryScraper",
    ),
)  # fmt: skip
PEER_MODULES = {
    "OpenAIScraper": "openai", "AnthropicScraper": "anthropic", "GoogleScraper": "google", "GroqScraper": "groq",
    "CohereScraper": "cohere", "AWSBedrockScraper": "aws_bedrock", "AzureFoundryScraper": "azure_foundry",
}  # fmt: skip

SNAPSHOTS = "openai/deprecations"  # whose Markdown is also read document after document

Job = Callable[[], object]


@dataclass(frozen=True)
class Turn:
    """What is timed, and what is done before each time it is, which is not."""

    job: Job
    before: Job = lambda: None


def main() -> None:
    """Time everything and print it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--peer", type=lambda text: Path(text).resolve())
    asked = parser.parse_args()
    shared = Path(os.environ.get("MONITOR_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    with unchanged_pages() as polls:
        read, then = list(documents(shared, asked.peer)), list(snapshots(shared))
        turns = {key: Turn(job, forget) for key, job in polls.items()}
        for own, _ in [*read, *then]:
            turns |= own
        took = times(turns, asked.runs)
    result = {
        "machine": platform.platform(),
        "python": platform.python_version(),
        "runs": asked.runs,
        "unit": "ms of CPU, median",
        "documents": {facts["document"]: shown(facts, took) for _, facts in read},
        "snapshots": {facts["document"]: shown(facts, took) for _, facts in then},
        "unchanged source": {key: round(took[key] / (ROUND if str(ROUND) in key else 1), 2) for key in polls},
    }
    print(json.dumps(result, indent=1))


def times(turns: dict[str, Turn], runs: int) -> dict[str, float]:
    """The median time of each job; all jobs take turns, so that what else the machine does concerns all alike."""
    took: dict[str, list[float]] = {key: [] for key in turns}
    for number in range(runs):
        sys.stderr.write(f"\rrun {number + 1} of {runs}")
        for key, turn in turns.items():
            gc.collect()  # before all else: it leaves nothing of a program at work in the processor's caches
            turn.before()
            began = time.process_time()
            turn.job()
            took[key].append((time.process_time() - began) * 1000)
    sys.stderr.write("\n")
    return {key: statistics.median(values) for key, values in took.items()}


def forget() -> None:
    """Empty the caches of what readers have seen."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("monitor.sources", "monitor.core")) and name != "monitor.sources.registry":
            for value in vars(module).values():
                if isinstance(value, functools._lru_cache_wrapper):  # noqa: SLF001 the one way to know them
                    value.cache_clear()


# ----------------------------------------------------------------------------------------------------------- documents


def documents(shared: Path, peer: Path | None) -> Iterator[tuple[dict[str, Turn], dict[str, Any]]]:
    """The turns of each document, and what is known of it; without the shared documents, none."""
    if not (shared / "pages").is_dir():
        sys.stderr.write(f"no documents at {shared}: set MONITOR_SHARED to the folder that holds pages/\n")
        return
    markdown = MarkdownIt("commonmark").enable("table")
    for path, source_id, peers in DOCUMENTS:
        source = all_sources().get(source_id)
        if source is None:
            continue
        body, media = (shared / "pages" / path).read_bytes(), MEDIA[Path(path).suffix]
        text = body.decode()
        read = functools.partial(source.reading_of, body, media, DAY)
        is_html = media == "text/html"
        bare = (
            functools.partial(BeautifulSoup, body, features="lxml")
            if is_html
            else functools.partial(markdown.parse, text)
        )
        turns = {f"{path} cold": Turn(read, forget), f"{path} warm": Turn(read, read), f"{path} parser": Turn(bare)}
        if not is_html:
            turns[f"{path} after a row"] = Turn(read, after(source, [without_last_row(body)]))
        facts = {
            "document": path,
            "bytes": len(body),
            "rows": len(read().facts),
            "parser": "bs4+lxml" if is_html else "markdown-it",
        }
        if peer is not None:
            theirs = peer_reader(peer, peers, text)
            turns[f"{path} peer"] = Turn(theirs)
            facts["peer items"] = theirs()
        yield turns, facts


def snapshots(shared: Path) -> Iterator[tuple[dict[str, Turn], dict[str, Any]]]:
    """The turns of each stored document of one page, and what is known of it, in the order of their days."""
    source, bodies = all_sources()[SNAPSHOTS], []
    for path in sorted((shared / "pages" / SNAPSHOTS).glob("*.md")):  # their names begin with the day
        body, name = path.read_bytes(), path.name
        read = functools.partial(source.reading_of, body, MEDIA[path.suffix], DAY)
        turns = {f"{name} cold": Turn(read, forget)}
        if bodies:
            turns[f"{name} after last"] = Turn(read, after(source, list(bodies)))
        yield turns, {"document": name, "bytes": len(body), "rows": len(read().facts)}
        bodies.append(body)


def after(source: Source, bodies: list[bytes]) -> Job:
    """Forgets all, and reads Markdown documents one after the other."""

    def begin() -> None:
        forget()
        for body in bodies:
            source.reading_of(body, MEDIA[".md"], DAY)

    return begin


def without_last_row(body: bytes) -> bytes:
    """A Markdown document without the last row of its last table."""
    lines = body.splitlines(keepends=True)
    last = max(number for number, line in enumerate(lines) if line.startswith(b"|"))
    return b"".join(lines[:last] + lines[last + 1 :])


def peer_reader(peer: Path, name: str, text: str) -> Callable[[], int]:
    """The peer's reader of a document, which counts its items."""
    if str(peer) not in sys.path:
        sys.path.insert(0, str(peer))
    with tempfile.TemporaryDirectory() as folder, chdir(folder):  # it makes folders for its cache where it is
        reader = getattr(importlib.import_module(f"src.scrapers.{PEER_MODULES[name]}_scraper"), name)()
    return lambda: len([*reader.extract_structured_deprecations(text), *reader.extract_unstructured_deprecations(text)])


def shown(facts: dict[str, Any], took: dict[str, float]) -> dict[str, Any]:
    """A document's figures, with how ours stands to the others'."""
    path = facts.pop("document")
    kinds = ("cold", "after last", "after a row", "warm", "parser", "peer")
    figures = {kind: took[f"{path} {kind}"] for kind in kinds if f"{path} {kind}" in took}
    ratios = {f"to {kind}": round(figures["cold"] / figures[kind], 3) for kind in ("parser", "peer") if kind in figures}
    if not facts.get("peer items", 1):
        ratios.pop("to peer")  # it did not read the document
    shown = {**facts, **{f"{kind} ms": round(value, 2) for kind, value in figures.items()}}
    return {**shown, "ratio": ratios} if ratios else shown


# ----------------------------------------------------------------------------------------------------- unchanged pages


@contextmanager
def unchanged_pages() -> Iterator[dict[str, Job]]:
    """Polls of pages that say what they said before, on SQLite, from a server in another process.

    Such a page is confirmed by its server with 304, or comes whole and is the same; by itself, or as one of a round.
    """
    spawning = multiprocessing.get_context("spawn")
    ours, its = spawning.Pipe()
    server = spawning.Process(target=serve, args=(its,), daemon=True)
    server.start()
    try:
        port = ours.recv()
        ids = {kind: [f"{kind}-{n}/deprecations" for n in range(ROUND)] for kind in ("validated", "whole")}
        own = "".join(
            f'[sources."{source_id}"]\nkind = "page"\nurl = "http://127.0.0.1:{port}/{source_id}"\n'
            for source_id in [*ids["validated"], *ids["whole"]]
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "config.toml"
            path.write_text(f'[database]\nurl = "sqlite:///m.db"\n[fetch]\nmirror = "http://127.0.0.1:{port}"\n{own}')
            with assembled(config.load(path, {}), {}, day=DAY) as service:

                def polled(sources: list[str]) -> None:
                    outcomes = {report.outcome for report in poll(service, sources)}
                    if outcomes != {Outcome.UNCHANGED}:
                        raise RuntimeError(f"not unchanged: {outcomes}")

                def fetched() -> None:
                    with fetcher(service) as web:
                        for source_id in ids["validated"]:
                            web.get(Request(f"http://127.0.0.1:{port}/{source_id}", etag='"1"'))

                poll(service, [*ids["validated"], *ids["whole"]])
                yield {
                    f"304, the fetch alone, each of {ROUND}": fetched,
                    "304, alone": functools.partial(polled, ids["validated"][:1]),
                    f"304, each of {ROUND}": functools.partial(polled, ids["validated"]),
                    "same bytes, alone": functools.partial(polled, ids["whole"][:1]),
                    f"same bytes, each of {ROUND}": functools.partial(polled, ids["whole"]),
                }
    finally:
        server.terminate()
        server.join()


def serve(port: Connection) -> None:
    """Serve one page at every address until the process is ended; what begins with "validated" knows its ETag."""
    rows = "".join(f"| `model-{n}` | 2027-{n % 12 + 1:02}-01 | {NOTE} |\n" for n in range(ROWS))
    page = f"# Models\n\n| Model | Shutdown date | Notes |\n| --- | --- | --- |\n{rows}".encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            known = self.path.startswith("/validated") and self.headers.get("If-None-Match") == '"1"'
            self.send_response(304 if known else 200)
            if self.path.startswith("/validated"):
                self.send_header("ETag", '"1"')
            if not known:
                self.send_header("Content-Type", "text/markdown")
                self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            if not known:
                self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 64  # or a second passes before a connection that found no place is tried again

    with Server(("127.0.0.1", 0), Handler) as server:
        port.send(server.server_port)
        server.serve_forever()


if __name__ == "__main__":
    main()
