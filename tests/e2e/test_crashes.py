"""kill -9 at any point, then run again: no alert is lost, and none is doubled."""

from __future__ import annotations

import os
import random
import re
import signal
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.store import outbox, tables
from monitor.store.engine import reading
from monitor.store.states import Delivery
from tests.e2e import crashing
from tests.e2e.conftest import World
from tests.e2e.mirror import Section, openai_page
from tests.fakes import slack as fake

ROOT = Path(__file__).parents[2]
OURS = Section("2025-09-26", (("2026-03-26", "gpt-4-0314", "`gpt-5`"),))
MOVED = Section("2025-09-26", (("2025-12-10", "gpt-4-0314", "`gpt-5`"),))
# Those of a round; what a command from Slack does is killed in tests/web/test_slack.py.
ROUND = re.compile(r'checkpoint\("((?!slack\.)[^"]+)"\)')
POINTS = sorted({p for f in (ROOT / "monitor").rglob("*.py") for p in ROUND.findall(f.read_text())})


ROUNDS = int(os.environ.get("MONITOR_ROUNDS", "1"))  # 200 is what the promise names
NEEDED = {"deliver.failed": fake.Answer(503), "deliver.died": fake.error("invalid_blocks")}


def killed(world: World, day: str, point: str) -> None:
    """Run the round of a day in a process of its own that dies at `point`."""
    if point in NEEDED:
        world.slack.then(NEEDED[point])
    arguments = str(world.config_file), world.environ, day, point
    assert crashing.exit_code(crashing.main, *arguments) == -signal.SIGKILL


def test_the_points_cover_poll_remind_and_deliver() -> None:
    assert len(POINTS) >= 12
    assert {p.partition(".")[0] for p in POINTS} == {"poll", "remind", "deliver", "watch"}


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_loses_no_alert_and_doubles_none(world: World, point: str) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    killed(world, "2025-11-13", point)
    world.round("2025-11-14")

    world.pages.documents["openai/deprecations"] = openai_page(MOVED)
    killed(world, "2025-11-15", point)
    world.round("2025-11-16")
    world.round("2025-11-17")

    first, second = world.told
    assert first in {f"gpt-4-0314 stops answering in {left} days · ranker" for left in (133, 132)}
    assert second == "gpt-4-0314 stops 106 days earlier, on 10 December 2025 · ranker"
    with world.service("2025-11-18") as service, reading(service.engine) as session:
        counts = outbox.counts(session)
        kinds = list(session.scalars(select(tables.Outbox.kind)))
    assert counts[Delivery.SENT] == sum(counts.values())
    assert kinds.count("notice") == 2
    assert len(kinds) == 3, "and the first message is updated once, when the date has moved"


def test_rounds_of_kills_at_points_of_chance_lose_nothing_and_double_nothing(world: World) -> None:
    """R1: every model that goes is told once, whatever was killed on the way. MONITOR_ROUNDS=200 for the long run."""
    chance = random.Random(1)  # noqa: S311 the same points at every run
    points = [p for p in POINTS if p not in NEEDED]
    models = [f"rm-{n}" for n in range(ROUNDS + 1)]
    day = date(2024, 1, 1)  # all of it before the days of the fake's messages, which it is asked for by
    gone: tuple[tuple[str, str, str], ...] = ()
    for model in models:
        world.pins = tuple(f"openai/{m}" for m in models[: len(gone) + 1])  # before that no source names it: news, too
        gone = (*gone, (day.isoformat(), model, "`gpt-5`"))
        world.pages.documents["openai/deprecations"] = openai_page(Section("2023-06-01", gone))
        day += timedelta(days=1)
        killed(world, day.isoformat(), chance.choice(points))
        day += timedelta(days=1)
        world.round(day.isoformat())

    assert [header.partition(" ")[0] for header in world.told] == models
