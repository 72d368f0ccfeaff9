"""The command line in this process, in a folder of its own, beside a mirror of provider pages."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from monitor.cli import main
from tests.e2e.mirror import Mirror, Section, mirror, openai_page

CHECKOUT = Path(__file__).resolve().parent.parent.parent

# Two announcements in OpenAI's layout: one model that is gone on the test day, one that goes two months later.
GONE = Section("2025-09-26", (("2026-03-26", "gpt-4-0314", "`gpt-5` or `gpt-4.1`"),))
GOING = Section("2026-06-11", (("2026-10-23", "gpt-5-2025-08-07", "`gpt-5.6-sol`"),))
TODAY = "2026-08-22"


def page(*sections: Section) -> str:
    """OpenAI's deprecations page with these announcements."""
    return f"## Overview\n\n{openai_page(*sections)}"


CONFIG = """
[fetch]
mirror = "{mirror}"

[[teams]]
name = "search"

[[projects]]
name = "ranker"
team = "search"
pins = ["openai/gpt-4-0314", {{ ref = "openai/gpt-5-2025-08-07", environment = "prod", location = "rank.py:12" }}]
"""


@dataclass(frozen=True)
class Answer:
    """What one command line came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Terminal:
    """Runs command lines in a folder, as TODAY unless they say otherwise."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> Answer:
        today = () if "--today" in words else ("--today", TODAY)
        return self.as_typed(*today, *words)

    def as_typed(self, *words: str) -> Answer:
        self.capsys.readouterr()
        status = main(words)
        return Answer(status, *self.capsys.readouterr())

    def configure(self, text: str) -> Path:
        path = self.folder / "config.toml"
        path.write_text(text, "utf-8")
        return path

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("MONITOR_", "SLACK_")) or name.endswith("_KEY")]:
        monkeypatch.delenv(name)
    handlers = list(logging.getLogger().handlers)
    yield Terminal(tmp_path, capsys)
    logging.getLogger().handlers[:] = handlers
    structlog.reset_defaults()


@pytest.fixture
def pages() -> Iterator[Mirror]:
    with mirror() as served:
        served.documents["openai/deprecations"] = page(GONE, GOING)
        yield served


@pytest.fixture
def shop(terminal: Terminal, pages: Mirror) -> Terminal:
    """A terminal with a configuration: one team, one project with two pins, a mirror with OpenAI's page."""
    terminal.configure(CONFIG.format(mirror=pages.url))
    return terminal


@pytest.fixture
def polled(shop: Terminal) -> Terminal:
    """The same after one poll."""
    answer = shop("poll", "--source", "openai/deprecations", "--json")
    assert answer.status == 0, answer.err
    return shop


def start(*words: str, folder: Path, **environ: str) -> subprocess.Popen[str]:
    """The command as a process of its own."""
    path = os.environ.get("PATH", "")
    return subprocess.Popen(
        [sys.executable, "-m", "monitor", *words],
        cwd=folder,
        env={"PATH": path, "PYTHONPATH": str(CHECKOUT), **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def on_a_terminal(*words: str, folder: Path, **environ: str) -> tuple[str, str]:
    """What the command prints to standard output, a file, and to standard error, a terminal of 120 columns."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    with (folder / "stdout").open("w+") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "monitor", *words],
            cwd=folder,
            env={"PYTHONPATH": str(CHECKOUT), "TERM": "xterm", **environ},
            stdout=out,
            stderr=its,
        )
        os.close(its)
        shown = b"".join(iter(lambda: _rest(ours), b""))
        os.close(ours)
        assert process.wait() in {0, 1, 4}, shown
        out.seek(0)
        return out.read(), shown.decode()


def _rest(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux's way to say that the other side has closed
        return b""
