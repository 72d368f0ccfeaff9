"""A running installation, on both databases: who asks, what the archive holds, and facts made again from it."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.service.accepting import accept, suspect
from monitor.service.poll import Outcome, poll
from monitor.service.rebuilding import rebuild
from monitor.service.remind import remind
from monitor.store import readings, sources, tables
from monitor.store.engine import reading
from tests.e2e.conftest import World
from tests.e2e.mirror import Section, mirror, openai_page

PAGE, LIST = "openai/deprecations", "openai/models"
OURS = Section("2025-09-26", (("2026-03-26", "gpt-4-0314", "`gpt-5`"),))
WAVE = tuple((f"2026-0{1 + n % 6}-15", f"wave-{n}", "`gpt-5`") for n in range(20))
MOVED = tuple(("2026-09-30", model, new) for _, model, new in WAVE)


def listing(*ids: str) -> str:
    return json.dumps({"object": "list", "data": [{"id": i, "object": "model", "created": 1} for i in ids]})


def not_as_archived(world: World, day: str) -> list[object]:
    with world.service(day) as service:
        found = list(rebuild(service))
    assert all(one.not_compared == "" and one.rows for one in found)
    assert {one.source_id for one in found} >= {PAGE}
    return [difference for one in found for difference in one.differences]


def test_after_polls_of_every_kind_the_archive_gives_the_same_facts(world: World) -> None:
    forty = [f"gpt-{n}" for n in range(40)]
    whole = openai_page(OURS, Section("2025-06-01", WAVE))
    days = (
        ("2025-11-13", whole, listing(*forty)),
        ("2025-11-14", whole, listing(*forty[:39])),
        ("2025-11-15", "<title>Sign in</title>", listing(*forty[:39])),
        ("2025-11-16", openai_page(OURS, Section("2025-06-01", MOVED)), listing(*forty[1:39])),
        ("2025-11-17", openai_page(OURS, Section("2025-06-01", MOVED)), listing(*forty[1:39])),
        ("2025-11-18", whole[: whole.index("old-model-004")], listing(*forty[1:])),
    )
    outcomes = []
    for day, page, models in days:
        world.pages.documents |= {PAGE: page, LIST: models}
        outcomes.append(world.round(day)[PAGE].outcome)
        world.round(day)
    with world.service("2025-11-18") as service:
        accept(service, suspect(service, service.sources[PAGE]), who="test")

    assert outcomes == [
        Outcome.CHANGED, Outcome.UNCHANGED, Outcome.SUSPECT, Outcome.SUSPECT, Outcome.CHANGED, Outcome.SUSPECT,
    ]  # fmt: skip
    assert not_as_archived(world, "2025-11-19") == []


def test_what_is_accepted_by_hand_is_told_once_it_has_settled(world: World) -> None:
    world.pages.documents[PAGE] = openai_page(OURS, Section("2025-06-01", WAVE))
    world.round("2025-11-13")
    later = Section("2025-09-26", (("2026-05-26", "gpt-4-0314", "`gpt-5`"),))
    world.pages.documents[PAGE] = openai_page(later, Section("2025-06-01", MOVED))
    world.round("2025-11-14")
    told = len(world.told)
    with world.service("2025-11-14") as service:
        accept(service, suspect(service, service.sources[PAGE]), who="test")
        remind(service)
    assert len(world.told) == told
    with world.service("2025-11-16") as service:
        remind(service)
        world.deliver(service)

    assert world.told[told:] == ["gpt-4-0314 stays 61 days longer, until 26 May 2026 · ranker"]


def test_what_another_account_was_shown_is_asked_for_anew(world: World) -> None:
    """A mirror is an account of its own: whoever fills another one may have been shown another list."""
    ids = [f"gpt-{n}" for n in range(40)]
    world.pages.documents |= {PAGE: openai_page(OURS), LIST: listing(*ids, "ours-alone")}
    world.round("2025-11-13")
    with mirror() as elsewhere:
        world.pages = elsewhere
        elsewhere.documents |= {PAGE: openai_page(OURS), LIST: listing(*ids, "ours-alone")}
        world.round("2025-11-14")
        elsewhere.documents[LIST] = listing(*ids)
        reports = [world.round(day)[LIST] for day in ("2025-11-15", "2025-11-16", "2025-11-17")]
        asked = [status for source, status in elsewhere.asked if source == LIST]
        with world.service("2025-11-18") as service, reading(service.engine) as session:
            log = readings.newest(session, LIST, limit=9)[::-1]
            state = sources.state(session, LIST)
            shown = dict(session.execute(select(tables.Fact.model_id, tables.Fact.listed_by)).all())

    assert asked == [200, 200, 304, 304], "the first is not conditional: what another was shown says nothing"
    assert [report.outcome for report in reports] == [Outcome.CHANGED, Outcome.CHANGED, Outcome.UNCHANGED]
    assert len({row.account for row in log}) == 2
    assert state is not None
    assert state.account == log[-1].account
    assert shown["ours-alone"] == (log[0].account, log[1].account)
    assert [change.kind.value for report in reports for change in report.changes] == ["unlisted"]


@pytest.fixture(scope="module")
def replay(shared: Path) -> Iterator[str]:
    command = [sys.executable, str(shared / "tools" / "replay.py"), "--on", "2025-11-13", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[-1]
        server.terminate()


def test_the_archive_of_all_real_sources_gives_the_same_facts(world: World, replay: str) -> None:
    if world.database_url.startswith("postgresql"):
        pytest.skip("the same on both databases; the short test above runs on both")
    world.pages = replace(world.pages, url=replay)
    for day in ("2025-11-13", "2026-02-10", "2026-06-30", "2026-08-22"):
        body = json.dumps({"on": day}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{replay}/_control", data=body, method="POST")) as answer:
            answer.read()
        with world.service(day) as service:
            read = {report.id for report in poll(service) if report.outcome is Outcome.CHANGED}
    with world.service("2026-08-22") as service:
        found = list(rebuild(service))

    assert len(read) > 20
    assert {one.source_id for one in found} >= read
    assert [(one.source_id, one.not_compared, one.differences) for one in found if one.differences] == []
    assert [one.source_id for one in found if one.not_compared] == []
