"""How long 100,000 pins take against all lifecycles: to build the index, and to match once it is there.

The index is that of the lifecycles (`Models`) and that of the pins (`PinIndex`, which reads every different text once).
Matching answers for every pin: each text is matched once, and its pins are counted with it. Nothing is remembered from
run to run. Reading the database and judging what was matched (`findings`) are not in it.

The lifecycles are those of the bundled catalog, filled up to 5,000 with copies under ids of their own. The texts are
spellings of tests/core/references.txt and ids of the catalog, in the proportions in which teams repeat them (the n-th
is written 1/n as often as the first), and some that one pin has alone, fine-tunes and deployments of Azure. `usual` has
500 common texts and 500 alone, `long_tail` every text there is and 2,000 alone. Prints JSON: milliseconds, the medians
and the best of the runs, both mixes in turn. They are the processor's, so that a busy machine says about the same; it
is one thread that waits for nothing, so on an idle machine the wall's are no others. Collecting garbage is in them.
"""

from __future__ import annotations

import gc
import json
import platform
import random
import statistics
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.catalog import facts as catalog
from monitor.core.facts import Authority, Observation
from monitor.core.lifecycle import Lifecycle, merge_all
from monitor.core.models import Models
from monitor.core.names import is_name
from monitor.core.pinned import PinIndex

RUNS, PINS, LIFECYCLES = 15, 100_000, 5_000
MIXES = {"usual": (500, 500), "long_tail": (None, 2_000)}  # common texts, and pins with a text of their own


def main() -> None:
    """Time the runs and print the medians."""
    real, lifecycles = _lifecycles()
    written = {mix: _pins(real, common, alone) for mix, (common, alone) in MIXES.items()}
    runs: dict[str, list[dict[str, float]]] = {mix: [] for mix in MIXES}
    for _ in range(RUNS):
        for mix, texts in written.items():
            runs[mix].append(
                _run(lifecycles, [text[:1] + text[1:] for text in texts])
            )  # anew, as a database gives them
    said = {"machine": platform.platform(), "python": platform.python_version(), "runs": RUNS, "pins": PINS}
    print(json.dumps({**said, "lifecycles": len(lifecycles), **{mix: _summary(runs[mix]) for mix in MIXES}}, indent=1))


def _run(lifecycles: list[Lifecycle], pins: list[str]) -> dict[str, float]:
    """Milliseconds of one run, and what it found."""
    covered = frozenset(c.provider for c in lifecycles)
    gc.collect()
    start = time.process_time()
    models = Models(lifecycles)
    between = time.process_time()
    index = PinIndex(pins, str)
    built = time.process_time()
    known = sum(len(group) for found, group in index.matched(models, covered) if found.lifecycle or found.upstream)
    matched = time.process_time()
    return {
        "lifecycles_ms": (between - start) * 1000,
        "pins_ms": (built - between) * 1000,
        "build_ms": (built - start) * 1000,
        "match_ms": (matched - built) * 1000,
        "texts": len(index),
        "pins_with_a_lifecycle": known,
    }


def _summary(runs: list[dict[str, float]]) -> dict[str, Any]:
    last = runs[-1]
    counts = {name: value for name, value in last.items() if not name.endswith("_ms")}
    times = {name: [run[name] for run in runs] for name in last if name.endswith("_ms")}
    medians = {name: round(statistics.median(took), 1) for name, took in times.items()}
    return {**counts, **medians, "best": {name: round(min(took), 1) for name, took in times.items()}}


def _lifecycles() -> tuple[list[Lifecycle], list[Lifecycle]]:
    """Those of the catalog, and the same filled up with copies."""
    found: list[Observation] = []
    for section in catalog.load().sources.values():
        at = datetime.combine(section.as_of, datetime.min.time(), UTC)
        found += [Observation(fact, Authority.CATALOG, "", first_seen=at, last_seen=at) for fact in section.facts]
    real = list(merge_all(found))
    copies = (replace(c, model_id=f"{c.model_id}-copy{n}") for n in range(LIFECYCLES) for c in real)
    return real, [*real, *(next(copies) for _ in range(LIFECYCLES - len(real)))]


def _pins(real: list[Lifecycle], common: int | None, alone: int) -> list[str]:
    rng = random.Random(4)  # noqa: S311 (the same pins every time)
    table = Path(__file__).resolve().parents[1] / "tests" / "core" / "references.txt"
    rows = [line for line in table.read_text("utf-8").splitlines() if " | " in line and not line.startswith("#")]
    texts = list(
        dict.fromkeys(
            [
                *(row.partition(" | ")[0] for row in rows),
                *(f"{c.provider}/{c.model_id}" for c in real if not is_name(c.model_id)),
            ]
        )
    )
    rng.shuffle(texts)
    texts = texts[:common]
    pins = rng.choices(texts, weights=[1 / n for n in range(1, len(texts) + 1)], k=PINS)
    for n in rng.sample(range(PINS), alone):
        pins[n] = f"ft:gpt-4o-2024-08-06:team{n}::id{n}" if n % 2 else f"azure/deployment-{n}"
    return pins


if __name__ == "__main__":
    main()
