"""The saved documents as a server of theirs replays them, with each of its faults."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.errors import AnswerTooLarge, BadAnswer, BlockedAddress, FetchError, FetchTimeout
from monitor.fetch import Fetcher, Limits, Request, mirrored
from tests.fetch.servers import USER_AGENT

ERRORS: dict[str, tuple[type[FetchError], str]] = {
    "404": (BadAnswer, "status 404"),
    "403": (BadAnswer, "status 403"),
    "429": (BadAnswer, "status 429"),
    "500": (BadAnswer, "status 500"),
    "503": (BadAnswer, "status 503"),
    "hang": (FetchTimeout, "no whole answer"),
    "slow": (FetchTimeout, "no whole answer"),
    "reset": (BadAnswer, "cut short"),
    "truncate": (BadAnswer, "cut short"),
    "bomb": (AnswerTooLarge, "larger than"),
    "redirect": (BadAnswer, "more than 5 redirects"),
    "private": (BlockedAddress, "not public"),
}
# Well-formed answers: that they are no document of this source is for its guards to see.
DOCUMENTS = ["half", "empty", "login", "captcha", "blank", "json-error", "latin1"]
SOURCE = "openai/deprecations"


@pytest.fixture(scope="module")
def mirror(shared: Path) -> Iterator[str]:
    tool = shared / "tools" / "replay.py"
    if not tool.is_file():
        pytest.skip(f"there is no {tool}")
    kinds = [*ERRORS, *DOCUMENTS]
    # Each fault is put on a source of its own, so that one server can show all of them.
    sources = dict(zip(kinds, sources_of(shared), strict=False))
    faults = [part for kind, source in sources.items() for part in ("--fault", f"{source}={kind}")]
    command = [sys.executable, str(tool), "--port", "0", "--on", "2026-08-22", *faults]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[-1]
        server.terminate()


def sources_of(shared: Path) -> list[str]:
    """The sources with a document by that day, without the one that is left alone."""
    rows = [line.split("\t") for line in (shared / "pages" / "MANIFEST.tsv").read_text().splitlines()[1:]]
    return sorted({row[0] for row in rows if row[1] <= "2026-08-22"} - {SOURCE})


def source_with(fault: str, shared: Path) -> str:
    return sources_of(shared)[[*ERRORS, *DOCUMENTS].index(fault)]


def fetcher_for(mirror: str, seconds: float) -> Fetcher:
    return Fetcher(user_agent=USER_AGENT, limits=Limits(total_seconds=seconds), trusted_origins=(mirror,))


def test_a_saved_document_is_fetched_once_and_then_unchanged(mirror: str) -> None:
    fetcher = fetcher_for(mirror, 20)
    url = mirrored(SOURCE, mirror)

    first = fetcher.get(Request(url))
    second = fetcher.get(Request(url, etag=first.etag, last_modified=first.last_modified))

    assert (first.status, first.url) == (200, url)
    assert first.body
    assert (second.status, second.body, second.etag) == (304, b"", first.etag)


@pytest.mark.parametrize("fault", ERRORS)
def test_a_fault_of_the_exchange_is_an_error_of_its_kind(fault: str, mirror: str, shared: Path) -> None:
    kind, words = ERRORS[fault]
    fetcher = fetcher_for(mirror, 0.5 if kind is FetchTimeout else 60)

    with pytest.raises(kind, match=words) as error:
        fetcher.get(Request(mirrored(source_with(fault, shared), mirror)))

    assert error.value.permanent == (fault in {"404", "403", "private"})
    assert error.value.retry_after == (2 if fault in {"429", "503"} else None)


@pytest.mark.parametrize("fault", DOCUMENTS)
def test_a_fault_of_the_document_is_left_to_the_guards(fault: str, mirror: str, shared: Path) -> None:
    answer = fetcher_for(mirror, 20).get(Request(mirrored(source_with(fault, shared), mirror)))

    assert answer.status == 200
    assert answer.etag is None
