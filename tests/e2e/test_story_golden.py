"""Fourteen months of one team, one run a day, over the pages that OpenAI had: every message that it got.

The golden file is made to be read: a line that an earlier message had is left out of later ones. To make it anew after
a change of policy or words, run this test with MONITOR_WRITE_STORY=1; then read the difference as that team would.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import config
from monitor.catalog.facts import Catalog
from monitor.core.alerts import Place
from monitor.notify.phrase import plain
from monitor.notify.slack.mrkdwn import read, unescape
from monitor.service import administration, registry
from monitor.service.app import Service
from monitor.service.clock import Stopped
from monitor.service.extracting import body_of
from monitor.service.manifest import saved_documents
from monitor.service.poll import poll
from monitor.service.remind import remind
from monitor.sources.registry import all_sources
from monitor.store import engine, schema
from tests.e2e.conftest import World

GOLDEN = Path(__file__).with_name("story.txt")
PAGE = "openai/deprecations"
HOUR = time(9)
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


def told(blocks: list[dict[str, Any]], known: set[str]) -> list[str]:
    """A message as its reader sees it, without the provider's own sentence: the header, and what is new to the reader.

    `known` are the lines of earlier messages; those of this one are added.
    """
    header, *rest = blocks
    lines = [plain(read(line)) for b in rest if b["type"] == "section" for line in b["text"]["text"].split("\n")]
    new = [f"    {line}" for line in lines if line not in known]
    known |= set(lines)
    return [unescape(header["text"]["text"]), *new]


@pytest.fixture
def service(world: World) -> Iterator[Service]:
    """An installation that reads this one page, and has no catalog, which would know the future."""
    if world.database_url.startswith("postgresql"):
        pytest.skip("the same on both databases; the short stories run on both")
    world.team, world.pins = TEAM, ()
    settings = config.load(world.config_file, world.environ)
    database = engine.connect(world.database_url)
    schema.prepare(database)
    clock = Stopped(datetime.combine(FIRST, HOUR, UTC))
    made = Service(settings, database, clock, {PAGE: all_sources()[PAGE]}, Catalog({}), world.environ)
    registry.sync(made)
    for reference, environment, location in PINS:
        administration.add_pin(made, "ranker", Place(reference, environment, location), who="test", owner="cli")
    yield made
    database.dispose()


def test_what_one_team_is_told_in_fourteen_months(world: World, service: Service, shared: Path) -> None:
    pages = {d.day: d.path for d in saved_documents(shared / "pages" / "MANIFEST.tsv") if d.source_id == PAGE}
    messages: list[str] = []
    days: list[date] = []
    known: set[str] = set()
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        if day in pages:
            world.pages.documents[PAGE] = body_of(pages[day]).decode()
        today = replace(service, clock=Stopped(datetime.combine(day, HOUR, UTC)))
        poll(today, [PAGE])
        if remind(today).messages:
            assert world.deliver(today).sent == 1
            lines = told(world.slack.ledger[-1].blocks, known)
            messages.append("\n".join([f"{day:%a %d %b %Y}  {lines[0]}", *lines[1:]]))
            days.append(day)
    found = "\n\n".join(messages) + "\n"
    if "MONITOR_WRITE_STORY" in os.environ:
        GOLDEN.write_text(found, "utf-8")

    assert found == GOLDEN.read_text("utf-8")
    assert len(world.slack.ledger) == len(messages)
    assert len(set(days)) == len(days), "no day has two messages"
