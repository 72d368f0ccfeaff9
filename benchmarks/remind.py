"""How long a round takes that holds many pins against the record: 200 projects, 10,000 pins, the bundled catalog.

Prints JSON: seconds for the first round (everything is news) and for one that finds nothing new, on SQLite.
"""

from __future__ import annotations

import json
import platform
import tempfile
import time
from datetime import date
from pathlib import Path

from monitor import config
from monitor.catalog import facts as catalog
from monitor.core.names import is_name
from monitor.service.assembly import assembled
from monitor.service.remind import remind

PROJECTS, PINS = 200, 50


def main() -> None:
    """Time both rounds and print them."""
    known = (f for section in catalog.load().sources.values() for f in section.facts if not is_name(f.model_id))
    ids = list(dict.fromkeys(f"{f.provider}/{f.model_id}" for f in known))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        projects = "".join(
            f'[[projects]]\nname = "p{n}"\nteam = "t"\npins = {json.dumps(_some(ids, n))}\n' for n in range(PROJECTS)
        )
        path.write_text(f'[database]\nurl = "sqlite:///{folder}/m.db"\n[[teams]]\nname = "t"\n{projects}')
        with assembled(config.load(path, {}), {}, day=date(2026, 11, 22)) as service:
            began = time.perf_counter()
            first = remind(service)
            between = time.perf_counter()
            second = remind(service)
            ended = time.perf_counter()
    result = {
        "pins": PROJECTS * PINS,
        "alerts": first.alerts,
        "messages": first.messages,
        "first_s": round(between - began, 2),
        "nothing_new_s": round(ended - between, 2),
        "alerts_again": second.alerts,
    }
    print(json.dumps({"machine": platform.platform(), "python": platform.python_version(), **result}, indent=1))


def _some(ids: list[str], n: int) -> list[str]:
    return [ids[(n * 37 + k) % len(ids)] for k in range(PINS)]


if __name__ == "__main__":
    main()
