"""How long it takes to say for every model that ends what to move to: the bundled catalog and figures, on a day.

`first` is the run in which the living models of every provider are gathered and ranked; `again` is the same once more
on the same record, which remembers what it suggested of its own. Reading the catalog and the figures is not in it, nor
what ids say of a model, which is read once in a process. Prints JSON: milliseconds, the medians and the best of the
runs. They are the processor's, so that a busy machine says about the same; it is one thread that waits for nothing.
"""

from __future__ import annotations

import gc
import json
import platform
import statistics
import time
from datetime import UTC, datetime, timedelta

from monitor.catalog import facts as catalog
from monitor.core.auditing import audit
from monitor.core.lifecycle import merge_all, status_on
from monitor.core.living import ENDING
from monitor.core.models import Models
from monitor.core.replacements import resolve
from monitor.service.known import bundled_only

RUNS = 15
DAYS = (datetime(2026, 8, 22, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC))
HORIZON = timedelta(days=180)


def main() -> None:
    """Time the runs and print the medians."""
    said = {"machine": platform.platform(), "python": platform.python_version(), "runs": RUNS}
    print(json.dumps({**said, **{day.date().isoformat(): _measured(day) for day in DAYS}}, indent=1))


def _measured(now: datetime) -> dict[str, object]:
    facts, today = catalog.load(), now.date()
    found = bundled_only(facts, now).models
    ended = [c for c in found if status_on(c, today) in ENDING]
    first, again = [], []
    for _ in range(RUNS):
        models = Models(merge_all(o for c in found for o in c.observations), figures=found.figures)
        for times in (first, again):
            gc.collect()
            start = time.process_time()
            for c in ended:
                resolve(c, models, today=today, horizon=HORIZON)
            times.append((time.process_time() - start) * 1000)
    told = audit(found, today=today, horizon=HORIZON)
    return {
        "lifecycles": len(list(found)),
        "resolved": len(ended),
        "share_with_a_living_one": round(told.share, 4),
        "first_ms": {"median": round(statistics.median(first), 1), "best": round(min(first), 1)},
        "again_ms": {"median": round(statistics.median(again), 1), "best": round(min(again), 1)},
    }


if __name__ == "__main__":
    main()
