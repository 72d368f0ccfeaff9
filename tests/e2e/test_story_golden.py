"""Fourteen months of one team, one run a day, over the pages that OpenAI had: every message that it got.

The golden file is made to be read. To make it anew after a change of policy or words, delete it and run this test; then
read the difference as that team would.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import config
from monitor.catalog.facts import Catalog
from monitor.notify.slack.mrkdwn import read, unescape
from monitor.notify.phrase import plain
from monitor.service.assembly import assembled
from monitor.service.extracting import body_of
from monitor.service.clock import Stopped
from monitor.service.manifest import saved_documents
from monitor.service.poll import poll
from monitor.service.remind import remind
from tests.e2e.conftest import World

GOLDEN = Path(__file__).with_name("story.txt")
PAGE = "openai/deprecations"
FIRST, LAST = date(2025, 9, 1), date(2026, 11, 24)
TEAM = """
timezone = "Europe/Amsterdam"
quiet_hours = "18:00-08:00"
working_days = ["mon", "tue", "wed", "thu", "fri"]
"""
PINS = (
    ("openai/gpt-4-0314", "prod", "services/rank/llm.py:42"),
    ("openai/gpt-4-0314", "dev", "notebooks/compare.ipynb"),
    ("openai/gpt-4o-mini", "prod", "services/rank/rewrite.py:17"),
    ("openai/chatgpt-4o-latest", "staging", "services/chat/app.py:8"),
    ("openai/dall-e-3", "prod", "services/covers/draw.py:30"),
    ("openai/gpt-5-2025-08-07", "staging", "services/rank/llm.py:57"),
    ("openai/text-embedding-3-small", "prod", "services/index/embed.py:5"),
)


def days() -> Iterator[date]:
    day = FIRST
    while day <= LAST:
        yield day
        day += timedelta(days=1)


def told(blocks: list[dict[str, Any]]) -> list[str]:
    """A message as its reader sees it: its lines, without the provider's own sentence."""
    lines = []
    for block in blocks:
        match block["type"]:
            case "header":
                lines.append(unescape(block["text"]["text"]))
            case "section":
                lines += [f"    {plain(read(line))}" for line in block["text"]["text"].split("\n")]
    return lines


def test_what_one_team_is_told_in_fourteen_months(world: World, shared: Path) -> None:
    if world.database_url.startswith("postgresql"):
        pytest.skip("the same on both databases; the short stories run on both")
    pages = {d.day: d.path for d in saved_documents(shared / "pages" / "MANIFEST.tsv") if d.source_id == PAGE}
    world.pins = ()
    settings_file = world.config_file
    pins = ", ".join(f'{{ ref = "{r}", environment = "{e}", location = "{at}" }}' for r, e, at in PINS)
    text = settings_file.read_text().replace("[[projects]]", f"{TEAM}[[projects]]").replace("pins = []", f"pins = [{pins}]")
    settings_file.write_text(text)
    messages: list[str] = []
    by_day: Counter[date] = Counter()
    with assembled(config.load(settings_file, world.environ), world.environ, migrate=True) as made:
        for day in days():
            if day in pages:
                world.pages.documents[PAGE] = body_of(pages[day]).decode()
            now = datetime.combine(day, time(9), UTC)
            service = replace(made, clock=Stopped(now), catalog=Catalog({}))
            before = len(world.slack.ledger)
            poll(service, [PAGE])
            remind(service)
            world.deliver(service)
            for posted in world.slack.ledger[before:]:
                by_day[day] += 1
                messages.append("\n".join([f"{day:%a %d %b %Y}  {told(posted.blocks)[0]}", *told(posted.blocks)[1:]]))
    found = "\n\n".join(messages) + "\n"
    if not GOLDEN.exists():
        GOLDEN.write_text(found, "utf-8")

    assert found == GOLDEN.read_text("utf-8")
    assert max(by_day.values()) == 1
