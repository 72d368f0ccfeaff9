"""How long one command takes, from its start to its end: what a shell, a hook or a pipeline waits for.

Prints JSON: the median, least and most milliseconds of nine runs by the clock on the wall, all in turn. `bare` runs in
an empty folder, where the bundled catalog answers; `demo` beside config.example.toml and a database in which no source
was ever read; `filled` beside one in which every source says what the bundled catalog holds of it, and other tables
hold 10,000 pins and 1,000 decisions. Files are in the system's cache, and the bytecode is compiled.
"""

from __future__ import annotations

import compileall
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # the samples are the tests'

import monitor
from monitor import config
from monitor.cli.options import CONFIG_FILE
from monitor.core.alerts import Place
from monitor.core.decisions import DecisionKind
from monitor.core.lifecycle import Status
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.store import decisions, registering
from monitor.store.engine import transaction
from monitor.store.states import Owner
from tests.service.filled import fill

ROOT = Path(__file__).parent.parent
RUNS, PINS, DECISIONS = 9, 10_000, 1_000
WORDS = {
    "version": ("bare", ["--version"]),
    "check, without a database": ("bare", ["check", "openai/gpt-4-0314"]),
    "check, demo": ("demo", ["check", "openai/gpt-4-0314"]),
    "check, filled": ("filled", ["check", "openai/gpt-4-0314"]),
    "check --json, filled": ("filled", ["check", "openai/gpt-4-0314", "--json"]),
    "check of ten, filled": ("filled", ["check", *(f"openai/gpt-4{n}" for n in "0123456789")]),
    "check of an alias elsewhere, filled": ("filled", ["check", "openrouter/openai/gpt-4-0314"]),
    "model show, filled": ("filled", ["model", "show", "openai/gpt-4-0314"]),
    "pin list, demo": ("demo", ["pin", "list"]),
}


def main() -> None:
    """Make the folders, run every command in turn, print the figures."""
    compileall.compile_dir(str(Path(monitor.__file__).parent), quiet=1)
    taken: dict[str, list[float]] = {name: [] for name in WORDS}
    with tempfile.TemporaryDirectory() as home:
        folders = {name: Path(home, name) for name in ("bare", "demo", "filled")}
        for name, folder in folders.items():
            folder.mkdir()
            if name != "bare":
                made = prepared(folder, filled=name == "filled")
        for n in range(RUNS + 1):  # the first warms the caches
            for name, (where, words) in WORDS.items():
                spent = timed(words, folders[where])
                if n:
                    taken[name].append(spent)
    said = {"machine": platform.platform(), "python": platform.python_version(), "runs": RUNS, **made}
    print(json.dumps({**said, "ms": {name: summary(times) for name, times in taken.items()}}, indent=1))


def prepared(folder: Path, *, filled: bool) -> dict[str, int]:
    """A folder with a configuration and its database; what that holds."""
    path = folder / CONFIG_FILE
    example = (ROOT / "config.example.toml").read_text("utf-8")
    path.write_text(example.replace('#url = "sqlite', 'url = "sqlite', 1), "utf-8")
    with assembled(config.load(path, {}), {}) as service:
        facts = fill(service) if filled else 0
        if filled:
            _register(service)
    return {"facts": facts, "pins": PINS, "decisions": DECISIONS, "bytes": (folder / "monitor.db").stat().st_size}


def _register(service: Service) -> None:
    """Pins and decisions, which a check of references does not ask about."""
    now = service.clock.now()
    with transaction(service.engine) as session:
        team = service.settings.teams[0].name
        project = registering.add_project(session, "many", team=team, owner=Owner.CLI, at=now)
        for n in range(PINS):
            registering.add_pin(session, "many", Place(f"openai/model-{n}"), owner=Owner.CLI, at=now)
        for n in range(DECISIONS):
            made = decisions.Decision(
                kind=DecisionKind.ACKNOWLEDGED, at=now, by="ana", status=Status.DEPRECATED, shutdown_on=None
            )
            key = ("many", "openai", f"model-{n}", "")
            decisions.add(session, project.id, key, f"openai/model-{n}", made)


def timed(words: list[str], folder: Path) -> float:
    """Milliseconds of one run."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MONITOR_", "PYTHON"))}
    command = [sys.executable, "-m", "monitor", *words]
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, check=False)
    return (time.perf_counter() - began) * 1000


def summary(times: list[float]) -> dict[str, int]:
    """The median, the least and the most, in whole milliseconds."""
    return {"median": round(statistics.median(times)), "min": round(min(times)), "max": round(max(times))}


if __name__ == "__main__":
    main()
