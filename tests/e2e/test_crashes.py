"""kill -9 at any point, then run again: no alert is lost, and none is doubled."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.store import outbox
from monitor.store.engine import reading
from monitor.store.states import Delivery
from tests.e2e.conftest import World
from tests.e2e.mirror import Section, openai_page

ROOT = Path(__file__).parents[2]
OURS = Section("2025-09-26", (("2026-03-26", "gpt-4-0314", "`gpt-5`"),))
MOVED = Section("2025-09-26", (("2026-05-26", "gpt-4-0314", "`gpt-5`"),))
POINTS = sorted({p for f in (ROOT / "monitor").rglob("*.py") for p in re.findall(r'checkpoint\("([^"]+)"\)', f.read_text())})


def run(world: World, day: str, point: str = "") -> int:
    return subprocess.run(
        [sys.executable, "-m", "tests.e2e.crashing", str(world.config_file), day, point],
        cwd=ROOT,
        env={**os.environ, **world.environ},
        timeout=60,
        check=False,
    ).returncode


def test_the_points_cover_poll_remind_and_deliver() -> None:
    assert len(POINTS) >= 10
    assert {p.partition(".")[0] for p in POINTS} == {"poll", "remind", "deliver"}


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_loses_no_alert_and_doubles_none(world: World, point: str) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    assert run(world, "2025-11-13", point) == -signal.SIGKILL
    assert run(world, "2025-11-14") == 0

    world.pages.documents["openai/deprecations"] = openai_page(MOVED)
    assert run(world, "2025-11-15", point) == -signal.SIGKILL
    assert run(world, "2025-11-16") == 0
    assert run(world, "2025-11-17") == 0

    assert world.told == [
        "1 of the models you pin is retired or about to be · ranker",
        "gpt-4-0314 stays 61 days longer, until 26 May 2026 · ranker",
    ]
    with world.service("2025-11-18") as service, reading(service.engine) as session:
        assert outbox.counts(session)[Delivery.SENT] == 2
        assert sum(outbox.counts(session).values()) == 2
