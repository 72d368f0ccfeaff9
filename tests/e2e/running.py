"""`model-monitor run` as a process of its own: on one page, by a clock that a test sets forward, and in a hurry.

The address of the heartbeat leads to this machine, as the program itself refuses to ask one that is inside.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.cli import main
from monitor.fetch import poster
from monitor.service import assembly, scheduler
from monitor.service.clock import Clock
from monitor.sources.registry import all_sources
from tests.e2e.crashing import PAGE
from tests.fetch.servers import Internet

CHECKOUT = Path(__file__).resolve().parent.parent.parent
HOST, OUTSIDE = "hc.example.org", "93.184.216.34"
AHEAD = "ahead"  # a file: the seconds by which the clock is ahead
TICK = timedelta(seconds=0.1)


@dataclass
class Hours:
    """The clock of the process, which a test reads and sets forward."""

    folder: Path

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float((self.folder / AHEAD).read_text()))

    def forward(self, by: timedelta) -> None:
        file = self.folder / AHEAD
        (self.folder / "new").write_text(str(float(file.read_text()) + by.total_seconds()))
        (self.folder / "new").replace(file)


@contextmanager
def running(folder: Path, environ: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The process, with `config.toml` in the folder; at the end it is killed if it still runs."""
    (folder / AHEAD).write_text("0")
    environ = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(CHECKOUT), **environ}
    words = [sys.executable, "-m", "tests.e2e.running", str(port)]
    with (folder / "log").open("wb") as log, subprocess.Popen(words, cwd=folder, env=environ, stderr=log) as process:
        try:
            yield process
        finally:
            process.kill()


def _run(port: int) -> int:
    class SetForward(Clock):
        def now(self) -> datetime:
            return Hours(Path()).now()

    assembly.Clock = SetForward
    assembly.sources_of = lambda _: {PAGE: all_sources()[PAGE]}
    scheduler.TICK = scheduler.DELIVERY_TICK = TICK
    poster.Network = lambda: Internet({HOST: [[OUTSIDE]]}, {OUTSIDE: port})
    return main(["run", "--no-web", "--migrate"])


if __name__ == "__main__":
    sys.exit(_run(int(sys.argv[1])))
