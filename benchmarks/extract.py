"""How long one document takes to become facts, beside the bare parser where it is HTML.

Real documents are read from $MONITOR_SHARED, or `shared` beside the checkout; without them there is nothing to time.
Prints JSON: milliseconds, the median of interleaved runs.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bs4 import BeautifulSoup

from monitor.sources.registry import find_source

RUNS = 15
DOCUMENTS = {
    "openai/deprecations": (
        "openai/deprecations/2026-08-21-mnfst-deprecations.md",
        "openai/deprecations/2025-11-13-deprss-openai_deprecations.html",
    ),
    "anthropic/deprecations": ("anthropic/deprecations/2026-08-22-mnfst-deprecations.md",),
    "google/deprecations": ("google/deprecations/2026-08-21-mnfst-deprecations.md",),
}


def main() -> None:
    """Time all documents and print the medians."""
    shared = Path(os.environ.get("MONITOR_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    if not (shared / "pages").is_dir():
        print(f"no documents at {shared}: set MONITOR_SHARED to the folder that holds pages/", file=sys.stderr)
        return
    jobs: dict[str, Callable[[], object]] = {}
    for source_id, paths in DOCUMENTS.items():
        source = find_source(source_id)
        for path in paths:
            body, media = (
                (shared / "pages" / path).read_bytes(),
                "text/html" if path.endswith("html") else "text/markdown",
            )
            jobs[f"{path}: facts"] = lambda s=source, b=body, m=media: s.reading_of(b, m, date(2026, 8, 22))
            if media == "text/html":
                jobs[f"{path}: bare bs4+lxml"] = lambda b=body: BeautifulSoup(b, features="lxml")
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(RUNS):
        for name, job in jobs.items():
            began = time.perf_counter()
            job()
            times[name].append((time.perf_counter() - began) * 1000)
    result = {name: round(statistics.median(took), 2) for name, took in times.items()}
    print(json.dumps({"machine": platform.platform(), "python": platform.python_version(), "ms": result}, indent=1))


if __name__ == "__main__":
    main()
